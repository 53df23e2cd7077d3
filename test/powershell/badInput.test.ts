/** What goes wrong on a real session is said as what it is, loses nothing, and the run goes on from there. */
import assert from "node:assert/strict";
import { shownAndApplied } from "../unit/support/scriptedServer.ts";
import { copyFile, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { agentFolder, downloadFolder } from "../../lab/server/agent.ts";
import { placeOf } from "../../lab/server/files.ts";
import { findingKey } from "../../src/setup/finding.ts";
import { getServerFacts, setTlsValue } from "../../src/setup/operations/server.ts";
import { saveInstaller } from "../../src/setup/operations/installer.ts";
import { setAgentProxy } from "../../src/setup/operations/agent.ts";
import { startAgentWizard } from "../../src/setup/operations/registering.ts";
import { CancelledError, ProblemError } from "../../src/setup/problem.ts";
import type { StepId } from "../../src/setup/step.ts";
import { until } from "../until.ts";
import { on, type PracticedRun } from "./practicedRun.ts";
import { press } from "../press.ts";

const kindOf = (at: PracticedRun, step: StepId) => at.run.stateOf(step).kind;
const saysTheWayOn = (at: PracticedRun, step: StepId) => {
  const state = at.run.stateOf(step);
  assert.ok(state.kind === "failed");
  for (const text of [state.problem.happened, state.problem.means, ...state.problem.next])
    assert.notEqual(text, "");
  assert.ok(state.problem.next.length > 0);
};
const withInstaller = async (at: PracticedRun) => {
  await at.run.answer("download", "licence", true);
  await shownAndApplied(at.run, "download");
  assert.equal(kindOf(at, "download"), "done", JSON.stringify(at.run.stateOf("download")));
};

test("no PowerShell", () => {
  let missing = true;
  return on("healthy", { command: (real) => (missing ? ["/nowhere/powershell.exe"] : real) }, async (at) => {
    await at.run.check("server");
    assert.equal(at.problemOf("server"), "noPowerShell");
    saysTheWayOn(at, "server");
    missing = false;
    await at.run.check("server");
    assert.equal(kindOf(at, "server"), "done");
  });
});

test("constrained language mode", () =>
  on("healthy", {}, async (at) => {
    at.lab.change(({ next }) => (next.languageMode = "ConstrainedLanguage"));
    await at.run.check("prerequisites");
    assert.equal(at.problemOf("prerequisites"), "constrainedLanguage");
    saysTheWayOn(at, "prerequisites");
    at.lab.change(({ next }) => (next.languageMode = "FullLanguage"));
    await at.run.check("prerequisites");
    assert.equal(kindOf(at, "prerequisites"), "done");
  }));

test("not elevated", () =>
  on("healthy", {}, async (at) => {
    at.lab.change(({ identity }) => (identity.elevated = false));
    await at.run.check("prerequisites");
    assert.equal(kindOf(at, "prerequisites"), "todo");
    const failed = at.run.stateOf("prerequisites").findings.filter(({ verdict }) => verdict === "fail");
    assert.deepEqual(
      failed.map(({ rule }) => rule),
      ["elevation"],
    );
    at.lab.change(({ identity }) => (identity.elevated = true));
    await at.run.check("prerequisites");
    assert.equal(kindOf(at, "prerequisites"), "done");
  }));

test("a session that dies in the middle of a download", () =>
  on("healthy", {}, async (at) => {
    await at.run.answer("download", "licence", true);
    at.lab.change(({ next }) => (next.silent = ["Get-FileSignature"]));
    const applying = shownAndApplied(at.run, "download");
    await until(() => at.lab.state().counts.downloads === 1);
    at.server.close();
    await applying;
    assert.equal(at.problemOf("download"), "sessionEnded");
    saysTheWayOn(at, "download");
    at.lab.change(({ next }) => (next.silent = []));
    await shownAndApplied(at.run, "download");
    assert.equal(kindOf(at, "download"), "done");
  }));

test("a session that hangs, and is cancelled", () =>
  on("healthy", {}, async (at) => {
    at.lab.change(({ next }) => (next.silent = ["Get-ComputerState"]));
    const checking = at.run.check("server");
    await until(() => kindOf(at, "server") === "running");
    await sleep(500);
    at.run.cancel("server");
    await checking;
    assert.equal(kindOf(at, "server"), "todo");
    at.lab.change(({ next }) => (next.silent = []));
    await at.run.check("server");
    assert.equal(kindOf(at, "server"), "done");
  }));

/** A program between us and PowerShell that prints a line of its own before every line of PowerShell. */
const talkative = (line: string) => (real: readonly string[]) => [
  process.execPath,
  "-e",
  `const { spawn } = require("node:child_process");
   const [program, ...args] = ${JSON.stringify(real)};
   const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
   process.stdin.pipe(child.stdin);
   require("node:readline").createInterface({ input: child.stdout }).on("line", (said) =>
     process.stdout.write(${JSON.stringify(`${line}\n`)} + said + "\\n"));
   child.on("close", (code) => process.exit(code ?? 1));`,
];

for (const [what, line] of Object.entries({
  "garbage between the events": "\u0000\u0007 garbage { ] \\",
  "an event that somebody fakes without the mark": `{"id":1,"event":"result","value":{"computer":"EVIL"}}`,
}))
  test(what, () =>
    on("healthy", { command: talkative(line) }, async (at) => {
      await at.run.check("server");
      await at.run.check("prerequisites");
      assert.equal(kindOf(at, "prerequisites"), "done");
      assert.doesNotMatch(JSON.stringify(at.run.stateOf("server")), /EVIL/u);
      assert.ok(
        at.printed.some((one) => one.includes(line)),
        "it is in the log",
      );
    }),
  );

test("a download that stops half-way goes on from there", () =>
  on("healthy", {}, async (at) => {
    await at.run.answer("download", "licence", true);
    at.lab.change(({ next }) => (next.stopDownloadAt = 1_000_000));
    await shownAndApplied(at.run, "download");
    assert.equal(at.problemOf("download"), "downloadStopped");
    saysTheWayOn(at, "download");
    at.lab.change(({ next }) => (next.stopDownloadAt = null));
    await shownAndApplied(at.run, "download");
    assert.equal(kindOf(at, "download"), "done");
  }));

test("an installer that is not signed", () =>
  on("healthy", {}, async (at) => {
    const file = "C:\\Users\\ada\\Downloads\\unsigned.exe";
    const place = placeOf(at.lab.dir, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, "MZ not signed by anybody");
    await at.run.answer("download", "source", "file");
    await at.run.answer("download", "path", file);
    await at.run.answer("download", "licence", true);
    await shownAndApplied(at.run, "download");
    assert.equal(at.problemOf("download"), "installerRejected", JSON.stringify(at.problems));
    saysTheWayOn(at, "download");
    await shownAndApplied(at.run, "install");
    assert.equal(at.lab.state().counts.installs, 0);
    await at.run.answer("download", "source", "url");
    await withInstaller(at);
  }));

test("an installer with a valid signature of somebody else's", () =>
  on("healthy", {}, async (at) => {
    await at.server.run(saveInstaller, { url: `${at.lab.address}/download/foreign.exe` });
    const file = "C:\\Program Files\\Cloud Sync Agent Setup\\Downloads\\foreign.exe";
    await at.run.answer("download", "source", "file");
    await at.run.answer("download", "path", file);
    await at.run.answer("download", "licence", true);
    await shownAndApplied(at.run, "download");
    assert.equal(at.problemOf("download"), "installerRejected", JSON.stringify(at.problems));
    assert.match(JSON.stringify(at.run.stateOf("download")), /Fabrikam Ltd/u);
    await at.run.check("download");
    assert.deepEqual(at.run.stateOf("download").findings, [], "the copy was removed");
    await shownAndApplied(at.run, "install");
    assert.equal(at.lab.state().counts.setups, 0);
  }));

test("an installer that fails, and then asks for a restart: the journal says only what was done", () =>
  on("healthy", {}, async (at) => {
    await withInstaller(at);
    at.lab.change(({ next }) => (next.exitCode = 1603));
    await shownAndApplied(at.run, "install");
    assert.equal(at.problemOf("install"), "installerFailed");
    saysTheWayOn(at, "install");
    assert.doesNotMatch(await at.journal(), /"what":"installer"/u);
    at.lab.change(({ next }) => (next.exitCode = 3010));
    const installing = shownAndApplied(at.run, "install");
    await until(() => kindOf(at, "install") === "waiting");
    assert.match(await at.journal(), /"what":"installer".*"after":"1\.1\.2334\.0"/u);
    await press(at.run, "install", "restart");
    await installing;
    assert.equal(kindOf(at, "install"), "done");
    const { boots, installs } = at.lab.state().counts;
    assert.deepEqual({ boots, installs }, { boots: 1, installs: 1 });
  }));

for (const [how, networkLogon] of [
  ["directly", false],
  ["under SYSTEM", true],
] as const)
  test(`an installer that hangs, run ${how}: there is a limit, it is left alone, and the next try waits for it`, () =>
    on("healthy", {}, async (at) => {
      await withInstaller(at);
      at.lab.change(({ next, windows }) => {
        next.hangs = true;
        windows.networkLogon = networkLogon;
      });
      await shownAndApplied(at.run, "install");
      assert.equal(at.problemOf("install"), "stillRunning");
      saysTheWayOn(at, "install");
      const state = at.run.stateOf("install");
      assert.match(
        JSON.stringify(state),
        networkLogon ? /Stop-ScheduledTask -TaskPath '[^']+' -TaskName/u : /Stop-Process -Id \d/u,
      );
      assert.equal(Object.keys(at.lab.state().programs).length, 1, "it was not ended");
      at.lab.change(({ next }) => (next.hangs = false));
      await shownAndApplied(at.run, "install");
      assert.equal(kindOf(at, "install"), "done");
      const { setups, installs } = at.lab.state().counts;
      assert.deepEqual({ setups, installs }, { setups: 1, installs: 1 });
    }));

