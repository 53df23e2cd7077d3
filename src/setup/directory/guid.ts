/** Identifiers of classes, attributes and rights: [MS-DTYP] 2.3.4.2, the first three parts with the least byte first. Pure. */
import { hexOf } from "../values/bytes.ts";

/** In small letters, without braces. */
export type Guid = string;

export const guidLength = 16;

/** The identifier that begins at a byte; undefined where there are not so many. */
export const readGuid = (bytes: Uint8Array, at = 0): Guid | undefined => {
  const own = at < 0 ? [] : Array.from(bytes.subarray(at, at + guidLength));
  if (own.length < guidLength) return undefined;
  return [
    hexOf(own.slice(0, 4).reverse()),
    hexOf(own.slice(4, 6).reverse()),
    hexOf(own.slice(6, 8).reverse()),
    hexOf(own.slice(8, 10)),
    hexOf(own.slice(10)),
  ].join("-");
};
