/** Every operation in the real module, on the practice server. */
import type { Operation } from "../../src/setup/operations/operation.ts";
import { saveInstaller, getInstallerFacts, installAgent } from "../../src/setup/operations/installer.ts";
import {
  getServerFacts,
  getTlsFacts,
  getPolicyFacts,
  setTlsValue,
  setRestartMark,
  setExecutionPolicyScope,
  setCredentialManagerStart,
  restartServer,
} from "../../src/setup/operations/server.ts";
import { getAgentFacts, restartAgentService } from "../../src/setup/operations/agent.ts";
import type { Json } from "../../src/setup/values/json.ts";
import {
  startAgentWizard,
  registerAgent,
  getRegisteredDomains,
} from "../../src/setup/operations/registering.ts";
import assert from "node:assert/strict";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import * as v from "valibot";
import type { Change } from "../../src/setup/change.ts";
import * as op from "../../src/setup/operations/index.ts";
import { ProblemError, type ProblemCode } from "../../src/setup/problem.ts";
import { scenarios } from "../../lab/scenarios/index.ts";
import { agentFolder, downloadFolder } from "../../lab/server/agent.ts";
import { until } from "../until.ts";
import { shownValue } from "../../src/setup/values/shownValue.ts";
import { sayProgress } from "../../src/setup/told/progress.ts";
import { onPractice } from "./onPractice.ts";

const at = onPractice("needs-fixes", {
  // A restart that outlasts the start of a PowerShell: what comes back too soon is refused, never just late.
  restartMs: 5000,
  emptied: (dir) => [agentFolder(dir)],
});
const { run, changesOf } = at;

const failsWith = (work: Promise<unknown>, code: ProblemCode, raw = /./u) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.problem.code, code, error.problem.raw);
    assert.match(error.problem.raw ?? "", raw);
    return true;
  });

const url = (file = "AADConnectProvisioningAgentSetup.exe") => `${at.lab.address}/download/${file}`;
const saved = async () => {
  await run(saveInstaller, { url: url() });
  const facts = await run(getInstallerFacts, { path: "" });
  assert.ok(facts.sha256);
  return { path: facts.path, sha256: facts.sha256, arguments: [] };
};

test("each reading operation answers what its schema says, and changes nothing", async () => {
  const before = JSON.stringify(at.lab.state());
  for (const operation of [getServerFacts, getTlsFacts, getPolicyFacts, getAgentFacts])
    assert.ok(v.is(operation.result, await run(operation as Operation, {})));
  await run(getInstallerFacts, { path: "" });
  assert.equal(JSON.stringify(at.lab.state()), before);
});

test("facts are what the server holds", async () => {
  const server = await run(getServerFacts, {});
  assert.deepEqual(server.windows, {
    value: { product: "Windows Server 2022 Standard", build: 20348, revision: 2700, installation: "Server" },
  });
  assert.deepEqual(server.domain, { value: { joined: true, name: "contoso.com" } });
  assert.deepEqual(server.bootedAt, { value: at.lab.state().computer.bootedAt });
  assert.deepEqual(await run(getTlsFacts, {}), {
    clientEnabled: { value: 0 },
    clientDisabledByDefault: { value: 1 },
    serverEnabled: { value: null },
    serverDisabledByDefault: { value: null },
    strongCrypto: { value: null },
    policies: { value: [] },
  });
});

test("a fact that may not be read says why, and spoils no other", async () => {
  at.lab.change((state) => {
    state.next.denied = ["Get-SessionIdentity", "Get-ExecutionPolicyState"];
  });
  const server = await run(getServerFacts, {});
  assert.ok("unread" in server.elevated && server.elevated.unread.includes("denied"));
  assert.ok("value" in server.windows);
  const policy = await run(getPolicyFacts, {});
  assert.ok("unread" in policy.executionPolicy && "value" in policy.credentialManager);
});

/** What each changing operation is asked in the tests below: the first call changes something, the second nothing. */
const settings: readonly (readonly [Operation<never>, Record<string, Json>])[] = [
  [setTlsValue, { setting: "clientEnabled", value: 1 }],
  [setTlsValue, { setting: "clientEnabled", value: null }],
  [setTlsValue, { setting: "strongCrypto", value: 1 }],
  [setRestartMark, { reason: "TLS" }],
  [setExecutionPolicyScope, { scope: "LocalMachine", policy: "RemoteSigned" }],
  [setCredentialManagerStart, { startMode: "Manual" }],
  [setCredentialManagerStart, { startMode: "Automatic" }],
] as never;

