/** Whether the server can use an account that is there: may it read the password, and do both know the same encryption? Pure. */
import * as l10n from "@vscode/l10n";
import { heardOf, viewRow } from "../directory/heard.ts";
import type { ManagedAccount } from "../directory/managedAccounts.ts";
import { mayRead, type MayRead } from "../directory/passwordReaders.ts";
import type { Sid } from "../directory/sid.ts";
import { found, judge, pass, type Evidence, type Finding, type Fix, type RuleText } from "../finding.ts";
import { valueOf, type Fact } from "../values/fact.ts";
import { encryptionFindings } from "./accountEncryption.ts";
import { accountFound, type AccountSeen } from "./accountSeen.ts";
import { askOwner } from "./owner.ts";

/** Whether the server may read the password of the account that was found; undefined where there is none. */
export const mayReadPassword = (seen: AccountSeen): Fact<MayRead> | undefined => {
  const account = accountFound(seen);
  if (account === undefined) return undefined;
  const { readers } = account;
  if ("unread" in readers) return readers;
  const computer = heardOf(seen.facts, (said) => said.computer);
  if ("unread" in computer) return computer;
  if (computer.value === null)
    return {
      unread: l10n.t("{0} has no computer {1}.", seen.server.domain, seen.server.computer),
    };
  if (seen.readers === undefined) return { unread: l10n.t("It was not asked.") };
  const groups = heardOf(seen.readers, (said) => said.groups);
  if ("unread" in groups) return groups;
  const known = valueOf(heardOf(seen.readers, (said) => said.known)) ?? [];
  return {
    value: mayRead(
      readers.value,
      { sid: computer.value.sid, groups: groups.value },
      { groups: known, started: seen.server.started },
    ),
  };
};

const nameOf = (seen: AccountSeen, sid: Sid): string => {
  const known = seen.readers && valueOf(heardOf(seen.readers, (said) => said.known));
  return known?.find((one) => one.sid === sid)?.name ?? sid;
};

const readerRows = (seen: AccountSeen, { readers }: ManagedAccount): readonly Evidence[] => {
  const known = valueOf(readers);
  return [
    {
      name: l10n.t("May read its password"),
      value: known
        ? known.entries
            .filter(({ allowed }) => allowed)
            .map(({ sid }) => nameOf(seen, sid))
            .join(", ")
        : l10n.t("not known"),
    },
    ...("value" in seen.facts ? [viewRow(seen.facts.value.bind)] : []),
  ];
};

const askFor = (whatToAsk: string): Fix => askOwner(l10n.t("the owner of the account"), whatToAsk);

const reader = (seen: AccountSeen, account: ManagedAccount): readonly Finding[] => {
  const text: RuleText = {
    rule: "passwordReader",
    why: l10n.t("The service starts as the account only where the server may read its password."),
    source: "serviceAccount",
  };
  const may = mayReadPassword(seen) ?? { unread: l10n.t("It was not asked.") };
  const { computer } = seen.server;
  const rows = readerRows(seen, account);
  return judge(text, l10n.t("Whether {0} may read the account's password", computer), may, (how) => {
    switch (how.kind) {
      case "yes": {
        const through = how.through === null ? undefined : nameOf(seen, how.through);
        const summary =
          through === undefined
            ? l10n.t("{0} may read the account's password.", computer)
            : l10n.t("{0} may read the account's password, as a member of {1}.", computer, through);
        const since =
          how.since === undefined ? [] : [{ name: l10n.t("The group was changed"), value: how.since }];
        return how.needsRestart === true
          ? found(
              text,
              "warning",
              l10n.t(
                "{0} Where it became one lately, Windows does not know it before its next start.",
                summary,
              ),
              [...since, ...rows],
              {
                kind: "command",
                runOn: l10n.t("the agent's server"),
                text: "klist -li 0x3e7 purge",
                warning: l10n.t("It ends the computer's own Kerberos tickets; a restart does the same."),
              },
            )
          : pass(text, summary, [...since, ...rows]);
      }
      case "no":
        // Microsoft, "Install the provisioning agent": an account that is found is extended by the server.
        return seen.planned.kind === "create"
          ? pass(text, l10n.t("Registering lets {0} read the account's password.", computer), rows)
          : found(
              text,
              "fail",
              l10n.t("{0} may not read the account's password.", computer),
              rows,
              askFor(
                l10n.t(
                  "Ask that {0} be added to those who may, or to a group of them. Restart the server then.",
                  `${computer}$`,
                ),
              ),
            );
      case "denied":
        return found(
          text,
          "fail",
          l10n.t("{0} is denied to read the account's password, by {1}.", computer, nameOf(seen, how.by)),
          rows,
          askFor(l10n.t("Ask why, and whether that entry may go.")),
        );
    }
  });
};

/** Nothing where there is no account yet. */
export const accountUseFindings = (seen: AccountSeen): readonly Finding[] => {
  const account = accountFound(seen);
  return account === undefined ? [] : [...reader(seen, account), ...encryptionFindings(seen, account)];
};
