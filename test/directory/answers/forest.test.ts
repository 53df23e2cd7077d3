/** What the product says of a forest and its controllers is what `ldapsearch` and `samba-tool` say of it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { controllersQuestion, isNewEnough } from "../../../src/setup/directory/controllers.ts";
import { forestQuestion, ownDomain } from "../../../src/setup/directory/forest.ts";
import { askedDomain, value, type AskedDomain } from "../asking/product.ts";
import { controllerObjects, gone, sites } from "../support/controllers.ts";
import { configurationOf, dnsNameOf } from "../support/forests.ts";
import type { Entry } from "../support/ldif.ts";

let fabrikam: AskedDomain;
before(async () => {
  fabrikam = await askedDomain("fabrikam");
});
after(() => fabrikam.stop());

const one = ({ values }: Entry | { readonly values: Entry["values"] }, name: string) => values[name]?.[0];
const number = (entry: Entry, name: string): number | undefined =>
  one(entry, name) === undefined ? undefined : Number(one(entry, name));
/** `Forest           : fabrikam.lan`. */
const lineOf = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}\\s*: (.*)$`, "mu").exec(text)?.[1];
const sorted = <T>(values: readonly T[]): readonly T[] =>
  values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

test("the controller's own word, the levels and the schema", async () => {
  const { domain, ask } = fabrikam;
  const facts = await ask(forestQuestion);
  const root = value(facts.rootDse);
  const info = await domain.sambaTool("domain", "info", domain.controllers[0].address);
  const [said] = await domain.ldapsearch("-b", "", "-s", "base", "*", "+");
  assert.ok(said);
  const now = Date.now();
  assert.deepEqual(
    { ...root, clock: undefined },
    {
      domain: one(said, "defaultNamingContext"),
      configuration: one(said, "configurationNamingContext"),
      schema: one(said, "schemaNamingContext"),
      forestRoot: one(said, "rootDomainNamingContext"),
      domainLevel: number(said, "domainFunctionality"),
      forestLevel: number(said, "forestFunctionality"),
      controllerLevel: number(said, "domainControllerFunctionality"),
      controller: one(said, "dnsHostName"),
      site: lineOf(info, "Server site"),
      clock: undefined,
      isCatalog: one(said, "isGlobalCatalogReady") === "TRUE",
    },
  );
  assert.equal(root.controller?.toLowerCase(), lineOf(info, "DC name"));
  assert.ok(Math.abs(Date.parse(root.clock ?? "") - now) < 60_000, root.clock);
  assert.deepEqual([root.domainLevel, root.forestLevel], [7, 7]);
  const [schema] = await domain.ldapsearch("-b", root.schema, "-s", "base", "objectVersion");
  assert.equal(value(facts.schemaVersion), schema && number(schema, "objectVersion"));
  const attribute = "(lDAPDisplayName=msDS-ExternalDirectoryObjectId)";
  const found = await domain.ldapsearch("-b", root.schema, attribute, "1.1");
  assert.equal(value(facts.externalIdInSchema), found.length === 1);
  const own = value(ownDomain(facts));
  assert.deepEqual(
    [own.name, own.netbiosName, own.standing],
    [lineOf(info, "Domain"), lineOf(info, "Netbios domain"), "root"],
  );
});

test("the domains of the forest, and whom the domain trusts", async () => {
  const { domain, ask } = fabrikam;
  const { domains, trusts } = await ask(forestQuestion);
  const refs = await domain.ldapsearch(
    ...["-b", `CN=Partitions,${configurationOf(domain)}`, "(&(objectClass=crossRef)(nETBIOSName=*))"],
    ...["nCName", "dnsRoot", "nETBIOSName", "msDS-Behavior-Version", "trustParent", "rootTrust"],
  );
  assert.deepEqual(
    sorted(value(domains)),
    sorted(
      refs.map((ref) => ({
        dn: one(ref, "nCName"),
        name: one(ref, "dnsRoot"),
        netbiosName: one(ref, "nETBIOSName"),
        level: number(ref, "msDS-Behavior-Version"),
        standing: ref.values.trustParent ? "child" : ref.values.rootTrust ? "tree" : "root",
      })),
    ),
  );
  assert.deepEqual(
    value(domains)
      .map(({ standing }) => standing)
      .toSorted(),
    ["child", "root", "tree"],
  );
  const words = { both: "BOTH", inbound: "INCOMING", outbound: "OUTGOING", disabled: "DISABLED" } as const;
  const listed = await domain.sambaTool("domain", "trust", "list");
  assert.deepEqual(
    sorted(
      value(trusts).map(({ partner, direction, ofForests }) => [
        ofForests ? "Forest" : "External",
        direction && words[direction],
        partner,
      ]),
    ),
    sorted(
      [...listed.matchAll(/^Type\[(\w+)\].*Direction\[(\w+)\]\s+Name\[([^\]]+)\]$/gmu)].map(
        ([, type, direction, name]) => [type, direction, name],
      ),
    ),
  );
  const within = await domain.ldapsearch(
    ...["-b", `CN=System,${domain.baseDn}`, "(trustAttributes:1.2.840.113556.1.4.803:=32)", "trustPartner"],
  );
  assert.deepEqual(
    sorted(value(trusts).flatMap(({ partner, withinForest }) => (withinForest ? [partner] : []))),
    sorted(within.map((entry) => one(entry, "trustPartner"))),
  );
});

test("each of fifty controllers with its site, system, catalog and kind, and who is the PDC", async () => {
  const { domain, ask } = fabrikam;
  const { controllers, isWhole } = value(await ask(controllersQuestion));
  const whole = controllers.filter(({ standing }) => standing === "whole");
  const computers = await domain.ldapsearch(
    ...["-b", domain.baseDn, "(|(primaryGroupID=516)(primaryGroupID=521))"],
    ...["dNSHostName", "operatingSystem", "operatingSystemVersion", "sAMAccountName", "primaryGroupID"],
  );
  const agents = await domain.ldapsearch(
    ...["-b", `CN=Sites,${configurationOf(domain)}`, "(objectClass=nTDSDSA)", "options", "msDS-isRODC"],
  );
  const pdc = /^PdcEmulationMasterRole owner: (.+)$/mu.exec(await domain.sambaTool("fsmo", "show"))?.[1];
  const known = computers.flatMap((computer) => {
    const account = one(computer, "sAMAccountName")?.replace(/\$$/u, "") ?? "";
    const agent = agents.find(({ dn }) => dn.startsWith(`CN=NTDS Settings,CN=${account},CN=Servers,`));
    if (!agent) return [];
    return [
      {
        host: one(computer, "dNSHostName"),
        standing: "whole",
        site: /,CN=Servers,CN=([^,]+),CN=Sites,/u.exec(agent.dn)?.[1],
        isCatalog: (Number(one(agent, "options") ?? 0) & 1) === 1,
        isReadOnly: one(agent, "msDS-isRODC") === "TRUE",
        isPdc: agent.dn === pdc,
        operatingSystem: one(computer, "operatingSystem"),
        version: one(computer, "operatingSystemVersion"),
      },
    ];
  });
  assert.deepEqual(sorted(whole), sorted(known));
  assert.deepEqual([whole.length, isWhole], [50, true]);
  const listed = await domain.sambaTool("sites", "list");
  assert.deepEqual(
    sorted([...new Set(whole.map(({ site }) => site))]),
    sorted(listed.split("\n").filter((line) => line !== "")),
  );
  assert.equal(sites.length, 10);
  const old = controllerObjects.filter(({ system }) => system.level < 5);
  assert.deepEqual(
    sorted(whole.filter((each) => isNewEnough(each) === false).map(({ host }) => host)),
    sorted(old.map(({ host }) => dnsNameOf(domain, host))),
  );
});

test("what is left behind of controllers is no controller", async () => {
  const { domain, ask } = fabrikam;
  const { controllers } = value(await ask(controllersQuestion));
  const parts = controllers.filter(({ standing }) => standing !== "whole");
  assert.deepEqual(
    sorted(parts.map(({ host, standing }) => [host, standing])),
    sorted([
      [dnsNameOf(domain, gone.withoutAgent.host), "demoted"],
      [dnsNameOf(domain, gone.withoutComputer.host), "gone"],
    ]),
  );
  // A computer that was deleted without its place leaves one that is gone; its place deleted, one that is half made.
  const [plain] = controllerObjects;
  assert.ok(plain);
  const server = `CN=${plain.host},CN=Servers,CN=${plain.site},CN=Sites,${configurationOf(domain)}`;
  await domain.change(
    `dn: CN=NTDS Settings,${server}\nchangetype: delete\n\ndn: ${server}\nchangetype: delete\n\n`,
  );
  const after = value(await ask(controllersQuestion)).controllers;
  const standing = after.find(({ host }) => host === dnsNameOf(domain, plain.host))?.standing;
  const servers = await domain.ldapsearch("-b", configurationOf(domain), `(cn=${plain.host})`, "1.1");
  const accounts = await domain.sambaTool("computer", "list");
  assert.deepEqual([standing, servers.length], ["halfMade", 0]);
  assert.match(accounts, new RegExp(`^${plain.host}\\$$`, "mu"));
});
