/** One lock on the server: two windows at once install once, register once and download once, and whoever waits may go. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, beforeEach, test } from "node:test";
import { scenarios } from "../../lab/scenarios/index.ts";
import { sidOf } from "../../lab/server/accounts.ts";
import { agentFolder, agentKey, downloadFolder, stateFolder } from "../../lab/server/agent.ts";
import type { AskedServer } from "../unit/support/askedServer.ts";
import * as op from "../../src/setup/operations/index.ts";
import {
  getServerFacts,
  setTlsValue,
  setCredentialManagerStart,
  restartServer,
  setRestartMark,
} from "../../src/setup/operations/server.ts";
import { saveInstaller, getInstallerFacts, installAgent } from "../../src/setup/operations/installer.ts";
import { registerAgent } from "../../src/setup/operations/registering.ts";
import { getAgentFacts } from "../../src/setup/operations/agent.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import type { PortEvent } from "../../src/setup/ports.ts";
import { CancelledError, ProblemError } from "../../src/setup/problem.ts";
import { until } from "../until.ts";
import { anotherWindow, changesOf, fails } from "./practice.ts";
import { sayProgress } from "../../src/setup/told/progress.ts";
import { sayChange } from "../../src/setup/told/changes.ts";
import { onPractice } from "./onPractice.ts";

const at = onPractice("healthy", {
  emptied: (dir) => [agentFolder(dir), downloadFolder(dir), stateFolder(dir)],
});
const other = anotherWindow({
  get settings() {
    return at.lab.settings;
  },
});
after(() => {
  other.close();
});
beforeEach(async () => {
  // Both windows are open.
  await at.server.run(getServerFacts, {});
  await other.run(getServerFacts, {});
});

/** Whether somebody is at this operation. */
const isAt = (operation: Pick<Operation, "name">): boolean => {
  const holder = path.join(stateFolder(at.lab.dir), "Holder.json");
  return existsSync(holder) && readFileSync(holder, "utf8").includes(operation.name);
};

/** An operation under way, with what it says. */
const begin = <A, R>(server: AskedServer, operation: Operation<A, R>, args: A, secrets = {}) => {
  const stop = new AbortController();
  const events: PortEvent[] = [];
  const done = server.run(operation, args, {
    secrets,
    signal: stop.signal,
    onEvent: (event) => events.push(event),
  });
  done.catch(() => undefined);
  return {
    done,
    stop,
    said: () => events.map((event) => (event.kind === "progress" ? sayProgress(event) : "")).join("\n"),
    waits: () => events.some((event) => event.kind === "progress" && event.waiting === true),
    waited: () => events.filter((event) => event.kind === "progress" && event.waiting === true).length,
    changes: () => events.flatMap((event) => (event.kind === "change" ? [sayChange(event.change)] : [])),
  };
};

const url = () => `${at.lab.address}/download/AADConnectProvisioningAgentSetup.exe`;
const downloaded = async () => {
  const { path: file } = await at.server.run(saveInstaller, { url: url() });
  const { sha256 } = await at.server.run(getInstallerFacts, { path: file });
  return { path: file, sha256: sha256 ?? "", arguments: [] };
};
const registering = {
  customAccount: "",
  domains: [{ name: "contoso.com", preferredDomainControllers: [] }],
  way: "credential" as const,
  tenant: "",
  seenTenant: null,
};
const credentials = {
  AccountCredential: [{ user: "admin@contoso.onmicrosoft.com", password: "Entra-Secret-1" }],
  ServiceAccountCredential: [{ user: "CONTOSO\\root", password: "Domain-Secret-2" }],
  DomainCredential: [{ user: "CONTOSO\\root", password: "Domain-Secret-2" }],
};
const running = () => Object.keys(at.lab.state().programs).length > 0;
const holds = (isSo: boolean) => {
  at.lab.change(({ next }) => (next.hangs = isSo));
};
const silent = (...names: string[]) => {
  at.lab.change(({ next }) => (next.silent = names));
};

test("two windows install once: the second waits, names who is at work, looks again and finds it done", async () => {
  const args = await downloaded();
  for (const networkLogon of [false, true]) {
    at.lab.change((state) => {
      Object.assign(state, scenarios.healthy());
      state.windows.networkLogon = networkLogon;
    });
    const first = begin(at.server, installAgent, args);
    await until(running);
    silent("Wait-Program", "Get-SystemTaskState");
    const second = begin(other, installAgent, args);
    await until(second.waits);
    assert.match(
      second.said(),
      /CONTOSO\\ada, whose process \d+ is at Install-CloudSyncAgent since \d\d:\d\d:\d\d/u,
    );
    silent();
    assert.equal((await first.done).exitCode, 0);
    assert.equal((await second.done).exitCode, 0);
    const { setups, installs } = at.lab.state().counts;
    assert.deepEqual({ setups, installs }, { setups: 1, installs: 1 });
    assert.equal(first.changes().length, 1);
    assert.deepEqual(second.changes(), []);
  }
});

