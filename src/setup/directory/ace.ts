/** One entry of a list of permissions: [MS-DTYP] 2.4.4. Pure. */
import { uint16, uint32 } from "../values/bytes.ts";
import { guidLength, readGuid, type Guid } from "./guid.ts";
import { readSid, type Sid } from "./sid.ts";

/** How an entry goes on to what is below. */
export interface Inheritance {
  /** Entries below that may hold others have it too. */
  readonly container: boolean;
  /** Entries below that hold none have it too. */
  readonly object: boolean;
  /** Only what is directly below. */
  readonly noPropagate: boolean;
  /** Not the entry itself. */
  readonly inheritOnly: boolean;
  /** It came from above. */
  readonly inherited: boolean;
}

export interface Ace extends Inheritance {
  /** `other`: a kind that gives and denies nothing here, such as a label. */
  readonly kind: "allow" | "deny" | "other";
  /** The rights, as bits. */
  readonly mask: number;
  /** Null of a kind that has none where the others have it. */
  readonly sid: Sid | null;
  /** The property, set of properties, extended right or class of child that it is about; null for all. */
  readonly objectType: Guid | null;
  /** The class of entries below that have it; null for all. */
  readonly inheritedObjectType: Guid | null;
  /** Whether it counts only where a condition holds, which is not looked at. */
  readonly conditional: boolean;
}

interface Layout {
  readonly kind: "allow" | "deny";
  readonly forObject: boolean;
  readonly conditional: boolean;
}

const layouts: Readonly<Record<number, Layout>> = {
  0x0: { kind: "allow", forObject: false, conditional: false },
  0x1: { kind: "deny", forObject: false, conditional: false },
  0x5: { kind: "allow", forObject: true, conditional: false },
  0x6: { kind: "deny", forObject: true, conditional: false },
  0x9: { kind: "allow", forObject: false, conditional: true },
  0xa: { kind: "deny", forObject: false, conditional: true },
  0xb: { kind: "allow", forObject: true, conditional: true },
  0xc: { kind: "deny", forObject: true, conditional: true },
};

const headerLength = 4;

const inheritanceOf = (flags: number): Inheritance => ({
  object: (flags & 0x1) !== 0,
  container: (flags & 0x2) !== 0,
  noPropagate: (flags & 0x4) !== 0,
  inheritOnly: (flags & 0x8) !== 0,
  inherited: (flags & 0x10) !== 0,
});

/** What stands behind the mask: two types, of which each may be missing, and who it is about. */
const bodyOf = (bytes: Uint8Array, forObject: boolean) => {
  let at = headerLength + 4;
  const flags = forObject ? uint32(bytes, at) : 0;
  if (forObject) at += 4;
  const next = (bit: number): Guid | null | undefined => {
    if (((flags ?? 0) & bit) === 0) return null;
    at += guidLength;
    return readGuid(bytes, at - guidLength);
  };
  const objectType = next(0x1);
  const inheritedObjectType = next(0x2);
  const sid = readSid(bytes, at)?.sid;
  return flags === undefined ||
    objectType === undefined ||
    inheritedObjectType === undefined ||
    sid === undefined
    ? undefined
    : { objectType, inheritedObjectType, sid };
};

/** The entry that begins at a byte, with how many bytes it takes; undefined where it is not whole. */
export const readAce = (
  list: Uint8Array,
  at: number,
): { readonly ace: Ace; readonly length: number } | undefined => {
  const [type, flags, length] = [list[at], list[at + 1], uint16(list, at + 2)];
  if (type === undefined || flags === undefined || length === undefined) return undefined;
  if (length < headerLength || at + length > list.length) return undefined;
  const inheritance = inheritanceOf(flags);
  const layout = layouts[type];
  if (layout === undefined) {
    const none = { sid: null, objectType: null, inheritedObjectType: null, conditional: false };
    return { ace: { kind: "other", mask: 0, ...none, ...inheritance }, length };
  }
  const own = list.subarray(at, at + length);
  const mask = uint32(own, headerLength);
  const body = bodyOf(own, layout.forObject);
  if (mask === undefined || body === undefined) return undefined;
  const { kind, conditional } = layout;
  return { ace: { kind, mask, ...body, conditional, ...inheritance }, length };
};
