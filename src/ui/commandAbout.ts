/** What a command is about: the server or the step it was called on, else the active server and what a person chooses. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Run } from "../setup/engine/run.ts";
import type { Runs } from "../setup/engine/runs.ts";
import { asStepId } from "../setup/step.ts";
import type { StepRef } from "../setup/stepRef.ts";
import { serverId } from "../setup/target.ts";
import { stateDetail, stateWord } from "../setup/stateWords.ts";
import { chosen } from "./surfaces/boxes.ts";

const stepName = v.pipe(v.string(), v.maxLength(200), v.transform(asStepId));

/** As VS Code hands it on: a step of the active server, or of one that is named, or that server. */
const about = v.union([
  v.pipe(
    stepName,
    v.transform((step) => ({ step })),
  ),
  v.object({ server: serverId, step: v.optional(stepName) }),
]);

/** Whether something was named at all. */
export const isAbout = (argument: unknown): boolean => v.is(about, argument);

/** The server a command is about: the one it was called on, or the active one. */
export const runOf = (runs: Runs, argument: unknown): Run => {
  const given = v.safeParse(about, argument);
  const named = given.success && "server" in given.output ? runs.find(given.output.server) : undefined;
  return named ?? runs.active;
};

/** The step a command is about, with its server: from the walkthrough or the tree, or chosen. What is not to be found is no step. */
export const refOf = async (runs: Runs, argument: unknown): Promise<StepRef | undefined> => {
  const run = runOf(runs, argument);
  const server = run.target.id;
  await run.open();
  const given = v.safeParse(about, argument);
  const named = given.success ? given.output.step : undefined;
  if (named !== undefined && run.knows(named)) return { server, step: named };
  const step = await chosen(
    run.steps.map(({ id, title }) => {
      const state = run.stateOf(id);
      return {
        label: title(),
        description: stateWord(state),
        detail: stateDetail(state) ?? "",
        value: id,
      };
    }),
    { title: run.name, placeHolder: l10n.t("Choose a step") },
  );
  return step && { server, step };
};
