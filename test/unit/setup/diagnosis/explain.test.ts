/** A step that failed tells its cause: by its text, by what Windows recorded meanwhile, by what is true of the server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { leftOfEarlier } from "../../../../src/setup/diagnosis/circumstances.ts";
import { cloudNetworks } from "../../../../src/setup/network/clouds.ts";
import { restartAgentService } from "../../../../src/setup/operations/agent.ts";
import { ProblemError } from "../../../../src/setup/problem.ts";
import { confirm } from "../../../../src/setup/steps/confirm.ts";
import { install } from "../../../../src/setup/steps/install.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { permissions } from "../../../../src/setup/steps/permissions.ts";
import { restartService } from "../../../../src/setup/actions/restartService.ts";
import type { Step, StepId } from "../../../../src/setup/step.ts";
import { managedAccount, serviceEvent, startEvent, virtualAccount } from "./cases/case.ts";
import {
  defaultRights,
  goodInstaller,
  healthyAgent,
  healthyWindows,
  installedAgent,
  noAgent,
  noEvents,
  registeredAgent,
  unread,
} from "../../support/facts.ts";
import { failing } from "../../support/failing.ts";
import { failedProbe, networkOf } from "../../support/networkFacts.ts";
import { ops, planned, script, testRun, type Script, shownAndApplied } from "../../support/scriptedServer.ts";

const recorded = (...of: ReturnType<typeof startEvent>[]) => ({
  ...noEvents,
  services: {
    value: of.map(({ id, source, text }) => ({ at: "2026-11-24T12:00:00.000Z", id, source, text })),
  },
});
const problemOf = async (at: Script, step: Step, id: StepId) => {
  const { run } = testRun(at, {
    procedure: { ...procedures.upgrade, steps: [step] },
    plan: { ...planned(), registrationMethod: "credential", cloud: "usGov" },
    credentials: [
      { user: "a@contoso.com", password: "pass-1" },
      { user: "CONTOSO\\root", password: "pass-2" },
    ],
  });
  await shownAndApplied(run, id);
  const state = run.stateOf(id);
  assert.equal(state.kind, "failed", JSON.stringify(state));
  return state.problem;
};
const installing = (answers: Script["answers"]) =>
  script({
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Install-CloudSyncAgent": () => ({ exitCode: 1603, logPath: "" }),
    ...answers,
  });

test("an installation that failed is explained by the events since it began", async () => {
  const at = installing({ "Get-CloudSyncDecidingEvent": () => recorded(serviceEvent(7041, virtualAccount)) });
  const { means } = await problemOf(at, install, "install");
  assert.match(means, /^The agent's service may not log on\./u);
  assert.doesNotMatch(means, /Possibly/u);
  assert.deepEqual(at.calls.find(({ op }) => op === "Get-CloudSyncDecidingEvent")?.args, { seconds: 60 });
});

test("a refused password is said to be one, with whose it is, what a further try may do, and nothing of rights", async () => {
  const refused = "The user name or password is incorrect.";
  const said = async (raw: string) => {
    const at = script({
      "Get-CloudSyncAgentFact": () => installedAgent,
      "Register-CloudSyncAgent": failing(raw),
    });
    const { means, next } = await problemOf(at, confirm, "confirm");
    return { means, next: next.join(" ") };
  };
  for (const [cmdlet, account] of [
    ["Connect-AADCloudSyncAzureAD", "a@contoso.com"],
    ["Add-AADCloudSyncGMSA", "CONTOSO\\root"],
    ["Add-AADCloudSyncADDomain", "CONTOSO\\root"],
  ]) {
    const { means, next } = await said(`InvalidOperation\n${cmdlet} as ${account}: ${refused}`);
    assert.ok(means.startsWith(`The password of ${account} was refused.`), means);
    assert.match(means, /Each further try counts towards the account's lock-out/u);
    assert.ok(next.startsWith(`Type the password of ${account} again`), next);
    assert.match(next, /Refused once more, stop/u);
    assert.doesNotMatch(`${means} ${next}`, /Domain Admin/u);
  }
  const unnamed = await said(refused);
  assert.match(unnamed.means, /^A user name or its password was refused\./u);
  const entra = await said(`X\nConnect-AADCloudSyncAzureAD as a@contoso.com: AADSTS50126: ${refused}`);
  assert.match(entra.means, /^Microsoft Entra does not accept the password of a@contoso\.com\..*lock-out/u);
  const permissionsOf = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Set-CloudSyncAgentPermission": failing(`X\nSet-AADCloudSyncPermissions as CONTOSO\\ea: ${refused}`),
  });
  const { means } = await problemOf(permissionsOf, permissions, "permissions");
  assert.match(means, /^The password of CONTOSO\\ea was refused\./u);
});

test("over a network log-on it ran under SYSTEM, so the log-on is not to blame", async () => {
  const at = installing({
    "Get-CloudSyncWindowsFact": () => ({ ...healthyWindows, networkLogon: { value: true } }),
    "Get-CloudSyncLogonRightFact": () => ({ ...defaultRights, holders: { value: [] } }),
  });
  const { means, next } = await problemOf(at, install, "install");
  assert.match(means, /^The agent's service may not log on\./u);
  assert.ok(!next.some((one) => one.includes("scheduled task")));
});

test("what is left of an earlier agent is to blame for an installation that failed; a whole one, or none, is not", async () => {
  const products = (...names: string[]) => ({
    ...healthyAgent,
    products: { value: names.map((name) => ({ id: name, name, version: "1" })) },
  });
  assert.equal(leftOfEarlier({ value: noAgent }, products()), false);
  assert.equal(leftOfEarlier({ value: noAgent }, products("Microsoft Entra Provisioning Agent")), true);
  assert.equal(leftOfEarlier({ value: installedAgent }, products()), true);
  assert.equal(
    leftOfEarlier({ value: installedAgent }, products("Microsoft Entra Provisioning Agent")),
    undefined,
  );
  assert.equal(leftOfEarlier({ value: { ...noAgent, agent: unread } }, products()), undefined);
  assert.equal(leftOfEarlier({ value: noAgent }, { ...healthyAgent, products: unread }), undefined);
  const at = installing({ "Get-CloudSyncAgentHealth": () => products("Microsoft Entra Provisioning Agent") });
  assert.match((await problemOf(at, install, "install")).means, /^An earlier agent is in the way\./u);
});

test("a registration that got no answer is explained by the network as it is now", async () => {
  const gov = networkOf("usGov");
  const needed = cloudNetworks.usGov.endpoints.find(({ need }) => need === "required")?.host;
  const late = gov.probes.hosts.map((probe) =>
    probe.host === needed ? failedProbe(probe, "connect", "timedOut") : probe,
  );
  const at = script({
    "Get-CloudSyncAgentFact": () => installedAgent,
    "Register-CloudSyncAgent": failing("Registration failed: The operation has timed out."),
    "Get-CloudSyncNetworkFact": () => ({ ...gov.probes, hosts: late }),
  });
  const { next } = await problemOf(at, confirm, "confirm");
  assert.match(next[0] ?? "", /^the network team: .*443/u);
  assert.ok(!ops(installing({})).includes("Get-CloudSyncNetworkFact"));
});

test("a start that failed is explained by the events beside it, and by how the account is marked", async () => {
  const cannot = "Service 'X (AADConnectProvisioningAgent)' cannot be started due to the following error: y";
  const starting: Step = { ...install, apply: (ctx) => restartService(ctx, restartAgentService, {}) };
  const at = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncInstallerFact": () => ({
      ...goodInstaller,
      product: { value: { name: "Microsoft Entra Provisioning Agent Package", version: "9.9" } },
    }),
    "Restart-CloudSyncAgentService": failing(cannot),
    "Get-CloudSyncDecidingEvent": () => recorded(startEvent(7000), startEvent(7009)),
  });
  const slow = await problemOf(at, starting, "install");
  assert.match(slow.means, /did not answer Windows in time/u);
  assert.equal(slow.means.split("did not answer Windows in time").length, 2, "each cause once");
  at.answers["Get-CloudSyncDecidingEvent"] = () => recorded(serviceEvent(7041, managedAccount));
  assert.match(
    (await problemOf(at, starting, "install")).means,
    /^The managed service account may not log on/u,
  );
  at.answers["Restart-CloudSyncAgentService"] = failing("odd");
  assert.match(
    (await problemOf(at, starting, "install")).means,
    /^The managed service account may not log on/u,
    "where the text says nothing",
  );
  at.answers["Restart-CloudSyncAgentService"] = failing(cannot);
  at.answers["Get-CloudSyncDecidingEvent"] = () => noEvents;
  at.answers["Get-CloudSyncLogonRightFact"] = () => ({
    ...defaultRights,
    holders: {
      value: [
        ...("value" in defaultRights.holders ? defaultRights.holders.value : []),
        { sid: "S-1", name: managedAccount },
      ],
    },
  });
  at.answers["Get-CloudSyncAgentHealth"] = () => ({ ...healthyAgent, managedAccount: { value: false } });
  assert.match((await problemOf(at, starting, "install")).means, /^Windows does not know/u);
});

test("where nothing can be read any more, the failure itself is told", async () => {
  const gone = () => {
    throw new ProblemError({ code: "sessionEnded", happened: "gone", means: "gone", next: [] });
  };
  const at = installing({ "Get-CloudSyncPolicyFact": gone });
  assert.match((await problemOf(at, install, "install")).means, /^Possibly: /u);
  const some = installing({ "Get-CloudSyncDecidingEvent": gone, "Get-CloudSyncAgentHealth": gone });
  assert.match((await problemOf(some, install, "install")).means, /^Possibly: An earlier agent/u);
});
