/** What the log is told of a problem that was shown. Loaded with the first one, because of what masks. */
import { maskSecrets } from "../setup/text/masking.ts";
import { ProblemError } from "../setup/problem.ts";

/** All that is known of it, masked. */
export const problemForLog = (error: unknown): string => {
  if (error instanceof ProblemError) {
    const { happened, next, raw } = error.problem;
    return maskSecrets([happened, ...next, raw ?? ""].join("\n"));
  }
  return maskSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error));
};
