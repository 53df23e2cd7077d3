/** A decoded security descriptor written as SDDL ([MS-DTYP] 2.5.1), to be held against what another program writes of the same bytes. */
import type { Ace } from "../../../../src/setup/directory/ace.ts";
import type { SecurityDescriptor } from "../../../../src/setup/directory/securityDescriptor.ts";

const aliases: Readonly<Record<string, string>> = {
  "S-1-1-0": "WD",
  "S-1-3-0": "CO",
  "S-1-5-9": "ED",
  "S-1-5-10": "PS",
  "S-1-5-11": "AU",
  "S-1-5-18": "SY",
  "S-1-5-32-544": "BA",
  "S-1-5-32-545": "BU",
  "S-1-5-32-548": "AO",
  "S-1-5-32-550": "PO",
  "S-1-5-32-554": "RU",
};
const rights = [
  [0x1, "CC"],
  [0x2, "DC"],
  [0x4, "LC"],
  [0x8, "SW"],
  [0x10, "RP"],
  [0x20, "WP"],
  [0x40, "DT"],
  [0x80, "LO"],
  [0x100, "CR"],
  [0x10000, "SD"],
  [0x20000, "RC"],
  [0x40000, "WD"],
  [0x80000, "WO"],
  [0x10000000, "GA"],
] as const;

const sidOf = (sid: string | null): string => (sid === null ? "" : (aliases[sid] ?? sid));

const aceOf = (ace: Ace): string => {
  const type = ace.conditional
    ? "XA"
    : `${(ace.objectType ?? ace.inheritedObjectType) ? "O" : ""}${ace.kind === "allow" ? "A" : "D"}`;
  const flags = [
    ace.object && "OI",
    ace.container && "CI",
    ace.noPropagate && "NP",
    ace.inheritOnly && "IO",
    ace.inherited && "ID",
  ].filter(Boolean);
  const mask = rights.filter(([bit]) => (ace.mask & bit) !== 0).map(([, name]) => name);
  const fields = [ace.objectType ?? "", ace.inheritedObjectType ?? "", sidOf(ace.sid)];
  return `(${[type, flags.join(""), mask.join(""), ...fields].join(";")})`;
};

/** Owner, group, and the list without its flags but for P. */
export const sddlOf = ({ owner, group, isProtected, dacl }: SecurityDescriptor): string =>
  [
    owner === null ? "" : `O:${sidOf(owner)}`,
    group === null ? "" : `G:${sidOf(group)}`,
    dacl === null ? "" : `D:${isProtected ? "P" : ""}${dacl.map(aceOf).join("")}`,
  ].join("");

/** SDDL without what the decoder leaves out: flags of inheritance as a whole, conditions, the list for audits. */
export const asDecoded = (sddl: string): string =>
  sddl
    .replace(/S:\(.*$/u, "")
    .replace(/D:(P?)(?:AI|AR)*/u, "D:$1")
    .replaceAll(/;\(@[^)]*\)/gu, "");
