import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { CancelledError, ProblemError } from "../../../../src/setup/problem.ts";
import type { Step, StepId } from "../../../../src/setup/step.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { registryChange } from "../../support/changes.ts";
import { goodInstaller, healthyServer, healthyTls, installedAgent } from "../../support/facts.ts";
import {
  script,
  testRun,
  ops,
  gone,
  until,
  planned,
  proofOf,
  shownAndApplied,
  thisMachine,
} from "../../support/scriptedServer.ts";
import { heldInstallation } from "../../support/installing.ts";
import { storedRun } from "../../support/storedRun.ts";

test("the server step is done when a session answers, and shows who it is", async () => {
  const at = testRun(script());
  await at.run.check("server");
  assert.deepEqual(proofOf(at, "server"), [
    "SYNC01",
    "CONTOSO\\ada",
    "yes",
    "contoso.com",
    "Windows Server 2022 Standard (20348.2700)",
  ]);
  assert.deepEqual(at.run.stateOf("server").findings, []);
});

test("a session without administrator rights is said at the server step already", async () => {
  const at = testRun(
    script({ "Get-CloudSyncServerFact": () => ({ ...healthyServer, elevated: { value: false } }) }),
  );
  await at.run.check("server");
  assert.deepEqual(
    at.run.stateOf("server").findings.map(({ rule, verdict }) => [rule, verdict]),
    [["elevation", "fail"]],
  );
});

test("all steps are checked in order until one needs somebody", async () => {
  const at = testRun(script());
  await at.run.checkAll();
  assert.deepEqual(
    at.run.steps.map(({ id }) => at.run.stateOf(id).kind),
    ["done", "done", "todo", "todo", "todo", "todo", "todo", "todo", "todo"],
  );
});

test("while something is changed, nothing else is begun", async () => {
  const { of, go } = heldInstallation(1618);
  const at = testRun(of);
  const installing = shownAndApplied(at.run, "install");
  await until(() => ops(of).includes("Install-CloudSyncAgent"));
  assert.equal(at.run.busyWith, "install");
  await assert.rejects(
    at.run.check("verify"),
    (error) => error instanceof ProblemError && error.problem.code === "busy",
  );
  go();
  await installing;
});

test("while something is only looked at, the next work waits for it", async () => {
  let go: () => void = () => undefined;
  const of = script({
    "Get-CloudSyncServerFact": () =>
      new Promise((resolve) => {
        go = () => {
          resolve(healthyServer);
        };
      }),
  });
  const at = testRun(of);
  const checks = [at.run.check("server"), at.run.check("verify"), at.run.check("install")];
  await until(() => ops(of).length === 1);
  assert.equal(at.run.busyWith, "server");
  of.answers["Get-CloudSyncServerFact"] = () => healthyServer;
  go();
  await Promise.all(checks);
  assert.deepEqual(
    ["server", "verify", "install"].map((id) => at.run.stateOf(id as StepId).kind),
    ["done", "todo", "todo"],
  );
});

test("a cancelled operation leaves the step to do, and the record says so", async () => {
  const of = script({
    "Get-CloudSyncInstallerFact": () => ({ ...goodInstaller, exists: false, sha256: null }),
    "Save-CloudSyncInstaller": (_, { signal, whatIf }) =>
      new Promise((resolve, reject) => {
        if (whatIf === true) resolve({});
        signal?.addEventListener("abort", () => {
          reject(new CancelledError());
        });
      }),
  });
  const at = testRun(of);
  await at.run.answer("download", "licence", true);
  const downloading = shownAndApplied(at.run, "download");
  await until(() => ops(of).includes("Save-CloudSyncInstaller"));
  at.run.cancel("verify");
  at.run.cancel("download");
  await downloading;
  assert.equal(at.run.stateOf("download").kind, "todo");
  assert.ok(at.events.some((one) => one.kind === "ended" && one.how === "cancelled"));
});

test("a problem is shown with its way on, logged, and recorded without its raw text", async () => {
  const of = script({
    "Get-CloudSyncServerFact": () => {
      throw gone();
    },
  });
  const at = testRun(of);
  await at.run.check("server");
  assert.equal(at.run.stateOf("server").kind, "failed");
  assert.equal(at.problems[0]?.raw, "raw text");
  assert.doesNotMatch(JSON.stringify(at.events), /raw text/u);
  of.answers["Get-CloudSyncServerFact"] = () => healthyServer;
  await at.run.check("server");
  assert.equal(at.run.stateOf("server").kind, "done", "the run goes on from there");
});

test("an error nobody foresaw is still said in words", async () => {
  const of = script({
    "Get-CloudSyncServerFact": () => {
      throw new TypeError("boom");
    },
  });
  const at = testRun(of);
  await at.run.check("server");
  const state = at.run.stateOf("server");
  assert.equal(state.kind === "failed" && state.problem.code, "unexpected");
  assert.equal(state.kind === "failed" && state.problem.next.length, 2);
  assert.match(at.problems[0]?.raw ?? "", /TypeError: boom/u);
});

