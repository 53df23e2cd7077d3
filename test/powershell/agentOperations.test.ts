/** What the installed agent and its rights can be asked and told, in the real module. */
import type { Operation } from "../../src/setup/operations/operation.ts";
import {
  addLogonRight,
  removeLogonRight,
  setManagedAccount,
  setAgentServiceStart,
} from "../../src/setup/operations/rights.ts";
import {
  setAgentProxy,
  getAgentConfiguration,
  getAgentCmdlets,
  protectAgentAccount,
  setAgentPermissions,
  getAgentHealth,
} from "../../src/setup/operations/agent.ts";
import { saveInstaller, getInstallerFacts, installAgent } from "../../src/setup/operations/installer.ts";
import { registerAgent } from "../../src/setup/operations/registering.ts";
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import * as v from "valibot";
import { scenarios } from "../../lab/scenarios/index.ts";
import { agentFolder, traceFolder, writeAgentFiles } from "../../lab/server/agent.ts";
import * as op from "../../src/setup/operations/index.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { valueOf } from "../../src/setup/values/fact.ts";
import { onInstalled } from "./onInstalled.ts";

const at = onInstalled();
const { run, changesOf, raw } = at;
const proxy = "http://proxy.contoso.com:8080";
const config = () => path.join(agentFolder(at.lab.dir), "AADConnectProvisioningAgent.exe.config");

const reversible: readonly (readonly [string, Operation, unknown])[] = [
  ["the log-on right", addLogonRight, { account: "CONTOSO\\provAgent01$" }],
  ["taking the right", removeLogonRight, { account: "NT SERVICE\\ALL SERVICES" }],
  ["the managed account", setManagedAccount, { managed: false }],
  [
    "a service's start",
    setAgentServiceStart,
    { service: "AzureADConnectAgentUpdater", startMode: "Disabled" },
  ],
  ["the agent's proxy", setAgentProxy, { address: proxy }],
];
for (const [what, operation, args] of reversible)
  test(`${what}: -WhatIf lists what the real run reports, a second run does nothing, the undo takes it back`, async () => {
    const before = JSON.stringify(at.lab.state());
    const file = await readFile(config(), "utf8");
    const listed = await changesOf(operation, args, { whatIf: true });
    assert.equal(listed.length, 1);
    assert.equal(JSON.stringify(at.lab.state()), before, "-WhatIf changes nothing");
    assert.equal(await readFile(config(), "utf8"), file);
    const made = await changesOf(operation, args);
    assert.deepEqual(made, listed);
    assert.deepEqual(await changesOf(operation, args), [], "it is done already");
    const undo = made[0]?.undo;
    assert.ok(undo);
    const back = op.operations.find(({ name }) => name === undo.op) as Operation | undefined;
    assert.ok(back);
    await run(back, v.parse(back.args, undo.args));
    assert.equal(JSON.stringify(at.lab.state()), before);
  });

test("the proxy's block is the documented one, the rest of the file stays, and a backup is kept", async () => {
  const before = await readFile(config(), "utf8");
  await run(setAgentProxy, { address: proxy });
  const after = await readFile(config(), "utf8");
  assert.match(
    after,
    /<system\.net><defaultProxy enabled="true" useDefaultCredentials="true"><proxy usesystemdefault="true" proxyaddress="http:\/\/proxy\.contoso\.com:8080" bypassonlocal="true" \/><\/defaultProxy><\/system\.net><\/configuration>/u,
  );
  assert.ok(after.includes('<supportedRuntime version="v4.0" sku=".NETFramework,Version=v4.7.1" />'));
  const backups = (await readdir(agentFolder(at.lab.dir))).filter((name) => name.endsWith(".bak"));
  assert.equal(backups.length, 1);
  assert.match(backups[0] ?? "", /^AADConnectProvisioningAgent\.exe\.config-\d{8}-\d{6}\.bak$/u);
  await run(setAgentProxy, { address: null });
  assert.equal(
    (await readFile(config(), "utf8")).replace(/\s/gu, ""),
    before.replace(/\s/gu, ""),
    "without a proxy it is as it was",
  );
});