test("two windows register once", async () => {
  at.lab.change((state) => Object.assign(state, scenarios["agent-running-not-registered"]()));
  silent("Add-AADCloudSyncADDomain");
  const first = begin(at.server, registerAgent, registering, credentials);
  await until(() => at.lab.state().registration.signedIn !== null);
  const second = begin(other, registerAgent, registering, credentials);
  await until(second.waits);
  silent();
  assert.equal((await first.done).steps.length, 4);
  assert.deepEqual((await second.done).steps, []);
  assert.deepEqual(second.changes(), []);
  // And one that comes when all is over, with what it saw before.
  assert.deepEqual((await begin(other, registerAgent, registering, credentials).done).steps, []);
  // The tenant is another one where it only reads like the one that was seen.
  const { tenantId } = await at.server.run(getAgentFacts, {});
  const seen = "value" in tenantId ? (tenantId.value ?? "") : "";
  at.lab.change(({ registry }) => {
    const key = registry[agentKey];
    if (key) key.TenantID = `${seen}\u00ad`;
  });
  const like = begin(other, registerAgent, { ...registering, seenTenant: seen }, credentials);
  assert.deepEqual((await like.done).steps, []);
  assert.equal(at.lab.state().counts.registrations, 1);
});

test("two windows download once, and no download is said to have stopped", async () => {
  const [first, second] = [at.server, other].map((server) => begin(server, saveInstaller, { url: url() }));
  const paths = await Promise.all([first?.done, second?.done]);
  assert.deepEqual(paths[0], paths[1]);
  assert.equal([...(first?.changes() ?? []), ...(second?.changes() ?? [])].length, 1);
});

test("a registration that lost its session is waited for by everything that changes the server", async () => {
  at.lab.change((state) => Object.assign(state, scenarios["agent-running-not-registered"]()));
  silent("Add-AADCloudSyncADDomain");
  const lost = begin(at.server, registerAgent, registering, credentials);
  await until(() => at.lab.state().registration.signedIn !== null);
  at.server.close();
  await assert.rejects(lost.done);
  const second = begin(other, setTlsValue, { setting: "strongCrypto", value: 0 });
  await until(() =>
    /Process \d+ \(powershell\.exe\) is at Invoke-AgentRegistration since before/u.test(second.said()),
  );
  assert.ok(second.waits());
  silent();
  await second.done;
  assert.equal(at.lab.state().counts.registrations, 1);
  assert.deepEqual(at.lab.state().registration.domains, ["contoso.com"]);
});

test("an installer that lost its session is waited for too, by whoever comes, and its restart is marked", async () => {
  const args = await downloaded();
  for (const networkLogon of [false, true]) {
    at.lab.change((state) => {
      Object.assign(state, scenarios.healthy());
      state.windows.networkLogon = networkLogon;
      state.next.exitCode = 3010;
    });
    holds(true);
    const lost = begin(at.server, installAgent, args);
    await until(running);
    at.server.close();
    await assert.rejects(lost.done);
    // Another administrator's session.
    at.lab.change(({ identity }) => (identity.user = "CONTOSO\\root"));
    const second = begin(other, setTlsValue, { setting: "strongCrypto", value: 0 });
    await until(() => second.said().includes("The installer is running since before"));
    assert.ok(second.waits());
    holds(false);
    await second.done;
    if (!networkLogon) assert.match(String(at.lab.state().restartReason), /3010/u);
    assert.equal(at.lab.state().counts.installs, 1);
    await begin(other, installAgent, args).done;
    assert.equal(at.lab.state().counts.setups, 1);
    assert.match(String(at.lab.state().restartReason), /3010/u);
  }
});

/** One window is at an operation that does not end before `silent()`. */
const busy = async () => {
  silent("Write-ServiceStartMode");
  const startMode = at.lab.state().services.VaultSvc?.startMode === "Manual" ? "Disabled" : "Manual";
  const first = begin(at.server, setCredentialManagerStart, { startMode });
  await until(() => isAt(setCredentialManagerStart) || first.waits());
  return first;
};

test("a window that dies while it has the lock blocks nobody", async () => {
  const lost = await busy();
  const second = begin(other, setTlsValue, { setting: "strongCrypto", value: 0 });
  await until(second.waits);
  at.server.close();
  await assert.rejects(lost.done);
  await second.done;
  assert.equal(second.changes().length, 1);
});

test("whoever waits may be ended, whatever the operation, and has done nothing", async () => {
  const first = await busy();
  const second = begin(other, restartServer, {});
  await until(second.waits);
  second.stop.abort();
  await assert.rejects(second.done, CancelledError);
  silent();
  await first.done;
  assert.equal(at.lab.state().counts.boots, 0);
});

