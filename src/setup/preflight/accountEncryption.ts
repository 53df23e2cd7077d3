/** Whether the account and its server know the same encryption types, and the way to make them alike. Pure. */
import * as l10n from "@vscode/l10n";
import type { Computer } from "../directory/computers.ts";
import { compareEncryption, encryptionNames } from "../directory/encryptionTypes.ts";
import { heardOf, viewRow } from "../directory/heard.ts";
import type { ManagedAccount } from "../directory/managedAccounts.ts";
import {
  found,
  judge,
  notKnown,
  pass,
  type Evidence,
  type Finding,
  type Fix,
  type RuleText,
} from "../finding.ts";
import { setDirectoryValue } from "../operations/directory.ts";
import type { AccountSeen } from "./accountSeen.ts";
import { directoryTarget } from "./askDirectory.ts";

const typesOf = (value: number | null): string =>
  value === null
    ? l10n.t("no value of its own")
    : l10n.t("{0} ({1})", encryptionNames(value).join(", "), value);

/** The account gets the server's value, as Microsoft's page has it. */
const alike = (
  { dn, encryptionTypes: was }: ManagedAccount,
  { encryptionTypes: value }: Computer,
  domain: string,
): Fix => ({
  kind: "operation",
  label: l10n.t(
    "Write the server's encryption types on the account; then restart the server, and register the agent again",
  ),
  calls: [
    {
      port: "directory",
      op: setDirectoryValue.name,
      args: {
        target: directoryTarget({ domain }, { domains: [] }),
        dn,
        attribute: "msDS-SupportedEncryptionTypes",
        was: was === null ? null : String(was),
        value: value === null ? null : String(value),
      },
    },
  ],
});

export const encryptionFindings = (seen: AccountSeen, account: ManagedAccount): readonly Finding[] => {
  const text: RuleText = {
    rule: "encryptionTypes",
    about: account.name,
    why: l10n.t(
      "Where RC4 is switched off on one side alone, the server cannot use the account. After a change the server must restart, and the agent be registered again.",
    ),
    source: "kdsMessage",
  };
  const what = l10n.t("Encryption types");
  const read = heardOf(seen.facts, ({ computer }) => computer);
  return judge(text, what, read, (computer) => {
    if (computer === null)
      return [
        notKnown(text, what, l10n.t("{0} has no computer {1}.", seen.server.domain, seen.server.computer)),
      ];
    const pair = { account: account.encryptionTypes, computer: computer.encryptionTypes };
    const rows: readonly Evidence[] = [
      { name: account.name, value: typesOf(pair.account) },
      { name: seen.server.computer, value: typesOf(pair.computer) },
      ...("value" in seen.facts ? [viewRow(seen.facts.value.bind)] : []),
    ];
    switch (compareEncryption(pair)) {
      case "same":
        return pass(text, l10n.t("Account and server know the same encryption types."), rows);
      case "notKnown":
        return [
          notKnown(
            text,
            what,
            l10n.t(
              "Where one has no value of its own, what the domain controllers take instead is not told.",
            ),
          ),
        ];
      case "none":
        return found(
          text,
          "fail",
          l10n.t("Account and server have no encryption type in common."),
          rows,
          alike(account, computer, seen.server.domain),
        );
      case "differ":
        return found(
          text,
          "warning",
          l10n.t("The account knows other encryption types than the server."),
          rows,
          alike(account, computer, seen.server.domain),
        );
    }
  });
};
