/**
 * Directories that hold little or something strange, and such as answer what no directory should: by both ways to ask, what comes of
 * it is the same, is told within its time, and harms nothing that is asked afterwards.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import { makeAuthority, type Authority } from "../../lab/directory/authority.ts";
import type { DescribedDomain } from "../../lab/directory/described.ts";
import { entriesOf } from "../../lab/directory/domain.ts";
import { entryOf, withValues } from "../../lab/directory/entry.ts";
import { cutsShort, nameIsNone, repeatsAttributes, withoutAttributes } from "../../lab/directory/way.ts";
import { controllersQuestion } from "../../src/setup/directory/controllers.ts";
import { readAnswers } from "../../src/setup/directory/question.ts";
import { readDescriptor } from "../../src/setup/directory/securityDescriptor.ts";
import { getDirectoryEntries, type DirectorySearch } from "../../src/setup/operations/directory.ts";
import { resultOf } from "../../src/setup/result.ts";
import { domain as described, password } from "../unit/support/directory.ts";
import { anything, bound, failure, found, named, search, target, told } from "./asking/questions.ts";
import { placed, stopPlaces, type Place } from "./asking/place.ts";
import { standing, type Standing } from "./asking/standing.ts";
import { views, type Views } from "./asking/views.ts";

const ways = ["server", "vsCode"] as const;
type Way = (typeof ways)[number];
const user = { user: "CONTOSO\\ada", password };

/** Names that mean something in a filter, in a name or in no alphabet of ours. */
const strangeNames = [
  "*",
  "a*",
  "x)(|(objectClass=*",
  "(&(a=b))",
  "a\\2a",
  "\\",
  "a\0b",
  'q"uo,te+d;<>=#',
  "münchen-東京-🔑",
  "\u202eabc",
];

let asked: Views;
let places: Record<"usual" | "none" | "one" | "unicode", Place>;
/** It takes connections, and says what is no TLS. */
let babbles: Standing;

/** A place with that domain, and accounts with the strange names. */
const withStrangeNames = (authority: Authority, domain: Partial<DescribedDomain>): Promise<Place> =>
  placed(authority, [
    ...entriesOf({ ...described, ...domain }),
    ...strangeNames.map((name, index) =>
      entryOf(`CN=strange${index},CN=Users,DC=contoso,DC=com`, {
        objectClass: ["top", "user"],
        displayName: name,
      }),
    ),
  ]);

before(async () => {
  const authority = makeAuthority("Contoso");
  places = {
    usual: await withStrangeNames(authority, {}),
    none: await withStrangeNames(authority, { controllers: [] }),
    one: await withStrangeNames(authority, { controllers: [{ name: "DC1", site: "Hamburg" }] }),
    unicode: await withStrangeNames(authority, {
      controllers: [{ name: "DC1", site: "São Paulo, 東京 (🔑)" }],
    }),
  };
  babbles = await standing({
    636: (socket) => {
      socket.write(randomBytes(4096).fill(0xa5, 0, 16));
    },
    389: (socket) => {
      socket.write(randomBytes(4096).fill(0xa5, 0, 16));
    },
  });
  const all = [babbles, ...Object.values(places).map(({ at }) => at)];
  asked = await views({
    authorities: [authority.cert],
    // Nobody is looked up: each is named.
    dns: babbles.address,
    hosts: all.map(({ address }) => address),
    identity: user,
  });
});
after(async () => {
  await asked.stop();
  await babbles.stop();
  await stopPlaces(places);
});
afterEach(() => {
  places.usual.server.turn({});
});

const ask = async (
  way: Way,
  at: Standing,
  searches: readonly DirectorySearch[],
  more: Parameters<typeof target>[1] = {},
) =>
  resultOf(
    getDirectoryEntries,
    await asked[way].run(
      getDirectoryEntries,
      { target: target(at.address, { domain: "contoso.com", ...more }), searches: [...searches] },
      { secrets: { account: [user] } },
    ),
  );

