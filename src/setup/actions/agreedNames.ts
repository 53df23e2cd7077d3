import * as l10n from "@vscode/l10n";
import type { ConsentKind } from "../consent.ts";
import { planDoubts } from "../plans/names.ts";
import { CancelledError } from "../problem.ts";
import type { StepContext } from "../step.ts";

const toNames: ConsentKind = { id: "doubtfulNames", given: "box" };

/** So many names in doubt are said in the question; the step's page shows all of them. */
const mostSaid = 10;

/**
 * A yes to names that are in doubt, before a password is asked for that would go to them.
 * @throws CancelledError where there is none
 */
export const agreedNames = async ({
  ask,
  plan,
  server,
}: Pick<StepContext, "ask" | "plan" | "server">): Promise<void> => {
  const doubts = planDoubts(plan);
  if (doubts.length === 0) return;
  const yes = await ask.consent({
    ...toNames,
    about: server.name,
    message: l10n.t("Use passwords on {0} with names that are in doubt?", server.name),
    detail: [
      ...doubts.slice(0, mostSaid).map(({ summary }) => summary),
      ...(doubts.length > mostSaid
        ? [l10n.t("{0} more: the step's page shows all of them.", doubts.length - mostSaid)]
        : []),
      l10n.t(
        "Whoever owns a wrong one gets the password, or what the agent may do. Nothing has been asked for yet.",
      ),
    ].join("\n"),
    yes: l10n.t("Go on with these names"),
  });
  if (!yes) throw new CancelledError();
};
