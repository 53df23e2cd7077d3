/** From a failure of the server to its cause, with the facts that decide between several. */
import * as l10n from "@vscode/l10n";
import { circumstancesOf } from "./circumstances.ts";
import { diagnose, type Diagnosis } from "./diagnosis/index.ts";
import type { Circumstances, Symptom } from "./diagnosis/symptom.ts";
import type { Fix } from "./finding.ts";
import {
  getAgentConfiguration,
  getAgentFacts,
  getLogonRightFacts,
  getPolicyFacts,
  getServerFacts,
  getWindowsFacts,
} from "./operations.ts";
import { ProblemError, type Problem } from "./problem.ts";
import type { StepContext } from "./step.ts";

/** A fix as one sentence for a problem's way on. */
export const fixInWords = (fix: Fix): string => {
  switch (fix.kind) {
    case "operation":
      return l10n.t('{0}: the step "Check the prerequisites" or "Repair the agent" does it.', fix.label);
    case "command":
      return l10n.t("Run on {0}: {1}", fix.runOn, fix.text);
    case "owner":
      return `${fix.owner}: ${fix.whatToAsk}`;
    case "link":
      return fix.whatToDo;
  }
};

/** Adds to a problem what its causes are; one without a known cause stays as it is. */
export const explained = (problem: Problem, diagnoses: readonly Diagnosis[]): Problem => {
  const known = diagnoses.flatMap((one) => (one.kind === "known" && !one.harmless ? [one] : []));
  const certain = known.filter(({ confidence }) => confidence === "certain");
  const causes = certain.length > 0 ? certain : known;
  if (causes.length === 0) return problem;
  const says =
    certain.length > 0
      ? causes.map(({ title, cause }) => `${title} ${cause}`)
      : causes.map(({ title, cause }) => l10n.t("Possibly: {0}", `${title} ${cause}`));
  return {
    ...problem,
    means: [...says, problem.means].join(" "),
    next: [...causes.map(({ fix }) => fixInWords(fix)), ...problem.next],
  };
};

/** Reads what decides between causes. What cannot be read now is left out: the failure itself must still be told. */
const circumstancesNow = async ({ run }: StepContext): Promise<Circumstances> => {
  try {
    return circumstancesOf({
      server: await run(getServerFacts, {}),
      policy: await run(getPolicyFacts, {}),
      agent: await run(getAgentFacts, {}),
      windows: await run(getWindowsFacts, {}),
      rights: await run(getLogonRightFacts, {}),
      configuration: await run(getAgentConfiguration, {}),
    });
  } catch {
    return {};
  }
};

/** The same problem with its causes. */
export const explain = async (
  ctx: StepContext,
  problem: Problem,
  symptom: Symptom,
  during: NonNullable<Circumstances["during"]>,
): Promise<ProblemError> =>
  new ProblemError(explained(problem, diagnose(symptom, { ...(await circumstancesNow(ctx)), during })));
