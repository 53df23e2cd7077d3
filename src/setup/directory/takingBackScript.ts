/**
 * The commands that take permissions back, as a text for a domain's administrator: no cmdlet of Microsoft's takes any away. They remove
 * the documented rights from the list at the domain's root, by `ActiveDirectorySecurity.RemoveAccessRule` of .NET, and show what is
 * left; `dsacls` removes everything at once ("Dsacls", Windows commands). Pure.
 */
import * as v from "valibot";
import { dnsName, gmsaName } from "../names.ts";
import { quotedForPowerShell } from "../text/quoting.ts";
import type { SinglePermission } from "../told/permissionTypes.ts";
import { sayEntry, type DocumentedEntry } from "./documentedEntry.ts";
import { classes } from "./schemaIds.ts";
import { takenBack } from "./takingBack.ts";

export interface GivenIn {
  readonly domain: string;
  readonly types: readonly SinglePermission[];
}

/** The account, as `name$` or `DOMAIN\name$`; undefined where no record tells it. */
export type AccountName = string | undefined;

/** A NetBIOS name of a domain ("Naming conventions in Active Directory"), and nothing that a command could take for more. */
const netbios = /^[\p{L}\p{N}_-]{1,15}$/u;

/** Whether a name may stand in a command: one of a managed account, with or without its domain. */
const isAccount = (account: string): boolean => {
  const at = account.indexOf("\\");
  return v.is(gmsaName, account.slice(at + 1)) && (at < 0 || netbios.test(account.slice(0, at)));
};

const noGuid = "00000000-0000-0000-0000-000000000000";

/** Of ActiveDirectorySecurityInheritance: "Descendents" is .NET's own spelling. */
const inheritance = { root: "None", everywhere: "All", descendants: "Descendents" } as const;

const removal = (entry: DocumentedEntry): readonly string[] => {
  const { mask, objectType, appliesTo } = entry;
  const below = appliesTo.scope === "descendants" ? classes[appliesTo.of] : noGuid;
  return [
    `# ${sayEntry(entry).replace(/\s+/gu, " ")}`,
    `Remove-Right ${mask} '${objectType ?? noGuid}' '${inheritance[appliesTo.scope]}' '${below}'`,
  ];
};

/** What comes first, once: whose rights they are, and how one is removed. */
export const preparation = (account: AccountName): string =>
  [
    `$account = ${account === undefined ? "Read-Host 'DOMAIN\\account$'" : quotedForPowerShell(account)}`,
    "$sid = (New-Object Security.Principal.NTAccount($account)).Translate([Security.Principal.SecurityIdentifier])",
    "function Open-Domain([string]$Path) {",
    "    $script:root = New-Object DirectoryServices.DirectoryEntry($Path)",
    "    $script:root.Options.SecurityMasks = 'Dacl'",
    "}",
    "function Remove-Right([int]$Mask, [guid]$Type, [string]$Where, [guid]$Below) {",
    "    $rule = New-Object DirectoryServices.ActiveDirectoryAccessRule($sid, [DirectoryServices.ActiveDirectoryRights]$Mask, 'Allow', $Type, $Where, $Below)",
    "    $null = $root.ObjectSecurity.RemoveAccessRule($rule)",
    "    $root.CommitChanges()",
    "}",
  ].join("\n");

const topOf = (domain: string): string =>
  domain
    .split(".")
    .map((label) => `DC=${label}`)
    .join(",");

/** The commands for what was given in one domain, each group of types by itself; then what removes everything, whoever gave it. */
export interface DomainScript {
  readonly domain: string;
  readonly groups: readonly { readonly types: readonly SinglePermission[]; readonly commands: string }[];
  readonly everything: string;
  /** Shows what the account still has there. */
  readonly look: string;
}

const scriptFor = (account: AccountName, { domain, types }: GivenIn): DomainScript => {
  const top = topOf(domain);
  const open = `Open-Domain ${quotedForPowerShell(`LDAP://${domain}/${top}`)}`;
  const name = account === undefined ? "$account" : quotedForPowerShell(account);
  const list = `dsacls.exe ${quotedForPowerShell(`\\\\${domain}\\${top}`)}`;
  return {
    domain,
    groups: takenBack(types).map((group) => ({
      types: group.types,
      commands: [open, ...group.entries.flatMap(removal)].join("\n"),
    })),
    everything: `${list} /R ${name}`,
    look: `${list} | Select-String -SimpleMatch ${name}`,
  };
};

/** Names that are no such names are refused: no command is written with them. */
export const takingBackScripts = (
  account: AccountName,
  given: readonly GivenIn[],
): { readonly scripts: readonly DomainScript[]; readonly refused: readonly string[] } => {
  const isWrong = ({ domain }: GivenIn): boolean => !v.is(dnsName, domain);
  const wrongAccount = account !== undefined && !isAccount(account);
  return {
    scripts: wrongAccount ? [] : given.filter((one) => !isWrong(one)).map((one) => scriptFor(account, one)),
    refused: [...(wrongAccount ? [account] : []), ...given.filter(isWrong).map(({ domain }) => domain)],
  };
};
