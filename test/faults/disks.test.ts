/** Files of ours on real disks that are full, read-only, held or closed to us: what is said, and that nothing is lost. */
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  statSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import type { JournalEvent } from "../../src/setup/journal.ts";
import { ProblemError, type ProblemCode } from "../../src/setup/problem.ts";
import { JournalFiles } from "../../src/storage/journalFiles.ts";
import { storageIn, type Storage } from "../../src/storage/storage.ts";
import { fixable } from "../unit/support/fixable.ts";
import { readEvents } from "../unit/support/memoryRecords.ts";
import { openIntentions } from "../../src/setup/engine/intentions.ts";
import { shownAndApplied, thisMachine } from "../unit/support/scriptedServer.ts";
import { storedRun } from "../unit/support/storedRun.ts";

const { id } = thisMachine;
const isRoot = process.getuid?.() === 0;
const within = "IN_A_NAMESPACE";
const run = promisify(execFile);
const timeout = 60_000;

/** A small disk of its own, which is there as long as the work takes. */
const onDisk = async (kilobytes: number, work: (disk: string) => Promise<void>): Promise<void> => {
  const disk = mkdtempSync(path.join(os.tmpdir(), "cs-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", disk]);
  try {
    await work(disk);
  } finally {
    execFileSync("umount", ["--lazy", disk]);
    rmSync(disk, { recursive: true });
  }
};
/** Fills it to the last byte, or leaves some pages of 4 KB. */
const fill = (disk: string, pages = 0): void => {
  const ballast = path.join(disk, "ballast");
  for (const size of [4096, 1])
    try {
      for (;;) appendFileSync(ballast, Buffer.alloc(size));
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "ENOSPC");
    }
  if (pages > 0) execFileSync("truncate", ["-s", `-${pages * 4096}`, ballast]);
};
const free = (disk: string): void => {
  rmSync(path.join(disk, "ballast"));
};

const began: JournalEvent = {
  kind: "started",
  at: "2026-11-28T10:00:00.000Z",
  by: "ada",
  server: id,
  step: "server",
};
/** Each way in which a file of ours is written. */
const writes = (kept: Storage): Readonly<Record<string, () => Promise<unknown>>> => ({
  plan: () => kept.plan.update((now) => ({ ...now, entraAccount: "grace@contoso.com" })),
  servers: () => kept.targets.update((now) => now),
  record: () => kept.journals.of(id).append({ ...began, at: new Date().toISOString() }),
  lease: () => kept.lease.acquire("another"),
});
/** Every file of a folder with what is in it. */
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && one.name !== "ballast")
      .map((one) => {
        const file = path.join(one.parentPath, one.name);
        return [path.relative(folder, file), readFileSync(file, "latin1")];
      }),
  );
const says = async (work: () => Promise<unknown>, code: ProblemCode, words: RegExp): Promise<void> => {
  await assert.rejects(work(), (error) => {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.problem.code, code);
    assert.match(error.problem.happened, words);
    assert.ok(error.problem.means !== "" && error.problem.next.every((one) => one !== ""));
    return true;
  });
};
/** A folder of ours in which each file is there. */
const used = async (folder: string): Promise<Storage> => {
  const kept = storageIn(folder);
  await kept.plan.update((now) => ({ ...now, entraAccount: "ada@contoso.com" }));
  await kept.targets.update((now) => now);
  await kept.journals.of(id).append(began);
  return kept;
};

if (!isRoot)
  test("disks of one's own need a namespace where one is not root: the other tests of this file pass there", async () => {
    const environment: NodeJS.ProcessEnv = { ...process.env, [within]: "1" };
    delete environment.NODE_TEST_CONTEXT;
    const { stdout } = await run(
      "unshare",
      ["--user", "--map-root-user", "--mount", process.execPath, "--test", import.meta.filename],
      { env: environment },
    );
    assert.match(stdout, /fail 0/u);
  });
