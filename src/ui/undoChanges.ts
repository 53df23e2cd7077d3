/** Takes back what was changed on this server: chosen from the journal, listed by the server, done after a yes. */
import * as l10n from "@vscode/l10n";
import type { Run } from "../setup/engine/run.ts";
import { undo } from "../setup/steps/undo.ts";
import { shownWhile } from "./shownWork.ts";
import { chosenMany } from "./surfaces/boxes.ts";
import { confirm, inform } from "./surfaces/notifications.ts";
import { hasGiven, takingBackLabel, type TakingBack } from "./takingBack.ts";
import { briefly, staying, undoDetail, undoItem } from "./undoBox.ts";

/** `takingBack`: shows the commands for what only a domain's administrator takes back. */
export const undoChanges = async (run: Run, takingBack: Pick<TakingBack, "show">): Promise<void> => {
  const { name } = run;
  const shown = (title: string, work: () => Promise<void>) =>
    shownWhile(run, "undo", { title, cancellable: false }, work);
  const { can, cannot } = run.undoable;
  if (can.length === 0) {
    const none = [l10n.t("There is nothing to undo on {0}.", name), ...staying(cannot, name)].join(" ");
    if (!hasGiven(run)) void inform(none);
    else if ((await inform(none, takingBackLabel())) !== undefined) await takingBack.show(run);
    return;
  }
  const chosen = await chosenMany(
    can.map((made) => ({ ...undoItem(made, name), value: made })),
    {
      title: l10n.t("Undo changes on {0}", name),
      placeHolder: l10n.t("Choose what to undo. Nothing changes before you have seen the list."),
    },
  );
  if (chosen === undefined || chosen.length === 0) return;
  run.register(undo(chosen));
  await shown(l10n.t("Undo changes on {0}", name), () => run.changes("undo"));
  if (run.stateOf("undo").kind === "done") {
    void inform(l10n.t("On {0} it is already as it was before.", name));
    return;
  }
  const yes = await confirm({
    message: l10n.t("Undo this on {0}?", name),
    detail: undoDetail({
      name,
      changes: run.changesOf("undo") ?? [],
      findings: run.stateOf("undo").findings,
      cannot,
    }),
    yes: l10n.t("Undo on {0}", name),
  });
  if (!yes) return;
  await shown(l10n.t("Undoing on {0}", name), () => run.apply("undo"));
  const undone = l10n.t(
    "Undone on {0}: {1}",
    name,
    chosen.map(({ change }) => briefly(change, name)).join(", "),
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
