/** Elements of BER as LDAP uses it (RFC 4511, section 5.1), over the reader and the writer of ldapts. */
import { BerReader, BerWriter } from "ldapts";

export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const;

/** An element of that tag; its parts follow each other in it. */
export const element = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const writer = new BerWriter({ size: content.length + 8 });
  writer.writeBuffer(content, tag);
  return writer.buffer;
};
export const sequence = (...parts: readonly Buffer[]): Buffer => element(tags.sequence, ...parts);
export const octets = (value: string | Buffer, tag: number = tags.octets): Buffer =>
  element(tag, typeof value === "string" ? Buffer.from(value) : value);
export const integer = (value: number, tag: number = tags.integer): Buffer => {
  const writer = new BerWriter();
  writer.writeInt(value, tag);
  return writer.buffer;
};

const readElement = (reader: BerReader): Element | undefined => {
  const tag = reader.peek();
  const content = tag === null ? null : reader.readString(tag, true);
  return tag === null || content === null ? undefined : { tag, content };
};

/** The elements that follow each other in these bytes. Throws where the last one is cut short. */
export const elementsIn = (bytes: Buffer): Element[] => {
  const reader = new BerReader(bytes);
  const found: Element[] = [];
  while (reader.remain > 0) {
    const next = readElement(reader);
    if (!next) throw new Error("An element is cut short.");
    found.push(next);
  }
  return found;
};

/** The first element and what follows it; undefined as long as not all of it has arrived. */
export const firstElement = (bytes: Buffer): { first: Element; rest: Buffer } | undefined => {
  const reader = new BerReader(bytes);
  const first = readElement(reader);
  return first && { first, rest: reader.remainingBuffer };
};

/** The element at this place of a sequence, of this tag where one is given. */
export const partOf = (parts: readonly Element[], at: number, tag?: number): Element => {
  const part = parts[at];
  if (!part || (tag !== undefined && part.tag !== tag))
    throw new Error(`Part ${at} is not what was expected.`);
  return part;
};

/** Of an integer or an enumerated value. */
export const numberIn = ({ content }: Element): number => {
  if (content.length === 0 || content.length > 6) throw new Error("An integer is empty or too long.");
  return content.readIntBE(0, content.length);
};
