/** A server whose answers a test scripts, a clock that a test turns, a person whose answers a test knows. */
import { redactor } from "../../../src/server/redaction/redact.ts";
import assert from "node:assert/strict";
import * as v from "valibot";
import { thisMachine as reachedHere } from "../../../src/server/transports/thisMachine.ts";
import { resultsBy } from "../../../src/setup/result.ts";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import type { Credential, Operation } from "../../../src/setup/operations/operation.ts";
import type { Place } from "../../../src/setup/place.ts";
import { emptyPlan, parsePlan, type SetupPlan } from "../../../src/setup/plan.ts";
import type { Clock, HowToRun, KeptValue, Lease, Server } from "../../../src/setup/ports.ts";
import { CancelledError, failsAlone, ProblemError, type Problem } from "../../../src/setup/problem.ts";
import { absent } from "../../../src/setup/engine/carriers.ts";
import { Journal } from "../../../src/setup/engine/journal.ts";
import { PlanStore, type NamedServers } from "../../../src/setup/engine/planStore.ts";
import { FactCache } from "../../../src/setup/engine/factCache.ts";
import { Run, type RunParts } from "../../../src/setup/engine/run.ts";
import type {
  FormContext,
  KnownFacts,
  Step,
  StepContext,
  StepId,
  StepSettings,
} from "../../../src/setup/step.ts";
import { overNetwork } from "../../../src/setup/reachWords.ts";
import type { ServerId, Target } from "../../../src/setup/target.ts";
import { procedures } from "../../../src/setup/procedures/procedures.ts";
import { memoryRecords } from "./memoryRecords.ts";
import { healthyNetwork, noProxySet } from "./networkFacts.ts";
import { silentDirectory } from "./scriptedDirectory.ts";
import {
  allCmdlets,
  defaultRights,
  goodInstaller,
  healthyAgent,
  healthyPolicy,
  healthyServer,
  healthyTls,
  healthyWindows,
  noAgent,
  noEvents,
  noInstaller,
  noLogging,
  plainConfiguration,
  plainSettings,
} from "./facts.ts";

type Answer = (args: Record<string, unknown>, how: HowToRun) => unknown;

/** Everything a test may look at or change. */
export interface Script {
  readonly calls: { op: string; args: unknown; how: HowToRun }[];
  readonly answers: Record<string, Answer>;
}

export const script = (answers: Record<string, Answer> = {}): Script => ({
  calls: [],
  answers: {
    "Get-CloudSyncServerFact": () => healthyServer,
    "Get-CloudSyncTlsFact": () => healthyTls,
    "Get-CloudSyncPolicyFact": () => healthyPolicy,
    "Get-CloudSyncAgentFact": () => noAgent,
    "Get-CloudSyncAgentHealth": () => healthyAgent,
    "Get-CloudSyncAgentSetting": () => plainSettings,
    "Get-CloudSyncDecidingEvent": () => noEvents,
    "Get-CloudSyncTraceFile": () => ({ files: { value: [] } }),
    "Get-CloudSyncWindowsFact": () => healthyWindows,
    "Get-CloudSyncLoggingFact": () => noLogging,
    "Get-CloudSyncLogonRightFact": () => defaultRights,
    "Get-CloudSyncAgentConfiguration": () => plainConfiguration,
    "Get-CloudSyncAgentCmdlet": () => ({ cmdlets: { value: allCmdlets } }),
    "Get-CloudSyncInstallerFact": () => noInstaller,
    "Get-CloudSyncRegisteredDomain": () => ({ domains: { unread: "no cmdlet lists them" } }),
    "Get-CloudSyncProxyFact": () => noProxySet,
    "Get-CloudSyncDomainControllerFact": () => healthyNetwork.controllers,
    "Get-CloudSyncAgentHost": () => healthyNetwork.agentHosts,
    "Get-CloudSyncNetworkFact": () => healthyNetwork.probes,
    "Get-CloudSyncControllerFact": () => healthyNetwork.controllerProbes,
    "Save-CloudSyncInstaller": () => ({ path: goodInstaller.path }),
    "Copy-CloudSyncInstaller": () => ({ path: goodInstaller.path }),
    "Remove-CloudSyncInstaller": () => ({}),
    "Install-CloudSyncAgent": () => ({ exitCode: 0, logPath: "" }),
    "Start-CloudSyncAgentWizard": () => ({ started: true }),
    "Register-CloudSyncAgent": () => ({ steps: ["Connect-AADCloudSyncAzureAD"] }),
    ...answers,
  },
});

/** The server of most tests. Its id is what they call it, so that a record can be read. */
export const thisMachine: Target = {
  id: "SYNC01" as ServerId,
  label: "SYNC01",
  reach: { kind: "thisMachine" },
};

