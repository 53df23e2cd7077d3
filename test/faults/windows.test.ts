/** Several windows of VS Code on one folder, each a process of its own. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { FileLease } from "../../src/storage/fileLease.ts";

test("processes that change one file at the same time lose nothing of each other's, and one that is killed stops nobody", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-windows-"));
  try {
    const script = path.join(import.meta.dirname, "countingWindow.ts");
    const begin = (times: number) =>
      spawn(process.execPath, [script, folder, String(times)], { stdio: "inherit" });
    const counting = [begin(25), begin(25), begin(25)];
    const killed = begin(100_000);
    setTimeout(() => killed.kill("SIGKILL"), 600);
    const ends = await Promise.all([...counting, killed].map((child) => once(child, "exit")));
    assert.deepEqual(
      ends.slice(0, 3).map(([code]) => code as unknown),
      [0, 0, 0],
    );
    const { counts } = JSON.parse(readFileSync(path.join(folder, "value.json"), "utf8")) as {
      counts: Record<string, number>;
    };
    for (const { pid } of counting) assert.equal(counts[String(pid)], 25);
    const free = await new FileLease(path.join(folder, "leases")).acquire("value.json");
    assert.ok("release" in free);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
