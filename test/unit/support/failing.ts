/** An operation that fails, by what the server printed. */
import { ProblemError } from "../../../src/setup/problem.ts";

export const failing = (raw: string) => (): never => {
  throw new ProblemError({
    code: "operationFailed",
    happened: "It failed.",
    means: "It stays.",
    next: [],
    raw,
  });
};
