/** The account's permissions at the root of a domain, read back from there and held against Microsoft's tables. Pure. */
import * as l10n from "@vscode/l10n";
import { singlesOf } from "../agent/permissionPlan.ts";
import {
  comparePermissions,
  type Comparison,
  type Excess,
  type Held,
  type Who,
} from "../directory/comparePermissions.ts";
import { sayEntry, type DocumentedEntry } from "../directory/documentedEntry.ts";
import { heardOf, viewRow, type Answered } from "../directory/heard.ts";
import { customAccountTable, installerTables, permissionTypeTables } from "../directory/permissionTables.ts";
import { nameOfGuid } from "../directory/schemaIds.ts";
import type { SecurityDescriptor } from "../directory/securityDescriptor.ts";
import { found, judge, notKnown, pass, type Evidence, type Finding, type RuleText } from "../finding.ts";
import { singlePermissions, type PermissionType, type SinglePermission } from "../told/permissionTypes.ts";
import type { Fact } from "../values/fact.ts";
import { askOwner } from "./owner.ts";

/** What is asked about: whose permissions, in which domain, and the sets of them that the plan wants there. */
export interface WantedPermissions {
  readonly domain: string;
  readonly account: string;
  readonly custom: boolean;
  readonly types: readonly PermissionType[];
}

/** The entries of sets of permissions, each once. */
export const entriesOf = (types: WantedPermissions["types"]): readonly DocumentedEntry[] => {
  const entries = singlesOf(types).flatMap((type) => permissionTypeTables[type]);
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
};

/** The single types of which every entry is there. */
export const typesThere = (dacl: SecurityDescriptor["dacl"], who: Who): readonly SinglePermission[] =>
  singlePermissions.filter(
    (type) => lacking(comparePermissions(dacl, who, permissionTypeTables[type])).length === 0,
  );

const text = (rule: string, domain: string): RuleText => ({
  rule,
  about: domain,
  why: l10n.t("Without them the agent reads nothing, and the configuration goes into quarantine."),
  source: "permissions",
});

const states: Readonly<Record<Held["state"], () => string>> = {
  present: () => l10n.t("there"),
  partly: () => l10n.t("in part"),
  denied: () => l10n.t("denied"),
  missing: () => l10n.t("missing"),
};
const heldRow = ({ entry, state, by }: Held): Evidence => ({
  name: sayEntry(entry),
  value:
    state === "present" && by.length > 0 && by.every(({ inherited }) => inherited)
      ? l10n.t("{0}, inherited", states[state]())
      : states[state](),
});

const lacking = ({ held }: Comparison): readonly Held[] => held.filter(({ state }) => state !== "present");

/** The sets that the plan wants: without them the agent does not do what it is for. */
const wantedFinding = (
  { domain, account }: WantedPermissions,
  compared: Comparison,
  view: Evidence,
): readonly Finding[] => {
  const rows = [...compared.held.map(heldRow), view];
  const lacks = lacking(compared);
  return lacks.length === 0
    ? pass(
        text("permissions", domain),
        l10n.t("{0} has in {1} what it needs: {2} entries.", account, domain, compared.held.length),
        rows,
      )
    : found(
        text("permissions", domain),
        "fail",
        l10n.t("{0} lacks {2} of {3} entries in {1}.", account, domain, lacks.length, compared.held.length),
        rows,
        {
          kind: "link",
          link: "permissions",
          whatToDo: l10n.t(
            "Give them in this step. They come to the other domain controllers with replication.",
          ),
        },
      );
};

/** Microsoft's list of a custom account asks for more than synchronising to the tenant needs ("Prerequisites"). */
const documentedFinding = (
  { domain, account }: WantedPermissions,
  compared: Comparison,
  view: Evidence,
): readonly Finding[] => {
  const rows = [...compared.held.map(heldRow), view];
  const lacks = lacking(compared);
  const of: RuleText = {
    ...text("documentedPermissions", domain),
    why: l10n.t(
      "Microsoft's list of what a custom account must have. Writing groups and users back needs all of it.",
    ),
    source: "prerequisites",
  };
  return lacks.length === 0
    ? pass(of, l10n.t("{0} has in {1} every entry of Microsoft's list.", account, domain), rows)
    : found(
        of,
        "warning",
        l10n.t(
          "{0} of {1} entries of Microsoft's list are not there in {2}.",
          lacks.length,
          compared.held.length,
          domain,
        ),
        rows,
        {
          kind: "link",
          link: "prerequisites",
          whatToDo: l10n.t(
            "Nothing has to be done to synchronise from the directory to the tenant. Else have them given by the domain's administrator.",
          ),
        },
      );
};

const excessRow = ({ ace, rights }: Excess): Evidence => ({
  name: rights.join(", "),
  value: [
    ace.objectType === null ? l10n.t("everything") : nameOfGuid(ace.objectType),
    ...(ace.inherited ? [l10n.t("inherited")] : []),
  ].join(", "),
});

/** What nobody documents for an agent: somebody gave it, or a group that the account is in has it. */
const excessFinding = (
  { domain, account }: WantedPermissions,
  { excess }: Comparison,
  view: Evidence,
): readonly Finding[] =>
  excess.length === 0
    ? []
    : found(
        {
          ...text("excessivePermissions", domain),
          why: l10n.t("What an agent does not need, whoever takes it over has as well."),
        },
        "warning",
        l10n.t("{0} may do more in {1} than any document asks for.", account, domain),
        [...excess.map(excessRow), view],
        askOwner(
          l10n.t("the owner of the domain"),
          l10n.t("Ask whether these entries may go, and for what they were given."),
        ),
      );

/** What the permissions of an account are, as a domain's root tells. `who`: the account, where it was found. */
export const permissionFindings = (
  wanted: WantedPermissions,
  who: Fact<Who>,
  answered: Answered<Fact<SecurityDescriptor>>,
): readonly Finding[] => {
  const of = text("permissions", wanted.domain);
  const what = l10n.t("The permissions of {0} in {1}", wanted.account, wanted.domain);
  if ("unread" in who) return [notKnown(of, what, who.unread)];
  if ("unread" in answered) return [notKnown(of, what, answered.unread)];
  const view = viewRow(answered.value.bind);
  return judge(
    of,
    what,
    heardOf(answered, (said) => said),
    ({ dacl }) => {
      const needed = entriesOf(wanted.types);
      const known = [...needed, ...customAccountTable, ...Object.values(installerTables).flat()];
      return [
        ...wantedFinding(wanted, comparePermissions(dacl, who.value, needed), view),
        ...(wanted.custom
          ? documentedFinding(wanted, comparePermissions(dacl, who.value, customAccountTable), view)
          : []),
        ...excessFinding(wanted, comparePermissions(dacl, who.value, known), view),
      ];
    },
  );
};