test("access denied in the middle of the fixes: the journal tells what was done, and the rest is done later", () =>
  on("needs-fixes", {}, async (at) => {
    at.lab.change(({ next }) => (next.denied = ["Write-ServiceStartMode"]));
    await shownAndApplied(at.run, "prerequisites");
    assert.equal(at.problemOf("prerequisites"), "accessDenied");
    saysTheWayOn(at, "prerequisites");
    assert.equal(at.lab.state().executionPolicy.LocalMachine, "RemoteSigned");
    assert.match(await at.journal(), /"kind":"change".*LocalMachine.*"after":"RemoteSigned"/u);
    at.lab.change(({ next }) => (next.denied = []));
    const applying = shownAndApplied(at.run, "prerequisites");
    await until(() => kindOf(at, "prerequisites") === "waiting");
    await press(at.run, "prerequisites", "restart");
    await applying;
    assert.equal(kindOf(at, "prerequisites"), "done");
  }));

for (const name of ["AADConnectProvisioningAgentSetup.exe", "Agent (1).exe"])
  test(`a session that is lost while the installer runs, named ${name}, does not end it, and the next one finds it`, () =>
    on("healthy", {}, async (at) => {
      const file = `C:\\Users\\ada\\Downloads\\${name}`;
      const place = placeOf(at.lab.dir, file);
      await withInstaller(at);
      await mkdir(path.dirname(place), { recursive: true });
      await copyFile(path.join(downloadFolder(at.lab.dir), "AADConnectProvisioningAgentSetup.exe"), place);
      await at.run.answer("download", "source", "file");
      await at.run.answer("download", "path", file);
      await shownAndApplied(at.run, "download");
      assert.equal(kindOf(at, "download"), "done", JSON.stringify(at.run.stateOf("download")));
      at.lab.change(({ next }) => (next.hangs = true));
      const installing = shownAndApplied(at.run, "install");
      await until(() => Object.keys(at.lab.state().programs).length === 1);
      at.run.cancel("install");
      await at.run.refresh("verify");
      assert.equal(kindOf(at, "install"), "running", "an installer is not torn down: it is waited for");
      at.server.close();
      await installing;
      assert.equal(at.problemOf("install"), "sessionEnded");
      assert.match(JSON.stringify(at.run.stateOf("install")), /goes on/u);
      const again = shownAndApplied(at.run, "install");
      await until(() => JSON.stringify(at.run.stateOf("install")).includes("since before"));
      at.lab.change(({ next }) => (next.hangs = false));
      await again;
      assert.equal(kindOf(at, "install"), "done", JSON.stringify(at.run.stateOf("install")));
      const { setups, installs } = at.lab.state().counts;
      assert.deepEqual({ setups, installs }, { setups: 1, installs: 1 });
    }));