test("an address that is none, and a file that is no configuration, change nothing", async () => {
  for (const address of [
    "proxy",
    "https://x/?a=$(calc)",
    'http://a" onload="x',
    "http://a\nb",
    "x".repeat(10_000),
  ])
    await raw(run(setAgentProxy, { address }), /BadRequest|address/u);
  await writeFile(config(), "<configuration><broken");
  await raw(run(setAgentProxy, { address: proxy }), /./u);
  assert.equal(await readFile(config(), "utf8"), "<configuration><broken");
  const facts = await run(getAgentConfiguration, {});
  assert.ok("unread" in facts.proxy);
});

const configured = (address: string) =>
  `<configuration><system.net><defaultProxy><proxy proxyaddress="${address}" /></defaultProxy></system.net></configuration>`;

test("an address that stood in the file can be put back, whatever it was; the same one is refused else", async () => {
  for (const address of ["proxy:8080", "https://proxy/?a=$(calc)", "http://x&quot; y=&quot;z"]) {
    const kept = address.replaceAll("&quot;", '"');
    if (kept !== "proxy:8080") await raw(run(setAgentProxy, { address: kept }), /BadRequest/u);
    await writeFile(config(), configured(address));
    const [change] = await changesOf(setAgentProxy, { address: null });
    assert.deepEqual([change?.before, change?.undo?.args], [kept, { address: kept }]);
    const { backupProxy } = await run(getAgentConfiguration, {});
    assert.deepEqual(backupProxy, { value: null }, "what was removed on purpose is not lost");
    await run(setAgentProxy, { address: kept });
    assert.deepEqual((await run(getAgentConfiguration, {})).proxy, { value: kept });
    await rm(agentFolder(at.lab.dir), { recursive: true });
    updateAgent("1.1.2334.0");
  }
});

test("a line break is no address, even where the file has one", async () => {
  await writeFile(config(), configured("http://a&#10;b"));
  await run(setAgentProxy, { address: null });
  await raw(run(setAgentProxy, { address: "http://a\nb" }), /BadRequest/u);
});

test("user and password in the address of a proxy are in no answer, and come back from the backup", async () => {
  const kept = "http://ada:proxy-Secret@proxy:8080";
  const shown = "http://********@proxy:8080";
  await writeFile(config(), configured(kept));
  assert.deepEqual((await run(getAgentConfiguration, {})).proxy, { value: shown });
  const [change] = await changesOf(setAgentProxy, { address: proxy });
  assert.equal(change?.before, shown);
  assert.deepEqual(change.undo, { port: "server", op: "Set-CloudSyncAgentProxy", args: { address: shown } });
  const back = await changesOf(setAgentProxy, { address: shown });
  assert.deepEqual(
    back.map(({ before, after }) => [before, after]),
    [[proxy, shown]],
  );
  assert.ok((await readFile(config(), "utf8")).includes(kept));
  // What is shown so nowhere cannot be written.
  await raw(run(setAgentProxy, { address: "http://********@other:8080" }), /BadRequest/u);
});

/** An older agent, whose configuration an update replaces. */
const toBeUpdated = () => {
  at.lab.change((state) => {
    state.next.losesConfiguration = true;
    state.agentVersion = "1.1.1300.0";
  });
};

test("a proxy that an update takes away is known from the backup", async () => {
  await run(setAgentProxy, { address: proxy });
  toBeUpdated();
  const { path: file } = await run(saveInstaller, {
    url: `${at.lab.address}/download/AADConnectProvisioningAgentSetup.exe`,
  });
  const { sha256 } = await run(getInstallerFacts, { path: file });
  await run(installAgent, { path: file, sha256: sha256 ?? "", arguments: [] });
  const facts = await run(getAgentConfiguration, {});
  assert.deepEqual([facts.proxy, facts.backupProxy], [{ value: null }, { value: proxy }]);
});

