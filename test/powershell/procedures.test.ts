/** Every procedure from its first step to its last, over a real session. */
import assert from "node:assert/strict";
import { shownAndApplied } from "../unit/support/scriptedServer.ts";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { directoryScenarios } from "../../lab/scenarios/directory.ts";
import { practiceTenant } from "../../lab/scenarios/index.ts";
import type { MachineState } from "../../lab/server/state.ts";
import { agentFolder } from "../../lab/server/agent.ts";
import { findingKey } from "../../src/setup/finding.ts";
import { setAgentProxy } from "../../src/setup/operations/agent.ts";
import type { Run } from "../../src/setup/engine/run.ts";
import type { StepId } from "../../src/setup/step.ts";
import { procedures } from "../../src/setup/procedures/procedures.ts";
import { undo } from "../../src/setup/steps/undo.ts";
import { until } from "../until.ts";
import { press, usual, walk } from "./person.ts";
import { on, type PracticedRun } from "./practicedRun.ts";
import { sayChange } from "../../src/setup/told/changes.ts";
import type { Change } from "../../src/setup/change.ts";

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

/** By domain, what the directory itself shows of the account's permissions there. */
const readBack = (at: PracticedRun) =>
  at.run
    .stateOf("permissions")
    .findings.filter(({ rule }) => rule === "permissions")
    .map(({ about, verdict, summary }) => [about, verdict, summary]);

/** Who signed in to which domain, and what the directory said of that account there. */
const signedIn = async (at: PracticedRun) =>
  (await at.journal()).split("\n").flatMap((line) => {
    if (!line.includes('"about":"signedIn"')) return [];
    const { statement } = JSON.parse(line) as { statement: Record<string, unknown> };
    return [[statement.domain, statement.account, statement.domainAdmin]];
  });

/** Every step is as it should be, and doing all of it once more changes nothing. */
const finished = async (at: PracticedRun) => {
  const before = JSON.stringify(at.lab.state());
  // Looking at the prerequisites takes long, and the walk has done so at its end.
  for (const { id } of at.run.steps) if (id !== "prerequisites") await shownAndApplied(at.run, id);
  for (const { id } of at.run.steps) assert.match(at.run.stateOf(id).kind, /^(?:done|answered)$/u, id);
  assert.equal(JSON.stringify(at.lab.state()), before, "nothing is done twice");
  assert.doesNotMatch(await at.journal(), /practice-Secret/u);
  assert.doesNotMatch(at.printed.join("\n"), /practice-Secret/u);
};

test("an agent is installed on a server that first needs fixes and a restart", () =>
  on("needs-fixes", {}, async (at) => {
    const visited = await walk(at.run);
    assert.deepEqual(visited, ["prerequisites", "download", "install", "confirm", "confirm", "verify"]);
    const { counts, registration } = at.lab.state();
    assert.deepEqual([counts.boots, counts.installs, counts.registrations], [1, 1, 1]);
    assert.deepEqual(registration.domains, ["contoso.com"]);
    assert.deepEqual(await signedIn(at), [["contoso.com", "CONTOSO\\root", true]]);
    const what = "provAgentgMSA (pGMSA_...$) has in contoso.com what it needs: 9 entries.";
    assert.deepEqual(readBack(at), [["contoso.com", "pass", what]], "the account is in the directory");
    await finished(at);
    const { can } = at.run.undoable;
    assert.ok(can.some(({ change }) => sayChange(change).endsWith("SchUseStrongCrypto")));
  }));

test("behind a proxy that is the only way out, the installation sets it for the agent, and without it nothing registers", () =>
  on("proxy-required", {}, async (at) => {
    const visited = await walk(at.run);
    assert.deepEqual(visited, ["download", "install", "install", "confirm", "confirm", "verify"]);
    assert.equal(at.lab.state().counts.installs, 1);
    const config = path.join(agentFolder(at.lab.dir), "AADConnectProvisioningAgent.exe.config");
    assert.match(await readFile(config, "utf8"), /proxyaddress="http:\/\/proxy\.contoso\.com:8080"/u);
    assert.equal(at.lab.state().counts.registrations, 1);
    await at.server.run(setAgentProxy, { address: null });
    for (const id of ["install", "verify"] as const) {
      await at.run.check(id);
      assert.deepEqual(keys(at, id, "fail"), ["agentNeedsProxy"]);
    }
    await at.run.check("confirm");
    await press(at.run, "confirm", "changes");
    await press(at.run, "confirm", "again");
    const state = at.run.stateOf("confirm");
    assert.ok(state.kind === "failed" && state.problem.happened.includes("timed out"), JSON.stringify(state));
    assert.match(state.problem.means, /The agent does not reach the cloud service/u);
    assert.equal(at.lab.state().counts.registrations, 1, "without the proxy it registers nothing");
  }));

