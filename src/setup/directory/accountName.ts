/** The forms in which an account is named, as a sign-in takes them: [MS-ADTS] 5.1.1.1.1. Pure. */
import type { DirectoryFilter } from "../operations/directory.ts";
import { nameOf } from "./distinguishedName.ts";
import { equals, or } from "./filters.ts";

/** `dn`: `CN=ada,DC=contoso,DC=com`. `down`: `CONTOSO\ada`. `principal`: `ada@contoso.com`. `bare`: `ada`. */
export type NamedAccount =
  | { readonly form: "dn"; readonly dn: string }
  | { readonly form: "down" | "principal"; readonly account: string; readonly domain: string }
  | { readonly form: "bare"; readonly account: string };

export const accountName = (text: string): NamedAccount => {
  const named = text.trim();
  const [, short, account] = /^([^\\]+)\\(.+)$/su.exec(named) ?? [];
  if (short !== undefined && account !== undefined) return { form: "down", domain: short, account };
  if (named.includes("=") && (nameOf(named)?.length ?? 0) > 0) return { form: "dn", dn: named };
  const at = named.lastIndexOf("@");
  return at > 0 && at < named.length - 1
    ? { form: "principal", account: named.slice(0, at), domain: named.slice(at + 1) }
    : { form: "bare", account: named };
};

/**
 * What finds the entry of an account by its name. It may find others too: an account of another domain can have the same name, and
 * `ada@contoso.com` be the principal name of somebody whose account is called otherwise.
 */
export const entryNamed = (text: string): DirectoryFilter => {
  const name = accountName(text);
  switch (name.form) {
    case "dn":
      return equals("distinguishedName", name.dn);
    case "down":
      return equals("sAMAccountName", name.account);
    case "bare":
    case "principal":
      return or(equals("userPrincipalName", text.trim()), equals("sAMAccountName", name.account));
  }
};
