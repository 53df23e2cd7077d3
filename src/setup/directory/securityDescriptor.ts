/** Who owns an entry and who may do what with it: bytes as [MS-DTYP] 2.4.6 has them, self-relative. Pure. */
import * as l10n from "@vscode/l10n";
import { bytesOf, uint16, uint32 } from "../values/bytes.ts";
import type { Fact } from "../values/fact.ts";
import { readAce, type Ace } from "./ace.ts";
import { readSid, type Sid } from "./sid.ts";

export interface SecurityDescriptor {
  readonly owner: Sid | null;
  readonly group: Sid | null;
  /** Whether nothing is inherited from above. */
  readonly isProtected: boolean;
  /** In their order, which counts; null where there is no list, and everybody may do everything. */
  readonly dacl: readonly Ace[] | null;
}

const hasDacl = 0x4;
const daclProtected = 0x1000;
const selfRelative = 0x8000;

const cut = (): Fact<never> => ({ unread: l10n.t("The security descriptor is damaged or cut short.") });

/** A list and its entries: [MS-DTYP] 2.4.5. Undefined where it, or one of them, is not whole. */
const readAcl = (bytes: Uint8Array, at: number): readonly Ace[] | undefined => {
  const [size, count] = [uint16(bytes, at + 2), uint16(bytes, at + 4)];
  if (size === undefined || count === undefined || at + size > bytes.length) return undefined;
  const list = bytes.subarray(at, at + size);
  const entries: Ace[] = [];
  for (let next = 8; entries.length < count;) {
    const read = readAce(list, next);
    if (read === undefined) return undefined;
    entries.push(read.ace);
    next += read.length;
  }
  return entries;
};

/** The identifier at an offset; null where the offset is zero, and undefined where there is none. */
const sidAt = (bytes: Uint8Array, offset: number | undefined): Sid | null | undefined =>
  offset === 0 ? null : offset === undefined ? undefined : readSid(bytes, offset)?.sid;

/** From base 64; unread where it is cut short, or says of itself what it does not hold. */
export const readDescriptor = (base64: string): Fact<SecurityDescriptor> => {
  const bytes = bytesOf(base64);
  const control = bytes && uint16(bytes, 2);
  if (control === undefined || bytes?.[0] !== 1 || (control & selfRelative) === 0) return cut();
  const owner = sidAt(bytes, uint32(bytes, 4));
  const group = sidAt(bytes, uint32(bytes, 8));
  const offset = uint32(bytes, 16);
  if (owner === undefined || group === undefined || offset === undefined) return cut();
  const dacl = (control & hasDacl) === 0 || offset === 0 ? null : readAcl(bytes, offset);
  if (dacl === undefined) return cut();
  return { value: { owner, group, isProtected: (control & daclProtected) !== 0, dacl } };
};
