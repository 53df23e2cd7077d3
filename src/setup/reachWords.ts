/** What is said otherwise of a server that is reached otherwise: a kind of reach without words here does not compile. */
import * as l10n from "@vscode/l10n";
import type { Reach } from "./target.ts";

export interface ReachWords {
  /** Which server it is, seen from this window: the first line of the page that connects to it. */
  readonly introduction: () => string;
  /** Which one it is, as the choice that is made. */
  readonly choice: (name: string) => string;
  /** What somebody does next whose session may not do something. */
  readonly elevate: () => string;
  /** The same, for one who is an administrator there: a command to run, or in words. */
  readonly elevateAdministrator: { readonly command: string } | { readonly advice: () => string };
  /** What somebody asks for who is no administrator there. */
  readonly askForAdministrator: () => string;
  /** What a restart does to those who are at work there, and to this window. */
  readonly restarting: () => string;
}

const overNetwork: ReachWords = {
  introduction: () =>
    l10n.t(
      "The agent is installed on a server that the machine this window runs on reaches over the network.",
    ),
  choice: (name) => name,
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
  restarting: () =>
    l10n.t("Everybody signed in to it is signed out. The installation waits and goes on by itself."),
};

const words: Readonly<Record<Reach["kind"], ReachWords>> = {
  thisMachine: {
    introduction: () =>
      l10n.t(
        "The agent is installed on the machine this window runs on. In a Remote-SSH window, that is the remote server.",
      ),
    choice: () => l10n.t("This machine"),
    elevate: () => l10n.t("Start VS Code as administrator, and check again."),
    elevateAdministrator: { command: "Start-Process -FilePath code -Verb RunAs" },
    askForAdministrator: () =>
      l10n.t("Ask for a sign-in that is a local administrator, and start VS Code as that user."),
    restarting: () =>
      l10n.t(
        "Everybody signed in to it is signed out, and this window closes. Open VS Code again afterwards: the installation goes on from there.",
      ),
  },
  ssh: overNetwork,
  remoting: overNetwork,
};

/** What is said of such a server. A record may name a kind that this version does not know: it is no machine of this window's. */
export const reachWords = (kind: Reach["kind"]): ReachWords =>
  Object.hasOwn(words, kind) ? words[kind] : overNetwork;
