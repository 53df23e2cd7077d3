/** What is wrong in a plan, in words: each key with its value and what was expected, whatever the file holds. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Problem } from "./problem.ts";

/** So much is said of one file: its mistakes, and the characters of a key or value. */
const most = { mistakes: 50, key: 120, value: 80 } as const;

interface Wrong {
  readonly key: string;
  readonly value: string;
  readonly expected: string;
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 3)}...` : text;

/** A value as JSON, or of one that is too deep to write its outermost sign. */
export const written = (value: unknown): string => {
  try {
    return value === undefined ? "undefined" : JSON.stringify(value);
  } catch {
    return Array.isArray(value) ? "[...]" : "{...}";
  }
};

const shown = (value: unknown): string =>
  cut(typeof value === "string" ? `"${cut(value, 2 * most.value)}"` : written(value), most.value);

/** Those whose message is ours. */
const withOwnWords = new Set(["regex", "check", "raw_check"]);

/** How many a list may have; undefined where it is not that which is wrong. */
const howMany = ({ input, requirement, type }: v.BaseIssue<unknown>): string | undefined => {
  if (!Array.isArray(input) || typeof requirement !== "number") return undefined;
  if (type === "max_length") return l10n.t("at most {0}, and there are {1}", requirement, input.length);
  return type === "min_length"
    ? l10n.t("at least {0}, or no such key where there is none", requirement)
    : undefined;
};

/** A key that a server's part does not have: one of the whole plan stands outside, once for all of them. */
const noSuchKey = (path: readonly v.IssuePathItem[]): string =>
  path.length === 3 && path[0]?.key === "servers"
    ? l10n.t(
        "no such key: a server's part holds its name and what may differ; the rest stands once for all servers",
      )
    : l10n.t("no such key: it is not part of a plan");

/** valibot says an unknown key as "expected never"; everything else names what it wanted. */
export const wrongOf = (issue: v.BaseIssue<unknown>): Wrong => ({
  key: cut(v.getDotPath(issue) ?? "", most.key),
  value: shown(issue.path ? issue.path.at(-1)?.value : issue.input),
  expected:
    issue.expected === "never"
      ? noSuchKey(issue.path ?? [])
      : issue.kind === "validation" && withOwnWords.has(issue.type)
        ? issue.message
        : (howMany(issue) ?? cut(issue.expected ?? issue.message, most.key)),
});

/** A plan that cannot be used: `wrong` says why, a line for each mistake. */
export const unusable = (name: string, wrong: readonly string[]): Problem => ({
  code: "planInvalid",
  happened: l10n.t("The plan {0} cannot be used.", name),
  means: l10n.t("Nothing was taken from it; the plan in use is unchanged."),
  next: wrong,
});

/** The problem of a plan with these mistakes. */
export const planProblem = (name: string, issues: readonly v.BaseIssue<unknown>[]): Problem =>
  unusable(name, [
    ...issues.slice(0, most.mistakes).map((issue) => {
      const { key, value, expected } = wrongOf(issue);
      return key === ""
        ? l10n.t("The whole file is {0}. Expected: {1}.", value, expected)
        : l10n.t("{0} is {1}. Expected: {2}.", key, value, expected);
    }),
    ...(issues.length > most.mistakes ? [l10n.t("{0} more are wrong.", issues.length - most.mistakes)] : []),
  ]);
