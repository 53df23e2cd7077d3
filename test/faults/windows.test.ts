/** Several windows of VS Code on one folder, each a process of its own. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { findingKey } from "../../src/setup/finding.ts";
import type { Run } from "../../src/setup/engine/run.ts";
import { TargetStore } from "../../src/setup/engine/targetStore.ts";
import { logs } from "../../src/setup/steps/logs.ts";
import { undo } from "../../src/setup/steps/undo.ts";
import type { StepId } from "../../src/setup/step.ts";
import { said } from "../../src/setup/told/values.ts";
import type { ServerId } from "../../src/setup/target.ts";
import { FileLease } from "../../src/storage/fileLease.ts";
import { storageIn } from "../../src/storage/storage.ts";
import { fixable } from "../unit/support/fixable.ts";
import { readEvents } from "../unit/support/memoryRecords.ts";
import { here, script, thisMachine, type Script } from "../unit/support/scriptedServer.ts";
import { storedRun, type StoredRun } from "../unit/support/storedRun.ts";

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

const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-windows-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
/** Two windows on one folder and one server. `catchUp`: each has seen what the other wrote. */
const twoWindows = (of: Script, work: (at: TwoWindows) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    const [one, other] = [await storedRun(folder, of), await storedRun(folder, of)];
    await Promise.all([one.run.open(), other.run.open()]);
    const record = async () => readEvents(await readFile(one.kept.journals.fileOf(thisMachine.id), "utf8"));
    const catchUp = async () => {
      await Promise.all([one.catchUp(), other.catchUp()]);
    };
    await work({ one, other, record, catchUp, folder });
    await catchUp();
    const lines = JSON.stringify(await record());
    for (const { run } of [one, other])
      assert.equal(JSON.stringify(run.record), lines, "both know all, in its order");
    for (const { run } of [one, other]) run.dispose();
  });
interface TwoWindows {
  readonly one: StoredRun;
  readonly other: StoredRun;
  readonly folder: string;
  readonly record: () => Promise<ReturnType<typeof readEvents>>;
  readonly catchUp: () => Promise<void>;
}

/** As a user does: a list that went, since the other window changed something meanwhile, is asked for again before the yes. */
const shownAndApplied = async (run: Run, id: StepId): Promise<void> => {
  do await run.changes(id);
  while (run.changesOf(id) === undefined && run.stateOf(id).kind !== "failed");
  if (run.stateOf(id).kind !== "failed") await run.apply(id);
};

