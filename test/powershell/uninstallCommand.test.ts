/** A program whose uninstall command in Windows is empty. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as op from "../../src/setup/operations.ts";
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
    await at.raw(run(op.uninstallAgentProduct, { id }), /noUninstaller.*Windows names no uninstaller of /su);
  }
  at.lab.change(({ products }) => {
    const uninstall = " C:\\Temp\\uninstall.exe /uninstall ";
    for (const one of products) if (!one.isMsi) Object.assign(one, { uninstall, quietUninstall: " " });
  });
  const id = at.lab.state().products.find(({ isMsi }) => !isMsi)?.id ?? "";
  assert.equal((await run(op.uninstallAgentProduct, { id })).exitCode, 0, "spaces are no command");
});
