/** What was looked at, how it was found the last time, and what is the proof of what is done. Pure. */
import * as l10n from "@vscode/l10n";
import type { JournalEvent } from "../../journal.ts";
import { howToWait } from "../../wait.ts";
import { withTimes } from "../../values/moments.ts";
import { tableOr, headedTable, type Section } from "../page.ts";
import { eventsOf, utcTime, type EventOf } from "../recorded.ts";

export type LastCheck = EventOf<"checked">;

/** The last look at each step, in the order in which steps were first looked at. */
export const lastChecks = (events: readonly JournalEvent[]): readonly LastCheck[] => {
  const last = new Map<string, LastCheck>();
  for (const event of eventsOf(events, "checked")) last.set(event.step, event);
  return [...last.values()];
};

const results: Readonly<Record<LastCheck["state"], () => string>> = {
  todo: () => l10n.t("to do"),
  answered: () => l10n.t("answered"),
  waiting: () => l10n.t("waiting"),
  done: () => l10n.t("done"),
};
export const resultOf = ({ state, forWhat }: LastCheck): string =>
  forWhat === undefined ? results[state]() : howToWait(forWhat).then();

const verdicts: Readonly<Record<NonNullable<LastCheck["findings"]>[number]["verdict"], () => string>> = {
  pass: () => l10n.t("passed"),
  warning: () => l10n.t("warning"),
  fail: () => l10n.t("failed"),
  unknown: () => l10n.t("not known"),
};
export const verdictWord = (verdict: keyof typeof verdicts): string => verdicts[verdict]();

export const checkedSection = (checks: readonly LastCheck[], titleOf: (step: string) => string): Section => ({
  title: l10n.t("Checked"),
  parts: [
    tableOr(
      l10n.t("Nothing was checked."),
      [l10n.t("Step"), l10n.t("Found"), l10n.t("When"), l10n.t("By"), l10n.t("Rules passed")],
      checks.map((check) => {
        const { at, by, step, findings = [] } = check;
        const passed = findings.filter(({ verdict }) => verdict === "pass").length;
        return [
          titleOf(step),
          resultOf(check),
          utcTime(at),
          by,
          findings.length === 0 ? "" : l10n.t("{0} of {1}", passed, findings.length),
        ];
      }),
    ),
    ...headedTable(
      l10n.t("What was found at the last look"),
      [l10n.t("Step"), l10n.t("Verdict"), l10n.t("What was found, as it was shown")],
      checks.flatMap(({ step, findings = [] }) =>
        findings.map(({ verdict, summary }) => [titleOf(step), verdictWord(verdict), summary]),
      ),
    ),
  ],
});

/** Where the newest change of each step stands in the record, and the newest that took one back. */
const lastChanges = (events: readonly JournalEvent[]) => ({
  of: new Map(
    events.flatMap((event, place) => (event.kind === "change" ? [[event.step, place] as const] : [])),
  ),
  takenBack: events.findLastIndex((event) => event.kind === "change" && event.takesBack === true),
});

/** What was done by the step itself, or taken back, after it was found done: nobody looked again. */
const sinceThen = (step: string, place: number, changes: ReturnType<typeof lastChanges>): string =>
  changes.takenBack > place
    ? l10n.t("something was taken back: check again")
    : (changes.of.get(step) ?? -1) > place
      ? l10n.t("it changed something: check again")
      : "";

export const verifiedSection = (
  events: readonly JournalEvent[],
  checks: readonly LastCheck[],
  titleOf: (step: string) => string,
): Section => {
  const changes = lastChanges(events);
  const places = new Map(events.map((event, place) => [event, place]));
  return {
    title: l10n.t("Verified"),
    parts: [
      tableOr(
        l10n.t("No step was found done at its last look."),
        [l10n.t("Step"), l10n.t("What"), l10n.t("Proof"), l10n.t("When"), l10n.t("By"), l10n.t("Since then")],
        checks
          .filter(({ state }) => state === "done")
          .flatMap((check) => {
            const { at, by, proof, step } = check;
            const since = sinceThen(step, places.get(check) ?? 0, changes);
            const rows = proof.length === 0 ? [{ name: "", value: l10n.t("found done") }] : proof;
            return rows.map(({ name, value }) => [
              titleOf(step),
              name,
              withTimes(value, utcTime),
              utcTime(at),
              by,
              since,
            ]);
          }),
      ),
    ],
  };
};
