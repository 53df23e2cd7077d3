/**
 * Functional levels and versions of the schema, as Windows Server's versions. Sources: [MS-ADTS] 6.1.4.2 and 6.1.4.4, "Active Directory
 * Domain Services functional levels", and "Find the current schema version"
 * (https://learn.microsoft.com/windows-server/identity/ad-ds/deploy/find-active-directory-schema). Pure.
 */
import * as l10n from "@vscode/l10n";

const levels: Readonly<Record<number, string>> = {
  0: "Windows 2000",
  1: "Windows Server 2003 interim",
  2: "Windows Server 2003",
  3: "Windows Server 2008",
  4: "Windows Server 2008 R2",
  5: "Windows Server 2012",
  6: "Windows Server 2012 R2",
  7: "Windows Server 2016",
  10: "Windows Server 2025",
};
const schemas: Readonly<Record<number, string>> = {
  13: "Windows 2000",
  30: "Windows Server 2003",
  31: "Windows Server 2003 R2",
  44: "Windows Server 2008",
  47: "Windows Server 2008 R2",
  56: "Windows Server 2012",
  69: "Windows Server 2012 R2",
  87: "Windows Server 2016",
  88: "Windows Server 2019",
  91: "Windows Server 2025",
};

const say = (names: Readonly<Record<number, string>>, number: number): string => {
  const name = names[number];
  return name === undefined ? String(number) : l10n.t("{0} ({1})", name, number);
};
/** A level in words with its number; one that is not known by its number alone. */
export const sayLevel = (level: number): string => say(levels, level);
/** 88 is Windows Server 2022's too: it brought no schema of its own. */
export const saySchema = (version: number): string => say(schemas, version);

/** Cloud sync works from this functional level of the forest on (Microsoft, "Prerequisites": Windows Server 2003). */
export const leastForestLevel = 2;
/**
 * A managed account needs this schema. Microsoft, "Group managed service accounts" and "No such object on the server": that of Windows
 * Server 2012, 52 or later. What was released has 56.
 */
export const leastSchema = 52;