test("a configuration that cannot be read is kept, and does not stand in the way of what mends it", async () => {
  const { path: file } = await run(saveInstaller, {
    url: `${at.lab.address}/download/AADConnectProvisioningAgentSetup.exe`,
  });
  const { sha256 } = await run(getInstallerFacts, { path: file });
  toBeUpdated();
  await writeFile(config(), "<configuration><broken");
  await run(installAgent, { path: file, sha256: sha256 ?? "", arguments: [] });
  const kept = (await readdir(agentFolder(at.lab.dir))).filter((name) => name.endsWith(".bak"));
  assert.equal(kept.length, 1);
  assert.equal(
    await readFile(path.join(agentFolder(at.lab.dir), kept[0] ?? ""), "utf8"),
    "<configuration><broken",
  );
  const facts = await run(getAgentConfiguration, {});
  assert.deepEqual([facts.proxy, facts.backupProxy], [{ value: null }, { value: null }]);
});

test("the exemption from FIPS is read", async () => {
  assert.deepEqual((await run(getAgentConfiguration, {})).enforcesFips, { value: true });
  await writeFile(
    config(),
    '<configuration><runtime><enforceFIPSPolicy enabled="false"/></runtime></configuration>',
  );
  assert.deepEqual((await run(getAgentConfiguration, {})).enforcesFips, { value: false });
});

test("a right that secedit gave with warnings is reported with its undo; one it did not give is an error", async () => {
  const account = "CONTOSO\\provAgent01$";
  at.lab.change(({ next }) => (next.seceditExitCode = 3));
  const made = await changesOf(addLogonRight, { account });
  assert.deepEqual(
    made.map(({ undo }) => undo),
    [{ port: "server", op: "Remove-CloudSyncLogonRight", args: { account } }],
  );
  at.lab.change(({ next }) => (next.seceditExitCode = 1));
  await raw(run(removeLogonRight, { account }), /secedit ended with exit code 1/u);
  at.lab.change((state) => Object.assign(state, scenarios.installed()));
});

test("an account that Windows does not know gets no right", async () => {
  for (const account of ["CONTOSO\\nobody", "a'; drop", "$(whoami)", "ü\u0000x", "x".repeat(10_000)])
    await raw(run(addLogonRight, { account }), /could not be translated/u);
  assert.deepEqual(at.lab.state().rights, scenarios.installed().rights);
});

/** A server without the agent, reached over the network, with an installer on it. */
const token = (password = "token-Secret-1", user = "ada@contoso.com") => ({
  AccountCredential: [{ user, password }],
  ServiceAccountCredential: [{ user: "CONTOSO\\root", password: "Domain-Secret-2" }],
  DomainCredential: [{ user: "CONTOSO\\root", password: "Domain-Secret-2" }],
});
const registering = {
  customAccount: "",
  domains: [{ name: "contoso.com", preferredDomainControllers: [] }],
  way: "token" as const,
  seenTenant: null,
};

const practiceTenant = "5f2c8a1e-7b7d-4c55-9a0e-6d3f1c2b4a90";
/** Another version of the agent's program, as an update leaves it. */
const updateAgent = (version: string) => {
  at.lab.change((state) => (state.agentVersion = version));
  writeAgentFiles(at.lab.dir, version);
};

test("with a token the agent is registered in its tenant, and the token is nowhere afterwards", async () => {
  at.lab.change((state) => Object.assign(state, scenarios["agent-running-not-registered"]()));
  const tenant = practiceTenant;
  await run(registerAgent, { ...registering, tenant }, { secrets: token() });
  assert.deepEqual(at.lab.state().registration, { domains: ["contoso.com"], signedIn: "ada@contoso.com" });
  assert.doesNotMatch(at.printed.join("\n"), /token-Secret/u);
  assert.doesNotMatch(await readFile(at.lab.stateFile, "utf8"), /token-Secret/u);
  const again = { ...registering, tenant: "other", seenTenant: tenant };
  await raw(run(registerAgent, again, { secrets: token() }), /AADSTS90002/u);
});

