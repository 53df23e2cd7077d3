/** Whether a registration that was begun again has ended, and by what it is seen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Attestation } from "../../../../src/setup/journal.ts";
import type { Statement } from "../../../../src/setup/statement.ts";
import { hasBegunAgain, judgeAgain } from "../../../../src/setup/agent/registeredAgain.ts";
import { briefly } from "../../support/brief.ts";
import { unread } from "../../support/facts.ts";

const at = (hour: number, statement: Statement): Attestation => ({
  ...statement,
  at: `2026-11-24T${hour}:00:00.000Z`,
  by: "ada",
});
const begun = (certificate?: string | null): Statement =>
  certificate === undefined ? { about: "registerAgain" } : { about: "registerAgain", certificate };
const ended = (seenIn: "cmdlets" | "person"): Statement => ({ about: "registeredAgain", seenIn });
const since = (...days: number[]) => ({
  value: days.map((day) => ({
    subject: "CN=x",
    notBefore: `2026-11-${day}T00:00:00.000Z`,
    notAfter: `2027-05-${day}T00:00:00.000Z`,
  })),
});
const brief = (said: readonly Attestation[], certificates: Parameters<typeof judgeAgain>[1]) => {
  const { isOpen, findings, proof } = judgeAgain(said, certificates);
  return [
    ...(isOpen ? ["open"] : []),
    ...findings.map(briefly),
    ...proof.map(({ name, value }) => `${name}: ${value}`),
  ];
};
const old = "2026-11-18T00:00:00.000Z";

test("nothing is judged where nobody began it", () => {
  assert.deepEqual(brief([], since(18)), []);
  assert.deepEqual(brief([at(10, ended("person")), at(11, { about: "licence" })], since(18)), []);
  assert.equal(hasBegunAgain([]), false);
});

test("a newer certificate shows it, also where there was none before", () => {
  const proof = "Registered again: certificate valid from: 2026-11-24T00:00:00.000Z";
  assert.deepEqual(brief([at(10, begun(old))], since(18, 24)), [proof]);
  assert.deepEqual(brief([at(10, begun(null))], since(24)), [proof]);
});

test("where the one before was not read, no certificate shows anything", () => {
  assert.equal(brief([at(10, begun())], since(24))[0], "open");
});

test("what cmdlets answered, or a person accepted, ends it; only what was said afterwards counts", () => {
  assert.deepEqual(brief([at(10, begun(old)), at(11, ended("cmdlets"))], since(18)), [
    "Registered again: every cmdlet answered: ada, 2026-11-24T11:00:00.000Z",
  ]);
  assert.deepEqual(brief([at(10, begun(old)), at(11, ended("person"))], since(18)), [
    "Registered again: not seen on the server, accepted by: ada, 2026-11-24T11:00:00.000Z",
  ]);
  const earlier = [at(10, begun(old)), at(11, ended("person")), at(12, begun(old))];
  assert.equal(brief(earlier, since(18))[0], "open");
  assert.equal(hasBegunAgain(earlier), true);
  assert.equal(hasBegunAgain(earlier.slice(0, 2)), false);
  assert.equal(brief([...earlier, at(13, { about: "licence" })], since(18))[0], "open");
});

test("one that is open says who began it, and what was looked at", () => {
  assert.deepEqual(brief([at(10, begun(old))], since(18)), [
    "open",
    "registeredAgain unknown [ada, 2026-11-24T10:00:00.000Z | 2026-11-18T00:00:00.000Z | The agent has no newer certificate.] -> The agent has no newer certificate.",
  ]);
  assert.deepEqual(brief([at(10, begun(old))], { value: [] }), [
    "open",
    "registeredAgain unknown [ada, 2026-11-24T10:00:00.000Z | The agent has no newer certificate.] -> The agent has no newer certificate.",
  ]);
  assert.match(brief([at(10, begun(old))], unread).join(), /Requested registry access/u);
});
