/** What a directory answers to a change; loaded when one is made, for its words are many. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Call } from "../call.ts";
import { directoryProblem } from "../directory/directoryProblem.ts";
import { setDirectoryValue } from "../operations/directory.ts";
import { ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";

/**
 * A directory answers a change that it does not make, and nothing was told to have changed.
 * @throws ProblemError in its words
 */
export const assertChanged = ({ now }: Pick<StepContext, "now">, result: unknown, { args }: Call): void => {
  const answer = v.parse(setDirectoryValue.result, result);
  const { target, attribute } = v.parse(setDirectoryValue.args, args);
  if (answer.outcome === "failed")
    throw new ProblemError(directoryProblem(answer, { who: null, where: target.domain, now: now() }));
  if (answer.outcome === "differs")
    throw new ProblemError({
      code: "changesDiffer",
      happened: l10n.t("{0} is another value by now: {1}", attribute, answer.now ?? l10n.t("none")),
      means: l10n.t("Somebody else changed it after it was shown. Nothing was changed."),
      next: [l10n.t("Look at the list again.")],
    });
};
