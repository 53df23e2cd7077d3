/** What an operation answers, held against its own schema, whichever port it came from. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Operation } from "./operations/operation.ts";
import type { Carrier, RunOperation } from "./ports.ts";
import { ProblemError, type Problem } from "./problem.ts";
import { shortened } from "./text/cutText.ts";

/** Characters of what is wrong with an answer. */
const wrongLength = 4000;

/** `wrong` names what is not as it should be, one line each. */
export const badAnswer = (operation: string, wrong: string): Problem => ({
  code: "badAnswer",
  of: "operation",
  outcome: "notKnown",
  happened: l10n.t("The answer to {0} could not be understood.", operation),
  means: l10n.t(
    "This is not what it should be: {0}. Nothing was concluded from it.",
    wrong.split("\n")[0] ?? "",
  ),
  next: [l10n.t("Check again."), l10n.t("If it happens again, report it with the log.")],
  raw: wrong,
});

/** @throws ProblemError `badAnswer`, which names the parts that are not as they should be, and nothing of what stands there */
export const resultOf = <R>(
  { name, result }: Pick<Operation<never, R>, "name" | "result">,
  value: unknown,
): R => {
  const parsed = v.safeParse(result, value);
  if (parsed.success) return parsed.output;
  const wrong = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "?"}: ${issue.message}`).join("\n");
  throw new ProblemError(badAnswer(name, shortened(wrong, wrongLength)));
};

/** Runs by a carrier, whose answers are held to the operation's own shape. @throws as the carrier; ProblemError `badAnswer` */
export const resultsBy =
  (carrier: Carrier): RunOperation =>
  async (operation, args, how) => {
    const value = await carrier.run(operation, args, how);
    // With -WhatIf nothing happened, so there is no result to hold against the schema.
    return how?.whatIf === true ? (value as never) : resultOf(operation, value);
  };
