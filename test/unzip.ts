/** What is in a zip file; enough for what .NET and vsce write. */
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

/** The texts in a zip file by their names, as its central directory has them. */
export const unzip = (file: string): Map<string, string> => {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const entries = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const size = bytes.readUInt32LE(at + 20);
    const [nameLength, more, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString("utf8", at + 46, at + 46 + (nameLength ?? 0));
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(data, data + size);
    const isPacked = bytes.readUInt16LE(at + 10) !== 0;
    entries.set(name, (isPacked ? inflateRawSync(packed) : packed).toString("utf8"));
    at += 46 + (nameLength ?? 0) + (more ?? 0) + (comment ?? 0);
  }
  return entries;
};
