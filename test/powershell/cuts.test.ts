/**
 * Work that is cut at its events, on a real session: by the end of the session before or after the event is heard, and of the
 * host. The session ends unheard at every change, and where nothing or all was told. Where the change was heard, only
 * the end of its operation is missing, and where a host is killed, only the words that it failed: once or twice each will do.
 * What goes on without its session cannot be cut again: each of its cuts has a server of its own.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "node:test";
import { downloadFolder } from "../../lab/server/agent.ts";
import type { MachineState } from "../../lab/server/state.ts";
import type { LabOptions } from "../../lab/start.ts";
import type { Change, ChangeCode } from "../../src/setup/change.ts";
import { openIntentions } from "../../src/setup/engine/intentions.ts";
import { undoList } from "../../src/setup/engine/undoList.ts";
import type { JournalEvent } from "../../src/setup/journal.ts";
import { procedures } from "../../src/setup/procedures/procedures.ts";
import { changeReport } from "../../src/setup/report/changeReport.ts";
import { markdownPage } from "../../src/setup/report/markdown.ts";
import { sayChange } from "../../src/setup/told/changes.ts";
import { storageIn } from "../../src/storage/storage.ts";
import { readEvents } from "../unit/support/memoryRecords.ts";
import type { CutHost } from "./cutHost.ts";
import { cutName, goOn, sortOf, watched, type Cuts, type DoneStep } from "./cutting.ts";
import { anotherWindow, practice } from "./practice.ts";
import { answered, startedRun } from "./practicedRun.ts";

interface Part {
  readonly scenario: LabOptions["scenario"];
  readonly procedure: keyof typeof procedures;
  readonly steps: readonly DoneStep[];
  /** Each on a server of its own. */
  readonly rounds: readonly Cuts[];
  /** What the server's state shows to have been done since it was as it was before: by which change it is told. */
  readonly done: (now: MachineState, before: MachineState, folder: string) => readonly Done[];
  /** How often things were done. */
  readonly end: (state: MachineState) => void;
}
interface Done {
  readonly name: string;
  readonly is: (change: Change) => boolean;
}
const byCode = (...codes: readonly ChangeCode[]): Done => ({
  name: codes.join(" or "),
  is: ({ what }) => codes.includes(what),
});

/** What a list declares, as the server tells it. */
const inOthersWords: Partial<Record<ChangeCode, ChangeCode>> = {
  installerFrom: "file",
  agentProgram: "installer",
  agentLogonAccount: "logonAccount",
  registeredAgent: "agentTenant",
  agentService: "serviceRestart",
};

const toldOnce = new Set<ChangeCode>(Object.values(inOthersWords));
/** One name for both: of these there is one each. */
const thingOf = (what: ChangeCode, params: Change["params"]): string => {
  const code = inOthersWords[what] ?? what;
  return toldOnce.has(code) ? code : JSON.stringify([code, params]);
};

interface Records {
  readonly events: readonly JournalEvent[];
  /** Made, about to be made, or not known to be: what the record tells of. */
  readonly told: readonly Change[];
}
const recordIn = async (file: string): Promise<Records> => {
  const events = readEvents(await readFile(file, "utf8"));
  return {
    events,
    told: [
      ...events.flatMap((event) =>
        event.kind === "change" ? [event.change] : event.kind === "settled" ? event.unknown : [],
      ),
      ...openIntentions(events).flatMap(({ left }) => left),
    ],
  };
};

const reportOf = (events: readonly JournalEvent[]): string =>
  markdownPage(
    changeReport(events, {
      server: "S",
      id: "i",
      user: "u",
      machine: "m",
      at: "2026-11-24T12:00:00.000Z",
      extension: "0.1.0",
      language: "en",
    }),
  );
/** As the report's writer puts it: signs that would mean something there are escaped. */
const bare = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Nothing that was done is missing in the record, nor in the report that is made from it. */
const complete = async (done: readonly Done[], file: string, when: string): Promise<Records> => {
  const record = await recordIn(file);
  const report = bare(reportOf(record.events));
  for (const { name, is } of done) {
    const told = record.told.filter(is);
    assert.notEqual(told.length, 0, `${when}: ${name} is done, and not in the record`);
    assert.ok(
      told.some((change) => report.includes(bare(sayChange(change)))),
      `${when}: ${name} is not in the report`,
    );
  }
  return record;
};

