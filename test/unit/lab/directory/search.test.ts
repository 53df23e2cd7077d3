/** What the lab's directory finds, held to what Active Directory documents. Asked by ldapts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { AndFilter, Control, EqualityFilter, type Client } from "ldapts";
import { descriptorBytes } from "../../../../lab/directory/descriptor.ts";
import { entryOf } from "../../../../lab/directory/entry.ts";
import { guidBytes, sidOf } from "../../../../lab/directory/sids.ts";
import { base, DescriptorFlags, domain, NextPage, startedDirectory } from "../../support/directory.ts";

const names = async (client: Client, filter: string, at = base): Promise<string[]> => {
  const { searchEntries } = await client.search(at, { scope: "sub", filter, attributes: ["cn"] });
  return searchEntries.map((entry) => String(entry.cn)).sort();
};

const container = `CN=Users,${base}`;
const user = (at: number) =>
  entryOf(`CN=user ${at},${container}`, {
    objectClass: ["top", "user"],
    cn: `user ${at}`,
    uSNChanged: String(at),
  });
const users = (count: number) => Array.from({ length: count }, (_, at) => user(at));

test("each kind of filter finds what it says", async (t) => {
  const odd = entryOf(`CN=a\\,b (c)*\\\\,${container}`, {
    objectClass: ["top", "person"],
    cn: "a,b (c)*\\",
    objectGUID: guidBytes("00112233-4455-6677-8899-aabbccddeeff"),
    whenCreated: "20250101000000.0Z",
  });
  const { bound } = await startedDirectory(t, { entries: [odd] });
  const client = await bound();
  const finds = async (filter: string, ...expected: string[]) => {
    assert.deepEqual(await names(client, filter), expected, filter);
  };
  await finds("(sAMAccountName=ADA)", "ada");
  await finds("(cn=a,b \\28c\\29\\2a\\5c)", "a,b (c)*\\");
  await finds("(cn=a*\\28c*\\5c)", "a,b (c)*\\");
  await finds("(cn=*b*a*)", "fabrikam.com");
  await finds("(cn=Domain*ers)", "Domain Computers", "Domain Controllers", "Domain Users");
  await finds("(cn=ad*da)");
  await finds("(cn=*ad*da*)");
  await finds("(&(objectClass=user)(!(objectClass=computer))(memberOf=*))", "ada", "Ünal, Özge");
  await finds("(|(cn=ada)(cn=PLAIN))", "ada", "plain");
  await finds("(&(objectCategory=person)(cn=plain))", "plain");
  await finds("(&(objectCategory=user)(cn=plain))", "plain");
  await finds(`(objectSid=${domain.sid}-1105)`, "ada");
  await finds("(cn=ünal, ÖZGE)", "Ünal, Özge");
  // The bit of a computer's account, which a read-only controller has too; then either of two bits.
  await finds("(&(userAccountControl:1.2.840.113556.1.4.803:=4096)(cn=*))", "DC2", "SYNC01");
  await finds("(userAccountControl:1.2.840.113556.1.4.804:=12288)", "DC1", "DC2", "SYNC01");
  await finds("(groupType:1.2.840.113556.1.4.803:=2147483656)", "Enterprise Admins", "Schema Admins");
  await finds("(primaryGroupID>=521)", "DC2");
  await finds("(&(primaryGroupID<=99)(cn=*))");
  await finds("(&(whenCreated>=20241231235959.0Z)(whenCreated<=20250102000000.0Z))", "a,b (c)*\\");
  const guid = new EqualityFilter({
    attribute: "objectGUID",
    value: guidBytes("00112233-4455-6677-8899-aabbccddeeff"),
  });
  const { searchEntries } = await client.search(base, {
    scope: "sub",
    filter: new AndFilter({ filters: [guid] }),
  });
  assert.deepEqual(
    searchEntries.map((entry) => entry.cn),
    ["a,b (c)*\\"],
  );
  assert.deepEqual(await names(client, "(cn:1.2.3.4:=ada)"), []);
});

test("a chain of groups is followed to its end, a ring of them too", async (t) => {
  const group = (name: string, member: string) =>
    entryOf(`CN=${name},${container}`, {
      objectClass: ["top", "group"],
      cn: name,
      member: `CN=${member},${container}`,
    });
  const { bound } = await startedDirectory(t, {
    entries: [group("one", "two"), group("two", "three"), group("three", "one")],
  });
  const client = await bound();
  const admins = `CN=Domain Admins,CN=Users,${base}`;
  assert.deepEqual(await names(client, `(memberOf:1.2.840.113556.1.4.1941:=${admins})`), ["Tier 0", "ada"]);
  assert.deepEqual(await names(client, `(memberOf=${admins})`), ["Tier 0"]);
  assert.deepEqual(await names(client, `(member:1.2.840.113556.1.4.1941:=CN=one,${container})`), [
    "one",
    "three",
    "two",
  ]);
});

test("scopes end at the naming context, and a global catalog has them all", async (t) => {
  const { bound, server } = await startedDirectory(t);
  const client = await bound();
  const found = async (at: string, scope: "base" | "one" | "sub", asked = client) => {
    const { searchEntries, searchReferences } = await asked.search(at, { scope, attributes: ["1.1"] });
    return { names: searchEntries.map(({ dn }) => dn), elsewhere: searchReferences };
  };
  assert.deepEqual((await found(base, "base")).names, [base]);
  assert.deepEqual((await found(base, "one")).names.sort(), [
    `CN=Builtin,${base}`,
    `CN=Computers,${base}`,
    `CN=Managed Service Accounts,${base}`,
    `CN=System,${base}`,
    `CN=Users,${base}`,
    `OU=Domain Controllers,${base}`,
  ]);
  const whole = await found(base, "sub");
  assert.ok(whole.names.includes(`CN=DC1,OU=Domain Controllers,${base}`));
  assert.ok(!whole.names.some((dn) => dn.includes("CN=Configuration")), "another naming context");
  assert.deepEqual(whole.elsewhere, [
    `ldap://contoso.com/CN=Configuration,${base}`,
    `ldap://child.contoso.com/DC=child,${base}`,
  ]);
  const catalog = await bound({ port: server.ports.secureCatalog });
  const forest = await found("", "sub", catalog);
  assert.ok(forest.names.includes(`CN=Partitions,CN=Configuration,${base}`));
  assert.ok(forest.names.includes(base));
  assert.deepEqual(forest.elsewhere, []);
});

test("a domain that another controller has is referred to, and a name that nobody has is not there", async (t) => {
  const { bound } = await startedDirectory(t);
  const client = await bound();
  const refused = async (at: string) => {
    const scope = at === "" ? "sub" : "base";
    const error: unknown = await client.search(at, { scope }).then(
      () => assert.fail("It was found."),
      (failed: unknown) => failed,
    );
    assert.ok(error instanceof Error && "code" in error);
    return { code: error.code, message: error.message };
  };
  const child = await refused(`CN=Users,DC=child,${base}`);
  assert.equal(child.code, 10);
  assert.match(
    child.message,
    /^0000202B: RefErr: DSID-[0-9A-F]+, data 0, 1 access points\n\tref 1: 'child\.contoso\.com'/u,
  );
  assert.match((await refused("DC=nowhere,DC=example")).message, /'nowhere\.example'/u);
  const missing = await refused(`CN=x,CN=y,CN=Users,${base}`);
  assert.equal(missing.code, 32);
  assert.match(
    missing.message,
    /problem 2001 \(NO_OBJECT\), data 0, best match of:\n\t'CN=Users,DC=contoso,DC=com'/u,
  );
  assert.equal((await refused("")).code, 32, "the whole forest, of a server that is no global catalog");
  for (const none of ["no name", "CN=a,,DC=b", "=a", "CN=a,"])
    assert.equal((await refused(none)).code, 34, none);
});

test("what is more than a page comes in pages, and without them there are a thousand and no more", async (t) => {
  const { bound, client } = await startedDirectory(t, { entries: users(2100) });
  const asked = await bound();
  const filter = "(cn=user *)";
  await assert.rejects(asked.search(base, { filter }), { code: 4 });
  // ldapts takes that for the end where the limit was its own.
  assert.equal((await asked.search(base, { filter, sizeLimit: 3 })).searchEntries.length, 3);
  assert.equal((await asked.search(base, { filter: "(cn=user 200*)" })).searchEntries.length, 11);
  const pages: number[] = [];
  for await (const { searchEntries } of asked.searchPaginated(base, { filter, paged: { pageSize: 400 } }))
    pages.push(searchEntries.length);
  assert.deepEqual(pages, [400, 400, 400, 400, 400, 100]);
  // The server's own limit holds for a page too.
  const large: number[] = [];
  for await (const { searchEntries } of asked.searchPaginated(base, { filter, paged: { pageSize: 5000 } }))
    large.push(searchEntries.length);
  assert.deepEqual(large, [1000, 1000, 100]);
  await client().search("", { scope: "base" });
});

test("values over 1,500 come in ranges", async (t) => {
  const members = Array.from({ length: 3200 }, (_, at) => `CN=user ${at},${container}`);
  const large = entryOf(`CN=Large,${container}`, {
    objectClass: ["top", "group"],
    cn: "Large",
    member: members,
  });
  const { bound } = await startedDirectory(t, { entries: [large] });
  const client = await bound();
  const ask = async (...attributes: string[]) =>
    (await client.search(large.dn, { scope: "base", attributes })).searchEntries[0] ??
    assert.fail("Not found.");
  const count = (value: unknown) => [value ?? []].flat().length;
  const plain = await ask("member");
  assert.equal(count(plain.member), 0);
  assert.equal(count(plain["member;range=0-1499"]), 1500);
  assert.equal(count((await ask("member;range=1500-*"))["member;range=1500-2999"]), 1500);
  const last = await ask("member;range=3000-*");
  assert.equal(count(last["member;range=3000-*"]), 200);
  assert.equal(last.member, undefined);
  assert.equal(count((await ask("member;range=10-19"))["member;range=10-19"]), 10);
});

test("constructed attributes and the descriptor come where they are asked for", async (t) => {
  const descriptor = descriptorBytes({
    owner: "S-1-5-32-544",
    group: "S-1-5-18",
    permissions: [{ sid: "S-1-1-0", mask: 0x20094, about: "bf967aba-0de6-11d0-a285-00aa003049e2" }],
  });
  const held = entryOf(`CN=held,${container}`, {
    objectClass: ["top", "user"],
    cn: "held",
    tokenGroups: [sidOf("S-1-5-32-544"), sidOf("S-1-5-11")],
    sDRightsEffective: "15",
    nTSecurityDescriptor: descriptor,
  });
  const { bound } = await startedDirectory(t, { entries: [held] });
  const client = await bound();
  const buffers = { explicitBufferAttributes: ["nTSecurityDescriptor", "tokenGroups"] };
  const ask = async (attributes: string[], flags?: number) =>
    (
      await client.search(
        held.dn,
        { scope: "base", attributes, ...buffers },
        flags === undefined ? [] : [new DescriptorFlags(flags)],
      )
    ).searchEntries[0] ?? assert.fail("Not found.");
  // The client adds what it asked for and did not get.
  const all = Object.keys(await ask(["*"])).filter((name) => name !== "*");
  assert.deepEqual(all.sort(), ["cn", "dn", "objectClass"]);
  const named = await ask(["SDRIGHTSEFFECTIVE", "tokenGroups", "nTSecurityDescriptor"]);
  assert.equal(named.sDRightsEffective, "15");
  assert.deepEqual(named.tokenGroups, [sidOf("S-1-5-32-544"), sidOf("S-1-5-11")]);
  assert.deepEqual(named.nTSecurityDescriptor, descriptor);
  // Owner and group alone: a header, and a SID of two and one of one part.
  const owner = (await ask(["*"], 3)).nTSecurityDescriptor;
  assert.ok(Buffer.isBuffer(owner));
  assert.equal(owner.length, 20 + 16 + 12);
  assert.equal(owner.readUInt16LE(2) & 0x4, 0, "no access list");
  const list = (await ask(["nTSecurityDescriptor"], 4)).nTSecurityDescriptor;
  assert.ok(Buffer.isBuffer(list));
  assert.equal(list.readUInt32LE(4), 0);
  assert.deepEqual(list.subarray(list.readUInt32LE(16)), descriptor.subarray(descriptor.readUInt32LE(16)));
});

test("the RootDSE is for everybody, everything else for who is bound", async (t) => {
  const { client, bound } = await startedDirectory(t);
  const anybody = client();
  const { searchEntries } = await anybody.search("", { scope: "base" });
  const root = searchEntries[0] ?? assert.fail("No RootDSE.");
  assert.equal(root.defaultNamingContext, base);
  assert.equal(root.dnsHostName, "dc1.contoso.com");
  assert.match(String(root.currentTime), /^\d{14}\.0Z$/u);
  const told = String(root.currentTime);
  const at = Date.parse(told.replace(/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.0Z/u, "$1-$2-$3T$4:$5:$6Z"));
  assert.ok(Math.abs(at - Date.now()) < 60_000, "its clock");
  await assert.rejects(anybody.search(base, { scope: "base" }), {
    code: 1,
    message: /000004DC: .*a successful bind must be completed/u,
  });
  await (await bound()).search(base, { scope: "base" });
});

test("a control that is critical and not known is refused", async (t) => {
  const { bound } = await startedDirectory(t);
  const client = await bound();
  await assert.rejects(client.search(base, { scope: "base" }, new Control("1.2.3.4", { critical: true })), {
    code: 12,
  });
  await client.search(base, { scope: "base" }, new Control("1.2.3.4"));
});

test("a domain's scope is kept to where that is wanted", async (t) => {
  const { bound } = await startedDirectory(t);
  const client = await bound();
  const found = async (...controls: Control[]) =>
    (await client.search(base, { scope: "sub", filter: "(cn=ada)" }, controls)).searchReferences.length;
  assert.equal(await found(), 2);
  assert.equal(await found(new Control("1.2.840.113556.1.4.1339")), 0);
});

test("a page is fetched once, and by the connection that began", async (t) => {
  const { bound } = await startedDirectory(t, { entries: users(10) });
  const [one, other] = [await bound(), await bound()];
  const filter = "(cn=user *)";
  const next = async (client: Client) => client.search(base, { filter }, new NextPage(4, "page 1"));
  assert.equal((await one.search(base, { filter }, new NextPage(4, ""))).searchEntries.length, 4);
  await assert.rejects(next(other), { code: 12 });
  assert.equal((await next(one)).searchEntries.length, 4);
  await assert.rejects(next(one), { code: 12 });
});
