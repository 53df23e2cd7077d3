/** A computer, its groups, and who identifiers are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  computerQuestion,
  groupsQuestion,
  mostSids,
  namesQuestion,
} from "../../../../src/setup/directory/computers.ts";
import { readAnswers } from "../../../../src/setup/directory/question.ts";
import { valueOf } from "../../../../src/setup/values/fact.ts";
import {
  boundWith,
  entry,
  failedWith,
  foundOf,
  readRecorded,
  sidOf,
} from "../../support/recordedDirectory/recorded.ts";

test("a real computer is found by its name, with the groups it is in", () => {
  assert.deepEqual(readRecorded(computerQuestion("SYNC01"), "computer"), {
    value: {
      dn: "CN=SYNC01,OU=Servers,DC=contoso,DC=lan",
      sid: sidOf(1115),
      encryptionTypes: null,
      operatingSystem: "Windows Server 2022 Standard",
    },
  });
  assert.deepEqual(readRecorded(groupsQuestion("CN=SYNC01"), "computerGroups"), {
    value: [sidOf(1121), sidOf(515)],
  });
});

test("one that the domain does not have is none; one without an identifier cannot be read", () => {
  const read = (answer: ReturnType<typeof foundOf>) =>
    readAnswers(computerQuestion("x"), boundWith([answer]));
  assert.deepEqual(read(foundOf([])), { value: null });
  assert.ok("unread" in read(foundOf([entry("CN=x")])));
  assert.ok("unread" in read(failedWith({ code: 51 })));
  const withTypes = entry(
    "CN=x",
    { "msDS-SupportedEncryptionTypes": ["28"] },
    { objectSid: ["AQEAAAAAAAUSAAAA"] },
  );
  assert.equal(valueOf(read(foundOf([withTypes])))?.encryptionTypes, 28);
});

test("identifiers are looked up by their bytes, so many at once, and have the names that the domain has for them", () => {
  const names = valueOf(readRecorded(namesQuestion([sidOf(1121), sidOf(1116)]), "names"));
  assert.deepEqual(
    names?.map(({ sid, name, classes }) => [sid, name, classes.at(-1)]),
    [
      [sidOf(1116), "SYNC02$", "computer"],
      [sidOf(1121), "gMSA Hosts", "group"],
    ],
  );
  const many = namesQuestion(Array.from({ length: 500 }, (_, at) => sidOf(at)));
  const [search] = many.searches;
  assert.ok(search?.filter.op === "or");
  assert.equal(search.filter.of.length, mostSids);
});

test("without an identifier nothing is asked; an entry without one has no place among the answers", () => {
  const none = namesQuestion(["no sid"]);
  assert.deepEqual([none.searches, readAnswers(none, boundWith([]))], [[], { value: [] }]);
  const answer = foundOf([
    entry("CN=a"),
    entry("CN=b", { name: ["b"] }, { objectSid: ["AQEAAAAAAAUSAAAA"] }),
  ]);
  const read = readAnswers(namesQuestion([sidOf(1)]), boundWith([answer]));
  assert.deepEqual(
    valueOf(read)?.map(({ name }) => name),
    ["b"],
  );
  const nameless = foundOf([entry("CN=c", {}, { objectSid: ["AQEAAAAAAAUSAAAA"] })]);
  assert.equal(valueOf(readAnswers(namesQuestion([sidOf(1)]), boundWith([nameless])))?.[0]?.name, "CN=c");
});
