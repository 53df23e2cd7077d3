/**
 * A host that is killed at the first event that it was not killed at before: `cutHost.ts <what>`, a JSON text. It says at which,
 * and ends by itself where it has done what there was to do.
 */
import { writeSync } from "node:fs";
import { procedures } from "../../src/setup/procedures/procedures.ts";
import { storageIn } from "../../src/storage/storage.ts";
import { cutName, goOn, watched, type Cuts, type DoneStep } from "./cutting.ts";
import { startedRun } from "./practicedRun.ts";
import { anotherWindow } from "./practice.ts";

export interface CutHost {
  readonly folder: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly procedure: keyof typeof procedures;
  readonly step: DoneStep;
  /** At which it was killed before. */
  readonly before: readonly string[];
  readonly cuts: Cuts;
}

const { folder, settings, address, procedure, step, before, cuts } = JSON.parse(
  process.argv[2] ?? "",
) as CutHost;
const session = anotherWindow({ settings });
const server = watched(session, (operation, event) => {
  const name = cutName(cuts, operation, event);
  if (name === undefined || before.includes(name)) return true;
  writeSync(1, name);
  process.kill(process.pid, "SIGKILL");
  return false;
});
const run = await startedRun({ kept: storageIn(folder), server, address, procedure: procedures[procedure] });
await goOn(run, step);
run.dispose();
