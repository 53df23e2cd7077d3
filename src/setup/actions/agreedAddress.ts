/** Where the installer is downloaded from, and the yes to an address that is not the machine's own. */
import * as l10n from "@vscode/l10n";
import type { ConsentKind } from "../consent.ts";
import { CancelledError } from "../problem.ts";
import type { SetupPlan } from "../plan.ts";
import type { StepContext } from "../step.ts";

const toAddress: ConsentKind = { id: "installerAddress", given: "box" };

/** The plan's address, else the one of the settings; empty where the installer is a file. */
export const installerAddress = ({ installer }: SetupPlan, ofSettings: string): string =>
  installer.source === "url" ? (installer.url ?? ofSettings) : "";

/** The host that answers, as a program sees it: other letters than a to z stand as `xn--`. */
export const hostOf = (address: string): string => {
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
};

/**
 * The address to download from. The settings' own was agreed to when it was set; one of a plan, which somebody else may
 * have written, needs a yes that names host and address.
 * @throws CancelledError where there is none
 */
export const agreedAddress = async ({
  ask,
  plan,
  server,
  settings: { installerUrl: ofSettings },
}: Pick<StepContext, "ask" | "plan" | "server" | "settings">): Promise<string> => {
  const address = installerAddress(plan, ofSettings);
  if (address === ofSettings) return address;
  const yes = await ask.consent({
    ...toAddress,
    about: address,
    message: l10n.t("Download the installer from {0}?", hostOf(address)),
    detail: l10n.t(
      "The plan names this address, the settings another: {0}\n{1} will ask that host for the file. What arrives is checked before anything runs.",
      address,
      server.name,
    ),
    yes: l10n.t("Download"),
  });
  if (!yes) throw new CancelledError();
  return address;
};
