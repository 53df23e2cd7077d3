import assert from "node:assert/strict";
import { test } from "node:test";
import type { Step, StepId } from "../../src/setup/step.ts";
import { emptyPlan, parsePlan } from "../../src/setup/plan.ts";
import { CancelledError, ProblemError } from "../../src/setup/problem.ts";
import { installSteps } from "../../src/setup/steps/index.ts";
import {
  goodInstaller,
  healthyPolicy,
  healthyServer,
  healthyTls,
  installedAgent,
  noAgent,
  registeredAgent,
  runningAs,
  tenant,
} from "./facts.ts";
import { script, testRun, type Script, type TestRun } from "./scriptedServer.ts";

const ops = (of: Script) => of.calls.map(({ op, how }) => (how.whatIf === true ? `${op} -WhatIf` : op));
const kinds = (of: TestRun, step: StepId) =>
  of.events.filter((one) => one.step === step).map(({ kind }) => kind);

test("the server step is done when a session answers, and shows who it is", async () => {
  const at = testRun(script());
  await at.run.check("server");
  const state = at.run.stateOf("server");
  assert.equal(state.kind, "done");
  assert.deepEqual(state.kind === "done" ? state.proof.map(({ value }) => value) : [], [
    "SYNC01",
    "CONTOSO\\ada",
    "yes",
    "contoso.com",
    "Windows Server 2022 Standard (20348.2700)",
  ]);
  assert.deepEqual(state.findings, []);
});

test("a session without administrator rights is said at the server step already", async () => {
  const at = testRun(script({ "Get-ServerFacts": () => ({ ...healthyServer, elevated: { value: false } }) }));
  await at.run.check("server");
  assert.deepEqual(
    at.run.stateOf("server").findings.map(({ rule, verdict }) => [rule, verdict]),
    [["elevation", "fail"]],
  );
});

/** A server whose fixes really take, and whose restart clears the mark. */
const fixable = () => {
  const state = { mark: null as string | null, client: 0 as number | null, policy: "Unrestricted", boots: 0 };
  const of = script({
    "Get-ServerFacts": () => ({
      ...healthyServer,
      restartDue: { value: state.mark },
      bootedAt: { value: `2026-11-24T0${state.boots}:00:00.000Z` },
    }),
    "Get-TlsFacts": () => ({ ...healthyTls, clientEnabled: { value: state.client } }),
    "Get-PolicyFacts": () => ({
      ...healthyPolicy,
      executionPolicy: { value: [{ scope: "LocalMachine", policy: state.policy }] },
    }),
    "Set-RestartMark": ({ reason }, { whatIf }) => {
      if (whatIf !== true) state.mark = String(reason);
      return {};
    },
    "Set-TlsValue": ({ value }, { whatIf, onEvent }) => {
      const before = state.client;
      onEvent?.({
        kind: "change",
        change: {
          on: "SYNC01",
          target: "Enabled",
          before,
          after: value as number,
          undo: { op: "Set-TlsValue", args: { setting: "clientEnabled", value: before } },
        },
      });
      if (whatIf !== true) state.client = value as number;
      return {};
    },
    "Set-ExecutionPolicyScope": ({ policy }) => {
      state.policy = String(policy);
      return {};
    },
    "Restart-Server": () => {
      state.boots += 1;
      state.mark = null;
      return {};
    },
  });
  return { state, of };
};

