/**
 * A server's change report, from its record alone: what was checked, agreed to, changed and verified, by whom, when, with
 * which versions; what is left, and what can be taken back. The same events give the same page. Pure.
 */
import * as l10n from "@vscode/l10n";
import type { JournalEvent } from "../journal.ts";
import type { Page } from "./page.ts";
import { asStepId } from "../step.ts";
import { titleOf as titleOfStep } from "../stepTitles.ts";
import { aboutSection, type ReportAbout } from "./sections/about.ts";
import { agreedSection } from "./sections/agreed.ts";
import { changedSection } from "./sections/changed.ts";
import { checkedSection, lastChecks, verifiedSection } from "./sections/checked.ts";
import { leftSection, undoSection } from "./sections/left.ts";
import { sessionsSection } from "./sections/sessions.ts";
import { takingBackSection } from "./sections/takingBack.ts";

export type { ReportAbout };

const titleOf = (step: string): string => titleOfStep(asStepId(step));

/** The commands that take permissions back, by themselves; undefined where the record tells of none that were given. */
export const takingBackPage = (
  events: readonly JournalEvent[],
  { language, server }: Pick<ReportAbout, "language" | "server">,
): Page | undefined => {
  const section = takingBackSection(events);
  return (
    section && { language, title: l10n.t("Permissions that were given on {0}", server), sections: [section] }
  );
};

export const changeReport = (events: readonly JournalEvent[], about: ReportAbout): Page => {
  const checks = lastChecks(events);
  const takingBack = takingBackSection(events);
  return {
    language: about.language,
    title: l10n.t("Change report of {0}", about.server),
    sections: [
      aboutSection(events, about),
      checkedSection(checks, titleOf),
      agreedSection(events, titleOf, about.server),
      changedSection(events, titleOf, about.server),
      verifiedSection(events, checks, titleOf),
      sessionsSection(events),
      leftSection(events, checks, titleOf, about.server),
      undoSection(events, about.server),
      ...(takingBack ? [takingBack] : []),
    ],
  };
};