/** The rest of an installation whose programs are there: repair does the same steps, without the prerequisites. */
const registers = async (
  plan: object,
  does: Parameters<typeof walk>[1],
  work: (at: PracticedRun, visited: readonly StepId[]) => Promise<void> | void,
) =>
  on("agent-running-not-registered", { procedure: procedures.repair, plan }, async (at) => {
    at.lab.change(({ registry }) => {
      const policies = "SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell";
      registry[`${policies}\\ScriptBlockLogging`] = { EnableScriptBlockLogging: 1 };
    });
    at.lab.change(directoryScenarios["two-domains"]);
    await work(at, await walk(at.run, does));
    await finished(at);
  });

test("with a custom account its permissions are a step before the last", () =>
  registers({ serviceAccount: { kind: "custom", name: "provAgent01$" } }, usual, (at, visited) => {
    assert.deepEqual(visited, ["confirm", "confirm", "permissions", "verify"]);
    const state = at.lab.state();
    assert.equal(account(state), "CONTOSO\\provAgent01$");
    assert.deepEqual(state.registration.permissions, { "contoso.com": ["BasicRead", "PasswordHashSync"] });
    const what = "provAgent01$ has in contoso.com what it needs: 9 entries.";
    assert.deepEqual(readBack(at), [["contoso.com", "pass", what]]);
  }));

test("what is given to an account is held against what the directory shows of it", () =>
  on(
    "permissions-missing",
    { procedure: procedures.repair, plan: { serviceAccount: { kind: "custom", name: "provAgent01$" } } },
    async (at) => {
      await at.run.check("permissions");
      const lacks = (count: number) => `provAgent01$ lacks ${count} of 9 entries in contoso.com.`;
      assert.deepEqual(readBack(at), [["contoso.com", "fail", lacks(9)]]);
      await usual.permissions(at.run);
      done(at, "permissions");
      assert.equal(readBack(at)[0]?.[1], "pass");
      // Somebody takes a type away again.
      at.lab.change(({ directory }) => {
        for (const one of directory.managedAccounts) one.given = { "contoso.com": ["BasicRead"] };
      });
      await at.run.check("permissions");
      assert.deepEqual(readBack(at), [["contoso.com", "fail", lacks(1)]]);
    },
  ));

test("two domains get their types by their own administrators, and the account's own object is restricted after a yes", () =>
  registers(
    {
      serviceAccount: { kind: "custom", name: "provAgent01$" },
      permissions: { types: ["BasicRead", "UserGroupCreateDelete"] },
      domains: [
        { name: "contoso.com", administrator: "CONTOSO\\root", permissionsAdministrator: "CONTOSO\\dainfra" },
        { name: "emea.contoso.com", administrator: "EMEA\\root" },
      ],
    },
    {
      ...usual,
      permissions: async (run) => {
        await usual.permissions(run);
        await press(run, "permissions", "changes");
        await press(run, "permissions", "restrict");
      },
    },
    async (at) => {
      const given = ["BasicRead", "UserGroupCreateDelete"];
      const { permissions, restricted } = at.lab.state().registration;
      assert.deepEqual(permissions, { "contoso.com": given, "emea.contoso.com": given });
      assert.deepEqual(await signedIn(at), [
        ["contoso.com", "CONTOSO\\root", true],
        ["emea.contoso.com", "EMEA\\root", true],
      ]);
      assert.deepEqual(
        readBack(at).map(([about, verdict]) => [about, verdict]),
        [
          ["contoso.com", "pass"],
          ["emea.contoso.com", "pass"],
        ],
      );
      assert.equal(restricted, true);
      assert.match(at.yesses.join("\n"), /Restrict the rights on the object of CONTOSO\\provAgent01\$\?/u);
      const journal = await at.journal();
      assert.match(journal, /"givenBy":"CONTOSO\\\\dainfra"/u);
      assert.match(journal, /"about":"accountRestricted","account":"CONTOSO\\\\provAgent01\$"/u);
    },
  ));

