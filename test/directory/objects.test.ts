/** What stands in the domains beside persons is what the names in the support say: keys, service accounts, controllers, trusts. */
import assert from "node:assert/strict";
import dns from "node:dns/promises";
import { after, before, test } from "node:test";
import { controllerObjects, gone, sites } from "./support/controllers.ts";
import { domain, type Domain } from "./support/domain.ts";
import { configurationOf, dnsNameOf } from "./support/forests.ts";
import { added } from "./support/ldif.ts";
import { otherDomains } from "./support/otherDomains.ts";
import { computerDn } from "./support/people.ts";
import { rootKeysDn, type RootKeyState } from "./support/rootKeys.ts";
import { serviceAccountDn, serviceAccounts, type ServiceAccountName } from "./support/serviceAccounts.ts";

let fabrikam: Domain;
before(async () => {
  fabrikam = await domain("fabrikam");
});
after(() => fabrikam.stop());

const named = (filter: string, ...attributes: readonly string[]) =>
  fabrikam.ldapsearch("-b", configurationOf(fabrikam), filter, ...attributes);

test("49 controllers stand beside the real one, over ten sites, each with its kind", async () => {
  const agents = await named("(objectClass=nTDSDSA)", "options", "msDS-isRODC");
  const whole = agents.filter(({ dn }) => !dn.includes(gone.withoutComputer.host));
  assert.equal(whole.length, 50);
  const siteOf = (dn: string) => /,CN=Servers,CN=([^,]+),/u.exec(dn)?.[1];
  assert.deepEqual(new Set(whole.map(({ dn }) => siteOf(dn))), new Set(sites));
  for (const { host, isGlobalCatalog, isReadOnly } of controllerObjects) {
    const agent = whole.find(({ dn }) => dn.includes(`,CN=${host},`));
    assert.equal((Number(agent?.values.options?.[0]) & 1) === 1, isGlobalCatalog, host);
    assert.equal(agent?.values["msDS-isRODC"]?.[0], isReadOnly ? "TRUE" : "FALSE", host);
  }
  const old = await fabrikam.ldapsearch("-b", fabrikam.baseDn, "(operatingSystem=*2008 R2*)", "1.1");
  assert.equal(old.length, controllerObjects.filter(({ system }) => system.level === 4).length);
  assert.ok(old.length > 0);
});

test("of controllers that are gone, each lacks another part", async () => {
  const { withoutAgent, withoutComputer, inDnsAlone } = gone;
  const isThere = async (filter: string) => (await named(filter, "1.1")).length > 0;
  const hasComputer = async (host: string) =>
    (await fabrikam.ldapsearch("-b", fabrikam.baseDn, `(sAMAccountName=${host}$)`, "1.1")).length > 0;
  const hasAgent = async (host: string) =>
    (await named("(objectClass=nTDSDSA)", "1.1")).some(({ dn }) => dn.includes(`,CN=${host},`));
  const parts = async ({ host }: { readonly host: string }) => [
    await isThere(`(&(objectClass=server)(cn=${host}))`),
    await hasAgent(host),
    await hasComputer(host),
  ];
  assert.deepEqual(await parts(withoutAgent), [true, false, true]);
  assert.deepEqual(await parts(withoutComputer), [true, true, false]);
  assert.deepEqual(await parts(inDnsAlone), [false, false, false]);
});

