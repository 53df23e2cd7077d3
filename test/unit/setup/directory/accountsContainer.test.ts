/** The container for managed accounts, and what the domain names as it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accountsContainerQuestion } from "../../../../src/setup/directory/accountsContainer.ts";
import { readAnswers } from "../../../../src/setup/directory/question.ts";
import {
  boundWith,
  entry,
  failedWith,
  foundOf,
  readRecorded,
} from "../../support/recordedDirectory/recorded.ts";

const guid = "B:32:1EB93889E40C45DF9F0C64D23BBB6237:";
const named = (...values: string[]) => {
  const domain = foundOf([entry("DC=contoso,DC=lan", { otherWellKnownObjects: values })]);
  const { named: standing } = readAnswers(accountsContainerQuestion, boundWith([foundOf([]), domain]));
  return "value" in standing ? standing.value : standing.unread;
};

test("a real domain has it, and names it", () => {
  assert.deepEqual(readRecorded(accountsContainerQuestion, "container"), {
    isThere: { value: true },
    named: { value: "right" },
  });
});

test("what the domain names is right, deleted, elsewhere or nothing", () => {
  assert.equal(named(`${guid.toLowerCase()}cn=managed service accounts,dc=CONTOSO,dc=lan`), "right");
  assert.equal(named("B:32:00000000000000000000000000000000:CN=x,DC=contoso,DC=lan"), "absent");
  assert.equal(named(), "absent");
  const deleted = "CN=Managed Service Accounts\\0ADEL:2612fb53-a35c-632e-8215-27473b99dc4b";
  assert.equal(named(`${guid}${deleted},CN=Deleted Objects,DC=contoso,DC=lan`), "deleted");
  assert.equal(named(`${guid}${deleted},DC=contoso,DC=lan`), "deleted", "by its name, wherever it stands");
  assert.equal(named(`${guid}CN=Managed Service Accounts,CN=Deleted Objects,DC=contoso,DC=lan`), "deleted");
  assert.equal(named(`${guid}OU=Services,DC=contoso,DC=lan`), "elsewhere");
  assert.equal(named(`${guid}CN=Managed Service Accounts,DC=fabrikam,DC=lan`), "elsewhere");
  assert.equal(named(`${guid}no name`), "elsewhere");
});

test("a container that is not there is told from one that could not be asked", () => {
  const isThere = (code: number) =>
    readAnswers(accountsContainerQuestion, boundWith([failedWith({ code }), failedWith({ code })])).isThere;
  assert.deepEqual(isThere(32), { value: false });
  assert.ok("unread" in isThere(1));
});
