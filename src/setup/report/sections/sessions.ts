/** Who worked from when on, on what, and with which versions. Pure. */
import * as l10n from "@vscode/l10n";
import type { JournalEvent } from "../../journal.ts";
import { tableOr, type Section } from "../page.ts";
import { eventsOf, utcTime } from "../recorded.ts";

export const sessionsSection = (events: readonly JournalEvent[]): Section => ({
  title: l10n.t("Sessions and versions"),
  parts: [
    tableOr(
      l10n.t("The record tells of no session."),
      [
        l10n.t("From"),
        l10n.t("By"),
        l10n.t("Computer"),
        l10n.t("Windows account"),
        l10n.t("Windows"),
        l10n.t("Agent"),
        l10n.t("This extension"),
        l10n.t("Language"),
      ],
      eventsOf(events, "opened").map(({ at, by, computer, user, windows, agent, extension, language }) => [
        utcTime(at),
        by,
        computer,
        user,
        windows,
        agent ?? l10n.t("none seen"),
        extension,
        language,
      ]),
    ),
  ],
});
