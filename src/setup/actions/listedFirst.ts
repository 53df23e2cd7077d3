/** Whatever a step changes is listed before: the list has the first button, and doing what it says waits for the list. */
import * as l10n from "@vscode/l10n";
import type { StepAction } from "../step.ts";

/**
 * The two buttons. `isNext`: whether they are the way on. The act is what applies unless it is another one; what it needs
 * besides the list is named first.
 */
export const listedFirst = (
  act: Pick<StepAction, "label"> & Partial<Pick<StepAction, "id" | "does" | "needs">>,
  { changesShown, isNext }: { readonly changesShown: boolean; readonly isNext: boolean },
): readonly StepAction[] => [
  {
    id: "changes",
    label: l10n.t("Show what will change"),
    primary: isNext && !changesShown,
    does: "changes",
  },
  {
    id: "apply",
    does: "apply",
    primary: isNext && changesShown,
    ...act,
    needs: act.needs ?? (changesShown ? undefined : l10n.t("Show what will change first.")),
  },
];