/** Where it is changed. */
export const here: Place = { port: "server", server: thisMachine.id };

/** Where a test says nothing of them, no domain controller answers, and the cloud is not there. */
export const otherPorts = { directory: silentDirectory(), cloud: absent("cloud") };

/** A value that is kept as long as the test runs. */
export const keptIn = <T>(value: T, saved: T[] = []): KeptValue<T> => ({
  read: () => Promise.resolve(value),
  update: (change) => {
    value = change(value);
    saved.push(value);
    return Promise.resolve(value);
  },
});

/** Leases of one process. */
export const leaseIn = (held = new Set<string>()): Lease => ({
  acquire: (key) => {
    if (held.has(key)) return Promise.resolve({ heldBy: "another, 1" });
    held.add(key);
    return Promise.resolve({
      release: () => {
        held.delete(key);
        return Promise.resolve();
      },
    });
  },
});

/** Arguments are held against their schema; what is answered is the run's to judge. */
export const scriptedServer = (of: Script, target = thisMachine): Server => ({
  target,
  where: target.reach.kind === "thisMachine" ? "this machine" : "",
  reachWords: target.reach.kind === "thisMachine" ? reachedHere.words : overNetwork,
  computer: undefined,
  close: () => undefined,
  run: async (operation, args, how = {}) => {
    of.calls.push({ op: operation.name, args: v.parse(operation.args, args), how });
    if (how.signal?.aborted === true) throw new CancelledError();
    const answer = of.answers[operation.name] ?? (() => ({}));
    return await answer(args as Record<string, unknown>, how);
  },
});

/** Looks at a scripted server by itself; what its answers fail with is why it could not be read. */
export const reading = (of: Script): Pick<StepContext, "read"> => ({
  read: async (operation, args) => {
    try {
      return { value: await resultsBy(scriptedServer(of))(operation, args) };
    } catch (error) {
      if (!failsAlone(error)) throw error;
      return { unread: error.problem.happened };
    }
  },
});

/** Servers that are called as they were when they were added. */
export const namedServers = (all: readonly Target[]): NamedServers => ({
  all,
  namesOf: (id) => all.flatMap((one) => (one.id === id ? [one.label] : [])),
});

/** Time stands still unless somebody sleeps. */
export const testClock = (start = "2026-11-24T12:00:00.000Z"): Clock & { sleeps: number[] } => {
  let at = Date.parse(start);
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => new Date(at).toISOString(),
    sleep: async (ms, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) throw new CancelledError();
      sleeps.push(ms);
      at += ms;
    },
  };
};

export interface TestRun {
  readonly run: Run;
  readonly events: JournalEvent[];
  readonly problems: Problem[];
  readonly saved: SetupPlan[];
  readonly clock: ReturnType<typeof testClock>;
}

/** The good installer's version is not the newest that is known: somebody has accepted it. */
export const acceptedVersion: JournalEvent = {
  at: "2026-11-20T12:00:00.000Z",
  by: "ada",
  server: "SYNC01",
  step: "download",
  kind: "said",
  statement: { about: "unknown", finding: "installerVersion:1.1.2334.0" },
};

/** Before anything was done, somebody accepted the licence for this server. */
export const acceptedLicence = (server: string): JournalEvent => ({
  at: "2026-11-24T11:00:00.000Z",
  by: "ada",
  server,
  step: "download",
  kind: "said",
  statement: { about: "licence" },
});

/** What a test says of its run; the rest is a server on which nobody has done anything. */
export interface TestParts extends Partial<
  Pick<
    RunParts,
    | "directory"
    | "cloud"
    | "masking"
    | "listed"
    | "told"
    | "procedure"
    | "server"
    | "ask"
    | "clock"
    | "lease"
    | "log"
    | "shownBy"
  >
> {
  /** Steps of the test's own, in place of the installation's. */
  readonly steps?: readonly Step[];
  readonly settings?: Partial<StepSettings>;
  readonly plan?: SetupPlan;
  readonly events?: readonly JournalEvent[];
  /** Whether the record is read only when the run is opened, as at a start of VS Code. */
  readonly unopened?: true;
  /** Where events are kept; else the test's own list. */
  readonly records?: { readonly append: (event: JournalEvent) => Promise<void> };
  /** Answers of the person who is asked for credentials, in their order. */
  readonly credentials?: (Credential | undefined)[];
  /** Whether the person says yes. */
  readonly yes?: boolean;
  /** Whether the version of the good installer was accepted before; else nobody has said anything. */
  readonly accepted?: boolean;
}