test("with -WhatIf the same changes are listed and none is made; a second run finds nothing to do", async () => {
  for (const [operation, args] of settings) {
    beforeOne();
    const before = JSON.stringify(at.lab.state());
    const listed = await changesOf(operation, args as never, { whatIf: true });
    assert.equal(JSON.stringify(at.lab.state()), before, operation.name);
    const made = await changesOf(operation, args as never);
    assert.deepEqual(made, listed, operation.name);
    assert.equal(made.length, 1, operation.name);
    assert.notEqual(JSON.stringify(at.lab.state()), before, operation.name);
    assert.deepEqual(await changesOf(operation, args as never), [], operation.name);
  }
});
const beforeOne = () => {
  at.lab.change((state) => Object.assign(state, scenarios["needs-fixes"]()));
};

test("an undo takes back exactly what was changed", async () => {
  for (const [operation, args] of settings) {
    beforeOne();
    const before = { ...structuredClone(at.lab.state()) };
    const [change] = await changesOf(operation, args as never);
    const { undo } = change ?? {};
    if (!undo) continue;
    const back = op.operations.find(({ name }) => name === undo.op);
    assert.ok(back);
    await run(back as Operation, undo.args);
    assert.deepEqual(at.lab.state().registry, before.registry, operation.name);
    assert.deepEqual(at.lab.state().services, before.services, operation.name);
    assert.deepEqual(at.lab.state().executionPolicy, before.executionPolicy, operation.name);
  }
});

test("where Windows refuses, the answer is access denied, and nothing is half done", async () => {
  at.lab.change((state) => {
    state.next.denied = [
      "Write-RegistryNumber",
      "Write-ServiceStartMode",
      "Write-ExecutionPolicyState",
      "Write-RestartReason",
    ];
  });
  const before = JSON.stringify(at.lab.state());
  await failsWith(run(setTlsValue, { setting: "strongCrypto", value: 1 }), "accessDenied");
  await failsWith(run(setCredentialManagerStart, { startMode: "Manual" }), "accessDenied");
  await failsWith(
    run(setExecutionPolicyScope, { scope: "LocalMachine", policy: "RemoteSigned" }),
    "accessDenied",
  );
  await failsWith(run(setRestartMark, { reason: "x" }), "accessDenied");
  assert.equal(JSON.stringify(at.lab.state()), before);
});

test("the installer arrives whole, and the same file is not fetched into place again", async () => {
  const changes = await changesOf(saveInstaller, { url: url() });
  assert.equal(changes.length, 1);
  const facts = await run(getInstallerFacts, { path: "" });
  assert.deepEqual(facts.signature, { value: { status: "Valid", signer: "Microsoft Corporation" } });
  assert.equal(facts.sizeBytes, (await stat(facts.path)).size);
  assert.deepEqual(await changesOf(saveInstaller, { url: url() }), []);
});

test("a file that was damaged after it arrived is fetched again, although its length is the same", async () => {
  const { path: file } = await run(saveInstaller, { url: url() });
  const { sha256, sizeBytes } = await run(getInstallerFacts, { path: file });
  await writeFile(file, Buffer.alloc(sizeBytes));
  assert.equal((await changesOf(saveInstaller, { url: url() })).length, 1);
  assert.equal((await run(getInstallerFacts, { path: file })).sha256, sha256);
});

test("a download that stops half-way says how far it came, and goes on from there", async () => {
  const fetch = (name: string) => run(saveInstaller, { url: `${url()}?${name}` });
  await fetch("whole");
  const whole = await run(getInstallerFacts, { path: "" });
  await rm(whole.path);
  at.lab.change((state) => {
    state.next.stopDownloadAt = 1_000_000;
  });
  await failsWith(fetch("cut"), "downloadStopped", /1000000 (?:of \d+ )?bytes/u);
  assert.equal((await stat(`${whole.path}.part`)).size, 1_000_000);
  assert.equal((await run(getInstallerFacts, { path: "" })).exists, false);
  const percents: number[] = [];
  await run(
    saveInstaller,
    { url: url() },
    {
      onEvent: (event) => {
        if (event.kind === "progress") percents.push(event.percent ?? -1);
      },
    },
  );
  assert.ok((percents[0] ?? 0) >= 30, "it does not begin again");
  assert.equal((await run(getInstallerFacts, { path: "" })).sha256, whole.sha256);
});

