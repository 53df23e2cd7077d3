/** What is left: what nobody closed, what is not known, what is open, what stays, and what can be taken back. Pure. */
import * as l10n from "@vscode/l10n";
import { thingOf, type Change } from "../../change.ts";
import { openIntentions } from "../../engine/intentions.ts";
import { undoList, type AppliedChange } from "../../engine/undoList.ts";
import { openFindings } from "../../finding.ts";
import { attestationsIn, type JournalEvent } from "../../journal.ts";
import { sayPlace } from "../../place.ts";
import { sayChange } from "../../told/changes.ts";
import { shownValue } from "../../values/shownValue.ts";
import { headedTable, tableOr, words, type Section } from "../page.ts";
import { changeCells, changeHead, eventsOf, utcTime, type EventOf } from "../recorded.ts";
import { resultOf, verdictWord, type LastCheck } from "./checked.ts";

type Titles = (step: string) => string;

/** Changes of which no look could tell whether they were made, and that no later change is about. */
const unknownChanges = (
  events: readonly JournalEvent[],
): readonly { readonly event: EventOf<"settled">; readonly change: Change }[] => {
  const unknown = new Map<string, { event: EventOf<"settled">; change: Change }>();
  for (const event of events)
    if (event.kind === "change") unknown.delete(thingOf(event.change));
    else if (event.kind === "settled")
      for (const change of event.unknown) unknown.set(thingOf(change), { event, change });
  return [...unknown.values()];
};

/** Steps whose work began and was never told to be over. */
const unfinished = (events: readonly JournalEvent[]): readonly EventOf<"started">[] => {
  const open = new Map<string, EventOf<"started">>();
  for (const event of events)
    if (event.kind === "started") open.set(event.step, event);
    else if (event.kind === "ended" || event.kind === "failed") open.delete(event.step);
  return [...open.values()];
};

/** When each intention was written, and by whom. */
const intendedBy = (events: readonly JournalEvent[]): ReadonlyMap<string, readonly string[]> =>
  new Map(eventsOf(events, "intended").map(({ at, by, id }) => [id, [utcTime(at), by]]));

const dated = () => [l10n.t("When"), l10n.t("By"), l10n.t("Step")];
const stayHead = () => [l10n.t("When"), l10n.t("By"), ...changeHead()];
const stayRow = ({ at, by, change }: AppliedChange, server: string) => [
  utcTime(at),
  by,
  ...changeCells(change, server),
];

export const leftSection = (
  events: readonly JournalEvent[],
  checks: readonly LastCheck[],
  titleOf: Titles,
  server: string,
): Section => {
  const accepted = attestationsIn(events);
  const intended = intendedBy(events);
  const found = (wanted: "open" | "warning") =>
    checks.flatMap(({ step, at, findings = [] }) =>
      (wanted === "open"
        ? openFindings(findings, accepted)
        : findings.filter(({ verdict }) => verdict === "warning")
      ).map(({ verdict, summary }) => [titleOf(step), verdictWord(verdict), summary, utcTime(at)]),
    );
  const findingHead = [l10n.t("Step"), l10n.t("Verdict"), l10n.t("What was found"), l10n.t("When")];
  const parts = [
    ...headedTable(
      l10n.t("Intended, and never told to be over"),
      [...dated(), l10n.t("Operation"), ...changeHead()],
      openIntentions(events).flatMap(({ id, step, operation, left }) =>
        (left.length === 0
          ? [["", l10n.t("All of its changes were told."), "", ""]]
          : left.map((change) => changeCells(change, server))
        ).map((cells) => [...(intended.get(id) ?? ["", ""]), titleOf(step), operation, ...cells]),
      ),
    ),
    ...headedTable(
      l10n.t("Changes of which it is not known whether they were made"),
      [...dated(), ...changeHead()],
      unknownChanges(events).map(({ event: { at, by, step }, change }) => [
        utcTime(at),
        by,
        titleOf(step),
        ...changeCells(change, server),
      ]),
    ),
    ...headedTable(
      l10n.t("Work that began and was never told to be over"),
      dated(),
      unfinished(events).map(({ at, by, step }) => [utcTime(at), by, titleOf(step)]),
    ),
    ...headedTable(
      l10n.t("Steps that are not done"),
      [l10n.t("Step"), l10n.t("Found"), l10n.t("When"), l10n.t("By")],
      checks
        .filter(({ state }) => state === "todo" || state === "waiting")
        .map((check) => [titleOf(check.step), resultOf(check), utcTime(check.at), check.by]),
    ),
    ...headedTable(l10n.t("Findings that stand open"), findingHead, found("open")),
    ...headedTable(l10n.t("Warnings"), findingHead, found("warning")),
    ...headedTable(
      l10n.t("What stays, because it cannot be undone here"),
      stayHead(),
      undoList(events).cannot.map((made) => stayRow(made, server)),
    ),
  ];
  return {
    title: l10n.t("What is left"),
    parts: parts.length === 0 ? [words(l10n.t("Nothing is left open."))] : parts,
  };
};

export const undoSection = (events: readonly JournalEvent[], server: string): Section => {
  const { can } = undoList(events);
  return {
    title: l10n.t("What can be taken back"),
    parts: [
      tableOr(
        l10n.t("Nothing can be taken back."),
        [l10n.t("When"), l10n.t("By"), l10n.t("Where"), l10n.t("What"), l10n.t("Now"), l10n.t("Back to")],
        can.map(({ at, by, change }) => [
          utcTime(at),
          by,
          sayPlace(change.on, server),
          sayChange(change),
          shownValue(change.after),
          shownValue(change.before),
        ]),
      ),
      ...(can.length === 0
        ? []
        : [
            words(
              l10n.t(
                "In VS Code: Cloud Sync: Undo Changes... Nothing changes there before a list and a yes.",
              ),
            ),
          ]),
    ],
  };
};
