import type { Step, Taken } from "./step.ts";

/** One way to work with an agent, from its first step to its last. */
export interface Procedure extends Taken {
  /** Functions, because translations are loaded later than this file. */
  readonly title: () => string;
  readonly detail: () => string;
  readonly steps: readonly Step[];
}
