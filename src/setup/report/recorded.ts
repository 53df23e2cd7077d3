/** What stands in a record, in words: moments, steps, changes, and what persons said. Pure. */
import * as l10n from "@vscode/l10n";
import type { Change } from "../change.ts";
import type { JournalEvent } from "../journal.ts";
import type { Statement } from "../statement.ts";
import { sayView } from "../directory/heard.ts";
import { sayStanding } from "../directory/signedIn.ts";
import { sayPlace } from "../place.ts";
import { sayChange } from "../told/changes.ts";
import { sayPermissionType } from "../told/permissionTypes.ts";
import { isTime } from "../values/time.ts";
import { shownValue } from "../values/shownValue.ts";

export type EventOf<K extends JournalEvent["kind"]> = Extract<JournalEvent, { readonly kind: K }>;

export const eventsOf = <K extends JournalEvent["kind"]>(
  events: readonly JournalEvent[],
  kind: K,
): readonly EventOf<K>[] => events.filter((event): event is EventOf<K> => event.kind === kind);

/** A moment for readers anywhere: in UTC, which is said. A text that is none stands as it is. */
export const utcTime = (time: string): string =>
  isTime(time)
    ? `${new Date(time)
        .toISOString()
        .replace("T", " ")
        .replace(/(?:\.\d+)?Z$/u, "")} UTC`
    : time;

/** Where, what, before, after: the cells of a change. `server`: what the server of the record is called. */
export const changeCells = (change: Change, server: string): readonly string[] => [
  sayPlace(change.on, server),
  sayChange(change),
  shownValue(change.before),
  shownValue(change.after),
];
export const changeHead = (): readonly string[] => [
  l10n.t("Where"),
  l10n.t("What"),
  l10n.t("Before"),
  l10n.t("After"),
];

/** An account that the agent created has no name in a statement about it. */
const accountIn = ({ account }: { readonly account?: string | undefined }): string =>
  account === undefined || account === "" ? l10n.t("the account") : account;

const sayPermissions = (of: Extract<Statement, { readonly about: "permissions" }>): string => {
  const account = accountIn(of);
  const types = of.types.map(sayPermissionType).join("; ");
  const domains = of.domains?.join(", ");
  if (domains !== undefined && of.givenBy !== undefined)
    return l10n.t(
      "{0} gave these permissions to {1} in {2}, by the cmdlet: {3}",
      of.givenBy,
      account,
      domains,
      types,
    );
  if (domains === undefined)
    return of.how === "hand"
      ? l10n.t("Gave these permissions by hand to {0}: {1}", account, types)
      : l10n.t("The cmdlet gave these permissions to {0}: {1}", account, types);
  return of.how === "hand"
    ? l10n.t("Gave these permissions by hand to {0} in {1}: {2}", account, domains, types)
    : l10n.t("The cmdlet gave these permissions to {0} in {1}: {2}", account, domains, types);
};

const sayOrders = ({ how, orders }: Extract<Statement, { readonly about: "controllers" }>): string => {
  const said = orders
    .map(({ domain, controllers }) =>
      controllers.length === 0
        ? l10n.t("{0}: any", domain)
        : l10n.t("{0}: {1}", domain, controllers.join(", ")),
    )
    .join("; ");
  return how === "cmdlets"
    ? l10n.t("Handed over to the cmdlets as preferred domain controllers of {0}", said)
    : l10n.t("Opened the wizard to enter as preferred domain controllers of {0}", said);
};

/** What a person said, or a cmdlet answered. */
export const sayStatement = (of: Statement): string => {
  switch (of.about) {
    case "licence":
      return l10n.t("Accepted the licence terms of the installer.");
    case "unknown":
      return l10n.t("Accepted by name what could not be checked: {0}", of.finding);
    case "domains":
      return of.seenIn === "wizard"
        ? l10n.t("Saw in the wizard that these domains are registered: {0}", of.domains.join(", "))
        : l10n.t("The cmdlets answered that these domains are registered: {0}", of.domains.join(", "));
    case "account":
      return l10n.t("The agent ran as {0} when it was uninstalled.", of.account);
    case "permissions":
      return sayPermissions(of);
    case "accountRestricted":
      return l10n.t("{0} restricted the rights on the object of {1}, by the cmdlet.", of.givenBy, of.account);
    case "registerAgain":
      return typeof of.certificate === "string"
        ? l10n.t(
            "Began to register the agent again, whose certificate is valid since {0}.",
            utcTime(of.certificate),
          )
        : l10n.t("Began to register the agent again, which had no certificate that is known.");
    case "registeredAgain":
      return of.seenIn === "cmdlets"
        ? l10n.t("The cmdlets answered that the agent is registered again.")
        : l10n.t("Accepted without a proof that the agent is registered again.");
    case "controllers":
      return sayOrders(of);
    case "signedIn":
      return l10n.t(
        "Signed in to the directory of {0} as {1}: {2}. Answered by {3}.",
        of.domain,
        of.account,
        sayStanding(of),
        sayView(of),
      );
    case "active":
      return l10n.t("Saw {0} as active in the portal.", of.computer);
  }
};