test("fixes are applied, the restart they need is waited for and survived, then the rules pass", async () => {
  const { state, of } = fixable();
  const at = testRun(of, { yes: true });
  await at.run.check("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "todo");
  // The check that follows the fixes polls until the restart is over; the restart takes its place.
  const applied = at.run.act("prerequisites", "apply");
  await until(() => at.run.stateOf("prerequisites").kind === "waiting");
  assert.deepEqual([state.client, state.policy, state.mark !== null], [1, "RemoteSigned", true]);
  assert.ok(
    ops(of).indexOf("Set-RestartMark") < ops(of).indexOf("Set-TlsValue"),
    "a cut must not lose the mark",
  );
  await at.run.act("prerequisites", "restart");
  await applied;
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
  assert.equal(state.boots, 1);
  const change = at.events.find((one) => one.kind === "change");
  assert.deepEqual(change?.kind === "change" && change.change.undo?.args, {
    setting: "clientEnabled",
    value: 0,
  });
});

test("a restart that was declined restarts nothing", async () => {
  const { state, of } = fixable();
  state.client = 1;
  state.policy = "RemoteSigned";
  state.mark = "TLS";
  const at = testRun(of, { yes: false });
  const checking = at.run.check("prerequisites");
  await until(() => at.run.stateOf("prerequisites").kind === "waiting");
  const declined = at.run.act("prerequisites", "restart");
  await until(() => kinds(at, "prerequisites").includes("ended"));
  assert.equal(state.boots, 0);
  at.run.cancel("prerequisites");
  await Promise.all([checking, declined]);
});

test("a server that does not come back from its restart is said after twenty minutes", async () => {
  const { state, of } = fixable();
  state.mark = "TLS";
  state.client = 1;
  state.policy = "RemoteSigned";
  of.answers["Restart-Server"] = () => ({});
  const at = testRun(of, { yes: true });
  const checking = at.run.check("prerequisites");
  await until(() => at.run.stateOf("prerequisites").kind === "waiting");
  await at.run.act("prerequisites", "restart");
  await checking;
  const failed = at.run.stateOf("prerequisites");
  assert.equal(failed.kind === "failed" && failed.problem.code, "restartNotSeen");
});

test("a server that gives no answer while it restarts is waited for", async () => {
  const { state, of } = fixable();
  state.mark = "TLS";
  state.client = 1;
  state.policy = "RemoteSigned";
  let silent = 3;
  const answer = of.answers["Get-ServerFacts"];
  let polls = 0;
  of.answers["Get-ServerFacts"] = (args, how) => {
    polls += 1;
    if (polls > 1 && silent-- > 0) throw gone();
    if (silent <= 0) state.mark = null;
    return answer?.(args, how);
  };
  const at = testRun(of);
  await at.run.check("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
});

test("a what-if asks the server for the changes and makes none", async () => {
  const { state, of } = fixable();
  const at = testRun(of);
  await at.run.check("prerequisites");
  await at.run.act("prerequisites", "changes");
  assert.deepEqual(
    at.run.changesOf("prerequisites")?.map(({ target, before, after }) => [target, before, after]),
    [["Enabled", 0, 1]],
  );
  assert.equal(state.client, 0);
  assert.ok(ops(of).includes("Set-TlsValue -WhatIf") && !ops(of).includes("Set-TlsValue"));
  assert.ok(!kinds(at, "prerequisites").includes("change"));
});

test("what is not known keeps the prerequisites open until it is accepted by name", async () => {
  const at = testRun(
    script({ "Get-PolicyFacts": () => ({ ...healthyPolicy, credentialManager: { unread: "denied" } }) }),
  );
  await at.run.check("prerequisites");
  assert.equal(at.run.stateOf("prerequisites").kind, "todo");
  await at.run.accept("prerequisites", "credentialManager");
  assert.equal(at.run.stateOf("prerequisites").kind, "done");
  assert.ok(
    at.events.some((one) => one.kind === "said" && one.by === "ada" && one.statement.about === "unknown"),
  );
});

test("nothing is downloaded before the licence is accepted", async () => {
  const of = script();
  const at = testRun(of);
  await at.run.check("download");
  await at.run.act("download", "apply");
  assert.ok(!ops(of).includes("Save-Installer"), "the button is disabled");
  await at.run.apply("download");
  const state = at.run.stateOf("download");
  assert.equal(state.kind === "failed" && state.problem.code, "notReady");
  assert.ok(!ops(of).includes("Save-Installer"));
});

test("the installer is downloaded from the settings' address, or from the plan's", async () => {
  const urls: unknown[] = [];
  let saved = false;
  const of = script({
    "Save-Installer": ({ url }) => {
      urls.push(url);
      saved = true;
      return { path: goodInstaller.path };
    },
    "Get-InstallerFacts": () => (saved ? goodInstaller : { ...goodInstaller, exists: false, sha256: null }),
  });
  const at = testRun(of);
  await at.run.answer("download", "licence", true);
  await at.run.act("download", "apply");
  const state = at.run.stateOf("download");
  assert.equal(state.kind, "done");
  assert.ok(state.kind === "done" && state.proof.some(({ value }) => value.startsWith("ada, 2026")));
  saved = false;
  await at.run.answer("download", "url", "https://mirror.contoso.com/agent.exe");
  await at.run.act("download", "apply");
  assert.deepEqual(urls, ["https://download.contoso.com/agent.exe", "https://mirror.contoso.com/agent.exe"]);
});

test("a file that is not signed by Microsoft, or is another product, is rejected and never run", async () => {
  for (const wrong of [
    { signature: { value: { status: "NotSigned", signer: "" } } },
    { signature: { value: null } },
    { signature: { value: { status: "Valid", signer: "Contoso" } } },
    { signature: { value: { status: "HashMismatch", signer: "Microsoft Corporation" } } },
    { signature: { unread: "denied" } },
    { product: { unread: "denied" } },
    { product: { value: null } },
    { product: { value: { name: "Microsoft Edge", version: "1.0" } } },
  ]) {
    const of = script({ "Get-InstallerFacts": () => ({ ...goodInstaller, ...wrong }) });
    const at = testRun(of);
    await at.run.answer("download", "licence", true);
    await at.run.act("download", "apply");
    const state = at.run.stateOf("download");
    assert.equal(state.kind === "failed" && state.problem.code, "installerRejected", JSON.stringify(wrong));
    await at.run.apply("install");
    assert.ok(!ops(of).includes("Install-Agent"), JSON.stringify(wrong));
  }
});

test("a file that is not there is said with its path", async () => {
  const of = script({
    "Get-InstallerFacts": ({ path }) => ({ ...goodInstaller, path, exists: false, sha256: null }),
  });
  const at = testRun(of);
  await at.run.answer("download", "source", "file");
  await at.run.answer("download", "path", "C:\\Temp\\agent.exe");
  await at.run.answer("download", "licence", true);
  await at.run.act("download", "apply");
  const state = at.run.stateOf("download");
  assert.match(state.kind === "failed" ? state.problem.happened : "", /C:\\Temp\\agent\.exe on SYNC01/u);
  assert.ok(!ops(of).includes("Save-Installer"));
});

const installable = (exitCode: number) => {
  let agent = noAgent;
  let mark: string | null = null;
  const of = script({
    "Get-InstallerFacts": () => goodInstaller,
    "Get-AgentFacts": () => agent,
    "Get-ServerFacts": () => ({ ...healthyServer, restartDue: { value: mark } }),
    "Set-RestartMark": ({ reason }) => {
      mark = String(reason);
      return {};
    },
    "Install-Agent": () => {
      if ([0, 3010, 1641].includes(exitCode)) agent = installedAgent;
      return { exitCode, logPath: "C:\\Temp\\setup.log" };
    },
  });
  return of;
};

test("the agent is installed with the checked file's hash, and not a second time", async () => {
  const of = installable(0);
  const at = testRun(of);
  await at.run.act("install", "apply");
  assert.equal(at.run.stateOf("install").kind, "done");
  const call = of.calls.find(({ op }) => op === "Install-Agent");
  assert.deepEqual(call?.args, { path: goodInstaller.path, sha256: goodInstaller.sha256, arguments: [] });
  await at.run.apply("install");
  assert.equal(ops(of).filter((op) => op === "Install-Agent").length, 1);
});

test("an installer that asks for a restart is a success that waits for it", async () => {
  for (const code of [3010, 1641]) {
    const of = installable(code);
    const at = testRun(of);
    const installing = at.run.act("install", "apply");
    await until(() => at.run.stateOf("install").kind === "waiting");
    assert.ok(ops(of).includes("Set-RestartMark"));
    at.run.cancel("install");
    await installing;
  }
});

test("each exit code of a failed installer says what it means, with the log", async () => {
  const codes = {
    1602: "installerFailed",
    1603: "installerFailed",
    1618: "installerBusy",
    42: "installerFailed",
  };
  for (const [code, problem] of [...Object.entries(codes), ["-2147023293", "installerFailed"] as const]) {
    const at = testRun(installable(Number(code)));
    await at.run.act("install", "apply");
    const state = at.run.stateOf("install");
    assert.equal(state.kind === "failed" && state.problem.code, problem, code);
    assert.ok(state.kind === "failed" && state.problem.next.some((next) => next.includes("setup.log")), code);
  }
});

test("an older agent than the installer's is updated, a newer one left alone", async () => {
  const of = installable(0);
  of.answers["Get-AgentFacts"] = () => ({ ...installedAgent, version: { value: "1.1.977.0" } });
  const at = testRun(of);
  await at.run.check("install");
  assert.equal(at.run.stateOf("install").kind, "todo");
  await at.run.act("install", "changes");
  assert.deepEqual(
    at.run.changesOf("install")?.map(({ before, after }) => [before, after]),
    [["1.1.977.0", "1.1.2334.0"]],
  );
  of.answers["Get-AgentFacts"] = () => ({ ...installedAgent, version: { value: "1.1.2505.0" } });
  await at.run.check("install");
  assert.equal(at.run.stateOf("install").kind, "done");
});

test("a choice is answered, not done, and says that it was not checked in the directory", async () => {
  const at = testRun(script());
  await at.run.answer("serviceAccount", "kind", "create");
  const state = at.run.stateOf("serviceAccount");
  assert.deepEqual([state.kind, state.findings.map(({ verdict }) => verdict)], ["answered", ["unknown"]]);
});

test("a custom account needs its name; a wrong name is kept with what is wrong", async () => {
  const at = testRun(script());
  await at.run.answer("serviceAccount", "kind", "custom");
  assert.equal(at.run.stateOf("serviceAccount").kind, "todo");
  await at.run.answer("serviceAccount", "name", "no dollar");
  assert.match(at.run.answers.draftOf("serviceAccount", "name")?.wrong ?? "", /with its \$ at the end/u);
  assert.equal(at.run.answers.draftOf("serviceAccount", "name")?.value, "no dollar");
  await at.run.answer("serviceAccount", "name", "provAgent01$");
  assert.equal(at.run.answers.draftOf("serviceAccount", "name"), undefined);
  assert.equal(at.run.stateOf("serviceAccount").kind, "answered");
});

test("a choice is done when the agent's service is seen to run as it", async () => {
  const at = testRun(script({ "Get-AgentFacts": () => runningAs("CONTOSO\\provAgent01$") }));
  await at.run.answer("serviceAccount", "kind", "custom");
  await at.run.answer("serviceAccount", "name", "provagent01$");
  assert.equal(at.run.stateOf("serviceAccount").kind, "done");
});

test("the domain and the user of the session are suggested, and taken with one action", async () => {
  const at = testRun(script());
  await at.run.check("server");
  const fields = at.run.stepOf("directory").form?.(at.run.known) ?? [];
  assert.deepEqual(
    fields.map((one) => one.kind === "text" && one.value),
    ["contoso.com", "CONTOSO\\ada"],
  );
  await at.run.act("directory", "use");
  assert.equal(at.run.stateOf("directory").kind, "answered");
  assert.deepEqual(at.run.known.plan.domains, [
    { name: "contoso.com", administrator: "CONTOSO\\ada", preferredDomainControllers: [] },
  ]);
});

test("an administrator typed before the domain is not lost", async () => {
  const at = testRun(script());
  await at.run.answer("directory", "administrator", "CONTOSO\\root");
  assert.equal(at.run.answers.draftOf("directory", "administrator")?.value, "CONTOSO\\root");
  await at.run.answer("directory", "domain", "fabrikam.com");
  assert.deepEqual(
    at.run.known.plan.domains.map(({ name, administrator }) => [name, administrator]),
    [["fabrikam.com", "CONTOSO\\root"]],
  );
});

test("the directory is done where the installed module lists the domain", async () => {
  const of = script({
    "Get-AgentFacts": () => registeredAgent,
    "Get-RegisteredDomains": () => ({ domains: { value: ["CONTOSO.com"] } }),
  });
  const at = testRun(of);
  await at.run.check("server");
  await at.run.act("directory", "use");
  assert.equal(at.run.stateOf("directory").kind, "done");
  of.answers["Get-RegisteredDomains"] = () => ({ domains: { value: ["fabrikam.com"] } });
  await at.run.check("directory");
  assert.equal(at.run.stateOf("directory").kind, "answered");
});

const planned = () =>
  parsePlan(
    {
      serviceAccount: { kind: "create" },
      domains: [{ name: "contoso.com", administrator: "CONTOSO\\root" }],
      account: "admin@contoso.onmicrosoft.com",
    },
    "test",
  );

test("registration names the steps that are missing and asks for no password before", async () => {
  const of = script();
  const at = testRun(of, { plan: { ...emptyPlan(), registration: "credential" } });
  await at.run.apply("confirm");
  const state = at.run.stateOf("confirm");
  assert.equal(state.kind === "failed" && state.problem.next.length, 3);
  assert.ok(!ops(of).includes("Register-Agent"));
});

test("nothing is registered before the changes were shown, and an answer asks to show them again", async () => {
  const of = script({ "Get-AgentFacts": () => installedAgent });
  const at = testRun(of, { plan: planned() });
  await at.run.act("confirm", "apply");
  assert.deepEqual(at.events, []);
  await at.run.act("confirm", "changes");
  assert.equal(at.run.changesOf("confirm")?.length, 5);
  await at.run.answer("confirm", "registration", "credential");
  assert.equal(at.run.changesOf("confirm"), undefined);
  await at.run.act("confirm", "apply");
  assert.ok(!ops(of).includes("Register-Agent"));
});

test("by wizard: it is opened, waited for, and the tenant found is accepted by a person", async () => {
  let agent = installedAgent;
  const wizard = "AADConnectProvisioningAgentWizard.exe";
  const of = script({
    "Get-AgentFacts": () => agent,
    "Start-AgentWizard": () => {
      agent = { ...agent, setupPrograms: { value: [wizard] } };
      return { started: true };
    },
  });
  const at = testRun(of, { plan: planned() });
  await at.run.act("confirm", "changes");
  const registering = at.run.act("confirm", "apply");
  await until(() => at.run.stateOf("confirm").kind === "waiting");
  const waiting = at.run.stateOf("confirm");
  assert.equal(waiting.kind === "waiting" && waiting.forWhat, "wizard");
  agent = { ...registeredAgent, setupPrograms: { value: [wizard] } };
  await registering;
  assert.equal(at.run.stateOf("confirm").kind, "todo");
  assert.equal(at.run.stateOf("confirm").findings.find(({ rule }) => rule === "tenant")?.verdict, "warning");
  await at.run.act("confirm", "accept");
  const state = at.run.stateOf("confirm");
  assert.equal(state.kind, "done");
  assert.equal(at.run.known.plan.tenant, tenant);
  assert.ok(
    state.kind === "done" && state.proof.some(({ value }) => value === wizard),
    "the window left open is named",
  );
});

test("without a desktop the wizard is not started", async () => {
  for (const desktop of [{ value: false }, { unread: "denied" }]) {
    const of = script({
      "Get-AgentFacts": () => installedAgent,
      "Get-ServerFacts": () => ({ ...healthyServer, desktop }),
    });
    const at = testRun(of, { plan: planned() });
    await at.run.apply("confirm");
    const state = at.run.stateOf("confirm");
    assert.equal(state.kind === "failed" && state.problem.code, "noDesktop");
    assert.ok(!ops(of).includes("Start-AgentWizard"));
  }
});

test("by credential: passwords go to the operation's secrets and nowhere else", async () => {
  let agent = installedAgent;
  const of = script({
    "Get-AgentFacts": () => agent,
    "Register-Agent": () => {
      agent = registeredAgent;
      return { steps: [] };
    },
  });
  const account = { user: "admin@contoso.onmicrosoft.com", password: "entra-Secret-1" };
  const domain = { user: "CONTOSO\\root", password: "domain-Secret-2" };
  const at = testRun(of, {
    plan: { ...planned(), registration: "credential", tenant },
    credentials: [account, domain],
  });
  await at.run.act("confirm", "changes");
  await at.run.act("confirm", "apply");
  assert.equal(at.run.stateOf("confirm").kind, "done");
  const call = of.calls.find(({ op }) => op === "Register-Agent");
  assert.deepEqual(call?.how.secrets, { AccountCredential: [account], DomainCredential: [domain] });
  assert.doesNotMatch(
    JSON.stringify([at.events, at.saved, call?.args, at.run.stateOf("confirm")]),
    /Secret/u,
  );
});

test("a password box that is closed changes nothing", async () => {
  const of = script({ "Get-AgentFacts": () => installedAgent });
  const at = testRun(of, { plan: { ...planned(), registration: "credential" }, credentials: [undefined] });
  await at.run.apply("confirm");
  assert.ok(!ops(of).includes("Register-Agent"));
  assert.equal(at.run.stateOf("confirm").kind, "todo");
  const ended = at.events.findLast((one) => one.kind === "ended");
  assert.equal(ended?.kind === "ended" && ended.how, "cancelled");
});

test("half a registration, another tenant and another account are failures with a way on", async () => {
  const check = async (facts: typeof installedAgent, plan = planned()) => {
    const at = testRun(script({ "Get-AgentFacts": () => facts }), { plan });
    await at.run.check("confirm");
    return at.run.stateOf("confirm").findings.map(({ rule, verdict }) => `${rule} ${verdict}`);
  };
  assert.deepEqual(await check({ ...registeredAgent, tenantId: { value: "" } }), [
    "tenant fail",
    "serviceLogOn pass",
    "registeredDomains unknown",
  ]);
  assert.deepEqual(await check(registeredAgent, { ...planned(), tenant: `0${tenant.slice(1)}` }), [
    "tenant fail",
    "serviceLogOn pass",
    "registeredDomains unknown",
  ]);
  assert.deepEqual(await check({ ...installedAgent, tenantId: { value: tenant } }), [
    "tenant warning",
    "serviceLogOn fail",
    "registeredDomains unknown",
  ]);
});

test("domains that the module lists are compared with the plan", async () => {
  const domains = { value: ["contoso.com"] as string[] };
  const of = script({
    "Get-AgentFacts": () => registeredAgent,
    "Get-RegisteredDomains": () => ({ domains }),
  });
  const at = testRun(of, { plan: { ...planned(), tenant } });
  await at.run.check("confirm");
  assert.equal(at.run.stateOf("confirm").kind, "done");
  domains.value = ["fabrikam.com"];
  await at.run.check("confirm");
  assert.equal(
    at.run.stateOf("confirm").findings.find(({ rule }) => rule === "registeredDomains")?.verdict,
    "fail",
  );
});

test("verify waits for a person's look at the portal, and records who and when", async () => {
  const at = testRun(script({ "Get-AgentFacts": () => registeredAgent }), { plan: planned() });
  await at.run.check("verify");
  const waiting = at.run.stateOf("verify");
  assert.equal(waiting.kind === "waiting" && waiting.forWhat, "person");
  await at.run.act("verify", "seen");
  const state = at.run.stateOf("verify");
  assert.ok(state.kind === "done" && state.proof.at(-1)?.value.startsWith("ada, "));
});

test("a stopped service is a failure; the agent's own is restarted on request", async () => {
  const stopped = (facts: typeof registeredAgent, which: "agent" | "updater") => {
    const service = facts[which];
    return {
      ...facts,
      [which]: "value" in service ? { value: { ...service.value, state: "Stopped" } } : service,
    };
  };
  let agent: unknown = stopped(registeredAgent, "agent");
  const of = script({
    "Get-AgentFacts": () => agent,
    "Restart-AgentService": () => {
      agent = registeredAgent;
      return {};
    },
  });
  const at = testRun(of, { plan: planned() });
  await at.run.check("verify");
  assert.equal(at.run.stateOf("verify").kind, "todo");
  await at.run.act("verify", "apply");
  assert.equal(at.run.stateOf("verify").kind, "waiting");
  agent = stopped(registeredAgent, "updater");
  await at.run.check("verify");
  const found = at.run.stateOf("verify").findings.find(({ verdict }) => verdict === "fail");
  assert.equal(found?.verdict === "fail" && found.fix.kind, "command");
  agent = { ...noAgent, updater: { unread: "denied" } };
  await at.run.check("verify");
  assert.deepEqual(
    at.run.stateOf("verify").findings.map(({ verdict }) => verdict),
    ["fail", "unknown", "fail"],
  );
});

test("in a server where everything is there, nothing is done twice", async () => {
  const of = script({ "Get-AgentFacts": () => registeredAgent });
  const at = testRun(of, { plan: { ...planned(), tenant } });
  await at.run.answer("confirm", "registration", "wizard");
  await at.run.check("confirm");
  await at.run.act("confirm", "accept");
  for (const { id } of at.run.steps) if (id !== "verify") await at.run.apply(id);
  const changing = ops(of).filter((op) => !op.startsWith("Get-"));
  assert.deepEqual(changing, []);
});

test("all steps are checked in order until one needs somebody", async () => {
  const at = testRun(script());
  await at.run.checkAll();
  assert.deepEqual(
    at.run.steps.map(({ id }) => at.run.stateOf(id).kind),
    ["done", "done", "todo", "todo", "todo", "todo", "todo", "todo"],
  );
});

test("one thing is done at a time", async () => {
  let go: () => void = () => undefined;
  const of = script({
    "Get-ServerFacts": () =>
      new Promise((resolve) => {
        go = () => {
          resolve(healthyServer);
        };
      }),
  });
  const at = testRun(of);
  const checking = at.run.check("server");
  assert.equal(at.run.busyWith, "server");
  await assert.rejects(
    at.run.check("verify"),
    (error) => error instanceof ProblemError && error.problem.code === "busy",
  );
  go();
  await checking;
});

test("a cancelled operation leaves the step to do, and the record says so", async () => {
  const of = script({
    "Get-InstallerFacts": () => ({ ...goodInstaller, exists: false, sha256: null }),
    "Save-Installer": (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => {
          reject(new CancelledError());
        });
      }),
  });
  const at = testRun(of);
  await at.run.answer("download", "licence", true);
  const downloading = at.run.act("download", "apply");
  await until(() => ops(of).includes("Save-Installer"));
  at.run.cancel("verify");
  at.run.cancel("download");
  await downloading;
  assert.equal(at.run.stateOf("download").kind, "todo");
  assert.ok(at.events.some((one) => one.kind === "ended" && one.how === "cancelled"));
});

