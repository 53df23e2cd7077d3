/** The one place in which a directory is asked: as whoever the session is, or as an account that was just entered. */
import { directoryProblem, failureWords } from "../directory/directoryProblem.ts";
import type { Answered, DirectoryTold } from "../directory/heard.ts";
import { readAnswers, type DirectoryQuestion } from "../directory/question.ts";
import { getDirectoryEntries, type DirectoryAnswer, type DirectoryTarget } from "../operations/directory.ts";
import type { Credential } from "../operations/operation.ts";
import { ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";

/** Whom to ask: any controller of a domain, of its own part or of the global catalog. */
export interface Asking {
  readonly domain: string;
  readonly catalog?: boolean;
}

/** Milliseconds until somebody is let in: a controller in another country needs one or two seconds. */
const timeoutMs = 15_000;

/** Signed and sealed by Windows. Where whoever asks cannot do that, an entered account goes by TLS. */
export const directoryTarget = (
  { domain, catalog = false }: Asking,
  security: DirectoryTarget["security"] = "negotiate",
): DirectoryTarget => ({ domain, controller: null, catalog, security, timeoutMs });

const heard = <T>(
  question: DirectoryQuestion<T>,
  answer: Extract<DirectoryAnswer, { readonly outcome: "bound" }>,
): DirectoryTold<T> => ({ said: readAnswers(question, answer), bind: answer.bind });

/** Asks as whoever the session is; what cannot be answered says why. */
export const askDirectory = async <T>(
  { read }: Pick<StepContext, "read">,
  asking: Asking,
  question: DirectoryQuestion<T>,
): Promise<Answered<T>> => {
  const answer = await read(getDirectoryEntries, {
    target: directoryTarget(asking),
    searches: [...question.searches],
  });
  if ("unread" in answer) return answer;
  if (answer.value.outcome === "failed") return { unread: failureWords(answer.value), failure: answer.value };
  return { value: heard(question, answer.value) };
};

/** Where nobody signs and seals, the password goes by TLS, or not at all. */
const ways = ["negotiate", "ldaps", "startTls"] as const;

/**
 * Asks as an account that was entered. Another way is taken only where the one before was not possible at all: no password went there.
 * @throws ProblemError in the directory's own words, where it lets nobody in
 */
export const askAs = async <T>(
  { run, now }: Pick<StepContext, "run" | "now">,
  account: Credential,
  asking: Asking,
  question: DirectoryQuestion<T>,
): Promise<DirectoryTold<T>> => {
  let answer: DirectoryAnswer | undefined;
  for (const way of ways) {
    answer = await run(
      getDirectoryEntries,
      { target: directoryTarget(asking, way), searches: [...question.searches] },
      { secrets: { account: [account] } },
    );
    if (answer.outcome === "bound") return heard(question, answer);
    if (answer.reason !== "notPossible") break;
  }
  if (answer?.outcome !== "failed") throw new Error("no way was tried");
  throw new ProblemError(directoryProblem(answer, { who: account.user, where: asking.domain, now: now() }));
};
