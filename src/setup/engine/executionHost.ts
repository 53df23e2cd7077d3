/** What work on a step needs of the run it belongs to, and how the run gives it. */
import type { PlanChange } from "./answers.ts";
import type { DoorHost } from "./door.ts";
import type { FactCache } from "./factCache.ts";
import type { ServerJournal } from "./journal.ts";
import type { Meeting } from "./meeting.ts";
import type { RunPlan } from "./runPlan.ts";
import type { SettlingHost } from "./settling.ts";
import type { States } from "./states.ts";
import type { Statement } from "../statement.ts";
import type { Ask, Clock, Lease } from "../ports.ts";
import type { StepState } from "../stepState.ts";
import type { FormContext, StepId } from "../step.ts";

export interface ExecutionHost
  extends
    Pick<DoorHost, "carriers" | "log" | "recorded" | "remember" | "server">,
    Pick<SettlingHost, "open" | "catchUp"> {
  readonly ask: Ask;
  readonly clock: Clock;
  readonly lease: Lease;
  readonly note: ServerJournal["note"];
  readonly known: () => FormContext;
  readonly state: () => StepState;
  readonly set: (state: StepState) => void;
  readonly attest: (statement: Statement) => Promise<void>;
  readonly usePlan: (change: PlanChange) => Promise<void>;
}

/** The parts of a run that work on its steps reaches. */
export interface HostParts extends Pick<
  ExecutionHost,
  "ask" | "carriers" | "clock" | "known" | "lease" | "log" | "server"
> {
  readonly journal: ServerJournal;
  readonly plan: RunPlan;
  readonly states: States;
  readonly facts: FactCache;
  readonly meeting: Meeting | undefined;
  readonly attest: (id: StepId, statement: Statement) => Promise<void>;
}

/** The same for the work on one step. */
export const hostOf = (of: HostParts, id: StepId): ExecutionHost => {
  const { ask, attest, carriers, clock, facts, journal, known, lease, log, meeting, plan, server, states } =
    of;
  return {
    ask,
    carriers,
    clock,
    known,
    lease,
    log,
    server,
    note: journal.note.bind(journal),
    recorded: () => journal.events.length,
    open: () => journal.openIntentions,
    catchUp: journal.catchUp.bind(journal),
    state: () => states.of(id),
    set: (state) => {
      states.set(id, state);
    },
    attest: (statement) => attest(id, statement),
    usePlan: (change) => plan.update(change, id),
    remember: async (operation, result, args) => {
      facts.remember(operation, result, args);
      const opened = meeting?.take(operation, result);
      if (opened) await journal.note(id, opened);
    },
  };
};