test("a problem is shown with its way on, logged, and recorded without its raw text", async () => {
  const of = script({
    "Get-ServerFacts": () => {
      throw gone();
    },
  });
  const at = testRun(of);
  await at.run.check("server");
  assert.equal(at.run.stateOf("server").kind, "failed");
  assert.equal(at.problems[0]?.raw, "raw text");
  assert.doesNotMatch(JSON.stringify(at.events), /raw text/u);
  of.answers["Get-ServerFacts"] = () => healthyServer;
  await at.run.check("server");
  assert.equal(at.run.stateOf("server").kind, "done", "the run goes on from there");
});

test("an error nobody foresaw is still said in words", async () => {
  for (const thrown of [new TypeError("boom"), "boom"]) {
    const of = script({
      "Get-ServerFacts": () => {
        throw thrown;
      },
    });
    const at = testRun(of);
    await at.run.check("server");
    const state = at.run.stateOf("server");
    assert.equal(state.kind === "failed" && state.problem.code, "unexpected");
    assert.match(at.problems[0]?.raw ?? "", /boom/u);
  }
});

test("where the journal cannot be written, nothing is changed", async () => {
  const of = script({ "Get-InstallerFacts": () => goodInstaller });
  const at = testRun(of, {
    records: { append: () => Promise.reject(new Error("disk full")), savePlan: () => Promise.resolve() },
  });
  await at.run.apply("install");
  assert.equal(at.run.stateOf("install").kind, "failed");
  assert.ok(!ops(of).includes("Install-Agent"));
});

