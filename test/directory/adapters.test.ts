/** One suite for both ways to ask a directory: over the same real domain they give the same answers, and the same failures. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import * as v from "valibot";
import { setDirectoryValue, type DirectoryFilter } from "../../src/setup/operations/directory.ts";
import type { PortEvent } from "../../src/setup/ports.ts";
import { resultOf } from "../../src/setup/result.ts";
import { asking, ways, type Asking } from "./asking/both.ts";
import { domain, type Domain } from "./support/domain.ts";
import { computerDn, refusals } from "./support/people.ts";
import { anything, bound, failure, found, named, rootDse, search, target } from "./asking/questions.ts";
import { views, type Views } from "./asking/views.ts";

let contoso: Domain;
let asked: Views;
const { ask, both: bothAs } = asking(() => asked);
before(async () => {
  contoso = await domain("contoso");
  asked = await views({
    authorities: [await readFile(contoso.ca, "utf8")],
    dns: first(),
    hosts: contoso.controllers.flatMap((one) => [one.address, one.name]),
    identity: administrator(),
  });
});
after(async () => {
  await asked.stop();
  await contoso.stop();
});

const first = (): string => contoso.controllers[0].address;
const administrator = () => {
  const { upn: user, password } = contoso.accounts.administrator;
  return { user, password };
};
const both = (...[to, searches, account = administrator()]: AsAdministrator) => bothAs(to, searches, account);
type AsAdministrator = [...Parameters<Asking["both"]>] extends [infer T, infer S, infer A]
  ? [T, S, A?]
  : never;

test("who asks is told, and which controller answered, over LDAPS and StartTLS, by name and without one", async () => {
  for (const security of ["ldaps", "startTls"] as const)
    for (const controller of [first(), contoso.controllers[0].name, null]) {
      for (const way of ways) {
        const { bind } = bound(await ask(way, target(controller, { security }), [], administrator()));
        assert.deepEqual([bind.view, bind.security], [way, security]);
        assert.equal(bind.computer, way === "server" ? "SYNC01" : "HERE");
        assert.match(bind.controller, /^dc[12]\.contoso\.lan$/iu);
        assert.ok(bind.bindMs >= 0 && bind.bindMs < 10_000);
      }
    }
  const { entries } = found(await both(target(first()), [rootDse]));
  assert.deepEqual(
    [
      entries.length,
      entries[0]?.text.defaultNamingContext,
      entries[0]?.text.supportedLDAPVersion?.includes("3"),
    ],
    [1, [contoso.baseDn], true],
  );
});

test("the global catalog is asked at its own port", async () => {
  const { entries } = found(await both(target(first(), { catalog: true }), [search(named("plain.user"))]));
  assert.equal(entries.length, 1);
});

test("a thousand users come in pages, no more than the most, and as ldapsearch has them", async () => {
  const users: DirectoryFilter = {
    op: "and",
    of: [
      { op: "equals", attribute: "objectCategory", value: "person" },
      { op: "begins", attribute: "sAMAccountName", value: "user0" },
    ],
  };
  const answer = await both(target(first()), [
    search(users, { text: ["sAMAccountName"], bytes: ["objectSid"] }),
    search(users, { most: 1000 }),
    search(users, { most: 999, pageSize: 100 }),
    search(users, { most: 1, pageSize: 1 }),
  ]);
  const real = await contoso.ldapsearch(
    ...["-b", contoso.baseDn, "-E", "pr=250/noprompt"],
    ...["(&(objectCategory=person)(sAMAccountName=user0*))", "sAMAccountName"],
  );
  assert.deepEqual(
    found(answer)
      .entries.map(({ dn, text }) => `${dn} ${text.sAMAccountName?.[0] ?? ""}`)
      .sort(),
    real.map(({ dn, values }) => `${dn} ${values.sAMAccountName?.[0] ?? ""}`).sort(),
  );
  assert.deepEqual(
    [0, 1, 2, 3].map((at) => [found(answer, at).entries.length, found(answer, at).more]),
    [
      [1000, false],
      [1000, false],
      [999, true],
      [1, true],
    ],
  );
  // Other parts of the domain are named and not asked.
  assert.ok(found(answer).referrals.some((one) => one.includes("CN=Configuration")));
  for (const { bytes } of found(answer).entries)
    assert.equal(Buffer.from(bytes.objectSid?.[0] ?? "", "base64")[0], 1, "the revision of a SID");
});

test("bytes, descriptors and the names of entries arrive as they are", async () => {
  const { unicode } = contoso.accounts;
  const { entries } = found(
    await both(target(first()), [
      search(named(unicode.name), { text: ["displayName"], bytes: ["objectGUID"], descriptor: true }),
    ]),
  );
  const [entry] = entries;
  assert.deepEqual(
    [entries.length, entry?.dn, entry?.text.displayName],
    [1, unicode.dn, ["Jürgen Müller (東京)"]],
  );
  assert.equal(Buffer.from(entry?.bytes.objectGUID?.[0] ?? "", "base64").length, 16);
  const descriptor = Buffer.from(entry?.bytes.nTSecurityDescriptor?.[0] ?? "", "base64");
  // Revision 1, self-relative, with a list of who may what and without that for audits ([MS-DTYP] 2.4.6).
  assert.deepEqual(
    [descriptor[0], descriptor.readUInt16LE(2) & 0x8014, descriptor.readUInt32LE(12)],
    [1, 0x8004, 0],
  );
});

test("what is asked for by one name and comes by another case has the name that was asked for", async () => {
  const { entries } = found(
    await both(target(first()), [search(named("plain.user"), { text: ["SAMACCOUNTNAME"] })]),
  );
  assert.deepEqual(entries[0]?.text, { SAMACCOUNTNAME: ["plain.user"] });
});

test("a value with the signs of a filter is a value: it finds what is called so, and nobody else", async () => {
  const hostile = [
    "*",
    "plain.user)(objectClass=*",
    "plain*",
    "\\2a",
    "(",
    ")",
    "a\0b",
    "|",
    "&(a=b)",
    "!",
    "=",
    "\u{1f511}",
    "",
  ];
  const answer = await both(
    target(first()),
    hostile.map((value) => search(named(value))),
  );
  hostile.forEach((value, at) => {
    const one = bound(answer).answers[at];
    assert.deepEqual(one?.outcome === "found" && one.entries, [], value);
  });
  const names = ["a,b", 'a"b', "a+b", " a ", "#a", "a\\b", "a=b;c", "a\nb"];
  const none = await both(
    target(first()),
    names.map((value) => search(anything, { base: { of: "domain", below: [["CN", value]] }, scope: "base" })),
  );
  assert.deepEqual(
    bound(none).answers.map((one) => one.outcome === "failed" && [one.stage, one.code]),
    names.map(() => ["search", 32]),
  );
});

test("one search that fails leaves the others as they are", async () => {
  const nowhere = search(anything, {
    base: { of: "dn", dn: "CN=nobody,DC=contoso,DC=lan" },
    scope: "base",
  });
  const { answers } = bound(await both(target(first()), [nowhere, rootDse]));
  assert.deepEqual(
    answers.map((one) => one.outcome),
    ["failed", "found"],
  );
});

test("each state of an account is told by Active Directory's own number, with the same words", async () => {
  for (const [name, data] of Object.entries(refusals)) {
    const { upn, password } = contoso.accounts[name as keyof typeof refusals];
    const failed = failure(await both(target(first()), [], { user: upn, password }));
    assert.deepEqual(
      [failed.stage, failed.reason, failed.code, failed.data],
      ["bind", "answered", 49, data],
      name,
    );
    assert.match(failed.message, new RegExp(`data ${data}`, "u"));
  }
  const { upn, dn, name, password } = contoso.accounts.plain;
  for (const user of [upn, dn, `CONTOSO\\${name}`]) {
    bound(await both(target(first()), [], { user, password }));
    assert.equal(failure(await both(target(first()), [], { user, password: "wrong" })).data, "52e", user);
  }
});

test("a value is changed where it is what was seen, and taken back by the call that is told", async () => {
  const dn = computerDn(contoso, "SYNC03");
  const attribute = "msDS-SupportedEncryptionTypes";
  const now = async () =>
    (await contoso.ldapsearch("-b", dn, "-s", "base", attribute))[0]?.values[attribute]?.[0] ?? null;
  const args = { target: target(first()), dn, attribute, was: "4", value: "28" } as const;
  const set = async (more: object, whatIf = false) => {
    const events: PortEvent[] = [];
    const given = await asked.server.run(
      setDirectoryValue,
      v.parse(setDirectoryValue.args, { ...args, ...more }),
      {
        whatIf,
        onEvent: (event) => events.push(event),
      },
    );
    const changes = events.flatMap((event) => (event.kind === "change" ? [event.change] : []));
    return { outcome: whatIf ? "listed" : resultOf(setDirectoryValue, given), changes };
  };
  assert.equal(await now(), "4");
  const listed = await set({}, true);
  assert.equal(await now(), "4", "what is listed is not made");
  const made = await set({});
  assert.equal(await now(), "28");
  assert.deepEqual(listed.changes, made.changes);
  const [change] = made.changes;
  assert.deepEqual(
    [change?.on, change?.before, change?.after, change?.undo?.port],
    [{ port: "directory", domain: "contoso.lan" }, "4", "28", "directory"],
  );
  assert.deepEqual((await set({})).changes, [], "a second time there is nothing to change");
  const differs = await set({ was: "24", value: "8" });
  assert.ok(typeof differs.outcome === "object" && differs.outcome.outcome === "differs");
  assert.deepEqual([differs.outcome.now, differs.changes, await now()], ["28", [], "28"]);
  await set(change?.undo?.args ?? {});
  assert.equal(await now(), "4");
  await set({ was: "4", value: null });
  assert.equal(await now(), null);
  await set({ was: null, value: "4" });
  assert.equal(await now(), "4");
  const refused = resultOf(setDirectoryValue, await asked.vsCode.run(setDirectoryValue, args));
  assert.ok(refused.outcome === "failed" && refused.reason === "notPossible");
  assert.equal(await now(), "4");
});