test("a secret that a cmdlet's error repeats is in no problem", async () => {
  const secrets = token("AADSTS90002: Tenant");
  const args = { ...registering, tenant: "other", seenTenant: practiceTenant };
  await assert.rejects(run(registerAgent, args, { secrets }), (error) => {
    assert.ok(error instanceof ProblemError);
    assert.match(error.problem.happened, /\*{8} not found/u);
    assert.doesNotMatch(JSON.stringify(error.problem), /AADSTS90002/u);
    return true;
  });
});

test("the cmdlets that the installed module really has are listed with their parameters", async () => {
  const { cmdlets } = await run(getAgentCmdlets, {});
  assert.ok("value" in cmdlets);
  const connect = cmdlets.value.find(({ name }) => name === "Connect-AADCloudSyncAzureAD");
  assert.ok(connect?.parameters.includes("AccessToken"));
  assert.ok(!cmdlets.value.some(({ name }) => name === "Get-AADCloudSyncDomains"));
});

test("what a cmdlet cannot do without is read, anew for another version of the agent", async () => {
  const mandatory = async () => {
    const { cmdlets } = await run(getAgentCmdlets, {});
    return "value" in cmdlets
      ? cmdlets.value.find(({ name }) => name.endsWith("ADDomain"))?.mandatory.sort()
      : cmdlets.unread;
  };
  assert.deepEqual(await mandatory(), ["Credential", "DomainName"]);
  updateAgent("1.1.2505.0");
  assert.deepEqual(await mandatory(), ["DomainName"]);
  updateAgent("1.1.281.0");
  assert.match(String(await mandatory()), /was not loaded/u);
});

const missing: readonly (readonly [string, Partial<v.InferOutput<typeof registerAgent.args>>])[] = [
  ["Connect-AADCloudSyncAzureAD.UserPrincipalName", {}],
  ["Connect-AADCloudSyncAzureAD", {}],
  ["Add-AADCloudSyncGMSA.CustomGMSAName", { customAccount: "provAgent01$" }],
  [
    "Add-AADCloudSyncADDomain.PreferredDomainControllers",
    { domains: [{ name: "contoso.com", preferredDomainControllers: ["dc1.contoso.com"] }] },
  ],
];
test("what the installed module lacks is named before anything is changed", async () => {
  at.lab.change((state) => Object.assign(state, scenarios["agent-running-not-registered"]()));
  for (const [lacks, change] of missing) {
    at.lab.change(({ next }) => (next.lacks = [lacks]));
    const before = JSON.stringify(at.lab.state());
    const said = new RegExp(lacks.split(".").at(-1) ?? "", "u");
    await raw(
      run(registerAgent, { ...registering, tenant: practiceTenant, ...change }, { secrets: token() }),
      said,
    );
    assert.equal(JSON.stringify(at.lab.state()), before, lacks);
  }
});

test("from 1.1.2505.0 on, a custom account is registered without an administrator of the domain", async () => {
  const secrets = { ...token(), ServiceAccountCredential: [], DomainCredential: [] };
  const args = { ...registering, tenant: practiceTenant, customAccount: "provAgent01$" };
  at.lab.change((state) => Object.assign(state, scenarios["agent-running-not-registered"]()));
  await raw(run(registerAgent, args, { secrets }), /needs its parameter Credential/u);
  assert.equal(at.lab.state().registration.signedIn, null);
  await raw(run(registerAgent, { ...args, customAccount: "" }, { secrets }), /BadRequest/u);
  updateAgent("1.1.2505.0");
  await run(registerAgent, args, { secrets });
  assert.deepEqual(at.lab.state().registration.domains, ["contoso.com"]);
});