test("listeners hear of every change until they stop", async () => {
  const at = testRun(script());
  let heard = 0;
  const stop = at.run.onChange(() => heard++);
  await at.run.check("server");
  assert.ok(heard > 0);
  stop();
  const before = heard;
  await at.run.check("server");
  assert.equal(heard, before);
});

test("what the page asks for and does not exist is ignored", async () => {
  const at = testRun(script());
  await at.run.act("server", "format-disk");
  await at.run.answer("server", "nothing", "x");
  await at.run.answer("download", "licence", false);
  await at.run.answer("download", "source", "ftp");
  await at.run.answer("download", "url", true);
  assert.deepEqual(at.events, []);
  assert.throws(() => at.run.stepOf("signIn" as StepId), /No step/u);
});

test("progress shows with its percentage, and whether it can be cancelled", async () => {
  const seen: unknown[] = [];
  const of = script({
    "Get-InstallerFacts": () => goodInstaller,
    "Install-Agent": (_, { onEvent }) => {
      onEvent?.({ kind: "progress", message: "Copying", percent: 40 });
      const state = at.run.stateOf("install");
      seen.push(state.kind === "running" ? [state.doing, state.percent, state.cancellable] : state.kind);
      return { exitCode: 1618, logPath: "" };
    },
  });
  const at = testRun(of);
  await at.run.act("install", "apply");
  assert.deepEqual(seen, [["Copying", 40, false]]);
});

