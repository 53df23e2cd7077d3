/** Presses a button of a step, as its page does. */
import type { Run } from "../src/setup/engine/run.ts";
import type { StepId } from "../src/setup/step.ts";

/** A consent is given for what the button is about as it stands now. */
export const press = (run: Run, step: StepId, action: string): Promise<void> => {
  const does = run.actionsOf(step).find(({ id }) => id === action)?.does;
  const about = typeof does === "object" && "consent" in does ? does.consent.about : undefined;
  return run.act(step, action, about);
};
