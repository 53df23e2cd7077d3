import * as l10n from "@vscode/l10n";
import type { StepId } from "./step.ts";

/**
 * The titles of the steps that other files send a reader to. Such a step takes its own from here, and a sentence gets it as a
 * placeholder: what is called otherwise is so everywhere. It stands before the steps, because what names them does.
 */
export const stepTitles = {
  prerequisites: () => l10n.t("Check the prerequisites"),
  download: () => l10n.t("Get the installer"),
  install: () => l10n.t("Install the agent"),
  serviceAccount: () => l10n.t("Choose the service account"),
  directory: () => l10n.t("Name the directory"),
  confirm: () => l10n.t("Confirm and register"),
  repair: () => l10n.t("Repair the agent"),
  uninstall: () => l10n.t("Uninstall the agent"),
} as const satisfies Partial<Record<StepId, () => string>>;
