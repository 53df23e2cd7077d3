/** What the judgements over installer, registration and services look at, and the way on they give. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { valueOf, type Fact } from "../../../../src/setup/values/fact.ts";
import { findingKey } from "../../../../src/setup/finding.ts";
import { judgeHealth } from "../../../../src/setup/health/judgeHealth.ts";
import { compareVersions, judgeInstaller } from "../../../../src/setup/agent/installer.ts";
import { installerFailure } from "../../../../src/setup/agent/installerExit.ts";
import type { Attestation } from "../../../../src/setup/journal.ts";
import type { AgentFacts, AgentHealth } from "../../../../src/setup/operations/agent.ts";
import { judgeRegistration } from "../../../../src/setup/agent/registration.ts";
import { judgeInstallation } from "../../../../src/setup/steps/verify.ts";
import { briefly } from "../../support/brief.ts";
import {
  goodInstaller,
  healthyAgent,
  installedAgent,
  noAgent,
  registeredAgent,
  runningAs,
  tenant,
  unread,
} from "../../support/facts.ts";
import { planned } from "../../support/scriptedServer.ts";

const at = "2026-11-24T12:00:00.000Z";
const account = "CONTOSO\\pGMSA_e6620264$";
const own = "NT SERVICE\\AADConnectProvisioningAgent";
const ofTenant = { ...planned(), tenant: tenant.toUpperCase() };
const seen: Attestation = { about: "domains", domains: ["Contoso.com"], seenIn: "wizard", at, by: "ada" };
const silent: Fact<readonly string[]> = { unread: "no cmdlet lists them" };

const registration = (
  facts: AgentFacts,
  listed: Fact<readonly string[]> = silent,
  plan = planned(),
  said: readonly Attestation[] = [],
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
  const active: Attestation = { about: "active", computer: "SYNC01", at, by: "bob" };
  const somebody = registration(registeredAgent, silent, planned(), [seen, active]);
  assert.equal(
    somebody.findings[2],
    `registeredDomains unknown [contoso.com | ada, ${at}] -> no cmdlet lists them`,
  );
  assert.equal(somebody.domainsKnown, true);
  assert.equal(somebody.proof[2], "contoso.com");
});

const judged = (facts: AgentFacts, said: readonly Attestation[] = [], health: Partial<AgentHealth> = {}) =>
  judgeInstallation(
    { value: facts },
    judgeHealth({ value: facts }, { value: { ...healthyAgent, ...health } }, at),
    "SYNC01",
    planned(),
    said,
  );
const installation = (...args: Parameters<typeof judged>) => {
  const { findings, ...rest } = judged(...args);
  return { ...rest, findings: findings.map((one) => `${findingKey(one)} ${one.verdict}`) };
};
const active = (computer: string, by: string): Attestation => ({ about: "active", computer, at, by });
const green = [
  "service:AADConnectProvisioningAgent pass",
  "service:AzureADConnectAgentUpdater pass",
  "managedAccount pass",
  "certificate pass",
  "contact pass",
  "registered pass",
];

test("an agent that is well and registered waits for a person who sees it in the portal", () => {
  assert.deepEqual(installation(registeredAgent), { kind: "waiting", forWhat: "person", findings: green });
  assert.equal(
    judged(registeredAgent).findings.map(briefly).at(-1),
    `registered pass [${tenant} | ${account}]`,
  );
});

test("an installation is done by what a person saw of this server, whatever was said of others since", () => {
  assert.equal(installation(registeredAgent, [active("SYNC02", "ada"), seen]).kind, "waiting");
  const done = judged(registeredAgent, [active("SYNC01", "ada"), active("SYNC02", "bob"), seen]);
  assert.deepEqual(done.kind === "done" && done.proof.map(({ name, value }) => `${name}: ${value}`), [
    "On the server: Microsoft Entra Provisioning Agent is running.",
    "On the server: Microsoft Entra Connect Agent Updater is running.",
    `On the server: Windows knows that ${account} is a managed account.`,
    "On the server: The certificate is valid.",
    "On the server: The agent is in contact with the service.",
    "On the server: The agent is registered and runs as its managed account.",
    `Seen active in the portal by: ada, ${at}`,
  ]);
});

test("a warning does not stand in the way, and the proof says what to watch", () => {
  const done = judged(registeredAgent, [active("SYNC01", "ada")], { channelContact: { value: null } });
  assert.ok(done.kind === "done");
  assert.deepEqual(
    done.proof.find(({ name }) => name === "On the server, to watch"),
    { name: "On the server, to watch", value: "No contact with the service was seen yet." },
  );
});

test("a service that is stopped, or an account that is not marked, has to be mended first", () => {
  const agent = valueOf(registeredAgent.agent);
  assert.ok(agent);
  const stopped = { ...registeredAgent, agent: { value: { ...agent, state: "Stopped" } } };
  assert.equal(installation(stopped, [active("SYNC01", "ada")]).kind, "todo");
  const unmarked = installation(registeredAgent, [active("SYNC01", "ada")], {
    managedAccount: { value: false },
  });
  assert.deepEqual([unmarked.kind, unmarked.findings[2]], ["todo", "managedAccount fail"]);
});

test("what could not be read is not known, and stands in the way until somebody accepts it", () => {
  const facts = { ...registeredAgent, updater: unread };
  assert.deepEqual(installation(facts, [active("SYNC01", "ada")]).kind, "todo");
  const accepted: Attestation = {
    about: "unknown",
    finding: "service:AzureADConnectAgentUpdater",
    at,
    by: "ada",
  };
  assert.equal(installation(facts, [active("SYNC01", "ada"), accepted]).kind, "done");
  for (const facts of [
    { ...registeredAgent, tenantId: unread },
    { ...registeredAgent, agent: unread },
  ])
    assert.equal(
      judged(facts).findings.map(briefly).at(-1),
      `registered unknown [${unread.unread}] -> ${unread.unread}`,
    );
});

test("without an agent, a tenant or the planned account, the registration is not finished", () => {
  const last = (facts: AgentFacts) => judged(facts).findings.map(briefly).at(-1);
  assert.equal(last(noAgent), "registered fail [missing | missing] -> link install");
  assert.equal(
    last({ ...registeredAgent, tenantId: { value: "" } }),
    `registered fail [missing | ${account}] -> link install`,
  );
  assert.equal(
    last(runningAs("CONTOSO\\svc", registeredAgent)),
    `registered fail [${tenant} | CONTOSO\\svc] -> link install`,
  );
  assert.equal(
    last({ ...registeredAgent, agent: { value: null } }),
    `registered fail [${tenant} | missing] -> link install`,
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

test("a full disk is told as that, in either way of writing its number; so is a task that somebody ended", () => {
  // Full by itself, by its handle and by a quota, each as Windows and as a bundle reports it.
  for (const code of [112, -2147024784, 39, -2147024857, 1295, 0x8007050f, -2147023601])
    assert.equal(installerFailure(code, "")?.code, "diskFull");
  assert.match(installerFailure(267014, "")?.happened ?? "", /ended the installer's task/u);
});

test("each failure of the installer has a way on of its own, and names the log only where there is one", () => {
  for (const code of [112, 1602, 1603, 1618, 267014, 42]) {
    const without = installerFailure(code, "")?.next ?? [];
    assert.ok(without.length > 0, String(code));
    const log = "The installer's log is C:\\setup.log.";
    assert.deepEqual(installerFailure(code, "C:\\setup.log")?.next, [...without, log]);
  }
});
