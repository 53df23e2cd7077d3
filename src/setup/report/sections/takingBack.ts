/** How the permissions that were given are taken back: the commands, for whoever administers the domains. Pure. */
import * as l10n from "@vscode/l10n";
import { singlesOf } from "../../agent/permissionPlan.ts";
import {
  preparation,
  takingBackScripts,
  type DomainScript,
  type GivenIn,
} from "../../directory/takingBackScript.ts";
import { attestationsIn, type JournalEvent } from "../../journal.ts";
import type { Statement } from "../../statement.ts";
import { heading, quote, words, type PagePart, type Section } from "../page.ts";

type Given = Extract<Statement, { readonly about: "permissions" }>;

/** What was given to each account in which domain, as the record tells; what was said of every domain names none. */
const givenTo = (events: readonly JournalEvent[]): ReadonlyMap<string, readonly GivenIn[]> => {
  const given = attestationsIn(events).filter(
    (one): one is Given & typeof one => one.about === "permissions",
  );
  const accounts = [...new Set(given.map(({ account = "" }) => account))];
  return new Map(
    accounts.map((account) => {
      const own = given.filter((one) => (one.account ?? "") === account);
      const domains = [...new Set(own.flatMap((one) => one.domains ?? []))];
      const typesIn = (domain: string) =>
        singlesOf(own.flatMap((one) => (one.domains?.includes(domain) === true ? one.types : [])));
      return [account, domains.map((domain) => ({ domain, types: typesIn(domain) }))];
    }),
  );
};

const ofDomain = ({ domain, groups, everything, look }: DomainScript): readonly PagePart[] => [
  ...groups.flatMap(({ types, commands }) => [
    heading(
      types.length === 1
        ? l10n.t("{0} in {1}", types.join(", "), domain)
        : l10n.t("What {0} share in {1}: where all of these are taken back", types.join(", "), domain),
    ),
    quote(commands),
  ]),
  heading(l10n.t("What the account still has in {0}", domain)),
  quote(look),
  heading(l10n.t("Everything that the account has at the root of {0}, whoever gave it", domain)),
  quote(everything),
];

/** Undefined where the record tells of no permissions that were given in a domain. */
export const takingBackSection = (events: readonly JournalEvent[]): Section | undefined => {
  const parts = [...givenTo(events)].flatMap(([account, given]): readonly PagePart[] => {
    if (given.length === 0) return [];
    const name = account === "" ? undefined : account;
    const { scripts, refused } = takingBackScripts(name, given);
    return [
      ...(scripts.length === 0
        ? []
        : [
            heading(
              name === undefined
                ? l10n.t("First, for the account that the agent created")
                : l10n.t("First, for the account {0}", name),
            ),
            quote(preparation(name)),
            ...scripts.flatMap(ofDomain),
          ]),
      ...(refused.length === 0
        ? []
        : [
            words(
              l10n.t(
                "No command is written for what is no name of an account or a domain: {0}",
                refused.join(", "),
              ),
            ),
          ]),
    ];
  });
  return parts.length === 0
    ? undefined
    : {
        title: l10n.t("How permissions are taken back"),
        parts: [
          words(
            l10n.t(
              "No cmdlet takes them away. These commands do, in Windows PowerShell on a server of the domain, as its Domain Admin. The agent stops to do what it is no longer allowed to.",
            ),
          ),
          ...parts,
        ],
      };
};
