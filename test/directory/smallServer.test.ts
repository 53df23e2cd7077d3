/**
 * The lab's own small server beside Samba over the same entries: what the product asks, and what the server can, is answered alike,
 * but for what is named here with its source.
 */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { makeAuthority } from "../../lab/directory/authority.ts";
import { signIn } from "../../lab/directory/accounts.ts";
import { Directory } from "../../lab/directory/directory.ts";
import { startDirectory, type DirectoryServer } from "../../lab/directory/server.ts";
import { machine } from "../../src/directory/machine.ts";
import { accountsContainerQuestion } from "../../src/setup/directory/accountsContainer.ts";
import { computerQuestion, groupsQuestion, namesQuestion } from "../../src/setup/directory/computers.ts";
import { controllersQuestion } from "../../src/setup/directory/controllers.ts";
import { forestQuestion } from "../../src/setup/directory/forest.ts";
import { conflictsQuestion, managedAccountsQuestion } from "../../src/setup/directory/managedAccounts.ts";
import { readAnswers, type BoundAnswer, type DirectoryQuestion } from "../../src/setup/directory/question.ts";
import { rootKeysQuestion } from "../../src/setup/directory/rootKeys.ts";
import { rootPermissionsQuestion } from "../../src/setup/directory/rootPermissions.ts";
import { accountQuestion, boundQuestion, signInQuestion } from "../../src/setup/directory/whoIsBound.ts";
import { getDirectoryEntries } from "../../src/setup/operations/directory.ts";
import { resultOf } from "../../src/setup/result.ts";
import { bound } from "./asking/questions.ts";
import { ldbsearch, sidOfEntry } from "./asking/samba.ts";
import { copiedEntries } from "./asking/copied.ts";
import { handsTo, standing, type Standing } from "./asking/standing.ts";
import { levelName } from "./support/crowd.ts";
import { domain, type Domain } from "./support/domain.ts";
import { changed, readLdif } from "./support/ldif.ts";
import { computerDn, groupDn, personNames } from "./support/people.ts";
import { run } from "./support/programs.ts";
import { serviceAccountDn } from "./support/serviceAccounts.ts";

type Server = "samba" | "small";
type Answers = Parameters<DirectoryQuestion<unknown>["read"]>[0];

