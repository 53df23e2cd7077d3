/** Security identifiers: bytes and text. Source: [MS-DTYP] 2.4.2. Pure. */
import { base64Of, bytesOf, hexOf, uint32 } from "../values/bytes.ts";

/** `S-1-5-21-...`, as Windows writes it. */
export type Sid = string;

const mostParts = 15;

/** The identifier that begins at a byte, with how many bytes it takes. */
export const readSid = (
  bytes: Uint8Array,
  at = 0,
): { readonly sid: Sid; readonly length: number } | undefined => {
  const [revision, count] = [bytes[at], bytes[at + 1]];
  if (revision !== 1 || count === undefined || count > mostParts) return undefined;
  const authority = bytes.subarray(at + 2, at + 8);
  const parts = Array.from({ length: count }, (_, part) => uint32(bytes, at + 8 + part * 4));
  if (authority.length < 6 || parts.includes(undefined)) return undefined;
  const number = authority.reduce((all, one) => all * 256 + one, 0);
  // One that 32 bits do not hold is written in hexadecimal digits.
  const written = number < 2 ** 32 ? String(number) : `0x${hexOf(authority)}`;
  return { sid: ["S-1", written, ...parts].join("-"), length: 8 + count * 4 };
};

/** From base 64; undefined where the bytes are no identifier, or more than one. */
export const sidOf = (base64: string): Sid | undefined => {
  const bytes = bytesOf(base64);
  const read = bytes && readSid(bytes);
  return read?.length === bytes?.length ? read?.sid : undefined;
};

const written = /^S-1-(\d{1,10}|0x[\da-f]{12})((?:-\d{1,10}){0,15})$/iu;

/** The bytes of an identifier in base 64, as a filter wants them; undefined where the text is none. */
export const sidBytes = (sid: string): string | undefined => {
  const [, authority = "", rest = ""] = written.exec(sid) ?? [];
  if (authority === "") return undefined;
  const parts = rest.split("-").slice(1).map(Number);
  if (Number(authority) >= 2 ** 48 || parts.some((part) => part >= 2 ** 32)) return undefined;
  const digits = Number(authority).toString(16).padStart(12, "0");
  const high = Array.from({ length: 6 }, (_, at) => Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16));
  const low = parts.flatMap((part) => [part, part / 2 ** 8, part / 2 ** 16, part / 2 ** 24]);
  return base64Of(Uint8Array.from([1, parts.length, ...high, ...low.map((one) => Math.floor(one) % 256)]));
};

const ofDomain = /^(S-1-5-21-\d+-\d+-\d+)-(\d+)$/u;

/** The domain of an account and its number there; undefined of what belongs to no domain. */
export const domainAndRid = (sid: Sid): { readonly domain: Sid; readonly rid: number } | undefined => {
  const [, domain, rid] = ofDomain.exec(sid) ?? [];
  return domain === undefined ? undefined : { domain, rid: Number(rid) };
};

/** Numbers that mean the same in every domain. Source: "Security identifiers", Microsoft. */
export const rids = {
  domainAdmins: 512,
  domainUsers: 513,
  domainComputers: 515,
  controllers: 516,
  enterpriseAdmins: 519,
  readOnlyControllers: 521,
  protectedUsers: 525,
} as const;

/** Everybody who signed in is these as well, and no list of groups of an account has them: Everyone, Authenticated Users. */
export const everybodySids: readonly Sid[] = ["S-1-1-0", "S-1-5-11"];
