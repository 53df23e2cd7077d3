/** From a symptom to its causes. */
import { needsRestart } from "../agent/installerExit.ts";
import type { Fix } from "../finding.ts";
import type { LinkId } from "../links.ts";
import { directory } from "./failures/directory.ts";
import { credentials } from "./failures/credentials.ts";
import { inRange, type KnownFailure } from "./signs/failure.ts";
import { managedAccount } from "./failures/managedAccount.ts";
import { registration } from "./failures/registration.ts";
import { serviceStart } from "./failures/serviceStart.ts";
import { installer } from "./failures/installer.ts";
import { see, type Seen, type Sign } from "./signs/sign.ts";
import { signIn } from "./failures/signIn.ts";
import type { Circumstances, Symptom } from "./signs/symptom.ts";
import { synchronisation } from "./failures/synchronisation.ts";
import { windows } from "./failures/windows.ts";

export type Confidence = "certain" | "likely";

/** A cause with its way on; or the raw text of what nobody has described yet. */
export type Diagnosis =
  | {
      readonly kind: "known";
      readonly id: string;
      /** What it means. */
      readonly title: string;
      readonly cause: string;
      readonly fix: Fix;
      readonly source: LinkId;
      readonly confidence: Confidence;
      /** Nothing is wrong; it only looks like it. */
      readonly harmless: boolean;
    }
  | { readonly kind: "unknown"; readonly raw: string };

/** Every known failure. Among equally good ones, the one that stands first here is shown first. */
export const knownFailures: readonly KnownFailure[] = [
  ...serviceStart,
  ...managedAccount,
  ...registration,
  ...signIn,
  ...credentials,
  ...directory,
  ...windows,
  ...synchronisation,
  ...installer,
];

/** Who is named by a sign: the failure, and whether its facts must prove it. */
interface Candidate {
  readonly failure: KnownFailure;
  readonly as: "match" | "hint" | "whenProven";
}

const bySign = new Map<Sign, Candidate[]>();
for (const failure of knownFailures) {
  const add = (signs: readonly Sign[] | undefined, as: Candidate["as"]) => {
    for (const sign of signs ?? []) bySign.set(sign, [...(bySign.get(sign) ?? []), { failure, as }]);
  };
  add(failure.matches, "match");
  add(failure.hints, "hint");
  add(failure.whenProven, "whenProven");
}

/** The causes behind one sign: those that the facts prove, or else those that they leave open. */
const decide = (candidates: readonly Candidate[], known: Circumstances): [KnownFailure, Confidence][] => {
  const standing = candidates
    .map((one) => ({
      ...one,
      inVersion: one.failure.versions ? inRange(known.agentVersion, one.failure.versions) : true,
      proven: one.failure.facts?.(known),
    }))
    .filter(
      ({ inVersion, proven, as }) =>
        inVersion !== false && proven !== false && (as !== "whenProven" || proven),
    );
  const proven = standing.filter((one) => one.proven === true);
  if (proven.length > 0)
    return proven.map(({ failure, inVersion }) => [failure, inVersion ? "certain" : "likely"]);
  const alone = candidates.filter(({ as }) => as === "match").length === 1;
  return standing.map(({ failure, as, inVersion }) => [
    failure,
    alone && as === "match" && inVersion ? "certain" : "likely",
  ]);
};

const rawText = ({ text, code, exitCode, event, observed }: Symptom): string =>
  [
    text,
    code,
    event && `${event.log} ${event.source} ${event.id}: ${event.text}`,
    exitCode === undefined ? undefined : `exit code ${exitCode}`,
    observed,
  ]
    .filter((part) => part !== undefined)
    .join("\n");

const find = (seen: Seen, known: Circumstances): ReadonlyMap<KnownFailure, Confidence> => {
  const found = new Map<KnownFailure, Confidence>();
  for (const [sign, candidates] of bySign)
    if (sign(seen))
      for (const [failure, confidence] of decide(candidates, known))
        if (found.get(failure) !== "certain") found.set(failure, confidence);
  return found;
};

/**
 * The causes of a symptom, certain ones first. Several where the facts leave several open; one `unknown` with the raw
 * text where nothing fits; none where an exit code says that nothing failed. Never throws.
 */
export const diagnose = (symptom: Symptom, circumstances: Circumstances = {}): readonly Diagnosis[] => {
  const { exitCode, event } = symptom;
  const raw = rawText(symptom);
  if (exitCode !== undefined && (exitCode === 0 || needsRestart(exitCode)) && raw === rawText({ exitCode }))
    return [];
  const known = event
    ? { ...circumstances, events: [...(circumstances.events ?? []), event] }
    : circumstances;
  const seen = see(symptom);
  const found = find(seen, known);
  const cause = [...found.keys()].some(({ general, harmless }) => !general && !harmless);
  const diagnoses = knownFailures.flatMap((failure) => {
    const confidence = found.get(failure);
    if (!confidence || (failure.general && cause)) return [];
    const { id, source, harmless = false } = failure;
    const { title, cause: because } = failure.words(known);
    const fix = failure.fix(known);
    return [{ kind: "known", id, title, cause: because, fix, source, confidence, harmless } as const];
  });
  if (diagnoses.length === 0) return [{ kind: "unknown", raw }];
  const ranked = (wanted: Confidence) => diagnoses.filter(({ confidence }) => confidence === wanted);
  return [...ranked("certain"), ...ranked("likely")];
};
