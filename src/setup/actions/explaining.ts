/** Tells causes where something failed. What knows them is loaded then: most starts never need it. */
import type { explain as Explain } from "../diagnosis/explain.ts";
import { ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";

/** As `explain` of the diagnosis. */
export const explain = async (...given: Parameters<typeof Explain>): Promise<ProblemError> => {
  const diagnosis = await import("../health/assessment.ts");
  return diagnosis.explain(...given);
};

/** Runs what Microsoft's cmdlets do, and tells the causes where they fail. @throws what the work throws */
export const explainingCmdlets = async <T>(ctx: StepContext, work: () => Promise<T>): Promise<T> => {
  const since = ctx.now();
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== "operationFailed") throw error;
    const { problem } = error;
    throw await explain(
      ctx,
      problem,
      { text: problem.raw ?? problem.happened },
      { during: "register", since },
    );
  }
};