test("an agent is registered with an access token, where logging is on after a yes", () =>
  registers({ registrationMethod: "accessToken", tenant: practiceTenant }, usual, (at, visited) => {
    assert.deepEqual(visited, ["confirm", "verify"], "the tenant was named before");
    assert.deepEqual(at.yesses, [
      "Use an access token on SYNC01 although PowerShell's logging may record it?",
    ]);
    assert.equal(at.lab.state().registration.signedIn, "admin@contoso.onmicrosoft.com");
  }));

test("an agent is registered by its own wizard, which a person completes", () => {
  let wizard = "";
  const say = (screen: string, answers: Record<string, string> = {}) =>
    fetch(`${wizard}/${screen}`, {
      method: "POST",
      body: new URLSearchParams({ ...answers, password: "practice-Secret-3" }),
    });
  const confirm = async (run: Run) => {
    if (run.stateOf("confirm").findings.length > 0) return usual.confirm(run);
    await press(run, "confirm", "changes");
    const registering = run.act("confirm", "apply");
    await until(() => run.stateOf("confirm").kind === "waiting");
    await say("account", { account: "mfa@contoso.onmicrosoft.com" });
    await say("confirm", { domain: "contoso.com", administrator: "CONTOSO\\root" });
    await say("done");
    await registering;
  };
  return on(
    "agent-running-not-registered",
    { procedure: procedures.repair, plan: { registrationMethod: "wizard" } },
    async (at) => {
      wizard = at.lab.wizardAddress;
      assert.deepEqual(await walk(at.run, { ...usual, confirm }), ["confirm", "confirm", "verify"]);
      assert.equal(at.lab.state().counts.wizards, 1);
      await finished(at);
    },
  );
});

test("an agent from before managed accounts is upgraded, keeps its proxy, and runs as a managed account", () =>
  on("old-agent-without-gmsa", { procedure: procedures.upgrade }, async (at) => {
    const proxy = "http://proxy.contoso.com:8080";
    await at.server.run(setAgentProxy, { address: proxy });
    at.lab.change(({ next }) => (next.losesConfiguration = true));
    await at.run.check("server");
    await at.run.check("prerequisites");
    assert.ok(keys(at, "prerequisites", "warning").includes("agentVersion"), "told, not in the way");
    const visited = await walk(at.run);
    assert.deepEqual(visited, ["download", "install", "keepSettings", "confirm", "confirm", "verify"]);
    assert.equal(at.lab.state().agentVersion, "1.1.2334.0");
    const config = path.join(agentFolder(at.lab.dir), "AADConnectProvisioningAgent.exe.config");
    assert.ok((await readFile(config, "utf8")).includes(`proxyaddress="${proxy}"`));
    assert.match(account(at.lab.state()), /\\pGMSA_[0-9a-f]{8}\$$/u);
    // Adding the domain gave the account that it created everything: the directory shows it, and nothing is given twice.
    assert.deepEqual(
      readBack(at).map(([about, verdict]) => [about, verdict]),
      [["contoso.com", "pass"]],
    );
    assert.equal(at.lab.state().registration.permissions, undefined);
    assert.equal(at.lab.state().counts.installs, 1);
    await finished(at);
  }));

/** A registered agent with everything that repair knows wrong about it. */
const breakAgent = (state: MachineState) => {
  const agent = state.services.AADConnectProvisioningAgent;
  if (agent) Object.assign(agent, { state: "Stopped", startMode: "Disabled" });
  state.windows.managedAccount = false;
  state.certificates = [
    {
      subject: "CN=5f2c8a1e",
      issuer: "CN=HISConnectorRegistrationCA.his.msappproxy.net",
      notBefore: "2025-01-01T00:00:00.000Z",
      notAfter: "2025-07-01T00:00:00.000Z",
    },
  ];
  state.events.System?.push({
    at: new Date().toISOString(),
    id: 7038,
    source: "Service Control Manager",
    level: 2,
    text: "The AADConnectProvisioningAgent service was unable to log on as CONTOSO\\pGMSA_784aba0b$ with the currently configured password due to the following error: The user name or password is incorrect.",
  });
};

