/** A program whose uninstall command in Windows is empty, or leads through a link. */
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { test } from "node:test";
import { placeOf } from "../../lab/server/files.ts";
import { uninstallAgentProduct } from "../../src/setup/operations/agent.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { onInstalled } from "./onInstalled.ts";

const at = onInstalled();
const { run } = at;

test("a program without an uninstall command has no uninstaller, and none is made up", async () => {
  for (const [uninstall, quietUninstall] of [
    ["", ""],
    [" ", ""],
    ["", "\t"],
  ]) {
    at.lab.change(({ products }) => {
      for (const one of products) if (!one.isMsi) Object.assign(one, { uninstall, quietUninstall });
    });
    const id = at.lab.state().products.find(({ isMsi }) => !isMsi)?.id ?? "";
    await at.raw(run(uninstallAgentProduct, { id }), /noUninstaller.*Windows names no uninstaller of /su);
  }
  at.lab.change(({ products }) => {
    const uninstall = " C:\\Temp\\uninstall.exe /uninstall ";
    for (const one of products) if (!one.isMsi) Object.assign(one, { uninstall, quietUninstall: " " });
  });
  const id = at.lab.state().products.find(({ isMsi }) => !isMsi)?.id ?? "";
  assert.equal((await run(uninstallAgentProduct, { id })).exitCode, 0, "spaces are no command");
});

test("an uninstaller behind a link is the one that the link leads to on this server, and none on a share", async () => {
  const place = (file: string) => placeOf(at.lab.dir, file);
  mkdirSync(place("C:\\Linked"), { recursive: true });
  symlinkSync("\\\\evil.example\\share", place("C:\\Linked\\off"));
  symlinkSync("C:\\Windows\\System32\\cmd.exe", place("C:\\Linked\\wrapper.exe"));
  symlinkSync("C:\\Agent", place("C:\\Linked\\here"));
  const listed = at.uninstalledBy;
  at.lab.change(({ windows }) => (windows.mapped = ["Z:"]));
  await at.raw(
    run(uninstallAgentProduct, listed("C:\\Linked\\off\\uninstall.exe /q")),
    /noUninstaller.*C:\\Linked\\off leads to \\\\evil\.example/su,
  );
  const onShare = listed("Z:\\uninstall\\uninstall.exe /q");
  at.lab.change(({ windows }) => (windows.mapped = ["Z:"]));
  await assert.rejects(run(uninstallAgentProduct, onShare), (error) => {
    assert.ok(error instanceof ProblemError, String(error));
    const { code, means } = error.problem;
    assert.equal(code, "noUninstaller");
    assert.match(
      means,
      /Z:\\uninstall\\uninstall\.exe.*Z: is a share/su,
      "what is shown names the cause, too",
    );
    return true;
  });
  await at.raw(
    run(uninstallAgentProduct, listed("C:\\Linked\\wrapper.exe /c whatever.exe")),
    /noUninstaller/u,
  );
  assert.equal(at.lab.state().counts.setups, 0);
  // The practice server runs the one that it lists: what is started here is the other.
  await at.raw(
    run(uninstallAgentProduct, listed("C:\\Linked\\here\\uninstall.exe /q")),
    /does not run C:\\Agent\\uninstall\.exe \/q/u,
  );
});
