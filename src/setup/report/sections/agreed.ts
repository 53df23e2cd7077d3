/** What persons agreed to, in the words that were shown, and what they said. Pure. */
import * as l10n from "@vscode/l10n";
import type { JournalEvent } from "../../journal.ts";
import { beyond, mostRows } from "../bounds.ts";
import { headedTable, heading, quote, words, type PagePart, type Section } from "../page.ts";
import { changeCells, changeHead, eventsOf, sayStatement, utcTime } from "../recorded.ts";

const consents = (
  events: readonly JournalEvent[],
  titleOf: (step: string) => string,
  server: string,
): readonly (readonly PagePart[])[] => {
  let language = "";
  return events.flatMap((event) => {
    if (event.kind === "opened") ({ language } = event);
    if (event.kind !== "consented") return [];
    const { at, by, step, text, changes = [] } = event;
    const about = l10n.t("{0}: {1} said yes in the step {2}", utcTime(at), by, titleOf(step));
    return [
      [
        heading(language === "" ? about : l10n.t("{0}, in the language {1}", about, language)),
        quote(text),
        ...(changes.length === 0
          ? []
          : [
              {
                kind: "table",
                head: changeHead(),
                rows: changes.map((one) => changeCells(one, server)),
              } as const,
            ]),
      ],
    ];
  });
};

export const agreedSection = (
  events: readonly JournalEvent[],
  titleOf: (step: string) => string,
  server: string,
): Section => {
  const agreed = consents(events, titleOf, server);
  const parts = [
    ...headedTable(
      l10n.t("What persons said, and cmdlets answered"),
      [l10n.t("When"), l10n.t("By"), l10n.t("Step"), l10n.t("What")],
      eventsOf(events, "said").map(({ at, by, step, statement }) => [
        utcTime(at),
        by,
        titleOf(step),
        sayStatement(statement),
      ]),
    ),
    ...agreed.slice(0, mostRows).flat(),
    ...(agreed.length > mostRows ? [words(beyond(agreed.length))] : []),
  ];
  return {
    title: l10n.t("Agreed to"),
    parts: parts.length === 0 ? [words(l10n.t("Nobody agreed to anything."))] : parts,
  };
};
