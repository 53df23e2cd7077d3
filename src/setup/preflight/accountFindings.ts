/** Everything that a look at the planned account finds, before anything is created. Pure. */
import * as l10n from "@vscode/l10n";
import { notKnown, type Finding } from "../finding.ts";
import type { Time } from "../values/time.ts";
import { accountPlaceFindings, accountText } from "./accountPlace.ts";
import type { AccountSeen } from "./accountSeen.ts";
import { accountUseFindings } from "./accountUse.ts";
import { rootKeyFindings } from "./rootKey.ts";

/** Where the directory was not asked, that alone. `account`: as a person knows it. */
export const notSeen = (account: string, unread: string): Finding =>
  notKnown(accountText(), l10n.t("The account {0}", account), unread);

export const accountFindings = (seen: AccountSeen, account: string, now: Time): readonly Finding[] =>
  "unread" in seen.facts
    ? [notSeen(account, seen.facts.unread)]
    : [...rootKeyFindings(seen, now), ...accountPlaceFindings(seen), ...accountUseFindings(seen)];
