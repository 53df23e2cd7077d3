/** How a session with a server is begun, by how the server is reached. */
import { ProblemError } from "../setup/problem.ts";
import type { Target } from "../setup/target.ts";
import { windowsPowerShell } from "./local.ts";
import { notReached } from "./sessionProblem.ts";

/**
 * The command that begins a session; `program` is what a person set in the place of Windows PowerShell, empty where nobody did.
 * @throws ProblemError `sessionNotStarted` where nothing leads to a server that is reached so.
 */
export const sessionCommand = ({ label, reach }: Target, program: readonly string[]): readonly string[] => {
  if (reach.kind !== "thisMachine") throw new ProblemError(notReached(label));
  return program.length > 0 ? program : windowsPowerShell(process.env, process.arch);
};
