/** What is said otherwise of a server that is reached otherwise: each transport has its own, and the server tells them. */
import * as l10n from "@vscode/l10n";

export interface ReachWords {
  /** Which server it is, seen from this window: the first line of the page that connects to it. */
  readonly introduction: () => string;
  /** Which one it is, as the page that connects to it says. */
  readonly called: (name: string) => string;
  /** What somebody does next whose session may not do something. */
  readonly elevate: () => string;
  /** The same, for one who is an administrator there: a command to run, or in words. */
  readonly elevateAdministrator: { readonly command: string } | { readonly advice: () => string };
  /** What somebody asks for who is no administrator there. */
  readonly askForAdministrator: () => string;
  /** How the session gets Windows PowerShell 5.1, where it has another. */
  readonly rightPowerShell: () => string;
  /** What a restart does to those who are at work there, and to this window. */
  readonly restarting: () => string;
}

/** Of a server that this machine reaches over the network: also of one on record that this version cannot reach. */
export const overNetwork: ReachWords = {
  introduction: () =>
    l10n.t(
      "The agent is installed on a server that the machine this window runs on reaches over the network.",
    ),
  called: (name) => name,
  elevate: () => l10n.t("Connect with an account that is an administrator of that server, and check again."),
  // Microsoft, "User Account Control and remote restrictions": it is so unless LocalAccountTokenFilterPolicy is set.
  elevateAdministrator: {
    advice: () =>
      l10n.t(
        "Connect with a domain account that is an administrator there: over the network Windows gives a local one no such rights.",
      ),
  },
  askForAdministrator: () =>
    l10n.t("Ask for an account that is an administrator there, and connect with it."),
  rightPowerShell: () => l10n.t("Connect so that the session there is one of Windows PowerShell 5.1."),
  restarting: () =>
    l10n.t("Everybody signed in to it is signed out. The installation waits and goes on by itself."),
};
