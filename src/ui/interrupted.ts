import * as l10n from "@vscode/l10n";
import type { Run } from "../setup/engine/run.ts";
import type { StepId } from "../setup/step.ts";
import type { Panels } from "./panel.ts";
import { inform } from "./surfaces/notifications.ts";

/** Offers to go on where VS Code was closed in the middle. Looks first: what is true on the server decides. */
export const offerToContinue = async (run: Run, panels: Panels, step: StepId): Promise<void> => {
  const go = l10n.t("Continue");
  const answer = await inform(
    l10n.t('The work on {0} was interrupted at "{1}".', run.server.name, run.stepOf(step).title()),
    go,
  );
  if (answer !== go) return;
  panels.open(step);
  await run.check(step);
};
