/** Searches with what is usual for each: sizes and times. Pure. */
import type { DirectoryBase, DirectoryFilter, DirectorySearch } from "../operations/directory.ts";
import { present } from "./filters.ts";

/**
 * A page is half of what Active Directory gives at once (`MaxPageSize`, 1000: "View and set LDAP policy"), so that the first entries come
 * soon.
 */
const pageSize = 500;
/** Milliseconds: what a controller in another country needs, and ten times as long. */
const timeoutMs = 10_000;
const listTimeoutMs = 30_000;

type Context = Exclude<DirectoryBase["of"], "rootDse" | "dn">;

/** An entry of a naming context; `below`: values of CN from the entry upwards, none for its root. */
export const baseIn = (context: Context, ...below: readonly string[]): DirectoryBase => ({
  of: context,
  below: below.map((name) => ["CN", name] as [string, string]),
});
export const rootDse: DirectoryBase = { of: "rootDse" };
/** `dn` as the directory gave it. */
export const baseAt = (dn: string): DirectoryBase => ({ of: "dn", dn });

/** Names of attributes: those that are text, and those that are bytes. */
export interface WantedAttributes {
  readonly text?: readonly string[];
  readonly bytes?: readonly string[];
  readonly descriptor?: boolean;
}

const asked = ({ text = [], bytes = [], descriptor = false }: WantedAttributes) => ({
  text: [...text],
  bytes: [...bytes],
  descriptor,
  pageSize,
});

/** One entry, by its name. */
export const entrySearch = (base: DirectoryBase, wanted: WantedAttributes): DirectorySearch => ({
  base,
  scope: "base",
  filter: present("objectClass"),
  ...asked(wanted),
  most: 1,
  timeoutMs,
});

/** Entries below another; `most` of them at most. */
export const listSearch = (
  base: DirectoryBase,
  scope: "oneLevel" | "subtree",
  filter: DirectoryFilter,
  { most, ...wanted }: WantedAttributes & { readonly most: number },
): DirectorySearch => ({ base, scope, filter, ...asked(wanted), most, timeoutMs: listTimeoutMs });
