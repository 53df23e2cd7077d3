/** States and verdicts in words: the same in panel, tree and status bar. */
import * as l10n from "@vscode/l10n";
import type { Json } from "./values/json.ts";
import { sayValue } from "./told/values.ts";
import type { StepState } from "./step.ts";
import { howToWait, type Wait } from "./wait.ts";
import { isTime } from "./values/time.ts";

export const stateWord = (state: StepState): string => {
  switch (state.kind) {
    case "todo":
      return l10n.t("To do");
    case "answered":
      return l10n.t("Answered");
    case "running":
      return l10n.t("Running");
    case "waiting":
      return l10n.t("Waiting");
    case "done":
      return l10n.t("Done");
    case "stale":
      return l10n.t("Was done; not seen again yet");
    case "failed":
      return l10n.t("Failed");
  }
};

const sayWait = ({ forWhat, since, until }: Wait): string =>
  until === undefined
    ? l10n.t("{0}, since {1}", howToWait(forWhat).now(), clockTime(since))
    : l10n.t("{0}, since {1}, until {2}", howToWait(forWhat).now(), clockTime(since), clockTime(until));

/** What is being done or waited for, or when it was seen; undefined where the word says everything. */
export const stateDetail = (state: StepState): string | undefined => {
  switch (state.kind) {
    case "running":
      return state.doing;
    case "waiting":
      return sayWait(state);
    case "done":
    case "stale":
      return l10n.t("seen {0}", clockTime(state.at));
    case "failed":
      return state.problem.happened;
    default: {
      const failed = state.findings.filter(({ verdict }) => verdict === "fail").length;
      return failed > 0 ? l10n.t("{0} failed", failed) : undefined;
    }
  }
};

/** Made once: to make it takes a hundred times as long as to use it, and a page has dozens of moments. */
const clock = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
  timeZoneName: "short",
});

/** A moment in the reader's own time zone, which is said, and language; a text that is none stands as it is. */
export const clockTime = (time: string): string => (isTime(time) ? clock.format(new Date(time)) : time);

/** Moments as journal and server write them: ISO 8601 with a zone. */
const moments =
  /(?<![\w.:-])\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?(?:Z|[+-]\d{2}:\d{2})(?![\w:-])/gu;

/** A text with each moment in it as a page says its moments: a page has one kind of time. */
export const withTimes = (text: string, say: (time: string) => string): string => text.replace(moments, say);
export const withClockTimes = (text: string): string => withTimes(text, clockTime);

/** A value of a change, as it is shown. */
export const shownValue = (value: Json): string =>
  sayValue(value) ??
  (value === null
    ? l10n.t("(none)")
    : value === true
      ? l10n.t("yes")
      : value === false
        ? l10n.t("no")
        : typeof value === "string"
          ? value
          : JSON.stringify(value));
