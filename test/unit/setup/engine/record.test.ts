/** What the journal holds of a piece of work, and what is shown while it goes on. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { CancelledError, ProblemError } from "../../../../src/setup/problem.ts";
import type { StepState } from "../../../../src/setup/stepState.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { undo } from "../../../../src/setup/steps/undo.ts";
import {
  goodInstaller,
  healthyAgent,
  healthyServer,
  healthyTls,
  installedAgent,
} from "../../support/facts.ts";
import { heldInstallation, installs } from "../../support/installing.ts";
import { registryChange } from "../../support/changes.ts";
import { gone, ops, planned, script, testRun, until, shownAndApplied } from "../../support/scriptedServer.ts";
import { here } from "../../support/scriptedServer.ts";

const start = "2026-11-24T12:00:00.000Z";
const by = { at: start, by: "ada", server: "SYNC01" };
const wizard = { ...installedAgent, setupPrograms: { value: ["AADConnectProvisioningAgentWizard.exe"] } };

test("the record says what was begun, how it ended and what was found, with the proof", async () => {
  const at = testRun(installs());
  await at.run.changes("install");
  const from = at.events.length;
  await at.run.apply("install");
  const step = "install";
  const change = {
    on: here,
    certainty: { declared: "commandLine" },
    what: "agentProgram",
    params: {},
    before: null,
    after: "1.1.2334.0",
  } as const;
  assert.deepEqual(at.events.slice(from), [
    { ...by, step, kind: "started" },
    {
      ...by,
      step,
      kind: "consented",
      id: "changes",
      about: "",
      text: "Install the agent",
      changes: [change],
    },
    {
      ...by,
      step,
      kind: "intended",
      id: `${start}/${from + 3}`,
      port: "server",
      operation: "Install-CloudSyncAgent",
      args: { path: goodInstaller.path, sha256: goodInstaller.sha256 ?? "", arguments: [] },
      changes: [change],
    },
    { ...by, step, kind: "settled", id: `${start}/${from + 3}`, how: "finished", unknown: [] },
    { ...by, step, kind: "ended", how: "finished" },
    {
      ...by,
      step,
      kind: "checked",
      state: "done",
      proof: [
        { name: "Version", value: "1.1.2334.0" },
        {
          name: "Microsoft Entra Provisioning Agent",
          value: "Running, NT SERVICE\\AADConnectProvisioningAgent",
        },
      ],
      findings: [],
    },
  ] satisfies JournalEvent[]);
});

test("a step that is not done is recorded without a proof", async () => {
  const at = testRun(script());
  await at.run.check("directory");
  assert.deepEqual(at.events, [
    { ...by, step: "directory", kind: "checked", state: "todo", proof: [], findings: [] },
  ]);
});

test("a wait is recorded once, with what it waits for, and shown with when it began", async () => {
  let looks = 0;
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => (++looks > 3 ? installedAgent : wizard) }), {
    plan: planned(),
  });
  const shown: StepState[] = [];
  at.run.onChange(() => shown.push(at.run.stateOf("confirm")));
  await at.run.check("confirm");
  assert.deepEqual(
    at.events.map((one) => one.kind === "checked" && [one.state, one.forWhat]),
    [
      ["waiting", "wizard"],
      ["todo", undefined],
    ],
  );
  assert.ok(!("forWhat" in (at.events[1] ?? {})));
  assert.deepEqual(at.clock.sleeps, [2000, 2000, 2000]);
  const waits = shown.filter((state) => state.kind === "waiting");
  assert.deepEqual(new Set(waits.map(({ since }) => since)), new Set([start]));
  assert.equal(shown.filter(({ kind }) => kind === "running").length, 1, "a wait does not flicker");
});

test("a look shows that it runs, since when, and that it can be cancelled", async () => {
  const at = testRun(script());
  const shown: StepState[] = [];
  at.run.onChange(() => shown.push(at.run.stateOf("directory")));
  await at.run.check("directory");
  assert.deepEqual(shown[0], {
    kind: "running",
    since: start,
    doing: "Checking",
    cancellable: true,
    findings: [],
  });
});

test("an operation that changes the server is shown by its name, and whether it can be cancelled", async () => {
  const shown: Record<string, StepState> = {};
  const of = script({
    "Get-CloudSyncInstallerFact": () => {
      shown["Get-CloudSyncInstallerFact"] = at.run.stateOf("install");
      return goodInstaller;
    },
    "Install-CloudSyncAgent": () => {
      shown["Install-CloudSyncAgent"] = at.run.stateOf("install");
      return { exitCode: 0, logPath: "" };
    },
  });
  const at = testRun(of);
  await shownAndApplied(at.run, "install");
  const running = { kind: "running", since: start, findings: [] };
  assert.deepEqual(shown, {
    "Get-CloudSyncInstallerFact": { ...running, doing: "Checking", cancellable: true },
    "Install-CloudSyncAgent": { ...running, doing: "Install-CloudSyncAgent on SYNC01", cancellable: false },
  });
});

test("while changes are only listed, nothing shown reads as if they were made, whatever the operation says", async () => {
  const doing: unknown[] = [];
  const note = () => {
    for (const id of ["prerequisites", "uninstall", "undo"] as const) {
      const state = at.run.stateOf(id);
      if (state.kind === "running") doing.push(state.doing);
    }
  };
  const of = script({
    "Get-CloudSyncAgentHealth": () => ({
      ...healthyAgent,
      products: { value: [{ id: "A", name: "x", version: "1" }] },
    }),
    "Get-CloudSyncTlsFact": () => ({ ...healthyTls, clientEnabled: { value: 0 } }),
    "Uninstall-CloudSyncAgentProduct": (_, { onEvent }) => {
      onEvent?.({
        kind: "progress",
        code: "begins",
        params: { operation: "The uninstaller is running" },
        percent: 40,
      });
      return { exitCode: 0 };
    },
  });
  const mark = { port: "server", op: "Set-CloudSyncRestartMark", args: { reason: "x" } } as const;
  const change = registryChange("x", null, "y");
  const steps = [...procedures.install.steps, ...procedures.uninstall.steps];
  const at = testRun(of, { steps });
  at.run.register(undo([{ at: start, by: "ada", change, undo: mark }]));
  at.run.onChange(note);
  for (const id of ["prerequisites", "uninstall", "undo"] as const) await at.run.changes(id);
  assert.ok(
    ops(of).includes("Set-CloudSyncTlsValue -WhatIf") &&
      ops(of).includes("Uninstall-CloudSyncAgentProduct -WhatIf"),
  );
  assert.deepEqual([...new Set(doing)], ["Checking", "Looking at what would change on SYNC01"]);
});

test("a change is in the record before the operation counts as ended", async () => {
  const kinds: string[] = [];
  const of = script({
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Install-CloudSyncAgent": (_, { onEvent }) => {
      onEvent?.({
        kind: "change",
        change: {
          on: here,
          certainty: "exact",
          what: "program",
          params: { name: "agent" },
          before: null,
          after: "1",
        },
      });
      return { exitCode: 0, logPath: "" };
    },
  });
  const at = testRun(of, {
    records: {
      append: async ({ kind }) => {
        if (kind === "change") await new Promise((resolve) => setTimeout(resolve, 5));
        kinds.push(kind);
      },
    },
  });
  await shownAndApplied(at.run, "install");
  assert.deepEqual(kinds.slice(2), [
    "started",
    "consented",
    "intended",
    "change",
    "settled",
    "ended",
    "checked",
  ]);
});

test("a failure is recorded with its code and what happened", async () => {
  const of = script({
    "Get-CloudSyncServerFact": () => {
      throw gone();
    },
  });
  const at = testRun(of);
  await at.run.check("server");
  assert.deepEqual(at.events, [
    { ...by, step: "server", kind: "failed", code: "sessionEnded", happened: "gone" },
  ]);
});

test("where the journal cannot be written, the log holds that too", async () => {
  const at = testRun(script(), {
    records: { append: () => Promise.reject(new Error("disk full")) },
  });
  await at.run.check("server");
  assert.equal(at.problems.length, 2);
  for (const { raw } of at.problems) assert.match(raw ?? "", /disk full/u);
});

test("a look that is cancelled leaves the step to do, with the findings seen last", async () => {
  const of = script({ "Get-CloudSyncServerFact": () => ({ ...healthyServer, elevated: { value: false } }) });
  const at = testRun(of);
  await at.run.check("server");
  const { findings } = at.run.stateOf("server");
  assert.equal(findings.length, 1);
  of.answers["Get-CloudSyncServerFact"] = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => {
        reject(new CancelledError());
      });
    });
  const looking = at.run.check("server");
  await until(() => ops(of).length === 2);
  at.run.cancel("server");
  assert.equal(at.run.stateOf("server").kind, "running", "it has not ended yet");
  await looking;
  assert.deepEqual(at.run.stateOf("server"), { kind: "todo", findings });
});

test("a wait that is ended is to do at once, with its findings", async () => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => ({ ...wizard, tenantId: { value: "x" } }) }), {
    plan: planned(),
  });
  const waiting = at.run.check("confirm");
  await until(() => at.run.stateOf("confirm").kind === "waiting");
  const { findings } = at.run.stateOf("confirm");
  assert.ok(findings.length > 0);
  at.run.cancel("confirm");
  assert.deepEqual(at.run.stateOf("confirm"), { kind: "todo", findings });
  await waiting;
  assert.deepEqual(at.run.stateOf("confirm"), { kind: "todo", findings });
});

test("a run that is disposed looks at nothing more and tells nobody, even where it was changing something", async () => {
  const { of, go } = heldInstallation();
  const at = testRun(of);
  const installing = shownAndApplied(at.run, "install");
  await until(() => ops(of).includes("Install-CloudSyncAgent"));
  let heard = 0;
  at.run.onChange(() => heard++);
  at.run.dispose();
  const before = ops(of).length;
  go();
  await installing;
  assert.deepEqual([ops(of).length, heard], [before, 0]);
  assert.equal(at.events.at(-1)?.kind, "ended");
  at.run.dispose();
});

test("problems and cancellations are known by their names where only an error's text is shown", () => {
  assert.equal(String(gone()), "ProblemError: gone");
  assert.equal(String(new CancelledError()), "CancelledError: Cancelled");
  assert.ok(gone() instanceof ProblemError);
});
