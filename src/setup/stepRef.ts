/** What a command, a page, a row of the tree, a context key and a line of the journal are about. */
import type { StepId } from "./step.ts";
import type { ServerId } from "./target.ts";

export interface StepRef {
  readonly server: ServerId;
  readonly step: StepId;
}

/** One text of both, where VS Code wants one: ids of rows, keys of maps. */
export const refKey = ({ server, step }: StepRef): string => `${server}/${step}`;
