/** Security identifiers and GUIDs as bytes and as texts (MS-DTYP, sections 2.4.2 and 2.3.4). */

/** `S-1-5-21-...` as bytes; undefined where the text is none. */
export const sidBytes = (text: string): Buffer | undefined => {
  const parts = /^S-1-(?<authority>\d{1,15})(?<rest>(?:-\d{1,10}){1,15})$/iu.exec(text)?.groups;
  if (parts?.rest === undefined || parts.authority === undefined) return undefined;
  const rest = parts.rest.slice(1).split("-").map(Number);
  const bytes = Buffer.alloc(8 + 4 * rest.length);
  bytes[0] = 1;
  bytes[1] = rest.length;
  bytes.writeUIntBE(Number(parts.authority), 2, 6);
  rest.forEach((part, at) => bytes.writeUInt32LE(part, 8 + 4 * at));
  return bytes;
};

export const sidOf = (text: string): Buffer => {
  const bytes = sidBytes(text);
  if (!bytes) throw new Error(`${text} is no security identifier.`);
  return bytes;
};

export const sidText = (bytes: Buffer): string => {
  const rest = Array.from({ length: bytes.readUInt8(1) }, (_, at) => bytes.readUInt32LE(8 + 4 * at));
  return ["S-1", bytes.readUIntBE(2, 6), ...rest].join("-");
};

/** A GUID as the directory holds it: its first three parts begin with their lowest byte. */
export const guidBytes = (text: string): Buffer => {
  const bytes = Buffer.from(text.replaceAll(/[{}-]/gu, ""), "hex");
  if (bytes.length !== 16) throw new Error(`${text} is no GUID.`);
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
};
