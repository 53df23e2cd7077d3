/** A window of VS Code as far as its records go: a run on a scripted server whose plan, record and leases are files. */
import { redactor } from "../../../src/server/redaction/redact.ts";
import { Journal } from "../../../src/setup/engine/journal.ts";
import { PlanStore } from "../../../src/setup/engine/planStore.ts";
import { Run, type RunParts } from "../../../src/setup/engine/run.ts";
import type { NotRead } from "../../../src/setup/journal.ts";
import type { Problem } from "../../../src/setup/problem.ts";
import { procedures } from "../../../src/setup/procedures/procedures.ts";
import { storageIn, type Storage } from "../../../src/storage/storage.ts";
import { namedServers, otherPorts, scriptedServer, testSettings, type Script } from "./scriptedServer.ts";

export interface StoredRun {
  readonly run: Run;
  readonly kept: Storage;
  readonly problems: readonly Problem[];
  /** What was said of its record. */
  readonly notRead: readonly NotRead[];
  /** Takes in what another window wrote, as the extension does when its folder changes. */
  readonly catchUp: () => Promise<void>;
}

export const storedRun = async (
  folder: string,
  of: Script,
  parts: Partial<Pick<RunParts, "procedure" | "ask" | "server" | "lease">> = {},
): Promise<StoredRun> => {
  const kept = storageIn(folder);
  const problems: Problem[] = [];
  const notRead: NotRead[] = [];
  const clock = { now: () => new Date().toISOString(), sleep: () => Promise.resolve() };
  const server = parts.server ?? scriptedServer(of);
  const { id } = server.target;
  const journal = new Journal({
    records: kept.journals,
    clock,
    by: "ada",
    notRead: (_, what) => notRead.push(what),
  });
  const plans = new PlanStore(await kept.plan.read(), kept.plan, journal, namedServers([server.target]));
  const run = new Run({
    procedure: procedures.install,
    settings: () => testSettings,
    server,
    plans,
    journal: journal.of(id),
    ...otherPorts,
    masking: redactor(),
    ask: { credential: () => Promise.resolve(undefined), consent: () => Promise.resolve(true) },
    clock,
    lease: kept.lease,
    log: (problem) => problems.push(problem),
    ...parts,
  });
  return {
    run,
    kept,
    problems,
    notRead,
    catchUp: async () => {
      const plan = await kept.plan.peek();
      if (plan) plans.take(plan);
      await journal.catchUp();
    },
  };
};
