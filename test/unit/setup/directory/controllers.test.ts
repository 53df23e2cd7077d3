/** Every domain controller of a domain, and what is left of those that are not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  controllersQuestion,
  isNewEnough,
  type Controller,
} from "../../../../src/setup/directory/controllers.ts";
import { readAnswers, type SearchAnswer } from "../../../../src/setup/directory/question.ts";
import type { DirectoryEntry } from "../../../../src/setup/operations/directory.ts";
import {
  boundWith,
  entry,
  failedWith,
  foundOf,
  readRecorded,
} from "../../support/recordedDirectory/recorded.ts";

const read = (servers: SearchAnswer, accounts: SearchAnswer) => {
  const list = readAnswers(controllersQuestion, boundWith([servers, accounts]));
  assert.ok("value" in list, JSON.stringify(list));
  return list.value;
};
const of = (all: readonly Controller[], host: string) => all.find((one) => one.host === host);

test("of a real domain: name, site, system, catalog, PDC and read-only of each, in two searches", () => {
  assert.equal(controllersQuestion.searches.length, 2);
  const list = readRecorded(controllersQuestion, "controllers");
  assert.ok("value" in list);
  const { controllers, isWhole } = list.value;
  assert.ok(isWhole);
  assert.equal(controllers.length, 13);
  assert.deepEqual(of(controllers, "DC1.contoso.lan"), {
    host: "DC1.contoso.lan",
    standing: "whole",
    site: "Default-First-Site-Name",
    isCatalog: true,
    isReadOnly: false,
    isPdc: true,
    operatingSystem: "Samba-4.22.6-Debian-4.22.6+dfsg-0+deb13u1~bpo12+1",
    version: "10.0 (14393)",
  });
  assert.deepEqual(
    controllers.filter(({ isReadOnly }) => isReadOnly).map(({ host }) => host),
    ["fdc010.contoso.lan"],
  );
  assert.equal(of(controllers, "fdc003.contoso.lan")?.isCatalog, false);
  assert.equal(controllers.filter(({ isPdc }) => isPdc).length, 1);
});

test("a controller that is in the configuration or in the domain alone is named for what is missing", () => {
  const list = readRecorded(controllersQuestion, "controllers");
  assert.ok("value" in list);
  assert.deepEqual(
    list.value.controllers
      .filter(({ standing }) => standing !== "whole")
      .map(({ host, standing, site }) => [host, standing, site]),
    [
      ["fdc005.contoso.lan", "demoted", "London"],
      ["fdc004.contoso.lan", "gone", "Redmond"],
      ["fdc006.contoso.lan", "halfMade", undefined],
    ],
  );
});

const domain = "DC=contoso,DC=lan";
const root = (pdc = "") =>
  entry(domain, { objectClass: ["top", "domain", "domainDNS"], ...(pdc ? { fSMORoleOwner: [pdc] } : {}) });
const serverDn = (name: string) => `CN=${name},CN=Servers,CN=Berlin,CN=Sites,CN=Configuration,${domain}`;
const server = (name: string, text: Record<string, string[]> = {}) =>
  entry(serverDn(name), { objectClass: ["top", "server"], ...text });
const settings = (name: string, text: Record<string, string[]> = {}) =>
  entry(`CN=NTDS Settings,${serverDn(name)}`, { objectClass: ["top", "nTDSDSA"], ...text });
const account = (dn: string, text: Record<string, string[]> = {}) =>
  entry(dn, { objectClass: ["computer"], userAccountControl: ["532480"], ...text });

test("names are one, in whatever capitals they stand and with whatever letters", () => {
  const pdc = `cn=ntds settings,${serverDn("DÜ\\, 1").toLowerCase()}`;
  const { controllers } = read(
    foundOf([
      settings("DÜ\\, 1"),
      server("DÜ\\, 1", { serverReference: [`CN=dü\\2c 1,OU=Domain Controllers,${domain}`] }),
    ]),
    foundOf([root(pdc), account(`CN=DÜ\\, 1,OU=DOMAIN CONTROLLERS,${domain.toUpperCase()}`)]),
  );
  assert.deepEqual(
    controllers.map(({ host, standing, isPdc, site }) => [host, standing, isPdc, site]),
    [["DÜ, 1", "whole", true, "Berlin"]],
  );
});

test("servers of other domains are left out, and a place in which nothing is", () => {
  const elsewhere: DirectoryEntry[] = [
    server("E1", {
      serverReference: [`CN=E1,OU=Domain Controllers,DC=emea,${domain.replace("contoso", "other")}`],
    }),
    settings("E1"),
    server("E2"),
    settings("E2", { "msDS-HasDomainNCs": ["DC=emea,DC=other"] }),
    server("E3"),
    settings("GONE"),
    server("E4", { serverReference: [`CN=E4,OU=x,${domain}`] }),
  ];
  assert.deepEqual(read(foundOf(elsewhere), foundOf([root()])).controllers, []);
});

test("a server that does not say whose it is counts by its settings, and by nothing as one of this domain", () => {
  const { controllers } = read(
    foundOf([
      server("A", { dNSHostName: ["a.contoso.lan"] }),
      settings("A", { "msDS-HasDomainNCs": ["dc=CONTOSO,dc=lan"] }),
      server("B"),
      settings("B", { options: ["x"] }),
    ]),
    foundOf([root()]),
  );
  assert.deepEqual(
    controllers.map(({ host, standing, isCatalog }) => [host, standing, isCatalog]),
    [
      ["a.contoso.lan", "gone", false],
      ["B", "gone", false],
    ],
  );
});

test("a read-only controller is known by its settings too, where its account is gone", () => {
  const { controllers } = read(
    foundOf([
      server("R", { serverReference: [`CN=R,${domain}`] }),
      entry(`CN=NTDS Settings,${serverDn("R")}`, { objectClass: ["nTDSDSA", "nTDSDSARO"] }),
    ]),
    foundOf([root()]),
  );
  assert.deepEqual(
    controllers.map(({ isReadOnly, standing }) => [isReadOnly, standing]),
    [[true, "gone"]],
  );
});

test("a search that failed, or without the domain's own entry, gives no list; one that was cut off a part of it", () => {
  const unread = (servers: SearchAnswer, accounts: SearchAnswer) =>
    "unread" in readAnswers(controllersQuestion, boundWith([servers, accounts]));
  assert.ok(unread(failedWith({ code: 3 }), foundOf([root()])));
  assert.ok(unread(foundOf([]), failedWith({ code: 4 })));
  assert.ok(unread(foundOf([]), foundOf([account("CN=a")])));
  assert.ok(!read(foundOf([], { more: true }), foundOf([root()])).isWhole);
  assert.ok(read(foundOf([]), foundOf([root()], { referrals: ["ldap://x"] })).isWhole);
});

test("entries with attributes that are missing, repeated or of no form are in the list, and nothing throws", () => {
  const twice = account(`CN=T,${domain}`, { dNSHostName: ["t.contoso.lan", "u.contoso.lan"] });
  const { controllers } = read(
    foundOf([entry(""), entry("no name", { objectClass: ["server"] }), settings("X"), settings("X")]),
    foundOf([root(), twice, twice, account("also no name", { userAccountControl: ["?"] })]),
  );
  assert.deepEqual(
    controllers.map(({ host, standing }) => [host, standing]),
    [
      ["t.contoso.lan", "halfMade"],
      ["also no name", "halfMade"],
    ],
  );
});

test("Windows Server 2012 and later is new enough, and a system that says nothing is not known", () => {
  const versions = [
    "6.2 (9200)",
    "6.3 (9600)",
    "10.0 (20348)",
    "6.1 (7601)",
    "5.2 (3790)",
    "",
    undefined,
    "x",
  ];
  const base = {
    host: "",
    standing: "whole",
    site: "",
    isCatalog: true,
    isReadOnly: false,
    isPdc: false,
  } as const;
  assert.deepEqual(
    versions.map((version) => isNewEnough({ ...base, operatingSystem: "", version })),
    [true, true, true, false, false, undefined, undefined, undefined],
  );
});

test("the controllers of a child domain are not those of its parent", () => {
  const child = `DC=emea,${domain}`;
  const servers = foundOf([
    server("DC1", { serverReference: [`CN=DC1,OU=Domain Controllers,${domain}`] }),
    settings("DC1"),
    server("DC11", { serverReference: [`CN=DC11,OU=Domain Controllers,${child}`] }),
    settings("DC11"),
  ]);
  const { controllers } = read(servers, foundOf([root(), account(`CN=DC1,OU=Domain Controllers,${domain}`)]));
  assert.deepEqual(
    controllers.map(({ host, standing }) => [host, standing]),
    [["DC1", "whole"]],
  );
  const ofChild = read(
    servers,
    foundOf([
      entry(child, { objectClass: ["domainDNS"] }),
      account(`cn=dc11,ou=Domain Controllers,${child.toLowerCase()}`),
    ]),
  );
  assert.deepEqual(
    ofChild.controllers.map(({ host, standing }) => [host, standing]),
    [["DC11", "whole"]],
  );
});