test("the domain's own name server names every controller, those that are gone too", async () => {
  const [real] = fabrikam.controllers;
  // Of services Samba is asked by its own program: c-ares does not read the shortened names in its answers.
  const said = await fabrikam.sambaTool(
    ...["dns", "query", real.name, `_msdcs.${fabrikam.name}`, "_ldap._tcp.dc", "SRV"],
    `--username=Administrator%${fabrikam.accounts.administrator.password}`,
  );
  const answer = [...said.matchAll(/SRV: (\S+)\. \(389,/gu)].map(([, name]) => name);
  const hosts = [...controllerObjects, ...Object.values(gone)].map(({ host }) => dnsNameOf(fabrikam, host));
  assert.deepEqual(answer.sort(), [real.name, ...hosts].sort());
  const resolver = new dns.Resolver({ timeout: 5000, tries: 1 });
  resolver.setServers([real.address]);
  assert.deepEqual(await resolver.resolve4(real.name), [real.address]);
  assert.deepEqual(await resolver.resolve4(dnsNameOf(fabrikam, gone.inDnsAlone.host)), ["192.0.2.52"]);
});

test("the child, the second tree and the trusts are known", async () => {
  const roots = (await named("(&(objectClass=crossRef)(systemFlags=3))", "dnsRoot")).map(
    ({ values }) => values.dnsRoot?.[0],
  );
  assert.deepEqual(roots.sort(), [fabrikam.name, otherDomains.child, otherDomains.tree].sort());
  const trusts = await fabrikam.ldapsearch(
    "-b",
    fabrikam.baseDn,
    "(objectClass=trustedDomain)",
    "trustPartner",
  );
  const partners = trusts.map(({ values }) => values.trustPartner?.[0]);
  assert.deepEqual(partners.sort(), Object.values(otherDomains).sort());
});

test("the password of a service account is read by whom it names, and by nobody else", async () => {
  const reads = async (host: string, key: ServiceAccountName) => {
    const who = ["-D", `${host}$@${fabrikam.name}`, "-w", fabrikam.accounts.plain.password];
    const what = ["-b", serviceAccountDn(fabrikam, key), "-s", "base", "msDS-ManagedPassword"];
    const [entry] = await fabrikam.ldapsearch(...who, ...what);
    return (entry?.bytes["msDS-ManagedPassword"]?.[0]?.length ?? 0) > 0;
  };
  for (const [host, key, may] of [
    ["SYNC01", "agent", true],
    ["SYNC02", "agent", false],
    // Through the group.
    ["SYNC01", "custom", true],
    ["SYNC02", "custom", false],
    ["SYNC01", "orphan", false],
  ] as const)
    assert.equal(await reads(host, key), may, `${host} ${key}`);
  for (const key of ["agent", "custom", "orphan"] as const) {
    const said = await fabrikam.sambaTool(
      "service-account",
      "view",
      "--name",
      serviceAccounts[key].sAMAccountName,
    );
    assert.match(
      said,
      new RegExp(`"msDS-SupportedEncryptionTypes"[^\\d]*${serviceAccounts[key].encryptionTypes}`, "u"),
    );
  }
});

test("root keys are in the state that is asked for, and a service account needs a usable one", async () => {
  const sid = (await fabrikam.ldapsearch("-b", computerDn(fabrikam, "SYNC01"), "objectSid"))[0];
  assert.ok(sid);
  const create = (cn: string) =>
    fabrikam
      .change(
        added(`CN=${cn},CN=Managed Service Accounts,${fabrikam.baseDn}`, {
          objectClass: "msDS-GroupManagedServiceAccount",
          sAMAccountName: `${cn}$`,
          dNSHostName: `${cn}.${fabrikam.name}`,
          "msDS-ManagedPasswordInterval": 30,
          "msDS-GroupMSAMembership": "O:BAD:(A;;GA;;;BA)",
        }),
      )
      .then(
        () => "created",
        (error: unknown) => (/suitable root key/u.test(String(error)) ? "no key" : String(error)),
      );
  const hours = async () => {
    const keys = await fabrikam.ldapsearch("-b", rootKeysDn(fabrikam), "-s", "one", "msKds-UseStartTime");
    return keys.map(({ values }) => {
      const ms = Number(BigInt(values["msKds-UseStartTime"]?.[0] ?? 0) / 10_000n - 11_644_473_600_000n);
      return Math.round((ms - Date.now()) / 3_600_000) + 0;
    });
  };
  for (const [state, effective, outcome] of [
    ["none", [], "no key"],
    ["future", [10], "no key"],
    ["young", [0], "no key"],
    ["usable", [-240], "created"],
  ] as const satisfies readonly (readonly [RootKeyState, readonly number[], string])[]) {
    await fabrikam.setRootKeys(state);
    assert.deepEqual(await hours(), effective, state);
    assert.equal(await create(`test${state}`), outcome, state);
  }
});
