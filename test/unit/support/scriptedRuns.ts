/** Several scripted servers at once, with one plan, a record each, and a store of servers as VS Code has it. */
import { redactor } from "../../../src/server/redaction/redact.ts";
import { Journal } from "../../../src/setup/engine/journal.ts";
import { PlanStore } from "../../../src/setup/engine/planStore.ts";
import { Run } from "../../../src/setup/engine/run.ts";
import { Runs } from "../../../src/setup/engine/runs.ts";
import { noServers, TargetStore, type Servers } from "../../../src/setup/engine/targetStore.ts";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import { emptyPlan, type SetupPlan } from "../../../src/setup/plan.ts";
import { procedures } from "../../../src/setup/procedures/procedures.ts";
import type { ServerId, Target } from "../../../src/setup/target.ts";
import { memoryRecords } from "./memoryRecords.ts";
import {
  keptIn,
  leaseIn,
  otherPorts,
  script,
  scriptedServer,
  testClock,
  testSettings,
  type Script,
} from "./scriptedServer.ts";

export interface TestRuns {
  readonly runs: Runs;
  readonly targets: TargetStore;
  readonly plans: PlanStore;
  /** What each server answers, by its id. */
  readonly scripts: ReadonlyMap<ServerId, Script>;
  /** What was recorded of each server, by its id. */
  readonly records: ReadonlyMap<string, JournalEvent[]>;
  /** Whose records were read, in order. */
  readonly reads: readonly ServerId[];
  /** Whose sessions were ended. */
  readonly closed: readonly ServerId[];
}

/** This machine, and a server for each of `others`, which is reached from it. */
export const testRuns = async (
  others: readonly string[],
  {
    plan = emptyPlan(),
    records = new Map(),
  }: { readonly plan?: SetupPlan; readonly records?: Map<string, JournalEvent[]> } = {},
): Promise<TestRuns> => {
  let ids = 0;
  const newId = () => `00000000-0000-4000-8000-00000000000${ids++}` as ServerId;
  const targets = new TargetStore(noServers(), keptIn<Servers>(noServers()), newId);
  await targets.begin("SYNC01");
  for (const computer of others) await targets.add(computer, { kind: "remoting", computer });
  const scripts = new Map<ServerId, Script>();
  const reads: ServerId[] = [];
  const closed: ServerId[] = [];
  const clock = testClock();
  const journal = new Journal({
    records: memoryRecords({
      read: (server) => {
        reads.push(server);
        return Promise.resolve([...(records.get(server) ?? [])]);
      },
      append: (server, event) => {
        records.set(server, [...(records.get(server) ?? []), event]);
        return Promise.resolve();
      },
    }),
    clock,
    by: "ada",
  });
  const plans = new PlanStore(plan, keptIn(plan), journal, targets);
  const runs = new Runs(targets, (target: Target) => {
    const answers = script();
    scripts.set(target.id, answers);
    return new Run({
      procedure: procedures.install,
      settings: () => testSettings,
      server: {
        ...scriptedServer(answers, target),
        close: () => {
          closed.push(target.id);
        },
      },
      ...otherPorts,
      masking: redactor(),
      plans,
      journal: journal.of(target.id),
      ask: { credential: () => Promise.resolve(undefined), consent: () => Promise.resolve(false) },
      clock,
      lease: leaseIn(),
      log: () => undefined,
    });
  });
  return { runs, targets, plans, scripts, records, reads, closed };
};