test("the gMSA is created by an administrator of the server's own domain, whichever domains are added", async () => {
  at.lab.change((state) => Object.assign(state, scenarios["agent-running-not-registered"]()));
  const domains = [{ name: "fabrikam.com", preferredDomainControllers: [] }];
  const args = { ...registering, domains, tenant: practiceTenant };
  const other = [{ user: "FABRIKAM\\root", password: "Domain-Secret-3" }];
  const secrets = { ...token(), DomainCredential: other };
  await raw(
    run(registerAgent, args, { secrets: { ...secrets, ServiceAccountCredential: other } }),
    /denied/u,
  );
  await raw(
    run(registerAgent, args, { secrets: { ...secrets, ServiceAccountCredential: [] } }),
    /BadRequest/u,
  );
  assert.deepEqual(at.lab.state().registration.domains, []);
  await run(registerAgent, args, { secrets });
  assert.deepEqual(at.lab.state().registration.domains, ["fabrikam.com"]);
});

test("permissions are given by Microsoft's cmdlet, for one domain or for all", async () => {
  const secrets = { EnterpriseCredential: [{ user: "CONTOSO\\ea", password: "Enterprise-Secret" }] };
  const args = { types: ["BasicRead" as const, "PasswordHashSync" as const], domain: "" };
  const listed = await changesOf(setAgentPermissions, args, { secrets, whatIf: true });
  assert.equal(listed.length, 2);
  assert.equal(at.lab.state().registration.permissions, undefined);
  assert.deepEqual(await changesOf(setAgentPermissions, args, { secrets }), listed);
  const { domains } = at.lab.state().registration;
  const given = Object.fromEntries(domains.map((name) => [name, ["BasicRead", "PasswordHashSync"]]));
  assert.deepEqual(at.lab.state().registration.permissions, given);
  const [domain = ""] = domains;
  const more = { types: ["UserGroupCreateDelete" as const], domain };
  const [told] = await changesOf(setAgentPermissions, more, { secrets });
  assert.deepEqual(
    [told?.what, told?.params, told?.after],
    ["permissions", { domain, type: "UserGroupCreateDelete" }, "UserGroupCreateDelete"],
  );
  assert.deepEqual(at.lab.state().registration.permissions, {
    ...given,
    [domain]: ["BasicRead", "PasswordHashSync", "UserGroupCreateDelete"],
  });
});

test("permissions are refused in a domain that is not there or not configured, and to whoever administers less", async () => {
  const give = (domain: string, user: string) =>
    run(
      setAgentPermissions,
      { types: ["BasicRead"], domain },
      { secrets: { EnterpriseCredential: [{ user, password: "Some-Secret-1" }] } },
    );
  const [own = ""] = at.lab.state().registration.domains;
  const before = JSON.stringify(at.lab.state().registration.permissions);
  await raw(give("other.example", "CONTOSO\\ea"), /as CONTOSO\\ea: .*not configured/u);
  await raw(
    give("nowhere.example", "CONTOSO\\ea"),
    /as CONTOSO\\ea: .*does not exist or cannot be contacted/u,
  );
  await raw(give(own, "CONTOSO\\plain"), /as CONTOSO\\plain: Access is denied/u);
  await raw(give("", "CONTOSO\\dainfra"), /as CONTOSO\\dainfra: Access is denied/u);
  await raw(give(own, "CONTOSO\\wrong"), /as CONTOSO\\wrong: .*incorrect/u);
  assert.equal(JSON.stringify(at.lab.state().registration.permissions), before);
});