test("an address that does not answer is a download that stopped, not a crash", async () => {
  await failsWith(run(saveInstaller, { url: `${at.lab.address}/nothing.exe` }), "downloadStopped", /404/u);
  await failsWith(run(saveInstaller, { url: "https://127.0.0.1:9/agent.exe" }), "downloadStopped");
});

test("an unsigned file is seen as such, and never run", async () => {
  await run(saveInstaller, { url: url("unsigned.exe") });
  const path_ = path.join(path.dirname((await run(getInstallerFacts, { path: "" })).path), "unsigned.exe");
  const facts = await run(getInstallerFacts, { path: path_ });
  assert.deepEqual(facts.signature, { value: { status: "NotSigned", signer: "" } });
  await failsWith(
    run(installAgent, { path: path_, sha256: facts.sha256 ?? "", arguments: [] }),
    "installerRejected",
    /NotSigned/u,
  );
  assert.equal(at.lab.state().counts.installs, 0);
});

test("a file with a valid signature of somebody else's is never run", async () => {
  const { path: file } = await run(saveInstaller, { url: url("foreign.exe") });
  const facts = await run(getInstallerFacts, { path: file });
  assert.deepEqual(facts.signature, { value: { status: "Valid", signer: "Fabrikam Ltd" } });
  await failsWith(
    run(installAgent, { path: file, sha256: facts.sha256 ?? "", arguments: [] }),
    "installerRejected",
    /Valid, the signer Fabrikam Ltd/u,
  );
  assert.equal(at.lab.state().counts.setups, 0);
});

test("a file that changed after it was checked is never run", async () => {
  await failsWith(run(installAgent, { ...(await saved()), sha256: "0".repeat(64) }), "installerRejected");
  assert.equal(at.lab.state().counts.installs, 0);
});

test("the installer's exit code is passed on as it is, and only one that did its work is reported as a change", async () => {
  const file = await saved();
  const listed = await changesOf(installAgent, file, { whatIf: true });
  assert.equal(listed.length, 1);
  for (const exitCode of [0, 3010, 1641, 1602, 1603, 1618, -2147024784]) {
    at.lab.change(({ next, services }) => {
      next.exitCode = exitCode;
      delete services.AADConnectProvisioningAgent;
    });
    const changes: Change[] = [];
    const result = await run(installAgent, file, {
      onEvent: (event) => {
        if (event.kind === "change") changes.push(event.change);
      },
    });
    assert.equal(result.exitCode, exitCode);
    const [marks, made] = [true, false].map((isMark) =>
      changes.filter(({ what }) => (what === "restartMark") === isMark),
    );
    const succeeded = [0, 3010, 1641].includes(exitCode);
    assert.deepEqual(made, succeeded ? listed : [], String(exitCode));
    assert.equal(
      at.lab.state().services.AADConnectProvisioningAgent?.account,
      succeeded ? "NT SERVICE\\AADConnectProvisioningAgent" : undefined,
    );
    assert.equal(marks?.length, [3010, 1641].includes(exitCode) ? 1 : 0, String(exitCode));
  }
  assert.equal(at.lab.state().counts.installs, 3);
});

test("a download, a restart of the service and one of the server report what -WhatIf lists", async () => {
  const same = async <A, R>(operation: Operation<A, R>, args: A) => {
    const before = JSON.stringify(at.lab.state());
    const listed = await changesOf(operation, args, { whatIf: true });
    assert.equal(
      JSON.stringify({ ...at.lab.state(), counts: "" }),
      JSON.stringify({ ...JSON.parse(before), counts: "" }),
    );
    assert.equal(listed.length, 1, operation.name);
    assert.deepEqual(await changesOf(operation, args), listed, operation.name);
  };
  await rm(downloadFolder(at.lab.dir), { recursive: true, force: true });
  await same(saveInstaller, { url: url() });
  await run(installAgent, await saved());
  await same(restartAgentService, {});
  await same(restartServer, {});
  await untilRestarted(0);
});

