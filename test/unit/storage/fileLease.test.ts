/** One at a time, across processes; and what a dead one held is free. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import path from "node:path";
import { mock, test } from "node:test";
import { ProblemError } from "../../../src/setup/problem.ts";
import { FileLease } from "../../../src/storage/fileLease.ts";
import { guardOf } from "../../../src/storage/guard.ts";
import { hasEnded, startedAtMs } from "../../../src/storage/processes.ts";

const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-lease-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const had = async (lease: FileLease, key = "plan.json") => {
  const taken = await lease.acquire(key);
  assert.ok("release" in taken, JSON.stringify(taken));
  return taken;
};
const heldBy = async (lease: FileLease, key = "plan.json"): Promise<string | undefined> => {
  const taken = await lease.acquire(key);
  return "heldBy" in taken ? taken.heldBy : undefined;
};
/** What a process left that has ended, or lives elsewhere. */
const leave = (lease: FileLease, who: object, ageMs = 0, key = "plan.json"): void => {
  const file = lease.fileOf(key);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({ host: os.hostname(), pid: process.pid, startedAtMs: 0, token: "t", ...who }),
  );
  const at = (Date.now() - ageMs) / 1000;
  utimesSync(file, at, at);
};
/** The number of a process that has ended. */
const endedPid = async (): Promise<number> => {
  const child = spawn(process.execPath, ["-e", "0"]);
  await once(child, "exit");
  assert.ok(child.pid);
  return child.pid;
};
const lifeMs = performance.timeOrigin;

test("of two that want the same thing one has it, and the other is told who; other things are free", () =>
  inFolder(async (folder) => {
    const [one, other] = [new FileLease(folder), new FileLease(folder)];
    const taken = await had(one);
    assert.equal(await heldBy(other), `${os.hostname()}, ${process.pid}`);
    assert.equal(await heldBy(one), `${os.hostname()}, ${process.pid}`, "not even the same one twice");
    const more = await had(other, "targets.json");
    await taken.release();
    const again = await had(other);
    await again.release();
    await more.release();
    assert.deepEqual(readdirSync(folder), []);
  }));

test("a lease that was given back and is another's now stays the other's", () =>
  inFolder(async (folder) => {
    const lease = new FileLease(folder);
    const first = await had(lease);
    await first.release();
    const second = await had(lease);
    await first.release();
    assert.ok(await heldBy(lease));
    await second.release();
  }));

test("a lease that is given back while another looks at it, and made again by a third, stays the third's", () =>
  inFolder(async (folder) => {
    const [first, second, third] = [new FileLease(folder), new FileLease(folder), new FileLease(folder)];
    const taken = await had(first);
    const file = first.fileOf("plan.json");
    const { stat } = fs.promises;
    let looks = 0;
    let made: ReturnType<FileLease["acquire"]> | undefined;
    const looking = mock.method(fs.promises, "stat", async (of: string) => {
      if (of !== file || looks === 2) return stat(of);
      looks += 1;
      if (looks === 1) await taken.release();
      try {
        return await stat(of);
      } finally {
        if (looks === 2) await (made = third.acquire("plan.json"));
      }
    });
    syncBuiltinESMExports();
    try {
      const other = await second.acquire("plan.json");
      made ??= third.acquire("plan.json");
      assert.equal([other, await made].filter((one) => "release" in one).length, 1, "one has it");
    } finally {
      looking.mock.restore();
      syncBuiltinESMExports();
    }
  }));

test("what a dead process held is taken over; what a living one holds is not, however old it is", () =>
  inFolder(async (folder) => {
    const lease = new FileLease(folder);
    leave(lease, { pid: await endedPid() });
    await (await had(lease)).release();
    leave(lease, { startedAtMs: lifeMs }, 24 * 3_600_000);
    assert.equal(await heldBy(lease), `${os.hostname()}, ${process.pid}`);
  }));

test("a process is not taken for an earlier one of the same number, where the system tells when it started", () =>
  inFolder(async (folder) => {
    const started = await startedAtMs(process.pid);
    assert.equal(await hasEnded(process.pid, lifeMs), false);
    const lease = new FileLease(folder);
    leave(lease, { startedAtMs: lifeMs - 3_600_000 });
    if (process.platform === "linux") {
      assert.ok(started !== undefined && Math.abs(started - lifeMs) < 5000, String(started));
      assert.equal(await hasEnded(process.pid, lifeMs - 3_600_000), true);
      await (await had(lease)).release();
    } else assert.ok(await heldBy(lease), "where it does not, the lease stays");
  }));

test("whether a process of another machine lives cannot be seen: its lease counts for an hour", () =>
  inFolder(async (folder) => {
    const lease = new FileLease(folder);
    leave(lease, { host: "OTHER", pid: 1 }, 3_000_000);
    assert.equal(await heldBy(lease), "OTHER, 1");
    leave(lease, { host: "OTHER", pid: 1 }, 4_000_000);
    await (await had(lease)).release();
  }));

