/** What is kept in the extension's own folder of this machine, and where. Nothing that counts is anywhere else. */
import path from "node:path";
import * as v from "valibot";
import { noServers, servers, type Servers } from "../setup/engine/targetStore.ts";
import { emptyPlan, parsePlan, type WholePlan } from "../setup/plan.ts";
import type { Lease } from "../setup/ports.ts";
import type { Problem } from "../setup/problem.ts";
import { FileLease } from "./fileLease.ts";
import { guardOf } from "./guard.ts";
import { JournalFiles } from "./journalFiles.ts";
import { KeptFile } from "./keptFile.ts";
import { thePlan, theServers } from "./onDisk.ts";
import { watchFolder } from "./watch.ts";

export interface Storage {
  /** The servers that were added, and the procedure of each. */
  readonly targets: KeptFile<Servers>;
  readonly plan: KeptFile<WholePlan>;
  /** What was done, said and found: one file for each server. */
  readonly journals: JournalFiles;
  readonly lease: Lease;
  /** Calls `listener` when a file may have changed, whoever wrote it; returns how to stop that. */
  readonly watch: (listener: () => void) => () => void;
}

/** `damaged` is told once of each value that cannot be read, with what follows. */
export const storageIn = (folder: string, damaged?: (problem: Problem) => void): Storage => {
  const lease = new FileLease(path.join(folder, "leases"));
  const guard = guardOf(lease);
  const journals = path.join(folder, "journal");
  return {
    targets: new KeptFile(
      path.join(folder, "targets.json"),
      { empty: noServers, parse: (json) => v.parse(servers, json), about: theServers },
      guard,
      damaged,
    ),
    plan: new KeptFile(
      path.join(folder, "plan.json"),
      { empty: emptyPlan, parse: (json) => parsePlan(json, "plan.json"), about: thePlan },
      guard,
      damaged,
    ),
    journals: new JournalFiles(journals, guard),
    lease,
    watch: (listener) => watchFolder([folder, journals], listener),
  };
};