test("what is downloaded is a program, whatever the address calls it", async () => {
  const { path: file } = await run(saveInstaller, { url: url("agent.msi") });
  assert.equal(path.basename(file), "AADConnectProvisioningAgentSetup.exe");
});

test("the wizard opens once, and not without a desktop", async () => {
  await failsWith(run(startAgentWizard, {}), "operationFailed", /NotInstalled/u);
  await run(installAgent, await saved());
  at.lab.change((state) => {
    state.identity.desktop = false;
  });
  await failsWith(run(startAgentWizard, {}), "noDesktop");
  at.lab.change((state) => {
    state.identity.desktop = true;
  });
  assert.deepEqual(await run(startAgentWizard, {}), { started: true });
  assert.deepEqual(await run(startAgentWizard, {}), { started: false });
  assert.equal(at.lab.state().counts.wizards, 1);
  const { setupPrograms } = await run(getAgentFacts, {});
  assert.deepEqual(setupPrograms, { value: ["AADConnectProvisioningAgentWizard.exe"] });
});

const filesBelow = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

const credentials = (user = "admin@contoso.onmicrosoft.com", administrator = "CONTOSO\\root") => ({
  AccountCredential: [{ user, password: 'Entra-"\\$(x)`n-\u00e4\u{1f511}-1' }],
  ServiceAccountCredential: [{ user: administrator, password: "Domain-Secret-2" }],
  DomainCredential: [{ user: administrator, password: "Domain-Secret-2" }],
});
const contoso = {
  customAccount: "",
  domains: [{ name: "contoso.com", preferredDomainControllers: ["dc1.contoso.com"] }],
  way: "credential" as const,
  tenant: "",
  seenTenant: null,
};

test("registration by credential runs Microsoft's cmdlets in their order, in a child, and leaves no password", async () => {
  await run(installAgent, await saved());
  const { steps } = await run(registerAgent, contoso, { secrets: credentials() });
  assert.deepEqual(steps, [
    "Connect-AADCloudSyncAzureAD",
    "Add-AADCloudSyncGMSA",
    "Add-AADCloudSyncADDomain",
    "Restart-Service",
  ]);
  const state = at.lab.state();
  assert.deepEqual(state.registration, {
    domains: ["contoso.com"],
    preferred: { "contoso.com": ["dc1.contoso.com"] },
    signedIn: "admin@contoso.onmicrosoft.com",
  });
  assert.match(state.services.AADConnectProvisioningAgent?.account ?? "", /\\pGMSA_/u);
  const facts = await run(getAgentFacts, {});
  assert.ok("value" in facts.tenantId && facts.tenantId.value);
  for (const file of await filesBelow(at.lab.dir))
    assert.doesNotMatch(await readFile(file, "latin1"), /Entra-|Domain-Secret/u, file);
  assert.doesNotMatch(at.printed.join("\n"), /Entra-|Domain-Secret/u);
});

test("a custom account is used by its name", async () => {
  await run(installAgent, await saved());
  await run(registerAgent, { ...contoso, customAccount: "provAgent01$" }, { secrets: credentials() });
  assert.equal(at.lab.state().services.AADConnectProvisioningAgent?.account, "CONTOSO\\provAgent01$");
});

test("a registration that stops half-way can be finished by running it again", async () => {
  await run(installAgent, await saved());
  await failsWith(
    run(registerAgent, contoso, { secrets: credentials("mfa@contoso.onmicrosoft.com") }),
    "operationFailed",
    /Connect-AADCloudSyncAzureAD as mfa@contoso\.onmicrosoft\.com: AADSTS50076/u,
  );
  await failsWith(
    run(registerAgent, contoso, { secrets: credentials(undefined, "CONTOSO\\wrong") }),
    "operationFailed",
    /Add-AADCloudSyncGMSA as CONTOSO\\wrong: The user name or password is incorrect/u,
  );
  assert.equal(at.lab.state().registration.signedIn, "admin@contoso.onmicrosoft.com");
  await run(registerAgent, contoso, { secrets: credentials() });
  assert.deepEqual(at.lab.state().registration.domains, ["contoso.com"]);
});

test("without the agent nothing is registered", async () => {
  await failsWith(
    run(registerAgent, contoso, { secrets: credentials() }),
    "operationFailed",
    /NotInstalled/u,
  );
});

