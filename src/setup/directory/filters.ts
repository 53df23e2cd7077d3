/** Filters, as data: whoever carries a search out writes them, so that no value turns into one. Pure. */
import type { DirectoryFilter } from "../operations/directory.ts";

export const and = (...of: readonly DirectoryFilter[]): DirectoryFilter => ({ op: "and", of: [...of] });
export const or = (...of: readonly DirectoryFilter[]): DirectoryFilter => ({ op: "or", of: [...of] });
export const present = (attribute: string): DirectoryFilter => ({ op: "present", attribute });
export const equals = (attribute: string, value: string): DirectoryFilter => ({
  op: "equals",
  attribute,
  value,
});
export const begins = (attribute: string, value: string): DirectoryFilter => ({
  op: "begins",
  attribute,
  value,
});
/** `bytes` in base 64. */
export const equalsBytes = (attribute: string, bytes: string): DirectoryFilter => ({
  op: "equalsBytes",
  attribute,
  bytes,
});
export const hasBits = (attribute: string, bits: number): DirectoryFilter => ({
  op: "bits",
  attribute,
  bits,
});
export const ofClass = (name: string): DirectoryFilter => equals("objectClass", name);