else {
  test(
    "on a full disk it is said that it is full, nothing that was there is harmed, and with room it goes on",
    { timeout },
    () =>
      onDisk(256, async (disk) => {
        const folder = path.join(disk, "storage");
        const kept = await used(folder);
        fill(disk);
        const before = contents(folder);
        for (const [what, write] of Object.entries(writes(kept))) {
          await says(write, "diskFull", /the disk is full/u);
          assert.deepEqual(contents(folder), before, `${what}: no half of a file stays, and no lease`);
        }
        assert.equal((await kept.plan.read()).entraAccount, "ada@contoso.com");
        assert.equal((await kept.journals.of(id).readOn()).events.length, 1);
        // Room for a part of an entry.
        free(disk);
        fill(disk, 1);
        const alone = new JournalFiles(path.join(folder, "journal"), (_, work) => work());
        const long: JournalEvent = { ...began, kind: "failed", code: "busy", happened: "x".repeat(20_000) };
        await says(() => alone.of(id).append(long), "diskFull", /the disk is full/u);
        assert.deepEqual(contents(folder), before, "no half of an entry stays");
        free(disk);
        for (const write of Object.values(writes(kept))) await write();
        assert.equal((await kept.journals.of(id).readOn()).events.length, 2);
      }),
  );

  test(
    "wherever a disk becomes full, what was not written before is not done, and the record is complete once there is room",
    { timeout },
    async () => {
      let stopped = 0;
      for (let pages = 0; pages < 7; pages++)
        await onDisk(256, async (disk) => {
          const folder = path.join(disk, "storage");
          const { of, values, made } = fixable({});
          await used(folder);
          const first = await storedRun(folder, of);
          await first.run.check("prerequisites").catch(() => undefined);
          fill(disk, pages);
          await shownAndApplied(first.run, "prerequisites").catch(() => undefined);
          first.run.dispose();
          if (first.problems.some(({ code }) => code === "diskFull")) stopped++;
          const told = () => {
            const events = readEvents(readFileSync(first.kept.journals.fileOf(id), "utf8"));
            const changes = events.flatMap((event) => (event.kind === "change" ? [event.change] : []));
            const open = openIntentions(events).flatMap(({ left }) => left);
            return {
              changes: changes.map((one) => String(one.params.value)),
              open: open.map((one) => String(one.params.value)),
            };
          };
          const full = told();
          for (const one of made)
            assert.ok(
              [...full.changes, ...full.open].includes(one),
              `${pages} pages: ${one} is done, and not in the record`,
            );
          free(disk);
          const next = await storedRun(folder, of);
          await shownAndApplied(next.run, "prerequisites");
          assert.deepEqual([values.client, values.strongCrypto, values.policy], [1, 1, "RemoteSigned"]);
          assert.deepEqual(told().changes.toSorted(), made.toSorted(), `${pages} pages: told once each`);
          assert.equal(new Set(made).size, made.length, `${pages} pages: nothing is done twice`);
          assert.deepEqual(told().open, []);
          next.run.dispose();
        });
      assert.ok(stopped > 2, `it became full in the middle ${stopped} times`);
    },
  );

  test("on a disk that became read-only it is said, and what is there can be read", { timeout }, () =>
    onDisk(256, async (disk) => {
      const kept = await used(path.join(disk, "storage"));
      execFileSync("mount", ["-o", "remount,bind,ro", disk]);
      for (const write of Object.values(writes(kept)))
        await says(write, "accessDenied", /the disk is read-only/u);
      assert.equal((await kept.journals.of(id).readOn()).events.length, 1);
      assert.equal((await kept.plan.read()).entraAccount, "ada@contoso.com");
    }),
  );

  test(
    "a file that another program holds for a moment is waited for; where it does not let go, that is said",
    { timeout },
    () =>
      onDisk(256, async (disk) => {
        const kept = await used(disk);
        const file = path.join(disk, "plan.json");
        // What something is mounted on cannot be replaced.
        execFileSync("mount", ["--bind", file, file]);
        const { plan = () => Promise.resolve() } = writes(kept);
        await says(plan, "filesUnwritten", /another program has it open/u);
        setTimeout(() => {
          execFileSync("umount", [file]);
        }, 100);
        await plan();
        assert.equal((await kept.plan.read()).entraAccount, "grace@contoso.com");
        assert.deepEqual(
          readdirSync(disk).filter((name) => name.endsWith(".new")),
          [],
        );
      }),
  );
}