test("an agent whose service is stopped, unmarked and without its right, and whose certificate has ended, is repaired", () =>
  on("installed", { procedure: procedures.repair, plan: { tenant: practiceTenant } }, async (at) => {
    at.lab.change(breakAgent);
    await at.run.check("repair");
    assert.deepEqual(keys(at, "repair", "fail"), [
      "service:AADConnectProvisioningAgent",
      "managedAccount",
      "logonRight:account",
    ]);
    assert.deepEqual(keys(at, "repair", "warning"), ["certificate", "agentError:serviceNotManaged"]);
    await at.run.changes("repair");
    const listed = at.run.changesOf("repair") ?? [];
    const made = async (step: StepId) =>
      (await at.journal()).split("\n").flatMap((line) => {
        if (!line.includes('"kind":"change"')) return [];
        const event = JSON.parse(line) as { step: string; change: Change };
        return event.step === step ? [sayChange(event.change)] : [];
      });
    assert.deepEqual(await walk(at.run), ["repair", "confirm", "verify"]);
    assert.deepEqual(await made("repair"), listed.map(sayChange), "what was listed is what was done");
    const state = at.lab.state();
    assert.equal(state.services.AADConnectProvisioningAgent?.state, "Running");
    assert.equal(state.services.AADConnectProvisioningAgent.startMode, "Auto");
    assert.ok(state.windows.managedAccount);
    assert.equal(state.rights.SeServiceLogonRight?.length, 2);
    assert.deepEqual([state.counts.registrations, state.certificates.length], [1, 2], "registered again");
    await finished(at);
  }));

test("a registration that stopped half-way is finished by repair", () =>
  on("half-registered", { procedure: procedures.repair }, async (at) => {
    await at.run.check("repair");
    assert.ok(keys(at, "repair", "warning").includes("agentRegistration"));
    assert.deepEqual(await walk(at.run), ["confirm", "confirm", "verify"]);
    assert.deepEqual(at.lab.state().registration.domains, ["contoso.com"]);
    await finished(at);
  }));

test("the agent is uninstalled; what remains is told with what to do", () =>
  on("installed", { procedure: procedures.uninstall }, async (at) => {
    await at.run.check("uninstall");
    await at.run.act("uninstall", "apply");
    assert.equal(at.lab.state().products.length, 3, "nothing before the list was shown");
    assert.deepEqual(await walk(at.run), ["uninstall"]);
    const state = at.lab.state();
    assert.deepEqual([state.products, state.agentVersion], [[], null]);
    assert.ok(!("AzureADConnectAgentUpdater" in state.services));
    assert.ok(!existsSync(agentFolder(at.lab.dir)));
    assert.deepEqual(keys(at, "uninstall", "warning"), [
      "leftover:registry",
      "leftover:account",
      "leftover:portal",
      "leftover:configuration",
    ]);
    await finished(at);
    const again = await at.again();
    await again.check("uninstall");
    assert.equal(again.stateOf("uninstall").kind, "done", "a new start of VS Code sees the same");
    assert.ok(again.stateOf("uninstall").findings.some(({ about }) => about === "account"));
  }));

test("what was changed is undone from the record, setting by setting, and then off the list", () =>
  on("needs-fixes", {}, async (at) => {
    const before = structuredClone(at.lab.state());
    await at.run.check("prerequisites");
    await usual.prerequisites(at.run);
    assert.notDeepEqual(at.lab.state().registry, before.registry);
    const again = await at.again();
    const { can, cannot } = again.undoable;
    assert.equal(can.length, 7);
    assert.deepEqual(cannot, []);
    again.register(undo(can));
    await again.changes("undo");
    await again.apply("undo");
    assert.equal(again.stateOf("undo").kind, "done");
    const { registry, executionPolicy, services, restartReason } = at.lab.state();
    assert.deepEqual(
      [registry, executionPolicy, services],
      [before.registry, before.executionPolicy, before.services],
    );
    assert.notEqual(restartReason, null, "Windows must be restarted for it");
    assert.deepEqual((await at.again()).undoable.can, []);
  }));

test("the updater stays where another connector needs it, and a failed uninstaller is said", () =>
  on("installed", { procedure: procedures.uninstall }, async (at) => {
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
    await shownAndApplied(at.run, "download");
    at.lab.change(({ next }) => (next.exitCode = 1603));
    await shownAndApplied(at.run, "install");
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