test("after the run is disposed nothing is waited for any more", async () => {
  const at = testRun(
    script({
      "Get-AgentFacts": () => ({
        ...installedAgent,
        setupPrograms: { value: ["AADConnectProvisioningAgentWizard.exe"] },
      }),
    }),
    { plan: planned() },
  );
  const checking = at.run.check("confirm");
  await until(() => at.run.stateOf("confirm").kind === "waiting");
  at.run.dispose();
  await checking;
});

test("every line of the procedure has a step or stands in the list of what is still to come", () => {
  const all = [
    "P",
    "G1",
    ...Array.from({ length: 17 }, (_, at) => String(at + 1)),
    ..."1234567".split("").map((n) => `V${n}`),
  ];
  // 14 is the button Next; 2 belongs to the cloud sign-in and 13 to the order of domain controllers.
  const without = ["2", "13", "14"];
  const covered = installSteps({ installerUrl: () => "" }).flatMap(
    (step: Step) => [...step.lines] as string[],
  );
  assert.deepEqual(
    all.filter((line) => !covered.includes(line)),
    without,
  );
  assert.equal(new Set(covered).size, covered.length, "no line twice");
});

const gone = () =>
  new ProblemError({
    code: "sessionEnded",
    happened: "gone",
    means: "gone",
    next: ["again"],
    raw: "raw text",
  });

const until = async (check: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 10_000; turn++) {
    if (check()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail(`never true: ${String(check)}`);
};
