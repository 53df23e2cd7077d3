/**
 * What is left in memory of a secret that a session masked, in a process of its own, whose memory is small. Prints for a
 * secret of ordinary characters, and for one of characters that are not compared: whether its text is there while it is
 * known and afterwards, and whether it is still masked then.
 */
import { getHeapSnapshot } from "node:v8";
import { redactor } from "../../../src/server/redaction/redact.ts";

/** `codes` are the characters of the text: as a text it would be found here. */
const isInMemory = async (codes: readonly number[]): Promise<boolean> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of getHeapSnapshot()) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces).includes(Buffer.from(codes));
};

const { keep, redact } = redactor();
// Functions of their own: what they work with is gone when they have ended.
const keepIt = (codes: readonly number[]) => keep(String.fromCharCode(...codes));
const isMasked = (codes: readonly number[]): boolean => {
  const secret = String.fromCharCode(...codes);
  return !redact(`event: ${secret} is wrong`).includes(secret);
};
const seen = async (signs: string) => {
  const codes = Array.from({ length: 24 }, () => signs.charCodeAt(Math.floor(Math.random() * signs.length)));
  // In a list, so that nothing here holds on to what was called.
  const forgets = [keepIt(codes)];
  const known = { inMemory: await isInMemory(codes), masked: isMasked(codes) };
  forgets.pop()?.();
  return { known, afterwards: { inMemory: await isInMemory(codes), masked: isMasked(codes) } };
};
console.log(JSON.stringify([await seen("abcdefghijklmnopqrstuvwxyz"), await seen("+,^|")]));