test("the wizard stays open when the session ends, by itself or in the middle of something else", () =>
  on("agent-running-not-registered", {}, async (at) => {
    await at.server.run(startAgentWizard, {});
    at.server.close();
    const stop = new AbortController();
    await at.server.run(getServerFacts, {});
    at.lab.change(({ next }) => (next.silent = ["Get-ComputerState"]));
    const hung = assert.rejects(at.server.run(getServerFacts, {}, { signal: stop.signal }), CancelledError);
    setImmediate(() => {
      stop.abort();
    });
    await hung;
    at.lab.change(({ next }) => (next.silent = []));
    assert.deepEqual(await at.server.run(startAgentWizard, {}), { started: false });
    assert.equal(at.lab.state().counts.wizards, 1);
  }));

test("a registration goes on when its session is lost, and no second one begins beside it", () =>
  on("agent-running-not-registered", {}, async (at) => {
    at.lab.change(({ next }) => (next.silent = ["Add-AADCloudSyncADDomain"]));
    await at.run.changes("confirm");
    const registering = at.run.act("confirm", "apply");
    await until(() => at.lab.state().registration.signedIn !== null);
    at.server.close();
    await registering;
    assert.equal(at.problemOf("confirm"), "sessionEnded");
    await at.run.changes("confirm");
    const second = at.run.act("confirm", "apply");
    const waiting = () => JSON.stringify(at.run.stateOf("confirm"));
    await until(() => waiting().includes("is at Invoke-AgentRegistration since before"));
    assert.match(waiting(), /"cancellable":true/u);
    at.lab.change(({ next }) => (next.silent = []));
    await second;
    assert.deepEqual(at.lab.state().registration.domains, ["contoso.com"]);
    assert.equal(at.lab.state().counts.registrations, 1);
    assert.notEqual(kindOf(at, "confirm"), "failed", waiting());
  }));

