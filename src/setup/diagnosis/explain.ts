/** From a failure of the server to its cause, with the facts that decide between several. */
import * as l10n from "@vscode/l10n";
import { circumstancesOf, leftOfEarlier } from "./circumstances.ts";
import { ofAdministrator } from "./directoryCircumstances.ts";
import { diagnose, type Diagnosis } from "./diagnose.ts";
import type { Circumstances, Symptom } from "./signs/symptom.ts";
import type { Fix } from "../finding.ts";
import { ProblemError, type Problem } from "../problem.ts";
import { readAfterFailure } from "./readCircumstances.ts";
import type { StepContext } from "../step.ts";
import type { Time } from "../values/time.ts";
import { titleOf } from "../stepTitles.ts";

/** The key distribution service's event of a new root key: it decides, but is no error. */
const keyCreated = 4004;

/** A fix as one sentence for a problem's way on. */
export const fixInWords = (fix: Fix): string => {
  switch (fix.kind) {
    case "operation":
      return l10n.t(
        '{0}: the step "{1}" or "{2}" does it.',
        fix.label,
        titleOf("prerequisites"),
        titleOf("repair"),
      );
    case "command":
      return [
        ...(fix.warning === undefined ? [] : [fix.warning]),
        l10n.t("Run on {0}: {1}", fix.runOn, fix.text),
      ].join(" ");
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

/** The module says for whom a cmdlet of the agent's was run, before what that said. */
const accountIn = ({ text }: Symptom): string | undefined =>
  /\b(?:Connect|Add|Set)-AADCloudSync[A-Za-z]{1,40} as ([^:\r\n]{1,300}): /u.exec(text ?? "")?.[1];

/** Over a network log-on the installer runs as a task under SYSTEM, so it is the server that it fails on. */
const installing = (
  during: Attempt["during"],
  { facts, also }: NonNullable<Awaited<ReturnType<typeof readAfterFailure>>>,
): Circumstances => {
  if (during !== "install") return {};
  const earlierAgent = also.health && leftOfEarlier(facts.agent, also.health);
  return { installerUnderSystem: true, ...(earlierAgent === undefined ? {} : { earlierAgent }) };
};

/** Each cause once, the more certain saying of it. */
const distinct = (diagnoses: readonly Diagnosis[]): readonly Diagnosis[] => {
  const known = new Map<string, Extract<Diagnosis, { kind: "known" }>>();
  for (const one of diagnoses)
    if (one.kind === "known" && known.get(one.id)?.confidence !== "certain") known.set(one.id, one);
  return [...known.values()];
};

/** Of a step that failed: what it was doing, and when it began. */
export interface Attempt {
  readonly during: NonNullable<Circumstances["during"]>;
  readonly since: Time;
}

/**
 * The same problem with its causes: those of its own text, and those of the errors that Windows recorded about the agent's
 * service and its account meanwhile.
 */
export const explain = async (
  ctx: StepContext,
  problem: Problem,
  symptom: Symptom,
  { during, since }: Attempt,
): Promise<ProblemError> => {
  const read = await readAfterFailure(ctx, since, during === "register");
  const account = accountIn(symptom);
  const known: Circumstances = {
    ...(read ? circumstancesOf(read.facts, read.also) : {}),
    ...(read ? installing(during, read) : {}),
    ...ofAdministrator(account, ctx.attestations, ctx.now()),
    during,
    ...(account === undefined ? {} : { account }),
  };
  const recorded = (known.events ?? []).filter(({ id }) => id !== keyCreated).map((event) => ({ event }));
  const diagnoses = [symptom, ...recorded].flatMap((one) => diagnose(one, known));
  return new ProblemError(explained(problem, distinct(diagnoses)));
};
