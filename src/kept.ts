/** What is kept between two starts, as this window opens it: servers, plan and records, and what other windows write there. */
import { randomUUID } from "node:crypto";
import os from "node:os";
import * as v from "valibot";
import { Journal } from "./setup/engine/journal.ts";
import { PlanStore } from "./setup/engine/planStore.ts";
import { noServers, TargetStore } from "./setup/engine/targetStore.ts";
import { recordNotRead } from "./setup/engine/unread.ts";
import { emptyPlan } from "./setup/plan.ts";
import type { Clock, Lease } from "./setup/ports.ts";
import { ProblemError } from "./setup/problem.ts";
import { serverId, type ServerId } from "./setup/target.ts";
import { storageIn } from "./storage/storage.ts";

export interface KeptParts {
  readonly targets: TargetStore;
  readonly plans: PlanStore;
  readonly journal: Journal;
  readonly lease: Lease;
  /** What other windows write is taken in no more. */
  readonly stop: () => void;
}

export interface Keeping {
  /** The folder it is kept in. */
  readonly folder: string;
  readonly clock: Clock;
  /** Who does what is recorded here. */
  readonly by: string;
  /** What a server is called: shown, never a key. */
  readonly nameOf: (server: ServerId) => string;
  /** Shows what went wrong to the person. */
  readonly say: (error: unknown) => void;
  /** Takes what goes wrong where nobody is to be bothered. */
  readonly log: (error: unknown) => void;
}

/** Opens it. What cannot be read is said, and left as it is; the window works without it. */
export const openKept = async ({ folder, clock, by, nameOf, say, log }: Keeping): Promise<KeptParts> => {
  const kept = storageIn(folder, (problem) => {
    say(new ProblemError(problem));
  });
  // What cannot be read now is not written over either. One disk fails for one reason, which is said once.
  let isSaid = false;
  const readable = <T>(read: Promise<T>, otherwise: () => T): Promise<T> =>
    read.catch((error: unknown) => {
      (isSaid ? log : say)(error);
      isSaid = true;
      return otherwise();
    });
  const [stored, plan] = await Promise.all([
    readable(kept.targets.read(), noServers),
    readable(kept.plan.read(), emptyPlan),
  ]);
  const targets = new TargetStore(stored, kept.targets, () => v.parse(serverId, randomUUID()));
  await readable(targets.begin(os.hostname()), () => undefined);
  const journal = new Journal({
    records: kept.journals,
    clock,
    by,
    notRead: (server, what) => {
      say(new ProblemError(recordNotRead(nameOf(server), kept.journals.fileOf(server), what)));
    },
  });
  const plans = new PlanStore(plan, kept.plan, journal, targets);
  const catchUp = async () => {
    const [servers, used] = await Promise.all([kept.targets.peek(), kept.plan.peek()]);
    if (servers) targets.take(servers);
    if (used) plans.take(used);
    await journal.catchUp();
  };
  const stop = kept.watch(() => {
    catchUp().catch(log);
  });
  return { targets, plans, journal, lease: kept.lease, stop };
};