test("a service that never leaves Starting", () =>
  on("installed", {}, async (at) => {
    const set = (state: string) => {
      at.lab.change(({ services }) => {
        const service = services.AADConnectProvisioningAgent;
        if (service) service.state = state;
      });
    };
    at.lab.change(({ next, rights }) => {
      next.stuck = ["AADConnectProvisioningAgent"];
      rights.SeServiceLogonRight = [];
    });
    set("Start Pending");
    await shownAndApplied(at.run, "verify");
    assert.equal(kindOf(at, "verify"), "failed");
    saysTheWayOn(at, "verify");
    const state = at.run.stateOf("verify");
    assert.match(JSON.stringify(state), /log on as a service/iu, "the cause that is known of it");
    at.lab.change(({ next }) => (next.stuck = []));
    set("Stopped");
    await shownAndApplied(at.run, "verify");
    assert.equal(kindOf(at, "verify"), "waiting");
  }));

test("a disk that is full in the middle of a download, and of the installation", () =>
  on("healthy", {}, async (at) => {
    const part = path.join(downloadFolder(at.lab.dir), "AADConnectProvisioningAgentSetup.exe.part");
    await mkdir(path.dirname(part), { recursive: true });
    await symlink("/dev/full", part);
    await at.run.answer("download", "licence", true);
    await shownAndApplied(at.run, "download");
    assert.equal(at.problemOf("download"), "diskFull", JSON.stringify(at.run.stateOf("download")));
    saysTheWayOn(at, "download");
    await rm(part);
    await shownAndApplied(at.run, "download");
    assert.equal(kindOf(at, "download"), "done");
    // ERROR_DISK_FULL, as bundles report it.
    at.lab.change(({ next }) => (next.exitCode = -2147024784));
    await shownAndApplied(at.run, "install");
    assert.equal(at.problemOf("install"), "diskFull");
    saysTheWayOn(at, "install");
    await shownAndApplied(at.run, "install");
    assert.equal(kindOf(at, "install"), "done");
  }));

