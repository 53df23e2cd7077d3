/** LDAP messages out of pieces, however they are cut. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { messageSplitter } from "../../../src/directory/framing.ts";

/** A message of that content, its length written in as many bytes as are said, or in one. */
const messageOf = (content: Buffer, lengthBytes: number): Buffer => {
  if (lengthBytes === 0 && content.length < 0x80)
    return Buffer.concat([Buffer.from([0x30, content.length]), content]);
  const head = Buffer.alloc(6);
  head.writeUInt8(0x30, 0);
  head.writeUInt8(0x84, 1);
  head.writeUInt32BE(content.length, 2);
  return Buffer.concat([head, content]);
};
const given = (pieces: readonly Buffer[]): Buffer[] => {
  const messages: Buffer[] = [];
  const take = messageSplitter((message) => messages.push(message));
  for (const piece of pieces) take(piece);
  return messages;
};

test("however messages are cut into pieces, each is given once it is whole, in its order", () => {
  const message = fc
    .tuple(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(0, 4))
    .map(([content, lengthBytes]) => messageOf(Buffer.from(content), lengthBytes));
  fc.assert(
    fc.property(
      fc.array(message),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      (all, cuts) => {
        const bytes = Buffer.concat(all);
        const pieces: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          pieces.push(bytes.subarray(at, at + size));
          at += size;
        }
        assert.deepEqual(given(pieces), all);
      },
    ),
  );
});

test("thousands of messages in one piece are given, and one in thousands of pieces", () => {
  const small = messageOf(Buffer.alloc(3), 0);
  assert.equal(given([Buffer.concat(Array.from({ length: 100_000 }, () => small))]).length, 100_000);
  const large = messageOf(Buffer.alloc(5_000_000, 7), 4);
  const pieces = Array.from({ length: 5001 }, (_, at) => large.subarray(1000 * at, 1000 * (at + 1)));
  assert.deepEqual(
    given(pieces).map((one) => one.equals(large)),
    [true],
  );
});

test("what no message begins with is refused at once; of one that says it has 2 GB nothing is given", () => {
  for (const wrong of [[0xa5], [0x15, 0x03], [0x30, 0x80], [0x30, 0x85, 0, 0, 0, 0, 1]])
    assert.throws(() => given([Buffer.from(wrong)]), /no message/u, wrong.join());
  assert.deepEqual(given([Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]), Buffer.alloc(100)]), []);
  assert.deepEqual(given([Buffer.from([0x30]), Buffer.from([0x84, 0])]), []);
});
