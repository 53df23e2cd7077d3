/** The one place in which a directory is asked: as whoever the session is, or as an account that was just entered. */
import { directoryProblem, failureWords } from "../directory/directoryProblem.ts";
import type { Answered, DirectoryTold } from "../directory/heard.ts";
import { readAnswers, type DirectoryQuestion } from "../directory/question.ts";
import { isOfDomain } from "../plans/names.ts";
import { getDirectoryEntries, type DirectoryAnswer, type DirectoryTarget } from "../operations/directory.ts";
import type { Credential } from "../operations/operation.ts";
import type { SetupPlan } from "../plan.ts";
import { ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";

/** Whom to ask: a controller of a domain, of its own part or of the global catalog. */
export interface Asking {
  readonly domain: string;
  readonly catalog?: boolean;
}

/** Milliseconds until somebody is let in: a controller in another country needs one or two seconds. */
const timeoutMs = 15_000;

/**
 * The controllers that the plan prefers in a domain. One that bears another domain's name is not asked: it would be told the password of
 * this domain's administrator, and answer for its own.
 */
const preferredIn = ({ domains }: Pick<SetupPlan, "domains">, domain: string): string[] =>
  domains
    .filter(({ name }) => name.toLowerCase() === domain.toLowerCase())
    .flatMap(({ preferredDomainControllers }) => preferredDomainControllers)
    .filter((host) => isOfDomain(host, domain));

/** Whoever asks takes the first way that is possible there. */
export const directoryTarget = (
  { domain, catalog = false }: Asking,
  plan: Pick<SetupPlan, "domains">,
): DirectoryTarget => ({
  domain,
  controller: null,
  preferred: preferredIn(plan, domain),
  catalog,
  security: null,
  timeoutMs,
});

const heard = <T>(
  question: DirectoryQuestion<T>,
  answer: Extract<DirectoryAnswer, { readonly outcome: "bound" }>,
): DirectoryTold<T> => ({ said: readAnswers(question, answer), bind: answer.bind });

/** What a step asks a directory with: `remembered`, where what was read before does as well. */
export type Asker = Pick<StepContext, "plan" | "read"> & Partial<Pick<StepContext, "remembered">>;

/** Asks as whoever the session is; what cannot be answered says why. */
export const askDirectory = async <T>(
  { plan, read, remembered }: Asker,
  asking: Asking,
  question: DirectoryQuestion<T>,
): Promise<Answered<T>> => {
  const args = { target: directoryTarget(asking, plan), searches: [...question.searches] };
  const known = remembered?.last(getDirectoryEntries, args);
  const answer = known ? { value: known } : await read(getDirectoryEntries, args);
  if ("unread" in answer) return answer;
  if (answer.value.outcome === "failed") return { unread: failureWords(answer.value), failure: answer.value };
  return { value: heard(question, answer.value) };
};

/**
 * Asks as an account that was entered, in one sign-in: a wrong password counts for the lock-out of its account each time it is sent.
 * @throws ProblemError in the directory's own words, where it lets nobody in
 */
export const askAs = async <T>(
  { run, now, plan }: Pick<StepContext, "run" | "now" | "plan">,
  account: Credential,
  asking: Asking,
  question: DirectoryQuestion<T>,
): Promise<DirectoryTold<T>> => {
  const answer = await run(
    getDirectoryEntries,
    { target: directoryTarget(asking, plan), searches: [...question.searches] },
    { secrets: { account: [account] } },
  );
  if (answer.outcome === "bound") return heard(question, answer);
  throw new ProblemError(directoryProblem(answer, { who: account.user, where: asking.domain, now: now() }));
};