const killedHost = (what: CutHost): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [path.join(import.meta.dirname, "cutHost.ts"), JSON.stringify(what)],
      (error, stdout, stderr) => {
        if (error && error.signal !== "SIGKILL") reject(new Error(stderr));
        else resolve(error ? stdout : "");
      },
    );
  });

/** Cuts the work at each of its events, looks at the record after each, and goes on until it is done. */
const cutAll = async (part: Part, cuts: Cuts): Promise<void> => {
  const { ends } = cuts;
  const { procedure, scenario, steps } = part;
  const at = await practice(scenario);
  const folder = await mkdtemp(path.join(os.tmpdir(), "cs-records-"));
  try {
    const before = at.lab.state();
    const done = () => part.done(at.lab.state(), before, at.lab.dir);
    const kept = storageIn(folder);
    const { target } = at.server;
    const file = kept.journals.fileOf(target.id);
    await answered(kept, target.id);
    const cut: string[] = [];
    const sorts = new Set<string>();
    const session = anotherWindow(at.lab);
    const server = watched(session, (operation, event) => {
      const name = cutName(cuts, operation, event);
      if (ends === "host" || name === undefined || cut.includes(name)) return true;
      cut.push(name);
      sorts.add(sortOf(operation, event));
      // What was heard is being written when the session ends.
      session.close();
      return ends === "told";
    });
    const { address, settings } = at.lab;
    /** A start of VS Code, in this process. */
    const begin = () =>
      startedRun({ kept: storageIn(folder), server, address, procedure: procedures[procedure] });
    /** In a process of its own, which is killed. Answers whether it was. */
    const killed = async (step: DoneStep): Promise<boolean> => {
      const name = await killedHost({ folder, settings, address, procedure, step, before: cut, cuts });
      if (name === "") return false;
      cut.push(name);
      sorts.add(name);
      return true;
    };
    for (const step of steps) {
      for (let tries = 0; ends === "host" && (await killed(step)); tries++) {
        assert.ok(tries < 30, `${ends}: ${step} is never done`);
        await complete(done(), file, `${ends}, cut at ${cut.at(-1) ?? ""}`);
      }
      const run = await begin();
      for (let tries = 0; !(await goOn(run, step)); tries++) {
        assert.ok(tries < 30, `${ends}: ${step} is never done: ${JSON.stringify(run.stateOf(step))}`);
        await complete(done(), file, `${ends}, cut at ${cut.at(-1) ?? ""}`);
        if (run.stateOf(step).kind === "failed") await sleep(50);
      }
      run.dispose();
    }
    assert.deepEqual([...sorts].toSorted(), cuts.at.toSorted(), `${ends}: where it was cut`);
    const { events } = await complete(done(), file, `${ends}, in the end`);
    part.end(at.lab.state());
    const open = openIntentions(events).map(({ operation }) => operation);
    assert.deepEqual(open, [], `${ends}: nothing is left open`);
    const made = events.flatMap((event) => (event.kind === "change" ? [event.change] : []));
    const things = made.map(({ what, params }) => thingOf(what, params)).toSorted();
    assert.deepEqual(things, [...new Set(things)], `${ends}: nothing is told twice`);
    // Whatever was listed with an undo can be taken back.
    const listed = events.flatMap((event) =>
      event.kind === "consented" ? (event.changes ?? []).filter(({ undo }) => undo) : [],
    );
    const back = new Set(undoList(events).can.map(({ change }) => sayChange(change)));
    assert.deepEqual(
      [...new Set(listed.map(sayChange))].filter((one) => !back.has(one)),
      [],
      `${ends}: no undo is lost`,
    );
  } finally {
    await at.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Two at a time: more would only wait for the processors. */
const everyRound = async (part: Part): Promise<void> => {
  const rounds = part.rounds.values();
  const next = async () => {
    for (const round of rounds) await cutAll(part, round);
  };
  await Promise.all([next(), next()]);
};

/** Values of the registry that are others than before, as changes name them. */
const registryDone = (now: MachineState, before: MachineState): readonly Done[] =>
  Object.entries(now.registry).flatMap(([key, values]) =>
    Object.entries(values)
      .filter(([name, value]) => before.registry[key]?.[name] !== value)
      .map(([name]) => ({
        name: `${key}\\${name}`,
        is: ({ what, params }: Change) =>
          what === "registryValue" && params.value?.endsWith(`${key}\\${name}`) === true,
      })),
  );

test("fixes that are cut at every event, with the restart that they need: each is made once and is in the record at every cut", () =>
  everyRound({
    scenario: "needs-fixes",
    procedure: "install",
    steps: ["prerequisites"],
    rounds: [
      {
        ends: "untold",
        at: [
          "Set-CloudSyncRestartMark: restartMark",
          "Set-CloudSyncTlsValue: registryValue",
          "Set-CloudSyncExecutionPolicyScope: executionPolicy",
          "Set-CloudSyncCredentialManagerStart: serviceStartMode",
          "Restart-CloudSyncServer: windowsRestart",
        ],
      },
      {
        ends: "host",
        at: ["Set-CloudSyncExecutionPolicyScope: executionPolicy", "Restart-CloudSyncServer: windowsRestart"],
      },
      {
        ends: "told",
        at: ["Set-CloudSyncTlsValue: registryValue", "Set-CloudSyncRestartMark: restartMark"],
      },
    ],
    done: (now, before) => [
      ...registryDone(now, before),
      ...(JSON.stringify(now.executionPolicy) === JSON.stringify(before.executionPolicy)
        ? []
        : [byCode("executionPolicy")]),
      ...(JSON.stringify(now.services) === JSON.stringify(before.services)
        ? []
        : [byCode("serviceStartMode")]),
      ...(now.restartReason === before.restartReason ? [] : [byCode("restartMark")]),
      ...(now.counts.boots === before.counts.boots ? [] : [byCode("windowsRestart")]),
    ],
    end: ({ counts }) => {
      assert.equal(counts.boots, 1);
    },
  }));

test("a download and an installation that are cut at every event: done once, and in the record at every cut", () =>
  everyRound({
    scenario: "healthy",
    procedure: "install",
    steps: ["download", "install"],
    rounds: [
      {
        ends: "untold",
        at: [
          "Save-CloudSyncInstaller: downloaded",
          "Save-CloudSyncInstaller: file",
          "Install-CloudSyncAgent: atWork",
        ],
      },
      { ends: "untold", at: ["Install-CloudSyncAgent: installer"] },
      { ends: "told", at: ["Save-CloudSyncInstaller: file", "Install-CloudSyncAgent: installer"] },
      { ends: "host", at: ["Save-CloudSyncInstaller: file", "Install-CloudSyncAgent: atWork"] },
    ],
    done: (now, _, folder) => [
      ...(existsSync(path.join(downloadFolder(folder), "AADConnectProvisioningAgentSetup.exe"))
        ? [byCode("file", "installerFrom")]
        : []),
      ...(now.agentVersion === null ? [] : [byCode("installer", "agentProgram")]),
    ],
    end: ({ counts }) => {
      assert.deepEqual([counts.setups, counts.installs], [1, 1]);
    },
  }));

const registration: Omit<Part, "rounds"> = {
  scenario: "agent-running-not-registered",
  procedure: "repair",
  steps: ["confirm"],
  done: (now, before) => [
    ...(now.services.AADConnectProvisioningAgent?.account ===
    before.services.AADConnectProvisioningAgent?.account
      ? []
      : [byCode("logonAccount", "agentLogonAccount")]),
    ...(now.registration.domains.length === 0 ? [] : [byCode("agentDomain")]),
    ...(now.registration.signedIn === null ? [] : [byCode("agentTenant", "registeredAgent")]),
  ],
  end: ({ counts, registration }) => {
    assert.deepEqual([counts.registrations, registration.domains], [1, ["contoso.com"]]);
  },
};

/** While it goes on without its session, it is looked at again and again: two tests, neither of which takes long. */
test("a registration whose session ends unheard, at its beginning, at changes and at its end: made once, and in the record", () =>
  everyRound({
    ...registration,
    rounds: ["loadingModule", "logonAccount", "agentTenant", "serviceRestart"].map((code) => ({
      ends: "untold" as const,
      at: [`Register-CloudSyncAgent: ${code}`],
    })),
  }));

test("a registration whose session ends heard, or whose host is killed: made once, and in the record", () =>
  everyRound({
    ...registration,
    rounds: [
      { ends: "told", at: ["Register-CloudSyncAgent: logonAccount"] },
      { ends: "host", at: ["Register-CloudSyncAgent: agentDomain"] },
    ],
  }));
