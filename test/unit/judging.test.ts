/** What the judgements over installer, registration and services look at, and the way on they give. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fact } from "../../src/setup/fact.ts";
import { compareVersions, judgeInstaller } from "../../src/setup/installer.ts";
import { installerFailure } from "../../src/setup/installerExit.ts";
import type { Said } from "../../src/setup/journal.ts";
import type { AgentFacts, ServiceFacts } from "../../src/setup/operations.ts";
import { judgeRegistration } from "../../src/setup/registration.ts";
import { judgeInstallation } from "../../src/setup/steps/verify.ts";
import { briefly } from "./brief.ts";
import {
  goodInstaller,
  installedAgent,
  noAgent,
  registeredAgent,
  runningAs,
  tenant,
  unread,
} from "./facts.ts";
import { planned } from "./scriptedServer.ts";

const at = "2026-11-24T12:00:00.000Z";
const account = "CONTOSO\\pGMSA_e6620264$";
const own = "NT SERVICE\\AADConnectProvisioningAgent";
const ofTenant = { ...planned(), tenant: tenant.toUpperCase() };
const seen: Said = { about: "domains", domains: ["Contoso.com"], seenIn: "wizard", at, by: "ada" };
const silent: Fact<readonly string[]> = { unread: "no cmdlet lists them" };

const registration = (
  facts: AgentFacts,
  listed: Fact<readonly string[]> = silent,
  plan = planned(),
  said: readonly Said[] = [],
) => {
  const { findings, proof, ...rest } = judgeRegistration(facts, listed, plan, said);
  return { findings: findings.map(briefly), proof: proof.map(({ value }) => value), ...rest };
};

test("without an agent, or with one that was never registered, there is nothing to judge", () => {
  const nothing = {
    findings: [],
    proof: [],
    tenantAccepted: false,
    accountRight: false,
    domainsKnown: false,
  };
  assert.deepEqual(registration(noAgent), nothing);
  assert.deepEqual(registration({ ...noAgent, tenantId: { value: tenant } }), nothing);
  assert.deepEqual(registration(installedAgent), nothing);
  assert.deepEqual(registration({ ...installedAgent, tenantId: unread }), nothing);
});

test("a registration as planned passes: the tenant in any case, the account, the domains that are listed", () => {
  assert.deepEqual(registration(registeredAgent, { value: ["Contoso.com", "x.com"] }, ofTenant), {
    findings: [
      `tenant pass [${tenant} | ${tenant.toUpperCase()}]`,
      `serviceLogOn pass [${account}]`,
      "registeredDomains pass [contoso.com, x.com]",
    ],
    tenant,
    tenantAccepted: true,
    accountRight: true,
    domainsKnown: true,
    proof: [tenant, account, "contoso.com, x.com"],
  });
});

test("a tenant without one in the plan is compared by a person, in the portal", () => {
  const found = registration(registeredAgent);
  assert.equal(found.findings[0], `tenant warning [${tenant}] -> link portal`);
  assert.deepEqual([found.tenant, found.tenantAccepted], [tenant, false]);
});

test("another tenant, another account and a missing domain each lead to registering again", () => {
  const other = `0${tenant.slice(1)}`;
  const domains = [...planned().domains, { name: "fabrikam.com", preferredDomainControllers: [] }];
  const found = registration(
    runningAs(own, registeredAgent),
    { value: ["contoso.com"] },
    { ...planned(), tenant: other, domains },
  );
  assert.deepEqual(found.findings, [
    `tenant fail [${tenant} | ${other}] -> link install`,
    `serviceLogOn fail [${own}] -> link troubleshoot`,
    "registeredDomains fail [contoso.com] -> link install",
  ]);
  assert.deepEqual([found.tenantAccepted, found.accountRight, found.domainsKnown], [false, false, false]);
});

test("a registration without a tenant never finished", () => {
  const found = registration(runningAs(account), silent, ofTenant);
  assert.equal(found.findings[0], "tenant fail [missing] -> link install");
  assert.ok(!("tenant" in found));
  assert.deepEqual([found.tenantAccepted, found.accountRight], [false, true]);
});

test("domains that nobody lists are known where somebody saw them, and stay not known as a finding", () => {
  const nobody = registration(registeredAgent);
  assert.equal(nobody.findings[2], "registeredDomains unknown [not known] -> no cmdlet lists them");
  assert.equal(nobody.domainsKnown, false);
  const active: Said = { about: "active", computer: "SYNC01", at, by: "bob" };
  const somebody = registration(registeredAgent, silent, planned(), [seen, active]);
  assert.equal(
    somebody.findings[2],
    `registeredDomains unknown [contoso.com | ada, ${at}] -> no cmdlet lists them`,
  );
  assert.equal(somebody.domainsKnown, true);
  assert.equal(somebody.proof[2], "contoso.com");
});

const installation = (facts: AgentFacts, said: readonly Said[] = []) => {
  const { findings, ...rest } = judgeInstallation(facts, "SYNC01", planned(), said);
  return { ...rest, findings: findings.map(briefly) };
};
const service = (fact: AgentFacts["agent"], change: Partial<ServiceFacts>): AgentFacts["agent"] => ({
  value: "value" in fact && fact.value ? { ...fact.value, ...change } : null,
});
const agent = `Microsoft Entra Provisioning Agent (AADConnectProvisioningAgent)`;
const updater = `Microsoft Entra Connect Agent Updater (AzureADConnectAgentUpdater) | Running | Auto | LocalSystem`;

test("both services run, start with Windows, and the agent is registered", () => {
  assert.deepEqual(installation(registeredAgent), {
    kind: "waiting",
    forWhat: "person",
    findings: [
      `agentService pass [${agent} | Running | Auto | ${account}]`,
      `updaterService pass [${updater}]`,
      `registered pass [${tenant} | ${account}]`,
    ],
  });
});

test("an installation is done by what a person saw of this server, whatever was said of others since", () => {
  const active = (computer: string, by: string): Said => ({ about: "active", computer, at, by });
  assert.equal(installation(registeredAgent, [active("SYNC02", "ada"), seen]).kind, "waiting");
  const done = judgeInstallation(registeredAgent, "SYNC01", planned(), [
    active("SYNC01", "ada"),
    active("SYNC02", "bob"),
    seen,
  ]);
  assert.deepEqual(done.kind === "done" && done.proof.map(({ value }) => value), [
    "Microsoft Entra Provisioning Agent is running.",
    "Microsoft Entra Connect Agent Updater is running.",
    "The agent is registered and runs as its managed account.",
    `ada, ${at}`,
  ]);
});

test("a service that is stopped or not started with Windows fails with a restart, the updater with a command", () => {
  const manual = { ...registeredAgent, agent: service(registeredAgent.agent, { startMode: "Manual" }) };
  assert.equal(
    installation(manual).findings[0],
    `agentService fail [${agent} | Running | Manual | ${account}] -> operation`,
  );
  const [found] = judgeInstallation(manual, "SYNC01", planned(), []).findings;
  assert.deepEqual(found?.verdict === "fail" && found.fix.kind === "operation" && found.fix, {
    kind: "operation",
    label: "Restart the agent's service",
    calls: [{ op: "Restart-AgentService", args: {} }],
    needsRestart: false,
  });
  const stopped = { ...registeredAgent, updater: service(registeredAgent.updater, { state: "Stopped" }) };
  const [, second] = judgeInstallation(stopped, "SYNC01", planned(), []).findings;
  assert.equal(
    second?.verdict === "fail" && second.fix.kind === "command" && second.fix.text,
    "Set-Service -Name AzureADConnectAgentUpdater -StartupType Automatic -Status Running",
  );
});

test("what is missing is named as missing, and what could not be read as not known", () => {
  assert.deepEqual(installation({ ...noAgent, updater: unread }), {
    kind: "todo",
    findings: [
      "agentService fail [missing] -> command",
      `updaterService unknown [] -> ${unread.unread}`,
      "registered fail [missing | missing] -> link install",
    ],
  });
});

test("an agent is registered with both, a tenant and the planned account", () => {
  const verdict = (facts: AgentFacts) => installation(facts).findings[2];
  assert.equal(verdict(runningAs(account)), `registered fail [missing | ${account}] -> link install`);
  assert.equal(
    verdict(runningAs(own, registeredAgent)),
    `registered fail [${tenant} | ${own}] -> link install`,
  );
});

test("signature and product of an installer are judged each for itself", () => {
  const found = (change: Partial<typeof goodInstaller>) =>
    judgeInstaller({ ...goodInstaller, ...change }).findings.map(briefly);
  const file = goodInstaller.path;
  const product = "Microsoft Entra Provisioning Agent Package";
  assert.deepEqual(found({}), [
    `installerSignature pass [${file} | Valid | Microsoft Corporation]`,
    `installerProduct pass [${file} | ${product}]`,
  ]);
  assert.deepEqual(found({ signature: { value: null } }), [
    `installerSignature fail [${file} | NotSigned | nobody] -> link portal`,
    `installerProduct pass [${file} | ${product}]`,
  ]);
  assert.deepEqual(found({ product: { value: null } }), [
    `installerSignature pass [${file} | Valid | Microsoft Corporation]`,
    `installerProduct fail [${file} | none] -> link portal`,
  ]);
});

test("an installer that could not be examined is not run, and says why", () => {
  for (const change of [{ signature: unread }, { product: unread }]) {
    const { findings, ...rest } = judgeInstaller({ ...goodInstaller, ...change });
    assert.deepEqual(rest, { proof: [] });
    assert.deepEqual(findings.map(briefly), [`installer fail [${goodInstaller.path}] -> link portal`]);
    const [found] = findings;
    assert.equal(found?.verdict === "fail" && found.fix.kind === "link" && found.fix.whatToDo, unread.unread);
  }
});

test("a file without a hash is no installer, and one of another product gives nothing to run", () => {
  assert.deepEqual(judgeInstaller({ ...goodInstaller, sha256: null }), { findings: [], proof: [] });
  assert.deepEqual(judgeInstaller({ ...goodInstaller, exists: false }), { findings: [], proof: [] });
  const { installer, proof } = judgeInstaller({ ...goodInstaller, product: { value: null } });
  assert.deepEqual([installer, proof], [undefined, []]);
  assert.equal(judgeInstaller(goodInstaller).proof[2]?.name, "SHA-256");
});

test("a version with more parts is newer where they say so", () => {
  assert.ok(compareVersions("1.1", "1.1.1") < 0);
  assert.ok(compareVersions("1.1.1", "1.1") > 0);
});

test("the failure of a bundle is that of 1603, in either way of writing its number", () => {
  for (const code of [1603, 0x80070643, -2147023293])
    assert.match(installerFailure(code, "")?.happened ?? "", /\(1603\)/u, String(code));
});

test("each failure of the installer has a way on of its own, and names the log only where there is one", () => {
  for (const code of [1602, 1603, 1618, 42]) {
    const without = installerFailure(code, "")?.next ?? [];
    assert.ok(without.length > 0, String(code));
    const log = "The installer's log is C:\\setup.log.";
    assert.deepEqual(installerFailure(code, "C:\\setup.log")?.next, [...without, log]);
  }
});