export const testSettings: StepSettings = {
  installerUrl: "https://download.contoso.com/agent.exe",
  tokenAudience: "",
};

/** An installation of these steps. */
export const stepsOf = (steps: readonly Step[]) => ({ ...procedures.install, steps });

/** What a form is given of a plan. */
export const formContext = (plan: SetupPlan, more: Partial<FormContext> = {}): FormContext => ({
  procedure: procedures.install,
  settings: testSettings,
  server: "SYNC01",
  reachWords: reachedHere.words,
  plan,
  attestations: [],
  record: [],
  facts: new FactCache(),
  ...more,
});

/** What was read of a server, by a test. */
export const readOf = (...read: readonly (readonly [Operation, unknown])[]): KnownFacts => {
  const facts = new FactCache();
  for (const [operation, result] of read) facts.remember(operation, result);
  return facts;
};

export const testRun = (of: Script, parts: TestParts = {}): TestRun => {
  const { accepted = true, plan = emptyPlan(), server = scriptedServer(of), yes = false } = parts;
  const events: JournalEvent[] = [...(parts.events ?? [])];
  const problems: Problem[] = [];
  const saved: SetupPlan[] = [];
  const turned = testClock();
  const { clock = turned } = parts;
  const credentials = [...(parts.credentials ?? [])];
  const {
    append = (event) => {
      events.push(structuredClone(event));
      return Promise.resolve();
    },
  }: Partial<NonNullable<TestParts["records"]>> = parts.records ?? {};
  const before = accepted ? [acceptedVersion, ...events] : events;
  const { id } = server.target;
  const unread = parts.unopened === true ? before : [];
  const journal = new Journal(
    {
      records: memoryRecords({ read: () => Promise.resolve(unread), append: (_, event) => append(event) }),
      clock,
      by: "ada",
    },
    parts.unopened === true ? new Map() : new Map([[id, before]]),
  );
  const run = new Run({
    procedure: parts.procedure ?? stepsOf(parts.steps ?? procedures.install.steps),
    settings: () => ({ ...testSettings, ...parts.settings }),
    server,
    ...otherPorts,
    ...(parts.directory ? { directory: parts.directory } : {}),
    ...(parts.cloud ? { cloud: parts.cloud } : {}),
    masking: parts.masking ?? redactor(),
    ...(parts.listed ? { listed: parts.listed } : {}),
    ...(parts.told ? { told: parts.told } : {}),
    plans: new PlanStore(plan, keptIn(plan, saved), journal, namedServers([server.target])),
    journal: journal.of(id),
    ask: parts.ask ?? {
      credential: () => Promise.resolve(credentials.shift()),
      // What a page asks for, a test gives there.
      consent: (question) => Promise.resolve(yes && question.given !== "page"),
    },
    clock,
    ...(parts.shownBy ? { shownBy: parts.shownBy } : {}),
    lease: parts.lease ?? leaseIn(),
    log: parts.log ?? ((problem) => problems.push(problem)),
  });
  return { run, events, problems, saved, clock: turned };
};

export const ops = (of: Script) =>
  of.calls.map(({ op, how }) => (how.whatIf === true ? `${op} -WhatIf` : op));
/** The operations that changed something, or would have. */
export const changed = (of: Script) =>
  of.calls.flatMap(({ op, how }) => (op.startsWith("Get-") || how.whatIf === true ? [] : [op]));
export const kinds = (of: TestRun, step: StepId) =>
  of.events.filter((one) => one.step === step).map(({ kind }) => kind);

export const gone = () =>
  new ProblemError({
    code: "sessionEnded",
    outcome: "notKnown",
    happened: "gone",
    means: "gone",
    next: ["again"],
    raw: "raw text",
  });

export const until = async (check: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 10_000; turn++) {
    if (check()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail(`never true: ${String(check)}`);
};

/** A plan in which every question is answered, and the tenant is not known yet. */
export const planned = () =>
  parsePlan(
    {
      serviceAccount: { kind: "create" },
      domains: [{ name: "contoso.com", administrator: "CONTOSO\\root" }],
      entraAccount: "admin@contoso.onmicrosoft.com",
    },
    "test",
  );

/** The proof of a step that is done; anything else fails the test. */
export const proofOf = (of: TestRun, step: StepId): string[] => {
  const state = of.run.stateOf(step);
  assert.equal(state.kind, "done");
  return state.proof.map(({ value }) => value);
};

/** Does a step as a person does: its list is shown, then what it says is done. */
export const shownAndApplied = async (run: Run, id: StepId): Promise<void> => {
  await run.changes(id);
  if (run.stateOf(id).kind !== "failed") await run.apply(id);
};
