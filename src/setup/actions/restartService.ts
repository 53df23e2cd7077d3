/** Restarts the agent's service; a service that never gets there is explained. */
import { explain } from "./explaining.ts";
import { valueOf } from "../values/fact.ts";
import { getAgentFacts } from "../operations/agent.ts";
import type { Changing } from "../operations/operation.ts";
import { ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";

export const restartService = async <A>(ctx: StepContext, restart: Changing<A>, args: A): Promise<void> => {
  const since = ctx.now();
  try {
    await ctx.perform(restart, args);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { problem } = error;
    if (problem.code !== "operationFailed" && problem.code !== "sessionSilent") throw error;
    const isStuck = valueOf((await ctx.run(getAgentFacts, {})).agent)?.state === "Start Pending";
    throw await explain(
      ctx,
      problem,
      isStuck ? { observed: "serviceStuckStarting" } : { text: problem.raw ?? problem.happened },
      { during: "start", since },
    );
  }
};