for (const [how, both] of [
  [
    "one after the other",
    async (first: () => Promise<void>, second: () => Promise<void>) => {
      await first();
      await second();
    },
  ],
  [
    "at the same time",
    async (first: () => Promise<void>, second: () => Promise<void>) => {
      await Promise.all([first(), second()]);
    },
  ],
] as const) {
  test(`two windows that fix and undo the same ${how} do each once, and the record of both tells each once`, async () => {
    const { of, values, made } = fixable({});
    const before = { ...values };
    await twoWindows(of, async ({ one, other, record, catchUp }) => {
      const fix =
        ({ run }: StoredRun) =>
        () =>
          shownAndApplied(run, "prerequisites");
      await both(fix(one), fix(other));
      assert.equal(new Set(made).size, made.length, "nothing is done twice");
      const told = (await record()).flatMap((event) => (event.kind === "change" ? [event] : []));
      assert.deepEqual(told.map(({ change }) => String(change.params.value)).toSorted(), made.toSorted());
      await catchUp();
      assert.equal(one.run.undoable.can.length, 3);
      assert.deepEqual(other.run.undoable, one.run.undoable);
      made.length = 0;
      const back =
        ({ run }: StoredRun) =>
        () => {
          run.register(undo(run.undoable.can));
          return shownAndApplied(run, "undo");
        };
      await both(back(one), back(other));
      assert.deepEqual({ ...values, mark: null }, { ...before, mark: null });
      assert.equal(new Set(made).size, made.length, "nothing is taken back twice");
      for (const window of [one, other]) {
        await catchUp();
        await window.run.check("undo");
        assert.equal(window.run.stateOf("undo").kind, "done");
      }
      await catchUp();
      for (const { run } of [one, other]) assert.deepEqual(run.undoable.can, []);
    });
  });

  test(`fixes that two windows choose and leave out ${how} are all kept as each said last`, async () => {
    await twoWindows(fixable({}).of, async ({ one, other, catchUp }) => {
      await Promise.all([one.run.check("prerequisites"), other.run.check("prerequisites")]);
      const keys = one.run
        .stateOf("prerequisites")
        .findings.filter((found) => "fix" in found && found.fix.kind === "operation")
        .map(findingKey);
      const [first = "", second = ""] = keys;
      assert.ok(keys.length >= 2, keys.join(", "));
      const choose =
        ({ run }: StoredRun, key: string, chosen: boolean) =>
        () =>
          run.choose("prerequisites", key, chosen);
      await both(choose(one, first, false), choose(other, second, false));
      await catchUp();
      for (const { run } of [one, other])
        assert.deepEqual(run.known.plan.skippedFixes.toSorted(), [first, second].toSorted());
      // What the other one found is looked at again here.
      await Promise.all([one.run.check("prerequisites"), other.run.check("prerequisites")]);
      await both(choose(one, second, true), choose(other, first, true));
      await catchUp();
      for (const { run } of [one, other]) assert.deepEqual(run.known.plan.skippedFixes, []);
    });
  });

  test(`two windows that save logs ${how} write two files, and the record of both tells of both`, async () => {
    const files: string[] = [];
    const left: readonly never[] = [];
    const of = script({
      "Get-CloudSyncLogPreview": () => ({ parts: [], left }),
      "Save-CloudSyncLogBundle": (args, { whatIf, onEvent }) => {
        const file = String(args.path);
        onEvent?.({
          kind: "change",
          change: {
            on: here,
            certainty: "exact",
            what: "file",
            params: { path: file },
            before: null,
            after: said("aNewOne"),
          },
        });
        if (whatIf !== true) files.push(file);
        return { path: file, entries: [], left };
      },
    });
    await twoWindows(of, async ({ one, other, record }) => {
      const save =
        ({ run }: StoredRun, file: string) =>
        () => {
          run.register(logs({ path: file, hours: 24, hideNames: true }, {}));
          return shownAndApplied(run, "logs");
        };
      await both(save(one, "one.zip"), save(other, "other.zip"));
      assert.deepEqual(one.problems.concat(other.problems), []);
      assert.deepEqual(files.toSorted(), ["one.zip", "other.zip"]);
      const told = (await record()).flatMap((event) =>
        event.kind === "change" ? [String(event.change.params.path)] : [],
      );
      assert.deepEqual(told.toSorted(), ["one.zip", "other.zip"]);
    });
  });

  test(`procedures that two windows choose ${how}, and what else they keep of servers, are all kept`, () =>
    inFolder(async (folder) => {
      let ids = 0;
      const window = async () => {
        const { targets } = storageIn(folder);
        return new TargetStore(
          await targets.read(),
          targets,
          () => `00000000-0000-4000-8000-00000000000${ids++}` as ServerId,
        );
      };
      const [one, other] = [await window(), await window()];
      await one.begin("SYNC01");
      await other.begin("SYNC01");
      const here = one.active;
      assert.equal(other.active, here);
      const [second, third] = await Promise.all([
        one.add("SYNC02", { kind: "remoting", computer: "SYNC02" }),
        other.add("SYNC03", { kind: "remoting", computer: "SYNC03" }),
      ]);
      await both(
        () => one.follow(here, "repair"),
        () => other.follow(third.id, "uninstall"),
      );
      await both(
        () => one.follow(second.id, "upgrade"),
        () => other.activate(third.id),
      );
      const later = await window();
      assert.deepEqual(
        [here, second.id, third.id].map((id) => later.procedureOf(id)),
        ["repair", "upgrade", "uninstall"],
      );
      assert.equal(later.active, third.id);
      assert.equal(one.active, here, "which one is active is each window's own");
      // The last one to choose is the one that counts at the next start.
      await one.follow(here, "install");
      await other.follow(here, "uninstall");
      assert.equal((await window()).procedureOf(here), "uninstall");
      assert.deepEqual(await readdir(path.join(folder, "leases")), []);
    }));
}