if (process.env[within] === undefined)
  test(
    "where this account may not read or write, that is said, nothing is done or moved, and with the right it goes on",
    { timeout },
    async () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), "cs-denied-"));
      const journal = path.join(folder, "journal", `${id}.jsonl`);
      // A folder for temporary files may be its owner's alone: somebody else is let through to ours.
      const around = path.dirname(folder);
      const { mode } = statSync(around);
      if (isRoot) chmodSync(around, mode | 0o011);
      const asSomebodyElse = async (work: () => Promise<void>) => {
        if (!isRoot) return work();
        // Nothing is denied to root.
        process.seteuid?.(65_534);
        try {
          await work();
        } finally {
          process.seteuid?.(0);
        }
      };
      try {
        const kept = await used(folder);
        const before = contents(folder);
        mkdirSync(path.join(folder, "leases"), { recursive: true });
        chmodSync(path.join(folder, "leases"), 0o777);
        for (const one of [folder, path.join(folder, "journal")]) chmodSync(one, 0o777);
        for (const one of ["plan.json", "targets.json"]) chmodSync(path.join(folder, one), 0);
        chmodSync(journal, 0);
        const { of, made } = fixable({});
        await asSomebodyElse(async () => {
          for (const read of [
            () => kept.plan.read(),
            () => kept.targets.read(),
            () => kept.journals.of(id).readOn(),
          ])
            await says(read, "accessDenied", /cannot be read: access is denied/u);
          const { plan, servers, record } = writes(kept);
          for (const write of [plan, servers, record])
            await says(write ?? assert.fail(), "accessDenied", /access is denied/u);
        });
        chmodSync(path.join(folder, "plan.json"), 0o666);
        await asSomebodyElse(async () => {
          const { run: working } = await storedRun(folder, of);
          await says(
            () => working.apply("prerequisites"),
            "accessDenied",
            /record of this server cannot be read/u,
          );
        });
        assert.deepEqual(made, []);
        for (const one of ["plan.json", "targets.json"]) chmodSync(path.join(folder, one), 0o666);
        chmodSync(journal, 0o444);
        await asSomebodyElse(async () => {
          assert.equal((await kept.journals.of(id).readOn()).events.length, 1, "read-only is readable");
          await says(
            () => kept.journals.of(id).append(began),
            "accessDenied",
            /cannot be written: access is denied/u,
          );
        });
        assert.deepEqual(contents(folder), before);
        chmodSync(journal, 0o666);
        await asSomebodyElse(async () => {
          for (const write of Object.values(writes(kept))) await write();
        });
      } finally {
        if (isRoot) chmodSync(around, mode);
        rmSync(folder, { recursive: true });
      }
    },
  );

test(
  "where too many files are open, that is said of each file, and once some are closed it goes on",
  { timeout },
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "cs-open-"));
    try {
      const script = path.join(import.meta.dirname, "openFiles.ts");
      const line = 'ulimit -n 200; exec "$0" "$@"';
      const { stdout } = await run("sh", ["-c", line, process.execPath, script, folder]);
      const said = JSON.parse(stdout) as string[];
      assert.equal(said.length, 3, stdout);
      for (const one of said) assert.match(one, /too many files are open/u);
      writeFileSync(path.join(folder, "plan.json"), readFileSync(path.join(folder, "plan.json")));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
