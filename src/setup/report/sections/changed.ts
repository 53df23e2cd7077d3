/** What was changed, in order, and how the work went. Pure. */
import * as l10n from "@vscode/l10n";
import type { JournalEvent } from "../../journal.ts";
import { emptyPlan } from "../../plan.ts";
import { planDifferences } from "../../plans/differences.ts";
import { headedTable, tableOr, type Section } from "../page.ts";
import { changeCells, changeHead, eventsOf, utcTime, type EventOf } from "../recorded.ts";

const howChanged = ({ seen, takesBack }: EventOf<"change">): string =>
  [
    ...(takesBack === true ? [l10n.t("taken back")] : []),
    ...(seen === true ? [l10n.t("not told; seen by a later look")] : []),
  ].join("; ");

/** What happened to a step; null where that is nothing, or told by another list. A kind of event that is not here does not compile. */
const happened = (event: JournalEvent): string | null => {
  switch (event.kind) {
    case "previewed":
      return l10n.t("a list of {0} changes was shown", event.changes.length);
    case "started":
      return l10n.t("began");
    case "ended":
      return event.how === "finished" ? l10n.t("ended") : l10n.t("was cancelled");
    case "failed":
      return l10n.t("failed ({0}): {1}", event.code, event.happened);
    case "answered":
      return event.file === undefined
        ? event.tookBack === true
          ? l10n.t("the plan from before the last plan file was taken again")
          : null
        : l10n.t("the plan file {0} was taken", event.file);
    case "change":
    case "checked":
    case "consented":
    case "intended":
    case "notRead":
    case "opened":
    case "said":
    case "settled":
      return null;
  }
};

export const changedSection = (
  events: readonly JournalEvent[],
  titleOf: (step: string) => string,
  server: string,
): Section => ({
  title: l10n.t("Changed"),
  parts: [
    tableOr(
      l10n.t("Nothing was changed."),
      [l10n.t("When"), l10n.t("By"), l10n.t("Step"), ...changeHead(), l10n.t("How")],
      eventsOf(events, "change").map((event) => [
        utcTime(event.at),
        event.by,
        titleOf(event.step),
        ...changeCells(event.change, server),
        howChanged(event),
      ]),
    ),
    ...headedTable(
      l10n.t("How the work went"),
      [l10n.t("When"), l10n.t("By"), l10n.t("Step"), l10n.t("What happened")],
      events.flatMap((event) => {
        const what = happened(event);
        return what === null ? [] : [[utcTime(event.at), event.by, titleOf(event.step), what]];
      }),
    ),
    ...headedTable(
      l10n.t("The answers that it was done with"),
      [l10n.t("What"), l10n.t("Answer")],
      planDifferences(emptyPlan(), eventsOf(events, "answered").at(-1)?.plan ?? emptyPlan()).map(
        ({ what, after }) => [what, after ?? ""],
      ),
    ),
  ],
});