test("a file that says nobody is being written, and counts for no longer than that takes", () =>
  inFolder(async (folder) => {
    const lease = new FileLease(folder);
    for (const text of ["", "{", "null", '{"pid":"1"}', "x".repeat(100_000)]) {
      const file = lease.fileOf("plan.json");
      writeFileSync(file, text);
      assert.ok(await heldBy(lease), text.slice(0, 20));
      const at = (Date.now() - 20_000) / 1000;
      utimesSync(file, at, at);
      await (await had(lease)).release();
    }
  }));

test("a lease that a newer version wrote, saying more, is one", () =>
  inFolder(async (folder) => {
    const lease = new FileLease(folder);
    leave(lease, { startedAtMs: lifeMs, purpose: "report" }, 60_000);
    assert.equal(await heldBy(lease), `${os.hostname()}, ${process.pid}`);
  }));

test("a lease that cannot be deleted when it is given back is nobody's, and what was done stays done", () =>
  inFolder(async (folder) => {
    const lease = new FileLease(folder);
    const taken = await had(lease);
    mock.method(fs.promises, "rm", () => Promise.reject(Object.assign(new Error("no"), { code: "EIO" })));
    syncBuiltinESMExports();
    try {
      await taken.release();
    } finally {
      mock.restoreAll();
      syncBuiltinESMExports();
    }
    assert.equal(readdirSync(folder).length, 1);
    assert.ok(await heldBy(new FileLease(folder)), "another window knows no better");
    await (await had(lease)).release();
    assert.deepEqual(readdirSync(folder), []);
  }));

test("where no lease can be written, that is said in words", () =>
  inFolder(async (folder) => {
    const file = path.join(folder, "file");
    writeFileSync(file, "");
    await assert.rejects(new FileLease(path.join(file, "below")).acquire("plan.json"), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.match(error.problem.happened, /something else stands in its place/u);
      return true;
    });
  }));

test("of many that find a dead one's lease at the same time, one has it", () =>
  inFolder(async (folder) => {
    const pid = await endedPid();
    for (let round = 0; round < 20; round++) {
      leave(new FileLease(folder), { pid });
      // Some look while others take over already.
      const all = await Promise.all(
        Array.from({ length: 12 }, async (_, at) => {
          for (let turn = 0; turn < at * round; turn++) await new Promise((resolve) => setImmediate(resolve));
          return new FileLease(folder).acquire("plan.json");
        }),
      );
      const winners = all.flatMap((taken) => ("release" in taken ? [taken] : []));
      assert.ok(winners.length <= 1, String(winners.length));
      for (const winner of winners) await winner.release();
      await (await had(new FileLease(folder))).release();
    }
  }));

test("a takeover that was cut stands in nobody's way", () =>
  inFolder(async (folder) => {
    const lease = new FileLease(folder);
    leave(lease, { pid: await endedPid() });
    const taking = `${lease.fileOf("plan.json")}.taking`;
    writeFileSync(taking, "");
    assert.ok(await heldBy(lease), "it may be under way");
    const at = (Date.now() - 20_000) / 1000;
    utimesSync(taking, at, at);
    await (await had(lease)).release();
    assert.deepEqual(readdirSync(folder), []);
  }));

test("a key may be any text, and each has a file of its own in the folder", () =>
  inFolder(async (folder) => {
    const lease = new FileLease(folder);
    const keys = [
      "plan.json",
      "domain:contoso.com",
      "domain:CONTOSO.com",
      "../x",
      "a/b",
      "",
      "x".repeat(5000),
      "con\u0000",
    ];
    for (const key of keys) await had(lease, key);
    assert.equal(readdirSync(folder).length, keys.length);
  }));

test("whoever waits works once the other has ended, and is told who it is where that does not end", () =>
  inFolder(async (folder) => {
    const lease = new FileLease(folder);
    const order: string[] = [];
    const guard = guardOf(lease);
    let release: () => void = () => undefined;
    let begins: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begins = resolve));
    const first = guard("plan.json", async () => {
      order.push("first begins");
      begins();
      await new Promise<void>((resolve) => (release = resolve));
      order.push("first ends");
    });
    // Both at once are each as likely to be the first.
    await begun;
    const second = guard("plan.json", () => {
      order.push("second");
      return Promise.resolve();
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    release();
    await Promise.all([first, second]);
    assert.deepEqual(order, ["first begins", "first ends", "second"]);
    await had(lease);
    await assert.rejects(
      guardOf(lease, 30)("plan.json", () => Promise.resolve()),
      (error) =>
        error instanceof ProblemError &&
        error.problem.code === "filesHeld" &&
        error.problem.happened.includes(String(process.pid)),
    );
  }));

test("a window that is busy itself does not take its own slowness for the other's", async () => {
  let tries = 0;
  const acquire = () => {
    tries += 1;
    // As long as something else computes, nobody here asks.
    for (const end = Date.now() + 40; Date.now() < end;);
    return Promise.resolve(tries < 3 ? { heldBy: "another window" } : { release: () => Promise.resolve() });
  };
  assert.equal(await guardOf({ acquire }, 30)("plan.json", () => Promise.resolve("worked")), "worked");
});

test("work that fails gives its lease back", () =>
  inFolder(async (folder) => {
    const guard = guardOf(new FileLease(folder));
    await assert.rejects(
      guard("plan.json", () => Promise.reject(new Error("no"))),
      /no/u,
    );
    assert.deepEqual(readdirSync(folder), []);
  }));
