/** What is kept in the extension's own folder of this machine, and where. Nothing that counts is anywhere else. */
import path from "node:path";
import * as v from "valibot";
import { noServers, servers, type Servers } from "../setup/engine/targetStore.ts";
import { emptyPlan, parsePlan, type SetupPlan } from "../setup/plan.ts";
import { JournalFiles } from "./journalFiles.ts";
import { KeptFile } from "./keptFile.ts";

export interface Storage {
  /** The servers that were added, and the procedure of each. */
  readonly targets: KeptFile<Servers>;
  readonly plan: KeptFile<SetupPlan>;
  /** What was done, said and found: one file for each server. */
  readonly journals: JournalFiles;
}

export const storageIn = (folder: string): Storage => ({
  targets: new KeptFile(path.join(folder, "targets.json"), {
    empty: noServers,
    parse: (text) => v.parse(servers, JSON.parse(text)),
  }),
  plan: new KeptFile(path.join(folder, "plan.json"), {
    empty: emptyPlan,
    parse: (text) => parsePlan(JSON.parse(text), "plan.json"),
  }),
  journals: new JournalFiles(path.join(folder, "journal")),
});
