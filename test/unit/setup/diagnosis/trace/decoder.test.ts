/** How a log is written is seen by its first bytes: by a mark, or by the zeros of UTF-16. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { textPieces } from "../../../../../src/setup/diagnosis/trace/decoder.ts";

const read = (bytes: Uint8Array, cut = bytes.length): string => {
  const { take, end } = textPieces();
  let text = "";
  for (let at = 0; at < bytes.length; at += cut) text += take(bytes.subarray(at, at + cut));
  return text + end();
};
const bigEndian = (text: string) => Buffer.from(text, "utf16le").swap16();
const long = "[15:16:14.583] [ 16] [ERROR] Zugriff verweigert für Jürgen ".repeat(3);

test("marks decide, and are no part of the text", () => {
  assert.equal(read(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("日本", "utf16le")])), "日本");
  assert.equal(read(Buffer.concat([Buffer.from([0xfe, 0xff]), bigEndian("日本")])), "日本");
  assert.equal(read(Buffer.from("\uFEFFabc", "utf8")), "abc");
});

test("half a mark is none", () => {
  for (const bytes of [
    [0xff, 0x41],
    [0x41, 0xfe],
    [0xfe, 0x41],
    [0x41, 0xff],
  ])
    assert.equal(read(Uint8Array.from([...bytes, 0x42])).at(-1), "B", bytes.join());
});

test("without a mark the zeros of a text in UTF-16 tell it, on either side", () => {
  assert.equal(read(Buffer.from(long, "utf16le")), long);
  assert.equal(read(bigEndian(long)), long);
  assert.equal(read(Buffer.from(long, "utf8")), long);
  const quarter = Uint8Array.from(Array.from({ length: 64 }, (_, at) => (at % 4 === 1 ? 0 : 0x41)));
  assert.ok(read(quarter).includes("\0"), "a quarter of zeros is not yet UTF-16");
  const onTheOther = Uint8Array.from(Array.from({ length: 64 }, (_, at) => (at % 4 === 2 ? 0 : 0x41)));
  assert.ok(read(onTheOther).includes("\0"));
});

test("pieces cut anywhere, and the shortest texts, are read to their end", () => {
  for (const bytes of [Buffer.from(long, "utf8"), Buffer.from(long, "utf16le")])
    for (const cut of [1, 7, 63, 64, 65]) assert.equal(read(bytes, cut), long);
  assert.equal(read(Buffer.from("a", "utf8")), "a");
  const { take, end } = textPieces();
  assert.equal(take(Buffer.from("x".repeat(63))), "", "too little to tell yet");
  assert.equal(take(Buffer.from("y")), `${"x".repeat(63)}y`);
  assert.equal(end(), "");
  assert.equal(textPieces().end(), "");
  assert.equal(
    read(Uint8Array.from([...Buffer.from(long), 0xe2, 0x82])),
    `${long}\uFFFD`,
    "a cut letter is shown",
  );
});