test("the account's own object is restricted by Microsoft's cmdlet, and a module without it says so", async () => {
  const args = { account: "CONTOSO\\provAgent01$" };
  const by = (user: string) => ({
    secrets: { AdministratorCredential: [{ user, password: "Some-Secret-2" }] },
  });
  const listed = await changesOf(protectAgentAccount, args, { ...by("CONTOSO\\da"), whatIf: true });
  assert.deepEqual(
    listed.map(({ what, params, after }) => [what, params, after]),
    [["accountObject", args, { say: "restricted" }]],
  );
  assert.equal(at.lab.state().registration.restricted, undefined);
  await raw(
    run(protectAgentAccount, args, by("CONTOSO\\plain")),
    /Set-AADCloudSyncRestrictedPermissions as CONTOSO\\plain: Access/u,
  );
  assert.equal(at.lab.state().registration.restricted, undefined);
  assert.deepEqual(await changesOf(protectAgentAccount, args, by("CONTOSO\\da")), listed);
  assert.equal(at.lab.state().registration.restricted, true);
  at.lab.change(({ next }) => (next.lacks = ["Set-AADCloudSyncRestrictedPermissions"]));
  await raw(
    run(protectAgentAccount, args, by("CONTOSO\\da")),
    /CmdletMissing|no cmdlet Set-AADCloudSyncRestrictedPermissions/u,
  );
  at.lab.change(({ next }) => (next.lacks = []));
});

test("the practised cmdlet has the documented forms and types, and takes no other", async () => {
  const answer = await at.server.run(getAgentCmdlets, {});
  const found = valueOf(answer.cmdlets)?.find(({ name }) => name === "Set-AADCloudSyncPermissions");
  assert.deepEqual(found?.mandatory, ["PermissionType"], "the rest is of one form or the other");
});

test("how the agent is doing is read from service, certificate, channel, trace and registry", async () => {
  const now = Date.now();
  at.lab.change((state) => {
    state.windows.managedAccount = true;
    state.certificates = [
      {
        subject: "CN=5f2c8a1e",
        issuer: "CN=HISConnectorRegistrationCA.his.msappproxy.net",
        notBefore: "2026-10-01T00:00:00.000Z",
        notAfter: "2027-02-01T00:00:00.000Z",
      },
      { subject: "CN=sync01", issuer: "CN=Contoso CA", notBefore: "x", notAfter: "y" },
    ];
    const channel = state.events["Microsoft-AzureADConnect-ProvisioningAgent/Admin"] ?? [];
    const event = (minutes: number, level: number, text: string) => ({
      at: new Date(now - minutes * 60_000).toISOString(),
      id: 5,
      source: "AAD Connect Provisioning Agent",
      level,
      text,
    });
    channel.push(
      event(4, 4, "Bootstrap succeeded"),
      event(2, 2, "Request failed"),
      event(500, 2, "before the start"),
    );
    state.events.System?.push({
      ...event(1, 2, "The Microsoft Entra Provisioning Agent service terminated unexpectedly."),
      id: 7034,
      source: "Service Control Manager",
    });
  });
  await mkdir(traceFolder(at.lab.dir), { recursive: true });
  await writeFile(
    path.join(traceFolder(at.lab.dir), "trace-agent.log"),
    "[00:00:01.000] [  4] [INFO ] Agent successfully registered with AAD\n[00:00:02.000] [  4] [INFO ] else\n",
  );
  const health = await run(getAgentHealth, {});
  assert.equal("value" in health.certificates && health.certificates.value.length, 1);
  assert.equal("value" in health.channelContact && health.channelContact.value?.text, "Bootstrap succeeded");
  assert.match(
    "value" in health.traceContact ? (health.traceContact.value?.text ?? "") : "",
    /successfully registered/u,
  );
  assert.deepEqual("value" in health.errors && health.errors.value.map(({ id }) => id), [5, 7034]);
  assert.deepEqual(health.managedAccount, { value: true });
  assert.equal("value" in health.products && health.products.value.length, 3);
  assert.ok("value" in health.startedAt && health.startedAt.value);
});

test("where the agent has no channel, no trace and no service, nothing is made up", async () => {
  at.lab.change((state) => {
    Object.assign(state, scenarios.healthy());
    state.events = { System: [] };
  });
  const health = await run(getAgentHealth, {});
  assert.ok("unread" in health.channelContact);
  assert.deepEqual(health.traceContact, { value: null });
  assert.deepEqual(health.startedAt, { value: null });
  assert.deepEqual(health.products, { value: [] });
});
