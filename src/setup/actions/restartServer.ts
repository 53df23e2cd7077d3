import * as l10n from "@vscode/l10n";
import { getServerFacts, restartServer } from "../operations/server.ts";
import type { ConsentKind } from "../consent.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import { isSilence, SilentSpell } from "../engine/silence.ts";
import type { Checked } from "../stepState.ts";
import type { FormContext, StepAction, StepContext } from "../step.ts";
import { waits } from "../wait.ts";

const pollMs = 2000;

const toRestart: ConsentKind = { id: "restart", given: "box" };

const bootTime = async (ctx: StepContext): Promise<string | undefined> => {
  const { bootedAt } = await ctx.run(getServerFacts, {});
  return "value" in bootedAt ? bootedAt.value : undefined;
};

/** The button for it. */
export const restartAction = ({ server }: Pick<FormContext, "server">): StepAction => ({
  id: "restart",
  label: l10n.t("Restart the server"),
  primary: true,
  does: { consent: { ...toRestart, about: server } },
});

/** Whether a restart is what is left to do, or what somebody wants. */
export const restartIsNext = ({ wants }: Pick<StepContext, "wants">, found: Checked): boolean =>
  wants === toRestart.id || (wants === undefined && found.kind === "waiting" && found.forWhat === "restart");

/**
 * Restarts the server after a yes, and waits until it answers with a newer start time. Where the server is this
 * machine, VS Code goes down with it; the step's check finds the rest at the next start.
 */
export const restart = async (ctx: StepContext): Promise<void> => {
  const { name, reachWords } = ctx.server;
  const yes = await ctx.ask.consent({
    ...toRestart,
    about: name,
    message: l10n.t("Restart {0} now?", name),
    detail: reachWords.restarting(),
    yes: l10n.t("Restart {0}", name),
  });
  if (!yes) throw new CancelledError();
  const before = await bootTime(ctx);
  try {
    await ctx.perform(restartServer, {}, { unlisted: "restartAgreed" });
  } catch (error) {
    // The session may end before its answer is on its way.
    if (!isSilence(error)) throw error;
  }
  const { silence } = waits.restart;
  const spell = new SilentSpell(silence, ctx.now);
  ctx.tell(l10n.t("Waiting until {0} has restarted.", name), "restart");
  while (!spell.isTooLong) {
    await ctx.sleep(pollMs);
    spell.slept(pollMs);
    try {
      if ((await bootTime(ctx)) !== before) return;
    } catch (error) {
      if (!isSilence(error)) throw error;
    }
    ctx.tell(l10n.t("Waiting until {0} has restarted.", name), "restart");
  }
  throw new ProblemError(silence.tooLong(name));
};
