/** Moments as a directory writes them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fileTime, generalizedTime } from "../../../../src/setup/directory/directoryTime.ts";
import { isTime } from "../../../../src/setup/values/time.ts";

test("Generalized Time is read to the second, with whichever zone it names", () => {
  assert.equal(generalizedTime("20261130181242.0Z"), "2026-11-30T18:12:42.000Z");
  assert.equal(generalizedTime("20261130181242Z"), "2026-11-30T18:12:42.000Z");
  assert.equal(generalizedTime("20261130181242.5+0130"), "2026-11-30T16:42:42.000Z");
  assert.equal(generalizedTime("20240229000000Z"), "2024-02-29T00:00:00.000Z");
});

test("a day that is not, or a text that is none, is no moment", () => {
  for (const text of [
    "",
    "20260230000000Z",
    "20261301000000Z",
    "20261130250000Z",
    "20261130181242",
    "2026-11-30T18:12:42Z",
    "20261130181242.0+9999",
    "0",
  ])
    assert.equal(generalizedTime(text), undefined, text);
});

test("hundreds of nanoseconds since 1601 are a moment; zero is not set, and the greatest number is never", () => {
  assert.deepEqual(fileTime("134405358898865539"), { kind: "at", at: "2026-11-30T18:11:29.886Z" });
  assert.deepEqual(fileTime("116444736000000000"), { kind: "at", at: "1970-01-01T00:00:00.000Z" });
  assert.deepEqual(fileTime("0"), { kind: "notSet" });
  assert.deepEqual(fileTime("9223372036854775807"), { kind: "never" });
  assert.deepEqual(fileTime("9223372036854775806"), { kind: "at", at: fileTimeEnd });
  for (const text of ["", "-1", "1.5", "x", "1".repeat(20)]) assert.equal(fileTime(text), undefined, text);
});
const fileTimeEnd = "+030828-09-14T02:48:05.477Z";

test("no text throws, and what is read is a moment", () => {
  const digits = fc.stringMatching(/^\d{1,19}$/u);
  fc.assert(
    fc.property(fc.oneof(fc.string(), digits, fc.stringMatching(/^\d{14}(?:\.\d)?Z$/u)), (text) => {
      const [one, other] = [generalizedTime(text), fileTime(text)];
      if (one !== undefined) assert.ok(isTime(one), text);
      if (other?.kind === "at") assert.ok(isTime(other.at), text);
    }),
  );
});
