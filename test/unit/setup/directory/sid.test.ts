/** Security identifiers as bytes and as text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  domainAndRid,
  everybodySids,
  readSid,
  rids,
  sidBytes,
  sidOf,
} from "../../../../src/setup/directory/sid.ts";
import { base64Of, bytesOf } from "../../../../src/setup/values/bytes.ts";

test("bytes of a domain's account are what Samba writes of them", () => {
  const bytes = "AQUAAAAAAAUVAAAAkUwF4TIwi6qPh2dSYQQAAA==";
  assert.equal(sidOf(bytes), "S-1-5-21-3775220881-2861248562-1382516623-1121");
  assert.equal(sidBytes("S-1-5-21-3775220881-2861248562-1382516623-1121"), bytes);
  assert.equal(sidOf("AQEAAAAAAAUSAAAA"), "S-1-5-18");
});

test("an authority of more than 32 bits is written in hexadecimal digits", () => {
  const bytes = base64Of(Uint8Array.from([1, 1, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0]));
  assert.equal(sidOf(bytes), "S-1-0x010203040506-7");
  assert.equal(sidBytes("S-1-0x010203040506-7"), bytes);
});

test("every identifier comes back from its bytes, and no bytes throw", () => {
  const part = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.array(part, { maxLength: 15 }),
      (first, rest) => {
        const sid = ["S-1", first, ...rest].join("-");
        assert.equal(sidOf(sidBytes(sid) ?? ""), sid);
      },
    ),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const sid = sidOf(base64Of(bytes));
      if (sid !== undefined) assert.equal(sidBytes(sid), base64Of(bytes));
    }),
  );
});

test("what is cut short, too long, of another revision or no identifier is none", () => {
  const whole = bytesOf("AQUAAAAAAAUVAAAAkUwF4TIwi6qPh2dSYQQAAA==") ?? new Uint8Array();
  for (let length = 0; length < whole.length; length += 1)
    assert.equal(sidOf(base64Of(whole.slice(0, length))), undefined, String(length));
  assert.equal(sidOf(base64Of(Uint8Array.from([...whole, 0]))), undefined);
  assert.equal(readSid(Uint8Array.from([...whole, 0]))?.length, whole.length);
  assert.equal(sidOf(base64Of(whole.with(0, 2))), undefined);
  assert.equal(sidOf(base64Of(whole.with(1, 16))), undefined);
  const sixteen = Uint8Array.from([1, 16, 0, 0, 0, 0, 0, 5, ...new Array<number>(64).fill(1)]);
  assert.equal(sidOf(base64Of(sixteen)), undefined, "there are no more than fifteen parts");
  assert.equal(sidOf(base64Of(sixteen.slice(0, 68).with(1, 15)))?.split("-").length, 18);
  for (const text of ["", "S-1", "S-2-5", "S-1-5-4294967296", "S-1-5-x", "S-1-5-", `S-1-5${"-1".repeat(16)}`])
    assert.equal(sidBytes(text), undefined, text);
});

test("an account's domain and number are told apart; what belongs to no domain has none", () => {
  assert.deepEqual(domainAndRid("S-1-5-21-1-2-3-512"), { domain: "S-1-5-21-1-2-3", rid: rids.domainAdmins });
  for (const sid of ["S-1-5-32-544", "S-1-5-21-1-2-3", ...everybodySids])
    assert.equal(domainAndRid(sid), undefined, sid);
});
