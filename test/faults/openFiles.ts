/** A window that has as many files open as it may: `openFiles.ts <folder>`. It prints what is said of each file of ours then. */
import { closeSync, openSync } from "node:fs";
import { ProblemError } from "../../src/setup/problem.ts";
import { thisMachine } from "../unit/support/scriptedServer.ts";
import { storageIn } from "../../src/storage/storage.ts";

const [folder = ""] = process.argv.slice(2);
const kept = storageIn(folder);
const record = kept.journals.of(thisMachine.id);
// Whatever is loaded at first use is loaded.
await Promise.all([kept.plan.update((now) => now), record.readOn()]);
const open: number[] = [];
try {
  for (;;) open.push(openSync(process.execPath, "r"));
} catch {
  // No more of them.
}
const said: string[] = [];
for (const work of [
  () => kept.plan.read(),
  () => kept.plan.update((now) => now),
  () => kept.lease.acquire("x"),
])
  try {
    await work();
  } catch (error) {
    said.push(error instanceof ProblemError ? error.problem.happened : String(error));
  }
for (const one of open) closeSync(one);
await kept.plan.update((now) => now);
console.log(JSON.stringify(said));