test("domains that no cmdlet lists are not known, with the reason", async () => {
  await run(installAgent, await saved());
  const { domains } = await run(getRegisteredDomains, {});
  assert.ok("unread" in domains && domains.unread.includes("no cmdlet"));
});

test("the agent's service is restarted and runs", async () => {
  await failsWith(run(restartAgentService, {}), "operationFailed", /ServiceMissing/u);
  await run(installAgent, await saved());
  at.lab.change((state) => {
    const service = state.services.AADConnectProvisioningAgent;
    if (service) service.state = "Stopped";
  });
  assert.equal((await changesOf(restartAgentService, {})).length, 1);
  assert.equal(at.lab.state().services.AADConnectProvisioningAgent?.state, "Running");
});

test("a service that never leaves Starting ends the wait at its limit, whether it runs before or is stuck already", async () => {
  await run(installAgent, await saved());
  at.lab.change(({ next }) => (next.stuck = ["AADConnectProvisioningAgent"]));
  const messages: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const stuck = run(
      restartAgentService,
      {},
      {
        onEvent: (event) => {
          if (event.kind === "progress") messages.push(sayProgress(event));
        },
      },
    );
    await failsWith(stuck, "operationFailed", /ServiceTimeout\n.*still in the state Start Pending/u);
    assert.equal(at.lab.state().services.AADConnectProvisioningAgent?.state, "Start Pending");
  }
  assert.ok(
    messages.includes("Service AADConnectProvisioningAgent: Start Pending"),
    "it says what it waits for",
  );
  await run(getAgentFacts, {});
});

test("no text from outside changes what is executed, and each comes back unharmed", async () => {
  const hostile = [
    "'; Invoke-WindowsRestart; '",
    '"; exit 1; "',
    "$(Invoke-WindowsRestart)",
    "`$(Invoke-WindowsRestart)",
    "line one\nRestart-Windows\r\n",
    "\u65e5\u672c\u8a9e \u{1f511} \u202e",
    "\u0000\u0001\u001f",
    "x".repeat(10_000),
    "@{a=1}",
    "-WhatIf",
  ];
  for (const text of hostile) {
    const [change] = await changesOf(setRestartMark, { reason: text });
    assert.equal(shownValue(change?.after ?? null), text);
    assert.equal(at.lab.state().restartReason, text);
    assert.deepEqual((await run(getServerFacts, {})).restartDue, { value: text });
    await failsWith(run(getInstallerFacts, { path: `C:\\${text}` }), "notReady", /PathRefused\n/u);
  }
  assert.equal(at.lab.state().counts.boots, 0);
});

test("arguments that are none of the operation's are refused", async () => {
  const server = at.server as { run: (operation: unknown, args: unknown) => Promise<unknown> };
  const loose = { ...getServerFacts, result: v.unknown() };
  await failsWith(server.run(loose, { nonsense: 1 }), "operationFailed", /NamedParameterNotFound/u);
  await failsWith(
    server.run({ ...loose, name: "Set-CloudSyncTlsValue" }, { setting: "everything", value: 1 }),
    "operationFailed",
    /ParameterArgumentValidationError|ValidateSet/u,
  );
  for (const name of ["Clear-RegistryValue", "Invoke-WindowsRestart", "Get-Process", "exit"])
    await failsWith(server.run({ ...loose, name }, {}), "operationFailed", /UnknownOperation/u);
});

/** Waits until the server answers that it has been started more often than this. */
const untilRestarted = (boots: number) =>
  until(async () => {
    if (at.lab.state().counts.boots <= boots) return false;
    try {
      await run(getServerFacts, {});
      return true;
    } catch {
      return false;
    }
  });

test("a restart ends the session, refuses new ones for a while, and clears what is volatile", async () => {
  await run(setRestartMark, { reason: "TLS" });
  const { bootedAt } = at.lab.state().computer;
  at.lab.change(({ next }) => (next.staysDown = true));
  await run(restartServer, {});
  await until(async () => {
    try {
      await run(getServerFacts, {});
      return false;
    } catch (error) {
      return error instanceof ProblemError && error.problem.raw?.includes("restarting") === true;
    }
  });
  at.lab.change(({ next }) => (next.staysDown = false));
  await untilRestarted(0);
  const facts = await run(getServerFacts, {});
  assert.ok("value" in facts.bootedAt && facts.bootedAt.value !== bootedAt);
  assert.deepEqual(facts.restartDue, { value: null });
});