test("a disk that is full: what is there stays, and the way on is named", () =>
  on("installed", {}, async (at) => {
    const config = path.join(agentFolder(at.lab.dir), "AADConnectProvisioningAgent.exe.config");
    const before = await readFile(config, "utf8");
    await symlink("/dev/full", `${config}.new`);
    await assert.rejects(
      at.server.run(setAgentProxy, { address: "http://proxy.contoso.com:8080" }),
      (error) => {
        assert.ok(error instanceof ProblemError);
        assert.equal(error.problem.code, "diskFull");
        return true;
      },
    );
    assert.equal(await readFile(config, "utf8"), before);
    await rm(`${config}.new`);
    await at.server.run(setAgentProxy, { address: "http://proxy.contoso.com:8080" });
    assert.match(await readFile(config, "utf8"), /proxy\.contoso\.com/u);
  }));

test("registry values of the wrong type are not known, and their fix still puts them right", () =>
  on("healthy", {}, async (at) => {
    const net = "SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319";
    at.lab.change(({ registry }) => (registry[net] = { SchUseStrongCrypto: "one" }));
    await at.run.check("prerequisites");
    const found = at.run
      .stateOf("prerequisites")
      .findings.filter(({ verdict }) => verdict !== "pass")
      .map((one) => `${findingKey(one)} ${one.verdict}`);
    assert.deepEqual(found, ["tls:net unknown"]);
    await at.server.run(setTlsValue, { setting: "strongCrypto", value: 1 });
    await at.run.check("prerequisites");
    assert.equal(kindOf(at, "prerequisites"), "done");
  }));

test("a registration that stops half-way is finished by a new start of VS Code", () =>
  on("healthy", {}, async (at) => {
    await withInstaller(at);
    await shownAndApplied(at.run, "install");
    at.lab.change(({ next }) => (next.denied = ["Add-AADCloudSyncADDomain"]));
    await at.run.changes("confirm");
    await at.run.act("confirm", "apply");
    assert.equal(kindOf(at, "confirm"), "failed");
    saysTheWayOn(at, "confirm");
    assert.doesNotMatch(await at.journal(), /practice-Secret/u);
    at.lab.change(({ next }) => (next.denied = []));
    const next = await at.again();
    await next.changes("confirm");
    await next.act("confirm", "apply");
    await press(next, "confirm", "accept");
    assert.equal(next.stateOf("confirm").kind, "done", JSON.stringify(next.stateOf("confirm")));
    assert.deepEqual(at.lab.state().registration.domains, ["contoso.com"]);
  }));
