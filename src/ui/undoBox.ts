/** What is chosen from, and agreed to, before changes are taken back: in words. Pure. */
import * as l10n from "@vscode/l10n";
import { undoWarnings } from "../setup/actions/undoWarnings.ts";
import type { Change } from "../setup/change.ts";
import type { AppliedChange } from "../setup/engine/undoList.ts";
import type { Finding } from "../setup/finding.ts";
import { sayPlace } from "../setup/place.ts";
import { sayChange } from "../setup/told/changes.ts";
import { clockTime } from "../setup/values/moments.ts";
import { shownValue } from "../setup/values/shownValue.ts";

/** What is changed, and where, unless that is the server, which the box names. */
const named = (change: Change, server: string): string =>
  change.on.port === "server"
    ? sayChange(change)
    : l10n.t("{0}, in {1}", sayChange(change), sayPlace(change.on, server));

/** The end of a registry path, which tells one from the other where a list cuts long lines; else the whole. */
export const briefly = (change: Change, server: string): string =>
  named(change, server).split("\\").slice(-3).join("\\");

/** A change that may be chosen. */
export const undoItem = (
  { change, by, at }: AppliedChange,
  server: string,
): { readonly label: string; readonly description: string; readonly detail: string } => {
  const [label, whole] = [briefly(change, server), named(change, server)];
  return {
    label,
    description: l10n.t("back to {0}", shownValue(change.before)),
    detail: [
      l10n.t("Set to {0} by {1}, {2}", shownValue(change.after), by, clockTime(at)),
      ...(label === whole ? [] : [whole]),
    ].join(" - "),
  };
};

/** What stays, in words; nothing where all can be taken back. */
export const staying = (cannot: readonly AppliedChange[], server: string): readonly string[] =>
  cannot.length === 0
    ? []
    : [
        "",
        l10n.t("This stays, because it cannot be undone here:"),
        ...cannot.map(({ change }) => named(change, server)),
      ];

/** The summaries of one rule, below a heading. */
const told = (findings: readonly Finding[], rule: string, heading: string): readonly string[] => {
  const lines = findings.filter((one) => one.rule === rule);
  return lines.length === 0 ? [] : ["", heading, ...lines.map(({ summary }) => summary)];
};

/** What a yes agrees to: what is taken back, what that means for an agent that is there, and what stays. */
export const undoDetail = ({
  name,
  changes,
  findings,
  cannot,
}: {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly cannot: readonly AppliedChange[];
}): string =>
  [
    ...changes.map((change) =>
      l10n.t(
        "{0}: from {1} to {2}",
        named(change, name),
        shownValue(change.before),
        shownValue(change.after),
      ),
    ),
    ...told(findings, undoWarnings.needed, l10n.t("The agent on {0} needs what is undone:", name)),
    ...staying(cannot, name),
    ...told(findings, undoWarnings.stays, l10n.t("This stays outside of {0}:", name)),
  ].join("\n");