test("where the journal cannot be written, nothing is changed", async () => {
  const of = script({ "Get-CloudSyncInstallerFact": () => goodInstaller });
  const at = testRun(of, {
    records: { append: () => Promise.reject(new Error("disk full")) },
  });
  await shownAndApplied(at.run, "install");
  assert.equal(at.run.stateOf("install").kind, "failed");
  assert.ok(!ops(of).includes("Install-CloudSyncAgent"));
});

test("listeners hear of every change until they stop", async () => {
  const at = testRun(script());
  let heard = 0;
  const stop = at.run.onChange(() => heard++);
  await at.run.check("server");
  assert.ok(heard > 0);
  stop();
  const before = heard;
  await at.run.check("server");
  assert.equal(heard, before);
});

test("what the page asks for and does not exist is ignored", async () => {
  const at = testRun(script());
  await at.run.act("server", "format-disk");
  await at.run.answer("server", "nothing", "x");
  await at.run.answer("download", "licence", false);
  await at.run.answer("download", "source", "ftp");
  await at.run.answer("download", "url", true);
  assert.deepEqual(at.events, []);
  assert.throws(() => at.run.stepOf("signIn" as StepId), /No step/u);
});

test("progress shows with its percentage, and whether it can be cancelled", async () => {
  const seen: unknown[] = [];
  const of = script({
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Install-CloudSyncAgent": (_, { onEvent }) => {
      onEvent?.({ kind: "progress", code: "begins", params: { operation: "Copying" }, percent: 40 });
      const state = at.run.stateOf("install");
      seen.push(state.kind === "running" ? [state.doing, state.percent, state.cancellable] : state.kind);
      return { exitCode: 1618, logPath: "" };
    },
  });
  const at = testRun(of);
  await shownAndApplied(at.run, "install");
  assert.deepEqual(seen, [["Copying", 40, false]]);
});

test("after the run is disposed nothing is waited for any more", async () => {
  const at = testRun(
    script({
      "Get-CloudSyncAgentFact": () => ({
        ...installedAgent,
        setupPrograms: { value: ["AADConnectProvisioningAgentWizard.exe"] },
      }),
    }),
    { plan: planned() },
  );
  const checking = at.run.check("confirm");
  await until(() => at.run.stateOf("confirm").kind === "waiting");
  at.run.dispose();
  await checking;
});

test("every line of the procedure has a step or stands in the list of what is still to come", () => {
  const all = [
    "P",
    "G1",
    ...Array.from({ length: 17 }, (_, at) => String(at + 1)),
    ..."1234567".split("").map((n) => `V${n}`),
  ];
  // 14 is the button Next; 2 belongs to the cloud sign-in.
  const without = ["2", "14"];
  const covered = procedures.install.steps.flatMap((step: Step) => [...step.lines] as string[]);
  assert.deepEqual(
    all.filter((line) => !covered.includes(line)),
    without,
  );
  assert.equal(new Set(covered).size, covered.length, "no line twice");
});

test("a change that cannot be recorded fails its step, also where the operation goes on for a while", async () => {
  const unheard: unknown[] = [];
  const note = (error: unknown) => {
    unheard.push(error);
  };
  process.on("unhandledRejection", note);
  try {
    const change = registryChange("t", null, 1);
    const of = script({
      "Get-CloudSyncTlsFact": async (_, how) => {
        how.onEvent?.({ kind: "change", change });
        await new Promise((resolve) => setTimeout(resolve, 20));
        return healthyTls;
      },
    });
    const at = testRun(of, {
      records: {
        append: (event) =>
          event.kind === "change" ? Promise.reject(new Error("the disk is full")) : Promise.resolve(),
      },
    });
    await at.run.check("prerequisites");
    assert.equal(at.run.stateOf("prerequisites").kind, "failed");
    assert.deepEqual(unheard, []);
  } finally {
    process.off("unhandledRejection", note);
  }
});

test("what another window changed before a look does not make stale what that look finds; what it changes meanwhile does", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-look-"));
  try {
    const [one, other] = [await storedRun(folder, script()), await storedRun(folder, script())];
    const { journals } = other.kept;
    const changes = () =>
      journals.of(thisMachine.id).append({
        at: "2026-11-24T12:00:00.000Z",
        by: "grace",
        server: thisMachine.id,
        step: "install",
        kind: "change",
        change: registryChange("strongCrypto", 0, 1),
      });
    let meanwhile = (): Promise<unknown> => Promise.resolve();
    one.run.register({
      ...one.run.stepOf("verify"),
      check: async () => {
        await meanwhile();
        return { kind: "done", findings: [], proof: [] };
      },
    });
    await one.run.open();
    await changes();
    await one.run.check("verify");
    assert.equal(one.run.stateOf("verify").kind, "done");
    meanwhile = changes;
    await one.run.check("verify");
    assert.equal(one.run.stateOf("verify").kind, "stale");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