let fabrikam: Domain;
let small: DirectoryServer;
let place: Standing;
let folder: string;
let ca: string;
before(async () => {
  fabrikam = await domain("fabrikam");
  folder = await mkdtemp(path.join(os.tmpdir(), "cs-small-"));
  ca = path.join(folder, "ca.pem");
  const { accounts, netbios } = fabrikam;
  const content = new Directory(await copiedEntries(fabrikam));
  const ports = { ldap: 0, ldaps: 0, secureCatalog: 0 };
  const hands = (name: keyof typeof ports) => (socket: Socket) => {
    handsTo(ports[name])(socket);
  };
  place = await standing({ 389: hands("ldap"), 636: hands("ldaps"), 3269: hands("secureCatalog") });
  const authority = makeAuthority("Small");
  const passwords = Object.fromEntries(Object.values(accounts).map(({ dn, password }) => [dn, password]));
  small = await startDirectory({
    directory: content,
    signIn: (name, password) => signIn(content, passwords, name, password, new Date()),
    netBios: netbios,
    certificate: authority.issue([place.address]),
  });
  Object.assign(ports, small.ports);
  await writeFile(ca, [await readFile(fabrikam.ca, "utf8"), authority.cert].join("\n"));
});
after(async () => {
  await Promise.all([small.stop(), place.stop(), fabrikam.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const addressOf = (server: Server): string =>
  server === "samba" ? fabrikam.controllers[0].address : place.address;

/** A long list by how many it has. */
const shortly = (answer: unknown): unknown =>
  Array.isArray(answer) && answer.length > 3 ? `${answer.length} entries` : answer;

/** Both answers to everything, by its name; what differs must be what is named, and differ so. */
const compare = async (
  asked: Readonly<Record<string, (server: Server) => Promise<unknown>>>,
  different: Readonly<Record<string, readonly [samba: unknown, small: unknown]>> = {},
): Promise<void> => {
  const found: Record<string, readonly unknown[]> = {};
  for (const [name, ask] of Object.entries(asked)) {
    const [samba, own] = [await ask("samba"), await ask("small")];
    try {
      assert.deepEqual(own, samba);
    } catch {
      found[name] = [shortly(samba), shortly(own)];
    }
  }
  assert.deepEqual(found, different);
};

const byText = (one: unknown, other: unknown): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;

/** What the product makes of a question's answers, which come in no order. */
const product =
  <T>(question: DirectoryQuestion<T>, { catalog = false, account = fabrikam.accounts.administrator } = {}) =>
  async (server: Server): Promise<unknown> => {
    const target = {
      ...{ domain: fabrikam.name, controller: addressOf(server), preferred: [], catalog },
      ...{ security: "ldaps" as const, timeoutMs: 10_000 },
    };
    const given = await machine({ computer: "HERE", caFile: () => ca }).run(
      getDirectoryEntries,
      { target, searches: [...question.searches] },
      { secrets: { account: [{ user: account.upn, password: account.password }] } },
    );
    const answer: BoundAnswer = bound(resultOf(getDirectoryEntries, given));
    const sorted = answer.answers.map((one) =>
      one.outcome === "found"
        ? { ...one, entries: one.entries.toSorted((a, b) => byText(a.dn.toLowerCase(), b.dn.toLowerCase())) }
        : one,
    );
    return JSON.parse(
      JSON.stringify(readAnswers(question, { ...answer, answers: sorted }), (key, value: unknown) =>
        key === "clock" ? "" : Array.isArray(value) ? value.toSorted(byText) : value,
      ),
    );
  };

test("every question of the product, to whoever is bound", async () => {
  const { accounts, baseDn } = fabrikam;
  const sid = await sidOfEntry(fabrikam, baseDn);
  const deep = [await sidOfEntry(fabrikam, accounts.deep.dn)];
  const now = new Date().toISOString();
  const { administrator, mustChange } = accounts;
  const sids = [await sidOfEntry(fabrikam, mustChange.dn)];
  const asked = accountQuestion(mustChange.name, now);
  const must = { ...asked, read: (answers: Answers) => asked.read(answers)({ value: { sids } }) };
  const create = { kind: "create" } as const;
  await compare({
    forest: product(forestQuestion),
    controllers: product(controllersQuestion),
    "root keys": product(rootKeysQuestion),
    container: product(accountsContainerQuestion),
    "the wizard's account": product(managedAccountsQuestion(create)),
    "a custom account": product(managedAccountsQuestion({ kind: "custom", name: "svcOrphan$" })),
    conflicts: product(conflictsQuestion(create, fabrikam.name), { catalog: true }),
    "a computer": product(computerQuestion("SYNC01")),
    "no computer": product(computerQuestion("NOBODY")),
    "a computer's groups": product(groupsQuestion(computerDn(fabrikam, "SYNC01"))),
    names: product(namesQuestion([`${sid}-512`, `${sid}-519`, ...deep, `${sid}-999999`])),
    "the root's permissions": product(rootPermissionsQuestion),
    "who is bound": product(boundQuestion),
    "who has signed in": product(signInQuestion(administrator.upn, now)),
    "an account's password that must be changed": product(must),
  });
});

/** What a program of OpenLDAP gets: its code, and the entries that it prints, in an order of their own. */
const asks =
  (program: "ldapsearch" | "ldapmodify", args: readonly string[], input = "") =>
  async (server: Server): Promise<unknown> => {
    const { upn, password } = fabrikam.accounts.administrator;
    const who = args.includes("-D") ? [] : ["-D", upn, "-w", password];
    const how = ["-x", "-H", `ldaps://${addressOf(server)}`, ...who];
    const print = program === "ldapsearch" ? ["-LLL", "-o", "ldif-wrap=no"] : [];
    try {
      const printed = await run(program, [...how, ...print, ...args], { input, env: { LDAPTLS_CACERT: ca } });
      return program === "ldapmodify"
        ? 0
        : readLdif(printed)
            .map(({ dn, values }) => [
              dn.toLowerCase(),
              Object.entries(values)
                .map(([name, all]) => [name.toLowerCase(), all.toSorted()] as const)
                .toSorted(byText),
            ])
            .toSorted(byText);
    } catch (error) {
      const [, code] = / ended with (\d+):/u.exec(String(error)) ?? [];
      return /AcceptSecurityContext error, data (\w+),/u.exec(String(error))?.[1] ?? Number(code);
    }
  };
const finds = (filter: string, ...more: readonly string[]) => {
  const base = more.includes("-b") ? [] : ["-b", fabrikam.baseDn];
  const end = more.includes("cn") || more.includes("1.1") ? [] : ["1.1"];
  // Options stand before the filter, and attributes behind it.
  const attributes = more.filter((one) => attributeNames.has(one));
  const options = more.filter((one) => !attributeNames.has(one));
  return asks("ldapsearch", ["-E", "pr=500/noprompt", ...base, ...options, filter, ...attributes, ...end]);
};
const attributeNames = new Set(["cn", "1.1", "member", "description", "sAMAccountName"]);

test("filters: each kind, Active Directory's own rules, and values with signs in them", async () => {
  const { accounts, baseDn } = fabrikam;
  const [plain] = await ldbsearch(fabrikam, "-b", accounts.plain.dn, "-s", "base", "objectSid");
  const sid = plain?.values.objectSid?.[0] ?? "";
  const [bytes] = await fabrikam.ldapsearch("-b", accounts.plain.dn, "-s", "base", "objectGUID", "objectSid");
  const escaped = (name: string) =>
    (bytes?.bytes[name]?.[0] ?? Buffer.alloc(0)).toString("hex").replace(/../gu, "\\$&");
  const inner = groupDn(fabrikam, levelName(50));
  await compare(
    Object.fromEntries(
      [
        "(sAMAccountName=PLAIN.USER)",
        "(sAMAccountName=nobody)",
        "(mail=*)",
        "(cn=User 000*)",
        "(cn=*er 0001*)",
        "(cn=*00100)",
        "(cn=U*00*1)",
        "(&(objectClass=user)(!(mail=*)))",
        "(!(objectClass=user))",
        "(|(cn=plain.user)(cn=t.deep))",
        "(&(objectCategory=person)(department=Berlin))",
        "(objectCategory=computer)",
        "(objectCategory=group)",
        "(objectClass=computer)",
        "(userAccountControl>=4096)",
        "(userAccountControl<=512)",
        "(whenCreated>=20200101000000.0Z)",
        "(cn~=plain.user)",
        "(userAccountControl:1.2.840.113556.1.4.803:=2)",
        "(userAccountControl:1.2.840.113556.1.4.804:=4098)",
        "(groupType:1.2.840.113556.1.4.803:=2147483648)",
        `(member=${accounts.deep.dn})`,
        `(member=${accounts.deep.dn.toLowerCase().replaceAll(",", ", ")})`,
        `(member:1.2.840.113556.1.4.1941:=${accounts.deep.dn})`,
        `(memberOf:1.2.840.113556.1.4.1941:=${groupDn(fabrikam, levelName(45))})`,
        `(memberOf=${inner})`,
        `(objectSid=${sid})`,
        `(objectSid=${escaped("objectSid")})`,
        `(objectGUID=${escaped("objectGUID")})`,
        "(displayName=Jürgen Müller \\28東京\\29)",
        "(cn=\\2a)",
        "(cn=a\\00b)",
        "(noSuchAttribute=1)",
        "(!(noSuchAttribute=1))",
        `(distinguishedName=${baseDn})`,
        "(cn:9.9.9.9:=plain.user)",
      ].map((filter) => [filter, finds(filter)]),
    ),
    {
      // Active Directory takes it for equality ([MS-ADTS] 3.1.1.3.1.3.1); Samba does not know it.
      "(cn~=plain.user)": [1, [[accounts.plain.dn.toLowerCase(), []]]],
    },
  );
});

test("scopes, names, attributes, pages and parts of a list", async () => {
  const { accounts, baseDn } = fabrikam;
  const corp = `OU=Corp,${baseDn}`;
  const group = groupDn(fabrikam, levelName(3));
  const on = (dn: string, ...more: readonly string[]) =>
    asks("ldapsearch", ["-b", dn, "-s", "base", "(objectClass=*)", ...more]);
  await compare(
    {
      base: finds("(objectClass=*)", "-b", corp, "-s", "base"),
      "one level": finds("(objectClass=*)", "-b", corp, "-s", "one"),
      subtree: finds("(objectClass=group)", "-b", `OU=Groups,${baseDn}`, "-s", "sub"),
      "by other case and spaces": finds(
        "(objectClass=*)",
        "-b",
        `ou=corp , ${baseDn.toLowerCase()}`,
        "-s",
        "base",
      ),
      "no such entry": finds("(objectClass=*)", "-b", `CN=nobody,${baseDn}`),
      "no name": finds("(objectClass=*)", "-b", "nonsense"),
      "all attributes of a service account": on(
        serviceAccountDn(fabrikam, "custom"),
        "sAMAccountName",
        "msDS-SupportedEncryptionTypes",
        "msDS-GroupMSAMembership",
        "objectSid",
        "objectClass",
      ),
      "an attribute that is not there": on(accounts.plain.dn, "mail", "cn"),
      "by another case": on(accounts.plain.dn, "SAMACCOUNTNAME"),
      "no attribute": on(accounts.plain.dn, "1.1"),
      "names of attributes alone": asks("ldapsearch", [
        "-A",
        "-b",
        accounts.plain.dn,
        "-s",
        "base",
        "(objectClass=*)",
        "cn",
        "objectSid",
      ]),
      "links back": on(group, "member", "memberOf"),
      "a part of a list": on(`CN=Domain Admins,CN=Users,${baseDn}`, "member;range=0-1"),
      "the rest of a list": on(`CN=Domain Admins,CN=Users,${baseDn}`, "member;range=1-*"),
      "pages of seven": asks("ldapsearch", [
        "-E",
        "pr=7/noprompt",
        "-b",
        `OU=Groups,${baseDn}`,
        "(objectClass=group)",
        "cn",
      ]),
      "pages of a thousand": asks("ldapsearch", [
        "-E",
        "pr=1000/noprompt",
        "-b",
        corp,
        "(objectClass=user)",
        "cn",
      ]),
      "a thousand and more without pages": asks("ldapsearch", ["-b", baseDn, "(objectClass=user)", "1.1"]),
      "no more than five": asks("ldapsearch", ["-z", "5", "-b", corp, "(objectClass=user)", "1.1"]),
      "another domain of the forest": on(`CN=a,DC=emea,${baseDn}`),
      "without a bind": asks("ldapsearch", ["-D", "", "-w", "", "-b", baseDn, "-s", "base", "1.1"]),
      "RootDSE without a bind": asks("ldapsearch", [
        "-D",
        "",
        "-w",
        "",
        "-b",
        "",
        "-s",
        "base",
        "defaultNamingContext",
        "dnsHostName",
        "supportedLDAPVersion",
      ]),
    },
    {
      // MaxPageSize, 1,000 by default, and the limit of whoever asks: [MS-ADTS] 3.1.1.3.4.6, RFC 4511 4.5.1.4. Samba has no limit.
      "a thousand and more without pages": ["1078 entries", 4],
      "no more than five": ["1012 entries", 4],
      // Another server has it: [MS-ADTS] 3.1.1.4.6. Samba says that there is no such entry.
      "another domain of the forest": [32, 10],
    },
  );
});

test("who is let in, by each form of a name, and why not", async () => {
  const { accounts, netbios, name } = fabrikam;
  const { plain } = accounts;
  const who = (user: string, password: string = plain.password) =>
    asks("ldapsearch", ["-D", user, "-w", password, "-b", "", "-s", "base", "1.1"]);
  await compare(
    {
      ...Object.fromEntries(personNames.map((key) => [key, who(accounts[key].upn)])),
      "distinguished name": who(plain.dn),
      "domain and name": who(`${netbios}\\${plain.name}`),
      "name and domain": who(`${plain.name}@${name}`.toUpperCase()),
      "a wrong password": who(plain.upn, "wrong"),
      "a locked account's wrong password": who(accounts.locked.upn, "wrong"),
      "a disabled account's wrong password": who(accounts.disabled.upn, "wrong"),
      "an unknown name": who(`nobody@${name}`),
      "a name of another domain": who("nobody@example.org"),
    },
    {
      // Samba does not tell an unknown name from a wrong password; a domain controller says ERROR_NO_SUCH_USER ([MS-ERREF] 2.2).
      "an unknown name": ["52e", "525"],
      "a name of another domain": ["52e", "525"],
      // Samba takes a simple bind for NTLM, by which Protected Users may not sign in ("Protected Users security group", Microsoft).
      // The small server has no such rule, so that what follows a sign-in can be shown for one.
      protected: ["52f", [["", []]]],
      nestedProtected: ["52f", [["", []]]],
    },
  );
});

test("what is changed, and what is refused", async () => {
  const { accounts, baseDn } = fabrikam;
  const dn = accounts.plain.dn;
  const modifies = (ldif: string, ...more: readonly string[]) => asks("ldapmodify", more, ldif);
  const description = asks("ldapsearch", ["-b", dn, "-s", "base", "description"]);
  const types = asks("ldapsearch", [
    "-b",
    computerDn(fabrikam, "SYNC03"),
    "-s",
    "base",
    "msDS-SupportedEncryptionTypes",
  ]);
  const change = (how: string, ...values: readonly string[]) =>
    `dn: ${dn}\nchangetype: modify\n${how}: description\n${values.map((one) => `description: ${one}\n`).join("")}-\n`;
  await compare({
    "a value added": modifies(change("add", "one")),
    "it is there": description,
    "a value that is there": modifies(change("add", "one")),
    "a value replaced": modifies(change("replace", "two")),
    "a value that is not there": modifies(change("delete", "three")),
    "still the second": description,
    "a value taken away": modifies(change("delete", "two")),
    "an attribute that is not there": modifies(change("delete")),
    "nothing is there": description,
    "no such entry": modifies(changed(`CN=nobody,${baseDn}`, "replace", { description: "x" })),
    "by somebody who may not": modifies(
      change("replace", "x"),
      "-D",
      accounts.deep.upn,
      "-w",
      accounts.deep.password,
    ),
    "encryption types by delete and add": modifies(
      `dn: ${computerDn(fabrikam, "SYNC03")}\nchangetype: modify\ndelete: msDS-SupportedEncryptionTypes\nmsDS-SupportedEncryptionTypes: 4\n-\nadd: msDS-SupportedEncryptionTypes\nmsDS-SupportedEncryptionTypes: 24\n-\n`,
    ),
    "they are written": types,
    "where they were something else": modifies(
      `dn: ${computerDn(fabrikam, "SYNC03")}\nchangetype: modify\ndelete: msDS-SupportedEncryptionTypes\nmsDS-SupportedEncryptionTypes: 4\n-\nadd: msDS-SupportedEncryptionTypes\nmsDS-SupportedEncryptionTypes: 28\n-\n`,
    ),
    "they are as before": types,
  });
});
