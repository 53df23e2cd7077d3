/** Questions, several as one request, and what each reads of the answers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import {
  and,
  begins,
  equals,
  equalsBytes,
  hasBits,
  ofClass,
  or,
  present,
} from "../../../../src/setup/directory/filters.ts";
import {
  entryOf,
  found,
  ofEntry,
  ofFound,
  readAnswers,
  together,
  valued,
  type DirectoryQuestion,
} from "../../../../src/setup/directory/question.ts";
import {
  baseAt,
  baseIn,
  entrySearch,
  listSearch,
  rootDse,
} from "../../../../src/setup/directory/searches.ts";
import { directorySearch } from "../../../../src/setup/operations/directory.ts";
import { boundWith, entry, failedWith, foundOf } from "../../support/recordedDirectory/recorded.ts";

const names = (base: ReturnType<typeof baseAt>): DirectoryQuestion<string> => ({
  searches: [entrySearch(base, { text: ["cn"] })],
  read: ([answer]) => {
    const read = found(answer);
    return "unread" in read ? `unread: ${read.unread}` : read.value.entries.map(({ dn }) => dn).join();
  },
});

test("several questions are one request, and each reads its own answers, whatever became of the others", () => {
  const both: DirectoryQuestion<number> = {
    searches: [entrySearch(rootDse, {}), entrySearch(rootDse, {})],
    read: (answers) => answers.length,
  };
  const all = together({ first: names(baseAt("DC=a")), both, last: names(baseAt("DC=b")) });
  assert.equal(all.searches.length, 4);
  const [one, other] = [foundOf([entry("DC=b")]), foundOf([entry("DC=x")])];
  const failed = failedWith({ code: 51, message: "later" });
  const read = readAnswers(all, boundWith([failed, other, other, one]));
  assert.equal(read.last, "DC=b");
  assert.equal(read.both, 2);
  assert.equal(read.first, "unread: The directory is busy. It said: later");
});

test("answers that did not come have failed, and those that are too many are left out", () => {
  const all = together({ one: names(baseAt("DC=a")), other: names(baseAt("DC=b")) });
  const a = foundOf([entry("DC=a")]);
  assert.match(readAnswers(all, boundWith([a])).other, /^unread: .*No answer came/u);
  assert.equal(readAnswers(all, boundWith([a, a, a, a])).other, "DC=a");
  assert.deepEqual(readAnswers(together({}), boundWith([])), {});
});

test("whether all was found is said: a limit leaves something out, and references to other naming contexts do not", () => {
  const wholeOf = (answer: ReturnType<typeof foundOf>) => {
    const read = found(answer);
    return "value" in read && read.value.isWhole;
  };
  assert.ok(wholeOf(foundOf([])));
  assert.ok(!wholeOf(foundOf([], { more: true })));
  assert.ok(wholeOf(foundOf([], { referrals: ["ldap://emea.contoso.lan/DC=emea"] })));
  assert.ok("unread" in found(undefined));
});

test("an entry that is not there is null, by an empty answer or by code 32; another failure is unread", () => {
  assert.deepEqual(entryOf(foundOf([])), { value: null });
  assert.deepEqual(entryOf(failedWith({ code: 32 })), { value: null });
  const unread = entryOf(failedWith({ code: 50, message: "00002098" }));
  assert.ok("unread" in unread && /right to that. It said: 00002098/u.test(unread.unread));
  assert.deepEqual(entryOf(foundOf([entry("DC=a"), entry("DC=b")])), { value: entry("DC=a") });
});

test("a value that must be there and is not is unread", () => {
  const unread = { unread: "The directory gave no value, or one that cannot be read." };
  assert.deepEqual(
    ofEntry(foundOf([]), () => 1),
    unread,
  );
  assert.deepEqual(
    ofEntry(foundOf([entry("DC=a")]), () => undefined),
    unread,
  );
  assert.deepEqual(
    ofEntry(foundOf([entry("DC=a")]), ({ dn }) => dn),
    { value: "DC=a" },
  );
  assert.ok("unread" in ofEntry(failedWith({ code: 1 }), () => 1));
  assert.ok("unread" in ofFound(failedWith({ code: 1 }), () => valued(1)));
});

test("searches are what the operation takes: with a page, a limit and a time of their own", () => {
  const filter = and(
    or(ofClass("user"), present("cn"), begins("cn", "a*)(b"), hasBits("userAccountControl", 2)),
    equals("cn", ")("),
    equalsBytes("objectSid", "AQ=="),
  );
  const all = [
    entrySearch(rootDse, { text: ["currentTime"] }),
    entrySearch(baseAt("DC=a"), { descriptor: true }),
    listSearch(baseIn("configuration", "Partitions"), "oneLevel", filter, { bytes: ["objectSid"], most: 7 }),
  ];
  for (const search of all) assert.deepEqual(v.parse(directorySearch, search), search);
  assert.deepEqual(
    all.map(({ most, scope }) => [scope, most]),
    [
      ["base", 1],
      ["base", 1],
      ["oneLevel", 7],
    ],
  );
  assert.deepEqual(baseIn("configuration", "b", "a"), {
    of: "configuration",
    below: [
      ["CN", "b"],
      ["CN", "a"],
    ],
  });
  for (const { pageSize, timeoutMs } of all) assert.ok(pageSize > 0 && pageSize <= 1000 && timeoutMs > 0);
});
