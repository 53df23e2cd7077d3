/**
 * Who signs in, and what keeps an account out. An account's state is what its entry holds, as in Active Directory; a password is in
 * no entry.
 */
import type { Directory } from "./directory.ts";
import { textOf, valuesOf, type Entry } from "./entry.ts";
import { dnsNameOf, keyOf } from "./names.ts";
import { sidText } from "./sids.ts";
import { sidsOf, type Who } from "./tokenGroups.ts";

/** By distinguished name. */
export type Passwords = Readonly<Record<string, string>>;

/** Of userAccountControl and of msDS-User-Account-Control-Computed (MS-ADTS, 2.2.16). */
const flags = { disabled: 0x2, neverExpires: 0x10000, passwordExpired: 0x800000 } as const;

/** 100 nanoseconds since 1601 (MS-DTYP, FILETIME). */
export const fileTime = (at: Date): string => String((BigInt(at.getTime()) + 11_644_473_600_000n) * 10_000n);
const isPast = (time: string, now: Date): boolean => BigInt(time) <= BigInt(fileTime(now));
/** What both stand for "never" in accountExpires (Microsoft, "Account-Expires attribute"). */
const never: readonly string[] = ["0", "9223372036854775807"];

/**
 * The number behind `data` that the state of an account leads to, in hexadecimal digits (MS-ERREF, section 2.2: ERROR_INVALID_LOGON_HOURS
 * 530, ERROR_INVALID_WORKSTATION 531, ERROR_PASSWORD_EXPIRED 532, ERROR_ACCOUNT_DISABLED 533, ERROR_ACCOUNT_EXPIRED 701,
 * ERROR_PASSWORD_MUST_CHANGE 773); undefined where nothing keeps it out.
 */
export const keptOutBy = (account: Entry, now: Date): string | undefined => {
  const number = (name: string) => Number(textOf(account, name) ?? "0");
  const control = number("userAccountControl");
  if ((control & flags.disabled) !== 0) return "533";
  const expires = textOf(account, "accountExpires") ?? "0";
  if (!never.includes(expires) && isPast(expires, now)) return "701";
  const [hours] = valuesOf(account, "logonHours");
  if (hours && !isAllowedHour(hours, now)) return "530";
  // A controller that nobody named is the work station of a simple bind.
  if ((textOf(account, "userWorkstations") ?? "") !== "") return "531";
  if ((control & flags.neverExpires) !== 0) return undefined;
  if (textOf(account, "pwdLastSet") === "0") return "773";
  return (number("msDS-User-Account-Control-Computed") & flags.passwordExpired) !== 0 ? "532" : undefined;
};

/** A bit for each hour of the week from Sunday midnight UTC on (Microsoft, "Logon-Hours attribute"). */
const isAllowedHour = (hours: Buffer, now: Date): boolean => {
  const hour = now.getUTCDay() * 24 + now.getUTCHours();
  return ((hours[hour >> 3] ?? 0) & (1 << (hour & 7))) !== 0;
};

/**
 * The forms of a name that a simple bind takes (MS-ADTS, 5.1.1.1.1): a distinguished name, a user principal name, `account@domain`,
 * `DOMAIN\account`.
 */
export const accountNamed = (directory: Directory, name: string): Entry | undefined => {
  const lower = name.toLowerCase();
  const domain = dnsNameOf(textOf(directory.rootDse, "defaultNamingContext") ?? "").toLowerCase();
  const netBios = directory.find(
    (entry) => dnsNameOf(textOf(entry, "nCName") ?? "").toLowerCase() === domain,
  );
  const short = (netBios && textOf(netBios, "nETBIOSName"))?.toLowerCase() ?? domain.split(".")[0] ?? "";
  const account = lower.endsWith(`@${domain}`)
    ? lower.slice(0, -domain.length - 1)
    : lower.startsWith(`${short}\\`)
      ? lower.slice(short.length + 1)
      : undefined;
  return (
    (name.includes("=") ? directory.get(name) : undefined) ??
    directory.find((entry) => textOf(entry, "userPrincipalName")?.toLowerCase() === lower) ??
    (account === undefined
      ? undefined
      : directory.find((entry) => textOf(entry, "sAMAccountName")?.toLowerCase() === account))
  );
};

export type SignIn = Who | { readonly data: string };

/**
 * An account that is not there is 525, ERROR_NO_SUCH_USER. A wrong password is 52e, ERROR_LOGON_FAILURE, whatever the account's state; a
 * locked account is 775, ERROR_ACCOUNT_LOCKED_OUT, whatever the password (published lists of these codes say of each when it comes).
 */
export const signIn = (
  directory: Directory,
  passwords: Passwords,
  name: string,
  password: string,
  now: Date,
): SignIn => {
  const account = accountNamed(directory, name);
  if (!account) return { data: "525" };
  const locked = textOf(account, "lockoutTime") ?? "0";
  if (locked !== "0") return { data: "775" };
  const known = Object.entries(passwords).find(([dn]) => keyOf(dn) === keyOf(account.dn))?.[1];
  if (known === undefined || known !== password) return { data: "52e" };
  const data = keptOutBy(account, now);
  return data === undefined ? { account } : { data };
};

/** Who may write everywhere: Administrators, Enterprise Admins, and the Domain Admins of this domain (Well-known SIDs). */
export const mayWrite = (directory: Directory, who: Who): boolean => {
  const root = directory.get(textOf(directory.rootDse, "defaultNamingContext") ?? "");
  const domain = root && valuesOf(root, "objectSid").map(sidText)[0];
  return sidsOf(directory, who)
    .map(sidText)
    .some(
      (sid) => sid === "S-1-5-32-544" || /^S-1-5-21-[\d-]+-519$/u.test(sid) || sid === `${domain ?? ""}-512`,
    );
};
