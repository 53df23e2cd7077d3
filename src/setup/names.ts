/** What may be the name of something in a plan: its letters, its form, its length. Every text of a plan can be seen. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { holdsHidden } from "./text/hidden.ts";
import { isNamedFile } from "./namedFile.ts";

/** No name means anything by what nobody sees: control, invisible and direction characters are part of none. */
const visible = <T extends string>() =>
  v.check<T, () => string>(
    (text) => !holdsHidden(text),
    () => l10n.t("a text without control, invisible and direction characters"),
  );

/** One line of text, 1 to `maxLength` characters; spaces around it are left out. */
export const line = (maxLength: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxLength), visible());

/**
 * What a plan's author calls a server: a computer's name or a DNS name where it is to be found again, else any line of text.
 * It names nothing to run or to reach.
 */
export const serverName = v.pipe(line(255), v.description("Name of the server, as it calls itself"));

/** The same for names that differ in nothing but capitals or in how a letter is composed. */
export const canonicalName = (name: string): string => name.trim().normalize("NFC").toUpperCase();

/** A DNS name of at least two labels: an AD domain or a domain controller. */
export const dnsName = v.pipe(
  v.string(),
  v.maxLength(253),
  v.regex(/^(?!-)[\p{L}\p{N}_-]{1,63}(\.[\p{L}\p{N}_-]{1,63})+$/u, () =>
    l10n.t("a full DNS name such as contoso.com"),
  ),
  visible(),
  v.description("Full DNS name, such as contoso.com"),
);

/**
 * sAMAccountName of a group managed service account: up to 15 characters and a `$`. AD would take more than letters, digits
 * and `-_.`; the name stands in commands that are offered for copying, where nothing in it may mean anything. Letters may be of
 * any alphabet: the attribute is a Unicode text ("SAM-Account-Name attribute", AD schema). Those that may be others than they
 * look like are said (plans/names.ts).
 */
export const gmsaName = v.pipe(
  v.string(),
  v.maxLength(16),
  v.regex(/^[\p{L}\p{N}_.-]{1,15}\$$/u, () =>
    l10n.t("the account's name with its $ at the end, such as provAgent01$"),
  ),
  visible(),
  v.description("Name of an existing group managed service account, with its $"),
);

/** `CONTOSO\ada` or `ada@contoso.com`. */
export const userName = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(/^[^\p{Cc}"/[\]:;|=,+*?<>\\@]+(?:\\|@)[^\p{Cc}"/[\]:;|=,+*?<>\\@]+$/u, () =>
    l10n.t("CONTOSO\\name or name@contoso.com"),
  ),
  visible(),
  v.description("CONTOSO\\name or name@contoso.com; never a password"),
);

/**
 * An address to download from: https, a host, perhaps a port, and what is asked of it. Neither a user nor a password
 * stands in it, and nothing that one reader of addresses takes for a slash and another does not.
 */
export const webAddress = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  // So long that a question can show all of it.
  v.maxLength(300),
  v.regex(
    /^[Hh][Tt][Tt][Pp][Ss]:\/\/(?:[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*|\[[\dA-Fa-f:.]+\])(?::\d{1,5})?(?:[/?#][^\s\p{C}"<>\\^`{|}]*)?$/u,
    () => l10n.t("an address that begins with https:// and names no user"),
  ),
  visible(),
  v.description("Direct address of the installer: https, without a user name"),
);

const fullPath = () =>
  l10n.t("a full path such as C:\\Users\\ada\\Downloads\\AADConnectProvisioningAgentSetup.exe");

/** The installer's file: a full Windows path, on a drive or a share. The first expression is for editors of plan files. */
export const filePath = v.pipe(
  line(1000),
  v.regex(/^(?:[A-Za-z]:|\\\\[A-Za-z0-9][A-Za-z0-9._-]*)\\[^"<>:/|?*]*\.[Ee][Xx][Ee]$/u, fullPath),
  v.regex(/^[^\p{Cc}]*$/u, () => l10n.t("a path on one line")),
  v.check<string, () => string>(isNamedFile, fullPath),
  v.description("Full path of the installer on the server or on a share"),
);

/** A tenant's id. The registry holds it in this form once the agent is registered. */
export const tenantId = v.pipe(
  v.string(),
  v.maxLength(36),
  v.regex(/^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u, () =>
    l10n.t("a tenant id such as 72f988bf-86f1-41af-91ab-2d7cd011db47"),
  ),
  v.description("Directory (tenant) id"),
);
