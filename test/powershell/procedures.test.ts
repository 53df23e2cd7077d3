/** Upgrade, repair and uninstall from their first step to their last, over a real session. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import type { MachineState } from "../../lab/server/state.ts";
import { agentFolder } from "../../lab/server/agent.ts";
import type { LabOptions } from "../../lab/start.ts";
import { findingKey } from "../../src/setup/finding.ts";
import { setAgentProxy } from "../../src/setup/operations.ts";
import type { StepId } from "../../src/setup/step.ts";
import { repairSteps, uninstallSteps, upgradeSteps } from "../../src/setup/steps/index.ts";
import { practicedRun, type PracticedRun } from "./practicedRun.ts";

type Options = Parameters<typeof practicedRun>[1];
const on = async (
  scenario: LabOptions["scenario"],
  options: Options,
  work: (at: PracticedRun) => Promise<void>,
) => {
  const at = await practicedRun(scenario, options);
  try {
    await work(at);
  } finally {
    await at.stop();
  }
};
const is = (at: PracticedRun, step: StepId, kind: string) => {
  assert.equal(at.run.stateOf(step).kind, kind, `${step}: ${JSON.stringify(at.run.stateOf(step))}`);
};
const done = (at: PracticedRun, step: StepId) => {
  is(at, step, "done");
};
const keys = (at: PracticedRun, step: StepId, verdict: string) =>
  at.run
    .stateOf(step)
    .findings.filter((one) => one.verdict === verdict)
    .map(findingKey);
const apply = async (at: PracticedRun, step: StepId) => {
  await at.run.changes(step);
  await at.run.act(step, "apply");
};
const account = (state: MachineState) => state.services.AADConnectProvisioningAgent?.account ?? "";

test("an agent from before managed accounts is upgraded, keeps its proxy, and runs as a managed account", () =>
  on("old-agent-without-gmsa", { steps: upgradeSteps }, async (at) => {
    const proxy = "http://proxy.contoso.com:8080";
    await at.server.run(setAgentProxy, { address: proxy });
    at.lab.change(({ next }) => (next.losesConfiguration = true));
    await at.run.check("server");
    await at.run.check("prerequisites");
    assert.deepEqual(keys(at, "prerequisites", "fail"), ["agentVersion"]);
    await at.run.answer("download", "licence", true);
    await at.run.apply("download");
    done(at, "download");
    await at.run.check("install");
    is(at, "install", "todo");
    await at.run.apply("install");
    done(at, "install");
    assert.equal(at.lab.state().agentVersion, "1.1.2334.0");
    await at.run.check("keepSettings");
    is(at, "keepSettings", "todo");
    await apply(at, "keepSettings");
    done(at, "keepSettings");
    const config = path.join(agentFolder(at.lab.dir), "AADConnectProvisioningAgent.exe.config");
    assert.ok((await readFile(config, "utf8")).includes(`proxyaddress="${proxy}"`));
    await at.run.check("confirm");
    is(at, "confirm", "todo");
    await apply(at, "confirm");
    await at.run.act("confirm", "accept");
    done(at, "confirm");
    assert.match(account(at.lab.state()), /\\pGMSA_[0-9a-f]{8}\$$/u);
    await apply(at, "permissions");
    is(at, "permissions", "answered");
    assert.deepEqual(at.lab.state().registration.permissions, ["BasicRead", "PasswordHashSync"]);
    await at.run.check("verify");
    await at.run.act("verify", "seen");
    done(at, "verify");
    assert.equal(at.lab.state().counts.installs, 1);
    assert.doesNotMatch(await at.journal(), /practice-Secret/u);
    for (const step of ["install", "keepSettings", "confirm"] as const) await at.run.apply(step);
    assert.equal(at.lab.state().counts.installs, 1, "nothing is done twice");
  }));

test("an agent whose service is stopped, unmarked and without its right is repaired", () =>
  on("installed", { steps: repairSteps }, async (at) => {
    at.lab.change((state) => {
      const agent = state.services.AADConnectProvisioningAgent;
      if (agent) Object.assign(agent, { state: "Stopped", startMode: "Disabled" });
      state.windows.managedAccount = false;
      state.events.System?.push({
        at: new Date().toISOString(),
        id: 7038,
        source: "Service Control Manager",
        level: 2,
        text: "The AADConnectProvisioningAgent service was unable to log on as CONTOSO\\pGMSA_784aba0b$ with the currently configured password due to the following error: The user name or password is incorrect.",
      });
    });
    await at.run.check("repair");
    is(at, "repair", "todo");
    assert.deepEqual(keys(at, "repair", "fail"), [
      "service:AADConnectProvisioningAgent",
      "managedAccount",
      "logonRight:account",
    ]);
    assert.deepEqual(keys(at, "repair", "warning"), ["agentError:serviceNotManaged"]);
    await at.run.changes("repair");
    const listed = at.run.changesOf("repair") ?? [];
    await at.run.act("repair", "apply");
    done(at, "repair");
    const made = (await at.journal())
      .split("\n")
      .filter((line) => line.includes('"kind":"change"'))
      .map((line) => (JSON.parse(line) as { change: { target: string } }).change.target);
    assert.deepEqual(
      made,
      listed.map(({ target }) => target),
      "what was listed is what was done",
    );
    const state = at.lab.state();
    assert.equal(state.services.AADConnectProvisioningAgent?.state, "Running");
    assert.equal(state.services.AADConnectProvisioningAgent.startMode, "Auto");
    assert.ok(state.windows.managedAccount);
    assert.equal(state.rights.SeServiceLogonRight?.length, 2);
  }));

test("a registration that stopped half-way is finished by repair", () =>
  on("half-registered", { steps: repairSteps }, async (at) => {
    await at.run.check("repair");
    assert.ok(keys(at, "repair", "warning").includes("agentRegistration"));
    await at.run.check("confirm");
    is(at, "confirm", "todo");
    await apply(at, "confirm");
    await at.run.act("confirm", "accept");
    done(at, "confirm");
    assert.deepEqual(at.lab.state().registration.domains, ["contoso.com"]);
  }));

test("the agent is uninstalled; what remains is told with what to do", () =>
  on("installed", { steps: uninstallSteps }, async (at) => {
    await at.run.check("uninstall");
    is(at, "uninstall", "todo");
    await at.run.act("uninstall", "apply");
    assert.equal(at.lab.state().products.length, 3, "nothing before the list was shown");
    await apply(at, "uninstall");
    done(at, "uninstall");
    const state = at.lab.state();
    assert.deepEqual([state.products, state.agentVersion], [[], null]);
    assert.ok(!("AzureADConnectAgentUpdater" in state.services));
    assert.ok(!existsSync(agentFolder(at.lab.dir)));
    assert.deepEqual(keys(at, "uninstall", "warning"), [
      "leftover:registry",
      "leftover:account",
      "leftover:portal",
    ]);
    const again = await at.again();
    await again.check("uninstall");
    assert.equal(again.stateOf("uninstall").kind, "done", "a new start of VS Code sees the same");
    assert.ok(again.stateOf("uninstall").findings.some(({ about }) => about === "account"));
  }));

test("the updater stays where another connector needs it, and a failed uninstaller is said", () =>
  on("installed", { steps: uninstallSteps }, async (at) => {
    at.lab.change((state) => {
      state.services.ADSync = {
        name: "ADSync",
        displayName: "Microsoft Azure AD Sync",
        state: "Running",
        startMode: "Auto",
        account: "CONTOSO\\svc",
      };
      state.next.exitCode = 1603;
    });
    await apply(at, "uninstall");
    assert.equal(at.problemOf("uninstall"), "installerFailed");
    await apply(at, "uninstall");
    done(at, "uninstall");
    assert.deepEqual(
      at.lab.state().products.map(({ name }) => name),
      ["Microsoft Entra Connect Agent Updater"],
    );
    assert.ok("AzureADConnectAgentUpdater" in at.lab.state().services);
  }));

test("a failed installation names its cause where the facts tell it", () =>
  on("no-logon-right", {}, async (at) => {
    await at.run.answer("download", "licence", true);
    await at.run.apply("download");
    at.lab.change(({ next }) => (next.exitCode = 1603));
    await at.run.apply("install");
    const state = at.run.stateOf("install");
    assert.ok(state.kind === "failed");
    assert.match(JSON.stringify(state.problem), /[Ll]og on as a service/u);
  }));

test("a registration that a second factor stops says so, and what to do instead", () =>
  on("agent-running-not-registered", {}, async (at) => {
    await at.run.answer("confirm", "account", "mfa@contoso.onmicrosoft.com");
    await apply(at, "confirm");
    const state = at.run.stateOf("confirm");
    assert.ok(state.kind === "failed");
    assert.match(state.problem.means, /second factor/iu);
    assert.match(state.problem.next.join(" "), /wizard/iu);
  }));
