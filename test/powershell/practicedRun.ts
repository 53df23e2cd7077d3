/** The guided installation as the extension runs it, on a practice server, with its records in files. */
import { redactor } from "../../src/server/redaction/redact.ts";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { agentVersion } from "../../lab/server/agent.ts";
import type { LabOptions } from "../../lab/start.ts";
import { CancelledError, type Problem } from "../../src/setup/problem.ts";
import { parsePlan } from "../../src/setup/plan.ts";
import { Journal } from "../../src/setup/engine/journal.ts";
import { PlanStore } from "../../src/setup/engine/planStore.ts";
import { Run } from "../../src/setup/engine/run.ts";
import type { Procedure } from "../../src/setup/procedure.ts";
import type { StepId } from "../../src/setup/step.ts";
import { procedures } from "../../src/setup/procedures/procedures.ts";
import { storageIn, type Storage } from "../../src/storage/storage.ts";
import type { Carrier, Server } from "../../src/setup/ports.ts";
import type { ServerId } from "../../src/setup/target.ts";
import { namedServers, otherPorts } from "../unit/support/scriptedServer.ts";
import { practice, type Practice, type PracticeOptions } from "./practice.ts";

const answers = {
  serviceAccount: { kind: "create" },
  domains: [{ name: "contoso.com", administrator: "CONTOSO\\root" }],
  entraAccount: "admin@contoso.onmicrosoft.com",
  registrationMethod: "credential",
};

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
/** What is pasted where an access token is asked for. */
export const practiceToken = `${part({ alg: "none" })}.${part({})}.practice-Secret-2`;

export interface PracticedRun extends Practice {
  readonly run: Run;
  readonly problems: Problem[];
  /** What was asked for a yes; each got one. */
  readonly yesses: string[];
  readonly journal: () => Promise<string>;
  /** The problem a step shows, by its code. */
  readonly problemOf: (step: StepId) => string;
  /** A new start of VS Code: another run on what the records hold. */
  readonly again: () => Promise<Run>;
}

/** What a run on a practice server is made of. */
export interface StartedParts {
  readonly kept: Pick<Storage, "plan" | "journals" | "lease">;
  readonly server: Server;
  /** Silent where it is left out. */
  readonly directory?: Carrier;
  /** Of the practice server's downloads. */
  readonly address: string;
  readonly procedure: Procedure;
  readonly yesses?: string[];
  readonly problems?: Problem[];
}

/** A start of VS Code: a run on what the records hold. */
export const startedRun = async ({
  kept,
  server,
  directory,
  address,
  procedure,
  yesses = [],
  problems = [],
}: StartedParts): Promise<Run> => {
  const clock = {
    now: () => new Date().toISOString(),
    sleep: async (ms: number, signal: AbortSignal) => {
      try {
        await sleep(Math.min(ms, 200), undefined, { signal });
      } catch {
        throw new CancelledError();
      }
    },
  };
  const journal = new Journal({ records: kept.journals, clock, by: "ada" });
  const run = new Run({
    procedure,
    settings: () => ({
      installerUrl: `${address}/download/AADConnectProvisioningAgentSetup.exe`,
      tokenAudience: "",
    }),
    server,
    ...otherPorts,
    ...(directory ? { directory } : {}),
    masking: redactor(),
    plans: new PlanStore(await kept.plan.read(), kept.plan, journal, namedServers([server.target])),
    journal: journal.of(server.target.id),
    ask: {
      credential: ({ user, secret }) =>
        Promise.resolve({ user, password: secret === "token" ? practiceToken : "practice-Secret-1" }),
      consent: ({ given, message }) => {
        // What a page asks for is given there.
        if (given === "page") return Promise.resolve(false);
        yesses.push(message);
        return Promise.resolve(true);
      },
    },
    clock,
    lease: kept.lease,
    log: (problem) => problems.push(problem),
  });
  await run.open();
  return run;
};

/** What was answered and accepted before a practice run begins. */
export const answered = async (
  kept: Pick<Storage, "plan" | "journals">,
  id: ServerId,
  plan: object = {},
): Promise<void> => {
  await kept.plan.update(() => parsePlan({ ...answers, ...plan }, "test"));
  // The practised version is not the newest that is known.
  await kept.journals.of(id).append({
    at: new Date().toISOString(),
    by: "ada",
    server: id,
    step: "download",
    kind: "said",
    statement: { about: "unknown", finding: `installerVersion:${agentVersion}` },
  });
};

export interface HowPracticed extends PracticeOptions {
  readonly procedure?: Procedure;
  /** Answers of the plan other than the usual ones. */
  readonly plan?: object;
}

export const practicedRun = async (
  scenario: LabOptions["scenario"],
  options: HowPracticed = {},
): Promise<PracticedRun> => {
  const at = await practice(scenario, options);
  const folder = await mkdtemp(path.join(os.tmpdir(), "cs-records-"));
  const kept = storageIn(folder);
  const { id } = at.server.target;
  const problems: Problem[] = [];
  const yesses: string[] = [];
  await answered(kept, id, options.plan);
  const start = () =>
    startedRun({
      kept,
      server: at.server,
      directory: at.directory,
      address: at.lab.address,
      procedure: options.procedure ?? procedures.install,
      yesses,
      problems,
    });
  const run = await start();
  return {
    ...at,
    run,
    problems,
    yesses,
    journal: () => readFile(kept.journals.fileOf(id), "utf8"),
    problemOf: (step) => {
      const state = run.stateOf(step);
      return state.kind === "failed" ? state.problem.code : state.kind;
    },
    again: start,
    stop: async () => {
      run.dispose();
      await at.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A practiced run that is there as long as the work takes. */
export const on = async (
  scenario: LabOptions["scenario"],
  options: HowPracticed,
  work: (at: PracticedRun) => Promise<void>,
): Promise<void> => {
  const at = await practicedRun(scenario, options);
  try {
    await work(at);
  } finally {
    await at.stop();
  }
};
