/** Security descriptors in their self-relative form (MS-DTYP, section 2.4.6): made, and cut to the parts that were asked for. */
import { guidBytes, sidOf } from "./sids.ts";

/** Bits of the control of security descriptor flags (MS-ADTS, 3.1.1.3.4.1.11). */
export const descriptorParts = { owner: 1, group: 2, dacl: 4, sacl: 8 } as const;
const everyPart = 15;

/** One entry of an access list (MS-DTYP, sections 2.4.4.2 and 2.4.4.3). */
export interface Permission {
  /** Whom it is given to, or kept from. */
  readonly sid: string;
  readonly denies?: boolean;
  /** The access mask. */
  readonly mask: number;
  /** GUID of the attribute, property set, class or extended right that it is about. */
  readonly about?: string;
  /** GUID of the class whose objects inherit it. */
  readonly inheritedBy?: string;
  /** ACE flags: 2 container inherit, 8 inherit only, 16 inherited. */
  readonly flags?: number;
}

export interface Descriptor {
  readonly owner: string;
  readonly group: string;
  readonly permissions: readonly Permission[];
}

/** The header's places of owner, group, SACL and DACL, with the bit of each. */
const places = [
  { at: 4, part: descriptorParts.owner },
  { at: 8, part: descriptorParts.group },
  { at: 12, part: descriptorParts.sacl },
  { at: 16, part: descriptorParts.dacl },
] as const;
const headerBytes = 20;

const entryBytes = ({ sid, denies, mask, about, inheritedBy, flags = 0 }: Permission): Buffer => {
  const isOfObject = about !== undefined || inheritedBy !== undefined;
  const kind = (denies === true ? 1 : 0) + (isOfObject ? 5 : 0);
  const numbers = Buffer.alloc(isOfObject ? 8 : 4);
  numbers.writeUInt32LE(mask >>> 0, 0);
  if (isOfObject)
    numbers.writeUInt32LE((about === undefined ? 0 : 1) + (inheritedBy === undefined ? 0 : 2), 4);
  const guids = [about ?? [], inheritedBy ?? []].flat().map(guidBytes);
  const content = Buffer.concat([numbers, ...guids, sidOf(sid)]);
  const header = Buffer.from([kind, flags, 0, 0]);
  header.writeUInt16LE(4 + content.length, 2);
  return Buffer.concat([header, content]);
};

const listBytes = (permissions: readonly Permission[]): Buffer => {
  const entries = permissions.map(entryBytes);
  const header = Buffer.alloc(8);
  // ACL_REVISION_DS, which entries about objects need.
  header[0] = 4;
  header.writeUInt16LE(
    entries.reduce((sum, entry) => sum + entry.length, header.length),
    2,
  );
  header.writeUInt16LE(entries.length, 4);
  return Buffer.concat([header, ...entries]);
};

/** SE_SELF_RELATIVE and, where there is a DACL, SE_DACL_PRESENT. */
const flagsOf = (hasList: boolean): number => 0x8000 | (hasList ? 0x0004 : 0);

const assemble = (control: number, parts: ReadonlyMap<number, Buffer>): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header[0] = 1;
  header.writeUInt16LE(control, 2);
  let end = headerBytes;
  for (const { at } of places) {
    const part = parts.get(at);
    if (!part) continue;
    header.writeUInt32LE(end, at);
    end += part.length;
  }
  return Buffer.concat([header, ...places.flatMap(({ at }) => parts.get(at) ?? [])]);
};

export const descriptorBytes = ({ owner, group, permissions }: Descriptor): Buffer =>
  assemble(
    flagsOf(true),
    new Map([
      [4, sidOf(owner)],
      [8, sidOf(group)],
      [16, listBytes(permissions)],
    ]),
  );

/** The length of what stands there: a SID tells its number of parts, an access list its size. */
const sizeAt = (bytes: Buffer, from: number, part: number): number =>
  part === descriptorParts.owner || part === descriptorParts.group
    ? 8 + 4 * bytes.readUInt8(from + 1)
    : bytes.readUInt16LE(from + 2);

/**
 * Only those parts of it; no bit at all means all of them (MS-ADTS, 3.1.1.3.4.1.11). What is no whole descriptor stays as it is.
 */
export const onlyParts = (bytes: Buffer, flags: number): Buffer => {
  if ((flags & everyPart) === everyPart || (flags & everyPart) === 0 || bytes.length < headerBytes)
    return bytes;
  const kept = new Map<number, Buffer>();
  for (const { at, part } of places) {
    const from = bytes.readUInt32LE(at);
    if (from === 0 || (flags & part) === 0) continue;
    if (from + 4 > bytes.length) return bytes;
    kept.set(at, bytes.subarray(from, from + sizeAt(bytes, from, part)));
  }
  // The bits that say of an absent list that it is there, or how it came to be.
  const ofDacl = 0x0004 | 0x0008 | 0x0400 | 0x1000;
  const ofSacl = 0x0010 | 0x0020 | 0x0800 | 0x2000;
  const without = (kept.has(16) ? 0 : ofDacl) | (kept.has(12) ? 0 : ofSacl);
  return assemble(bytes.readUInt16LE(2) & ~without, kept);
};