/** Asks both ways, and holds one answer to the other. */
const both = async (at: Standing, searches: readonly DirectorySearch[]) => {
  const [server, vsCode] = [await ask("server", at, searches), await ask("vsCode", at, searches)];
  assert.deepEqual(told(server), told(vsCode));
  return server;
};
const usual = () => places.usual.at;

/** How long it took, in milliseconds, and what came. */
const timed = async <T>(work: Promise<T>): Promise<{ readonly ms: number; readonly came: T }> => {
  const from = performance.now();
  const came = await work;
  return { ms: performance.now() - from, came };
};

const listOf = async (at: Standing) => {
  const answer = bound(await both(at, controllersQuestion.searches));
  const list = readAnswers(controllersQuestion, answer);
  assert.ok("value" in list, JSON.stringify(list));
  return list.value.controllers;
};

test("a domain without a controller in it has an empty list, one with one has it, and a site is called whatever it is", async () => {
  assert.deepEqual(await listOf(places.none.at), []);
  const [one, ...others] = await listOf(places.one.at);
  assert.deepEqual([one?.host, one?.site, others], ["dc1.contoso.com", "Hamburg", []]);
  const [strange] = await listOf(places.unicode.at);
  assert.equal(strange?.site, "São Paulo, 東京 (🔑)");
});

test("whatever signs a value holds, what has that value is found and nothing else", async () => {
  const searches = strangeNames.flatMap((value) => [
    search({ op: "equals", attribute: "displayName", value }, { text: ["displayName"] }),
    search(
      { op: "not", of: { op: "or", of: [{ op: "equals", attribute: "displayName", value }] } },
      { text: ["displayName"] },
    ),
    search({ op: "begins", attribute: "displayName", value }, { text: ["displayName"] }),
    search({ op: "inChain", attribute: "memberOf", dn: value }),
  ]);
  const answer = bound(await both(usual(), searches));
  for (const [index, value] of strangeNames.entries()) {
    const names = (at: number) =>
      found(answer, 4 * index + at).entries.flatMap(({ text }) => text.displayName ?? []);
    assert.deepEqual(names(0), [value]);
    assert.ok(!names(1).includes(value) && names(1).length === strangeNames.length - 1, value);
    assert.ok(names(2).includes(value) && names(2).every((one) => one.startsWith(value)), value);
    // What is no name at all is refused, or nobody's group.
    const chain = answer.answers[4 * index + 3];
    assert.ok(chain?.outcome === "failed" || chain?.entries.length === 0, value);
  }
});

test("a base that is no name is refused by the directory, and the searches beside it are answered", async () => {
  const searches = ["no name", "CN=a,,", "=", "CN", "🔑", "*"].map((dn) =>
    search(named("ada"), { base: { of: "dn", dn }, scope: "base" }),
  );
  const { answers } = bound(await both(usual(), [...searches, search(named("ada"))]));
  for (const one of answers.slice(0, -1)) {
    assert.ok(one.outcome === "failed" && one.reason === "answered", JSON.stringify(one));
    assert.ok(one.code === 34 || one.code === 32, String(one.code));
  }
  assert.equal(answers.at(-1)?.outcome, "found");
});

test("entries that are called something that is no name are told as they are, and are no controllers", async () => {
  places.usual.server.turn(nameIsNone);
  const answer = bound(await both(usual(), [search(named("ada")), ...controllersQuestion.searches]));
  assert.deepEqual(
    found(answer).entries.map(({ dn }) => dn),
    ["no distinguished name"],
  );
  readAnswers(controllersQuestion, { ...answer, answers: answer.answers.slice(1) });
});