test("every operation that changes the server waits for the lock, and none that only looks or lists does", async () => {
  const args = { setting: "strongCrypto" as const, value: 0 };
  const first = await busy();
  await other.run(getAgentFacts, {});
  assert.equal((await changesOf(other, setTlsValue, args, { whatIf: true })).length, 1);
  silent();
  await first.done;
  const given: Readonly<Record<string, unknown>> = {
    "Set-CloudSyncTlsValue": args,
    "Set-CloudSyncRestartMark": { reason: "r" },
    "Set-CloudSyncExecutionPolicyScope": { scope: "LocalMachine", policy: "RemoteSigned" },
    "Set-CloudSyncCredentialManagerStart": { startMode: "Automatic" },
    "Save-CloudSyncInstaller": { url: url() },
    "Install-CloudSyncAgent": { path: "p", sha256: "s", arguments: [] },
    "Register-CloudSyncAgent": registering,
    "Add-CloudSyncLogonRight": { account: "a" },
    "Remove-CloudSyncLogonRight": { account: "a" },
    "Set-CloudSyncManagedAccount": { managed: true },
    "Set-CloudSyncAgentServiceStart": { service: "AADConnectProvisioningAgent", startMode: "Manual" },
    "Set-CloudSyncAgentProxy": { address: null },
    "Set-CloudSyncAgentPermission": { types: ["BasicRead"], domain: "" },
    "Protect-CloudSyncAgentAccount": { account: "CONTOSO\\provAgent01$" },
    "Uninstall-CloudSyncAgentProduct": { id: "x" },
    "Save-CloudSyncLogBundle": { path: "x.zip", hours: 1, hideNames: true, entries: null },
  };
  // That a restart waits is shown above.
  for (const operation of op.operations.filter((one) => one.changing && one !== restartServer)) {
    const one = await busy();
    const waiting = begin(other, operation as Operation, given[operation.name] ?? {});
    await until(waiting.waits, operation.name);
    assert.deepEqual(waiting.changes(), [], operation.name);
    silent();
    await one.done;
    await waiting.done.catch(() => undefined);
  }
});

test("a lock that others can get at is said to be so in its own words, and made again when it is gone", async () => {
  const folder = stateFolder(at.lab.dir);
  const change = () => begin(at.server, setCredentialManagerStart, { startMode: "Disabled" }).done;
  const isRefused = () =>
    assert.rejects(change(), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.code, "folderNotOurs");
      assert.doesNotMatch(JSON.stringify(error.problem), /restart/iu);
      return true;
    });
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o777);
  await isRefused();
  await rm(folder, { recursive: true });
  const elsewhere = path.join(at.lab.dir, "elsewhere");
  await mkdir(elsewhere);
  await symlink(elsewhere, folder);
  await isRefused();
  await rm(folder);
  await change();
});

test("what is noted of others' work is held against what runs: an old note, or one that says nothing, blocks nobody", async () => {
  const folder = stateFolder(at.lab.dir);
  let mode: "Disabled" | "Manual" = "Disabled";
  for (const left of [
    { kind: "process", id: process.pid, startedAt: "2020-01-01T00:00:00.000Z", what: "w" },
    { kind: "process", id: 4_000_000, startedAt: new Date().toISOString(), what: "w" },
    { kind: "program", path: "C:\\a.exe", line: "/q", owner: sidOf("CONTOSO\\ada"), what: "w" },
    { kind: "task", task: "Install", what: "w" },
    { kind: "other" },
    [],
    "",
  ]) {
    await begin(at.server, setRestartMark, { reason: "r" }).done;
    await writeFile(path.join(folder, "Left.json"), JSON.stringify(left));
    await writeFile(path.join(folder, "Holder.json"), "{");
    mode = mode === "Disabled" ? "Manual" : "Disabled";
    const one = begin(at.server, setCredentialManagerStart, { startMode: mode });
    await one.done;
    assert.ok(!one.waits(), JSON.stringify(left));
  }
});

test("the lock and what was left are waited for together, as long as the host gives for both", async () => {
  at.lab.change((state) => Object.assign(state, scenarios["agent-running-not-registered"]()));
  silent("Add-AADCloudSyncADDomain");
  const lost = begin(at.server, registerAgent, registering, credentials);
  await until(() => at.lab.state().registration.signedIn !== null);
  const second = begin(other, setTlsValue, { setting: "strongCrypto", value: 0 });
  await until(() => second.waited() > 10);
  at.server.close();
  await assert.rejects(lost.done);
  // No second is waited any more.
  holds(true);
  await fails(second.done, /^stillRunning: RegistrationRuns\n/u);
  assert.equal(second.waited(), 25 * 60);
  assert.deepEqual(second.changes(), []);
  silent();
  await until(() => at.lab.state().counts.registrations === 1);
});

test("a note of what was left that is there and cannot be read keeps everybody from changing the server", async () => {
  await begin(at.server, setRestartMark, { reason: "r" }).done;
  const note = path.join(stateFolder(at.lab.dir), "Left.json");
  await mkdir(note);
  const one = begin(at.server, setCredentialManagerStart, { startMode: "Disabled" });
  await fails(one.done, /^accessDenied: /u);
  assert.deepEqual(one.changes(), []);
  await rm(note, { recursive: true });
  await begin(at.server, setCredentialManagerStart, { startMode: "Disabled" }).done;
});
