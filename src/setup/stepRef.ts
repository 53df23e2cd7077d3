/** What a command, a page, a row of the tree, a context key and a line of the journal are about. */
import * as v from "valibot";
import { stepIds } from "./step.ts";
import { serverId } from "./target.ts";

export const stepRef = v.object({ server: serverId, step: v.picklist(stepIds) });
export type StepRef = v.InferOutput<typeof stepRef>;

/** One text of both, where VS Code wants one: ids of rows, keys of maps. */
export const refKey = ({ server, step }: StepRef): string => `${server}/${step}`;
