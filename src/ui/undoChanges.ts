/** Takes back what was changed on this server: chosen from the journal, listed by the server, done after a yes. */
import * as l10n from "@vscode/l10n";
import type { Change } from "../setup/change.ts";
import type { Run } from "../setup/engine/run.ts";
import { undo } from "../setup/steps/undo.ts";
import type { AppliedChange } from "../setup/engine/undoList.ts";
import { shownWhile } from "./shownWork.ts";
import { chosenMany } from "./surfaces/boxes.ts";
import { confirm, inform } from "./surfaces/notifications.ts";
import { clockTime, shownValue } from "../setup/words.ts";
import { sayChange } from "../setup/told/changes.ts";

const line = (change: Change): string =>
  l10n.t("{0}: from {1} to {2}", sayChange(change), shownValue(change.before), shownValue(change.after));

/** The end of a registry path, which tells one from the other where a list cuts long lines; else the whole. */
const brief = (target: string): string => target.split("\\").slice(-3).join("\\");

/** What stays, in words; nothing where all can be taken back. */
const staying = (cannot: readonly AppliedChange[]): readonly string[] =>
  cannot.length === 0
    ? []
    : [
        "",
        l10n.t("This stays, because it cannot be undone here:"),
        ...cannot.map(({ change }) => sayChange(change)),
      ];

/** What the server's state adds to the question: the summaries of one rule, below a heading. */
const told = (run: Run, rule: string, heading: string): readonly string[] => {
  const lines = run.stateOf("undo").findings.filter((one) => one.rule === rule);
  return lines.length === 0 ? [] : ["", heading, ...lines.map(({ summary }) => summary)];
};

export const undoChanges = async (run: Run): Promise<void> => {
  const { name } = run;
  const shown = (title: string, work: () => Promise<void>) =>
    shownWhile(run, "undo", { title, cancellable: false }, work);
  const { can, cannot } = run.undoable;
  if (can.length === 0) {
    void inform([l10n.t("There is nothing to undo on {0}.", name), ...staying(cannot)].join(" "));
    return;
  }
  const chosen = await chosenMany(
    can.map((made) => ({
      label: brief(sayChange(made.change)),
      description: l10n.t("back to {0}", shownValue(made.change.before)),
      detail: [
        l10n.t("Set to {0} by {1}, {2}", shownValue(made.change.after), made.by, clockTime(made.at)),
        ...(brief(sayChange(made.change)) === sayChange(made.change) ? [] : [sayChange(made.change)]),
      ].join(" - "),
      value: made,
    })),
    {
      title: l10n.t("Undo changes on {0}", name),
      placeHolder: l10n.t("Choose what to undo. Nothing changes before you have seen the list."),
    },
  );
  if (chosen === undefined || chosen.length === 0) return;
  run.register(undo(chosen));
  await shown(l10n.t("Looking at {0}", name), () => run.changes("undo"));
  if (run.stateOf("undo").kind === "done") {
    void inform(l10n.t("On {0} it is already as it was before.", name));
    return;
  }
  const yes = await confirm({
    message: l10n.t("Undo this on {0}?", name),
    detail: [
      ...(run.changesOf("undo") ?? []).map(line),
      ...told(run, "undoneIsNeeded", l10n.t("The agent on {0} needs what is undone:", name)),
      ...staying(cannot),
      ...told(run, "undoStays", l10n.t("This stays outside of {0}:", name)),
    ].join("\n"),
    yes: l10n.t("Undo on {0}", name),
  });
  if (!yes) return;
  await shown(l10n.t("Undoing on {0}", name), () => run.apply("undo"));
  const undone = l10n.t(
    "Undone on {0}: {1}",
    name,
    chosen.map(({ change }) => brief(sayChange(change))).join(", "),
  );
  if (!run.actionsOf("undo").some(({ id }) => id === "restart")) {
    void inform(undone);
    return;
  }
  const restart = l10n.t("Restart the server");
  const pressed = await inform(
    [undone, l10n.t("It takes effect when the server restarts.")].join(" "),
    restart,
  );
  if (pressed !== restart) return;
  await shown(restart, () => run.act("undo", "restart", name));
};