test("an attribute that comes twice has each value once, or its answer is refused; one that does not come has none", async () => {
  const asks = search(named("ada"), { text: ["objectClass", "sAMAccountName"], bytes: ["objectSid"] });
  const plain = found(await both(usual(), [asks])).entries;
  places.usual.server.turn(repeatsAttributes);
  assert.deepEqual(found(await ask("vsCode", usual(), [asks])).entries, plain);
  // No directory may answer so (RFC 4511 4.1.7), and .NET takes no such answer.
  const refused = failure(await ask("server", usual(), [asks]));
  assert.deepEqual([refused.stage, refused.reason], ["search", "other"]);
  places.usual.server.turn(withoutAttributes("objectClass", "objectSid"));
  assert.deepEqual(found(await both(usual(), [asks])).entries[0], {
    dn: plain[0]?.dn,
    text: { sAMAccountName: ["ada"] },
    bytes: {},
  });
});

test("a descriptor that is cut short comes as it is, and is read as damaged", async () => {
  const asks = search(anything, { scope: "base", descriptor: true });
  for (const length of [1, 19, 20, 27]) {
    places.usual.server.turn(cutsShort("nTSecurityDescriptor", length));
    const [entry] = found(await both(usual(), [asks])).entries;
    const [bytes = ""] = entry?.bytes.nTSecurityDescriptor ?? [];
    assert.equal(Buffer.from(bytes, "base64").length, length);
    assert.ok("unread" in readDescriptor(bytes), String(length));
  }
});

test("pages without an end are read as far as was asked for, or as long", async () => {
  places.usual.server.turn({ endlessPages: "again" });
  const many = search(named("ada"), { most: 500, pageSize: 10 });
  const { entries, more } = found(await both(usual(), [many]));
  assert.deepEqual([entries.length, more], [500, true]);
  places.usual.server.turn({ endlessPages: "empty" });
  for (const way of ways) {
    const { ms, came } = await timed(ask(way, usual(), [search(named("ada"), { timeoutMs: 1500 })]));
    const [one] = bound(came).answers;
    assert.ok(one?.outcome === "failed" && one.reason === "timedOut", JSON.stringify(one));
    assert.ok(ms < 20_000, `${way} took ${ms}`);
  }
});

test("an entry of ten megabytes is read, or refused in words, and the next search is answered", async () => {
  const ten = randomBytes(10 * 1024 * 1024);
  places.usual.server.turn({ entry: (entry) => withValues(entry, "thumbnailPhoto", [ten]) });
  const big = search(named("ada"), { bytes: ["thumbnailPhoto"] });
  for (const way of ways) {
    const { came } = await timed(ask(way, usual(), [big]));
    const [photo = ""] = found(came).entries[0]?.bytes.thumbnailPhoto ?? [];
    assert.ok(Buffer.from(photo, "base64").equals(ten), way);
  }
  places.usual.server.turn({});
  found(await both(usual(), [search(named("ada"))]));
});

test("an answer that does not end, or is no LDAP, is told within its time: to a bind, to a search", async () => {
  for (const turned of [
    { endlessIn: "bind" },
    { garbageIn: "bind" },
    { endlessIn: "search" },
    { garbageIn: "search" },
  ] as const)
    for (const way of ways) {
      places.usual.server.turn(turned);
      const { ms, came } = await timed(
        ask(way, usual(), [search(named("ada"), { timeoutMs: 1500 })], { timeoutMs: 1500 }),
      );
      const failed = failure(came);
      assert.ok(["timedOut", "other", "reset"].includes(failed.reason), JSON.stringify(failed));
      assert.ok(failed.message.length > 0);
      assert.ok(ms < 20_000, `${way} took ${ms}`);
      places.usual.server.turn({});
      found(await ask(way, usual(), [search(named("ada"))]));
    }
});

test("what is no TLS is told as such within its time", async () => {
  for (const security of ["ldaps", "startTls"] as const)
    for (const way of ways) {
      const { ms, came } = await timed(ask(way, babbles, [], { security, timeoutMs: 1500 }));
      const failed = failure(came);
      assert.ok(["connect", "secure"].includes(failed.stage), JSON.stringify(failed));
      assert.ok(ms < 20_000, `${way} took ${ms}`);
    }
});
