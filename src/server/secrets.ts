/** The secrets of a request: whether they can be passed on at all, and for how long they are known. */
import { ProblemError } from "../setup/problem.ts";
import type { Request } from "./protocol.ts";
import * as problem from "./sessionProblem.ts";

/** Characters of a SecureString. Source: Microsoft, "SecureString Class" (65,536); one is left for its end. */
const longest = 65_535;

/** Every password of a request. @throws ProblemError `secretRefused` where one, or its user, would not arrive as it is. */
export const passwordsOf = ({ secrets }: Pick<Request, "secrets">): readonly string[] => {
  const credentials = Object.values(secrets ?? {}).flatMap((all) => all ?? []);
  for (const { user, password } of credentials) {
    if (password.length > longest) throw new ProblemError(problem.secretTooLong(longest));
    if (![user, password].every((text) => isWellFormed(text) && !text.includes("\0")))
      throw new ProblemError(problem.secretUnwritable());
  }
  return credentials.map(({ password }) => password);
};

/** Whether each half of a character stands beside its other half. */
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
