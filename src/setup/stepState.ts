import type { Evidence, Finding } from "./finding.ts";
import type { Problem } from "./problem.ts";
import type { Time } from "./values/time.ts";
import type { Wait } from "./wait.ts";

/** A step's state. Findings stay visible whatever the state is; `running` and `stale` carry the last ones seen. */
export type StepState = { readonly findings: readonly Finding[] } & (
  | { readonly kind: "todo" }
  | { readonly kind: "answered" }
  | {
      readonly kind: "running";
      readonly since: Time;
      readonly doing: string;
      readonly percent?: number;
      readonly cancellable: boolean;
    }
  | ({ readonly kind: "waiting" } & Wait)
  | { readonly kind: "done"; readonly proof: readonly Evidence[]; readonly at: Time }
  | { readonly kind: "stale"; readonly proof: readonly Evidence[]; readonly at: Time }
  | { readonly kind: "failed"; readonly problem: Problem }
);

/** What a check found to be true now. */
export type Checked = { readonly findings: readonly Finding[] } & (
  | { readonly kind: "todo" | "answered" }
  /** Where the wait is one to look at by itself, the check is repeated until it finds something else. */
  | ({ readonly kind: "waiting" } & Omit<Wait, "since">)
  | { readonly kind: "done"; readonly proof: readonly Evidence[] }
);
