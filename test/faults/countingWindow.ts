/** A window that changes a file many times: `countingWindow.ts <folder> <times>`. */
import path from "node:path";
import * as v from "valibot";
import { FileLease } from "../../src/storage/fileLease.ts";
import { guardOf } from "../../src/storage/guard.ts";
import { thePlan } from "../../src/storage/onDisk.ts";
import { KeptFile } from "../../src/storage/keptFile.ts";

const [folder = "", times = "0"] = process.argv.slice(2);
const counts = v.object({ counts: v.record(v.string(), v.number()) });
const kept = new KeptFile(
  path.join(folder, "value.json"),
  {
    empty: (): v.InferOutput<typeof counts> => ({ counts: {} }),
    parse: (json) => v.parse(counts, json),
    about: thePlan,
  },
  guardOf(new FileLease(path.join(folder, "leases")), 60_000),
);
const own = String(process.pid);
for (let at = 0; at < Number(times); at++)
  await kept.update(({ counts: now }) => ({ counts: { ...now, [own]: (now[own] ?? 0) + 1 } }));
