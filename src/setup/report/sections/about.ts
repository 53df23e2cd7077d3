/** Whose record it is, what it covers, and what of it could not be read. Pure. */
import * as l10n from "@vscode/l10n";
import { undoList } from "../../engine/undoList.ts";
import type { JournalEvent } from "../../journal.ts";
import type { Time } from "../../values/time.ts";
import { words, type Section } from "../page.ts";
import { eventsOf, utcTime } from "../recorded.ts";

/** Whose record it is, and what the page is made with. */
export interface ReportAbout {
  /** What the server is called, and its name in the records. */
  readonly server: string;
  readonly id: string;
  /** Whose records these are, and the machine that keeps them. */
  readonly user: string;
  readonly machine: string;
  readonly at: Time;
  /** The version of this extension. */
  readonly extension: string;
  /** The language of the page's words, as BCP 47 names it. */
  readonly language: string;
}

/** What of the record could not be read when it was last said: the report lacks it. */
const notReadRows = (events: readonly JournalEvent[]): readonly (readonly string[])[] => {
  const last = eventsOf(events, "notRead").at(-1);
  if (!last) return [];
  const { lines, newer, skippedBytes, aside } = last;
  return [
    [
      l10n.t("Not read"),
      [
        l10n.t("{0} entries that cannot be read, {1} of a newer version.", lines, newer),
        ...(skippedBytes > 0 ? [l10n.t("The oldest part, {0} bytes.", skippedBytes)] : []),
        ...(aside.length > 0 ? [l10n.t("Put aside: {0}.", aside.join(", "))] : []),
        l10n.t("What stands there is not in this report."),
      ].join(" "),
    ],
  ];
};

export const aboutSection = (events: readonly JournalEvent[], about: ReportAbout): Section => {
  const [first] = events;
  const last = events.at(-1);
  const { can, cannot } = undoList(events);
  return {
    title: l10n.t("This record"),
    parts: [
      {
        kind: "table",
        head: [l10n.t("What"), l10n.t("Value")],
        rows: [
          [l10n.t("Server"), about.server],
          [l10n.t("Its name in the records"), about.id],
          [l10n.t("Kept for"), l10n.t("{0} on {1}", about.user, about.machine)],
          [
            l10n.t("Covers"),
            first && last
              ? l10n.t("{0} to {1}, {2} entries", utcTime(first.at), utcTime(last.at), events.length)
              : l10n.t("nothing yet"),
          ],
          [
            l10n.t("Changes"),
            l10n.t(
              "{0} made; {1} can be taken back, {2} stay",
              eventsOf(events, "change").length,
              can.length,
              cannot.length,
            ),
          ],
          ...notReadRows(events),
          [l10n.t("Report"), l10n.t("{0}, Cloud Sync Agent Setup {1}", utcTime(about.at), about.extension)],
        ],
      },
      words(
        l10n.t(
          "It tells what was done with this extension from this account on this machine. What another administrator did is in another record.",
        ),
      ),
      words(l10n.t("Every moment is in UTC. A record holds no password and no token.")),
    ],
  };
};
