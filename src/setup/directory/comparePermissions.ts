/**
 * A list of permissions beside a table: what of the table an account has, and what it has besides. The entries of a list are asked in
 * their order, and for each right the first that is about it decides ([MS-DTYP] 2.5.3.2). Pure.
 */
import type { Ace } from "./ace.ts";
import { rightsIn, specific, type Right } from "./accessMask.ts";
import { covers } from "./covers.ts";
import type { DocumentedEntry } from "./documentedEntry.ts";
import { classes } from "./schemaIds.ts";
import { domainAndRid, everybodySids, rids, type Sid } from "./sid.ts";

export interface Who {
  readonly sid: Sid;
  /** Nested ones too. */
  readonly groups: readonly Sid[];
}

/**
 * `present`: all of it. `partly`: some rights of it, or with an exception that is denied. `denied`: something denies it before anything
 * gives it. `missing`: nothing gives it.
 */
export interface Held {
  readonly entry: DocumentedEntry;
  readonly state: "present" | "partly" | "denied" | "missing";
  /** What gives it: whom it names, and whether it came from above. */
  readonly by: readonly { readonly sid: Sid; readonly inherited: boolean }[];
  /** Rights of it that are not there. */
  readonly lacks: readonly Right[];
}

/** What is given and is of no table. */
export interface Excess {
  readonly ace: Ace;
  /** The rights that go beyond. */
  readonly rights: readonly Right[];
}

export interface Comparison {
  readonly held: readonly Held[];
  readonly excess: readonly Excess[];
}

type Named = Ace & { readonly sid: Sid };

/** Those of the account, whoever of its groups they name. One with a condition gives nothing that could be relied on. */
const about = (dacl: readonly Ace[], { sid, groups }: Who): readonly Named[] => {
  const whoItIs = new Set([sid, ...groups, ...everybodySids]);
  return dacl.filter(
    (ace): ace is Named =>
      ace.kind !== "other" &&
      ace.sid !== null &&
      whoItIs.has(ace.sid) &&
      !(ace.kind === "allow" && ace.conditional),
  );
};

const heldOf = (aces: readonly Named[], entry: DocumentedEntry): Held => {
  let open = entry.mask;
  let denied = 0;
  let excepted = false;
  const by: Named[] = [];
  for (const ace of aces) {
    const touched = specific(ace.mask) & open;
    const cover = touched === 0 ? "not" : covers(ace, entry);
    if (cover === "not") continue;
    if (cover === "whole") open &= ~touched;
    if (ace.kind === "allow") {
      if (cover === "whole") by.push(ace);
    } else if (cover === "whole") denied |= touched;
    else excepted = true;
  }
  const lacks = open | denied;
  const state =
    lacks === 0
      ? excepted
        ? "partly"
        : "present"
      : by.length > 0
        ? "partly"
        : denied !== 0
          ? "denied"
          : "missing";
  return {
    entry,
    state,
    by: by.map(({ sid, inherited }) => ({ sid, inherited })),
    lacks: rightsIn(lacks),
  };
};

/** Groups that everybody is in: what they may, the domain has decided, and not somebody for this account. */
const ofEverybody: readonly number[] = [rids.domainUsers, rids.domainComputers];
const isMeant = (sid: Sid): boolean => {
  const parts = domainAndRid(sid);
  return parts !== undefined && !ofEverybody.includes(parts.rid);
};

/** Whether an entry counts nowhere but where the table has it. */
const isInside = (ace: Ace, appliesTo: DocumentedEntry["appliesTo"]): boolean => {
  switch (appliesTo.scope) {
    case "everywhere":
      return true;
    case "root":
      return !ace.container && !ace.object && !ace.inheritOnly;
    case "descendants":
      return ace.inheritOnly && ace.inheritedObjectType === classes[appliesTo.of];
  }
};

/** The rights of an entry that no entry of the table asks for. */
const beyond = (ace: Ace, table: readonly DocumentedEntry[]): readonly Right[] => {
  const asked = table
    .filter(
      ({ objectType, appliesTo }) =>
        (objectType === null || objectType === ace.objectType) && isInside(ace, appliesTo),
    )
    .reduce((all, { mask }) => all | mask, 0);
  return rightsIn(specific(ace.mask) & ~asked);
};

/** `dacl` of the domain's root; null where it has none, and everybody may do everything. */
export const comparePermissions = (
  dacl: readonly Ace[] | null,
  who: Who,
  table: readonly DocumentedEntry[],
): Comparison => {
  if (dacl === null)
    return { held: table.map((entry) => ({ entry, state: "present", by: [], lacks: [] })), excess: [] };
  const aces = about(dacl, who);
  return {
    held: table.map((entry) => heldOf(aces, entry)),
    excess: aces
      .filter(({ kind, sid }) => kind === "allow" && isMeant(sid))
      .map((ace) => ({ ace, rights: beyond(ace, table) }))
      .filter(({ rights }) => rights.length > 0),
  };
};
