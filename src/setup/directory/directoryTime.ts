/** Moments as a directory writes them. Pure. */
import type { Time } from "../values/time.ts";

const generalized = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:[.,]\d{1,9})?(Z|[+-]\d{4})$/u;

/**
 * Generalized Time, such as `20261130181242.0Z`: RFC 4517, 3.3.13, to the second. Undefined where the text is none, or names a day
 * that is not.
 */
export const generalizedTime = (text: string): Time | undefined => {
  const [, year = "", month, day, hour, minute, second, zone = ""] = generalized.exec(text) ?? [];
  if (year === "") return undefined;
  const local = `${year}-${month ?? ""}-${day ?? ""}T${hour ?? ""}:${minute ?? ""}:${second ?? ""}`;
  const asUtc = new Date(`${local}Z`);
  // A 30th of February would be another day by now.
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(local)) return undefined;
  if (zone === "Z") return asUtc.toISOString();
  const there = new Date(`${local}${zone.slice(0, 3)}:${zone.slice(3)}`);
  return Number.isNaN(there.getTime()) ? undefined : there.toISOString();
};

/** `notSet`: zero, whose meaning is the attribute's own; of `pwdLastSet` it is a password to be changed at the next sign-in. */
export type FileTime =
  { readonly kind: "at"; readonly at: Time } | { readonly kind: "never" } | { readonly kind: "notSet" };

const millisecondsTo1970 = 11_644_473_600_000n;

/** Hundreds of nanoseconds since 1601, in digits ([MS-DTYP] 2.3.3); the greatest number of 64 bits is never. */
export const fileTime = (text: string): FileTime | undefined => {
  if (!/^\d{1,19}$/u.test(text)) return undefined;
  const ticks = BigInt(text);
  if (ticks === 0n) return { kind: "notSet" };
  if (ticks >= 0x7fff_ffff_ffff_ffffn) return { kind: "never" };
  const at = new Date(Number(ticks / 10_000n - millisecondsTo1970));
  // Later than any calendar goes.
  return Number.isNaN(at.getTime()) ? { kind: "never" } : { kind: "at", at: at.toISOString() };
};
