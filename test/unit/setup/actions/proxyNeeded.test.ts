/** A site whose proxy is the only way out: who sets it for the agent, who warns, and that a site without one is left in peace. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingKey } from "../../../../src/setup/finding.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import type { StepId } from "../../../../src/setup/step.ts";
import {
  goodInstaller,
  installedAgent,
  noAgent,
  plainConfiguration,
  registeredAgent,
  unread,
} from "../../support/facts.ts";
import { failedProbe, healthyNetwork, noProxySet, viaProxy } from "../../support/networkFacts.ts";
import {
  ops,
  planned,
  script,
  testRun,
  type Script,
  shownAndApplied,
  changed,
} from "../../support/scriptedServer.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";
import { here } from "../../support/scriptedServer.ts";

const address = "http://proxy.contoso.com:8080";
const closed = {
  ...healthyNetwork.probes,
  hosts: healthyNetwork.probes.hosts.map((probe) => failedProbe(probe, "connect", "timedOut")),
  throughProxy: healthyNetwork.probes.hosts.map(viaProxy),
};

/** A server behind such a proxy, which keeps what it is given. */
const behindProxy = (agent: typeof noAgent, answers: Script["answers"] = {}): Script => {
  let now = agent;
  let proxy: string | null = null;
  return script({
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Get-CloudSyncAgentFact": () => now,
    "Get-CloudSyncProxyFact": () => ({
      ...noProxySet,
      winHttp: { value: { server: "proxy.contoso.com:8080", bypass: "<local>" } },
    }),
    "Get-CloudSyncNetworkFact": () => closed,
    "Get-CloudSyncAgentConfiguration": () => ({ ...plainConfiguration, proxy: { value: proxy } }),
    "Install-CloudSyncAgent": () => {
      now = installedAgent;
      return { exitCode: 0, logPath: "" };
    },
    "Set-CloudSyncAgentProxy": (args, { whatIf, onEvent }) => {
      const after = args.address as string;
      onEvent?.({
        kind: "change",
        change: { on: here, certainty: "exact", what: "agentProxy", params: {}, before: proxy, after },
      });
      if (whatIf !== true) proxy = after;
      return {};
    },
    ...answers,
  });
};
const found = (at: ReturnType<typeof testRun>, id: StepId) =>
  at.run
    .stateOf(id)
    .findings.filter(({ rule }) => rule === "agentNeedsProxy")
    .map((one) => `${findingKey(one)} ${one.verdict}`);
const button = (at: ReturnType<typeof testRun>, id: StepId, action: string) =>
  at.run
    .stepOf(id)
    .actions(at.run.stateOf(id), { ...at.run.known, changesShown: false })
    .find((one) => one.id === action);

test("an installation is not done before the proxy that the site needs is set, which its own button does", async () => {
  const of = behindProxy(noAgent);
  const at = testRun(of, { plan: planned() });
  await shownAndApplied(at.run, "install");
  const tried = of.calls.find(({ op }) => op === "Get-CloudSyncNetworkFact")?.args as { hosts: unknown[] };
  assert.equal(tried.hosts.length, 3, "only what the agent does not work without");
  assert.equal(at.run.stateOf("install").kind, "todo");
  assert.deepEqual(found(at, "install"), ["agentNeedsProxy fail"]);
  assert.equal(button(at, "install", "apply")?.label, "Apply the chosen fixes");
  await at.run.act("install", "changes");
  assert.deepEqual(
    at.run.changesOf("install")?.map((change) => [sayChange(change), change.before, change.after]),
    [["Proxy of the agent", null, address]],
  );
  await shownAndApplied(at.run, "install");
  assert.equal(at.run.stateOf("install").kind, "done");
  assert.equal(
    ops(of).filter((op) => op === "Install-CloudSyncAgent").length,
    1,
    "nothing is installed twice",
  );
  assert.deepEqual(changed(of).slice(-2), ["Set-CloudSyncAgentProxy", "Restart-CloudSyncAgentService"]);
});

test("a proxy that somebody leaves out is an answer, and the installation goes on", async () => {
  const of = behindProxy(installedAgent);
  const at = testRun(of, { plan: planned() });
  await at.run.check("install");
  await at.run.choose("install", "agentNeedsProxy", false);
  await at.run.check("install");
  assert.equal(at.run.stateOf("install").kind, "done");
  await shownAndApplied(at.run, "install");
  assert.ok(!ops(of).includes("Set-CloudSyncAgentProxy") && !ops(of).includes("Install-CloudSyncAgent"));
});

test("registering warns of the missing proxy before it is begun; verifying and repairing fail until it is set", async () => {
  const confirming = testRun(behindProxy(installedAgent), { plan: planned() });
  await confirming.run.check("confirm");
  assert.deepEqual(found(confirming, "confirm"), ["agentNeedsProxy warning"]);
  for (const [id, steps] of [
    ["verify", undefined],
    ["repair", procedures.repair.steps],
  ] as const) {
    const at = testRun(behindProxy(registeredAgent), { plan: planned(), ...(steps ? { steps } : {}) });
    await at.run.check(id);
    assert.equal(at.run.stateOf(id).kind, "todo", id);
    assert.deepEqual(found(at, id), ["agentNeedsProxy fail"]);
    await shownAndApplied(at.run, id);
    assert.deepEqual(found(at, id), [], id);
    assert.equal(at.run.stateOf(id).kind, id === "verify" ? "waiting" : "done");
  }
});

test("verifying names the proxy that the agent uses, and one that an update took away", async () => {
  const verdicts = async (configuration: object) => {
    const at = testRun(
      behindProxy(registeredAgent, {
        "Get-CloudSyncAgentConfiguration": () => ({ ...plainConfiguration, ...configuration }),
      }),
      { plan: planned() },
    );
    await at.run.check("verify");
    const said = at.run.stateOf("verify").findings.filter(({ rule }) => rule === "agentProxy");
    return said.map(({ verdict }) => verdict);
  };
  assert.deepEqual(await verdicts({ proxy: { value: address } }), ["pass"]);
  assert.deepEqual(await verdicts({ backupProxy: { value: address } }), ["fail"]);
  assert.deepEqual(await verdicts({ proxy: unread }), ["unknown"]);
});

test("the network is tried only where Windows knows a proxy and the installed agent has none", async () => {
  const tried = async (agent: typeof noAgent, answers: Script["answers"]) => {
    const of = behindProxy(agent, answers);
    const at = testRun(of, { plan: planned() });
    for (const id of ["install", "confirm"] as const) await at.run.check(id);
    assert.deepEqual([...found(at, "install"), ...found(at, "confirm")], []);
    return ops(of).includes("Get-CloudSyncNetworkFact");
  };
  assert.ok(!(await tried(installedAgent, { "Get-CloudSyncProxyFact": () => noProxySet })));
  const has = () => ({ ...plainConfiguration, proxy: { value: address } });
  assert.ok(!(await tried(installedAgent, { "Get-CloudSyncAgentConfiguration": has })));
  assert.ok(!(await tried(noAgent, {})));
  assert.ok(
    await tried(installedAgent, { "Get-CloudSyncNetworkFact": () => healthyNetwork.probes }),
    "it may be open",
  );
});
