/** What went wrong with a session, in words. Pure. */
import * as l10n from "@vscode/l10n";
import { badAnswer } from "../setup/result.ts";
import type { Problem } from "../setup/problem.ts";

const checkAgain = () => l10n.t("Check again: a new session is started.");

export const constrained = (mode: string): Problem => ({
  code: "constrainedLanguage",
  happened: l10n.t("PowerShell runs in {0} mode on the server.", mode),
  means: l10n.t(
    "An application control policy (AppLocker or App Control for Business) allows signed scripts only. The checks and actions cannot run.",
  ),
  next: [
    l10n.t(
      "Ask the owner of the policy to allow PowerShell for administrators of this server, at least for the installation.",
    ),
    l10n.t("Or install the agent by hand, and use this extension only as a guide."),
  ],
  raw: mode,
});

export const stays = () => l10n.t("What had been done until then stays; a check shows what is left.");
/** What it started is not ended with a session. */
const goesOn = () =>
  l10n.t(
    "What had been done until then stays, and a setup program or registration at work goes on; a check shows what is left.",
  );

/** `mayGoOn`: what it was doing is not ended in the middle. */
export const ended = (
  operation: string | undefined,
  exit: string,
  printed: string,
  mayGoOn = false,
): Problem => ({
  code: "sessionEnded",
  outcome: "notKnown",
  happened: operation
    ? l10n.t("The session ended during {0} ({1}).", operation, exit)
    : l10n.t("The session ended ({0}).", exit),
  means: mayGoOn ? goesOn() : stays(),
  next: [checkAgain()],
  raw: printed,
});

export const silent = (operation: string, timeoutMs: number, mayGoOn = false): Problem => ({
  code: "sessionSilent",
  // Its session was ended for it; the next request opens another, and fails with another problem where it cannot.
  of: "operation",
  outcome: "notKnown",
  happened: l10n.t("{0} gave no answer within {1} seconds.", operation, Math.round(timeoutMs / 1000)),
  means: `${l10n.t("The session was closed.")} ${mayGoOn ? goesOn() : stays()}`,
  next: [
    checkAgain(),
    l10n.t("If it happens again, look at the server: it may be short of memory or hang itself."),
  ],
});

/** A line of the session that is no answer: `raw` of it is for the log, and in no sentence. */
export const badLine = (operation: string, raw: string): Problem => ({
  ...badAnswer(operation, raw),
  means: l10n.t("The session was closed, because what it says next could not be trusted either."),
  next: [checkAgain(), l10n.t("If it happens again, report it with the log.")],
});

export const secretTooLong = (longest: number): Problem => ({
  code: "secretRefused",
  happened: l10n.t("The password or token is too long."),
  means: l10n.t(
    "PowerShell keeps at most {0} characters of a secret. Nothing was sent to the server.",
    longest,
  ),
  next: [l10n.t("Copy it again, alone, and paste it into the box.")],
});

export const secretUnwritable = (): Problem => ({
  code: "secretRefused",
  happened: l10n.t("The password, token or user name holds a character that cannot be passed on."),
  means: l10n.t("It holds half of a character, or a zero. Nothing was sent to the server."),
  next: [l10n.t("Type it, or copy it again from where it is kept.")],
});
