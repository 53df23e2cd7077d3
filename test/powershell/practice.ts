/** A practice server with a session of the real module, for one test file. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as v from "valibot";
import { startLab, type Lab, type LabOptions } from "../../lab/start.ts";
import { findPowerShell } from "../../scripts/tools/powershell.mjs";
import { readModuleText } from "../../src/server/powershellModule.ts";
import { directory, thisMachine } from "../../src/directory/directory.ts";
import { redactor } from "../../src/server/redaction/redact.ts";
import type { Change } from "../../src/setup/change.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import type { Carrier, HowToRun, Server } from "../../src/setup/ports.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { serverId, type Target } from "../../src/setup/target.ts";
import { askedServer, type AskedServer } from "../unit/support/askedServer.ts";
import { Session } from "../../src/server/session.ts";
import { reachedServer } from "../../src/server/reachedServer.ts";
import { sessionBy } from "../unit/support/launches.ts";

export const moduleFolder = path.join(import.meta.dirname, "../../src/server/powershell");

/** The module as a session is given it: one text for all sessions of a test file. */
let moduleText: Promise<string> | undefined;
const textOfModule = (): Promise<string> => (moduleText ??= readModuleText(moduleFolder));

export interface Practice {
  readonly lab: Lab;
  readonly server: AskedServer;
  /** The directory as the product asks it: from that server's session, and from this machine where the settings let it. */
  readonly directory: Carrier;
  readonly printed: string[];
  readonly stop: () => Promise<void>;
}

export interface PracticeOptions extends Partial<LabOptions> {
  /** Makes another command of the one that leads to the practice server. */
  readonly command?: (real: readonly string[]) => readonly string[];
}

/** What the practice server is known by. */
export const practiceTarget: Target = {
  id: v.parse(serverId, "0b7c9a52-7f0e-4c3a-8d1b-5e6f7a8b9c0d"),
  label: "practice",
  reach: { kind: "thisMachine" },
};

const reached = (
  lab: Pick<Lab, "settings">,
  command: PracticeOptions["command"] = (real) => real,
  log: (line: string) => void = () => undefined,
): Server =>
  reachedServer(practiceTarget, {
    settings: (name) =>
      name === "powershellCommand"
        ? command(lab.settings["cloudSyncSetup.powershellCommand"] as string[])
        : undefined,
    redactor: redactor(),
    moduleText: textOfModule,
    log,
  });

/** Another session on a practice server, as another window of VS Code has it. */
export const anotherWindow = (...of: Parameters<typeof reached>): AskedServer => askedServer(reached(...of));

const directoryFrom = (server: Server, { settings }: Pick<Lab, "settings">): Carrier =>
  directory({
    server,
    machine: thisMachine({ computer: os.hostname(), caFile: () => "" }),
    mayAskFromHere: () => settings["cloudSyncSetup.directoryFromThisMachine"] !== false,
  });

/** A session on a practice server, as it is without the server that the product makes of it. */
export const sessionOn = async (lab: Pick<Lab, "settings">): Promise<Session> =>
  Session.start({
    ...sessionBy(lab.settings["cloudSyncSetup.powershellCommand"] as string[]),
    moduleText: await textOfModule(),
    log: () => undefined,
    redactor: redactor(),
  });

export const practice = async (
  scenario: LabOptions["scenario"],
  { command = (real) => real, ...more }: PracticeOptions = {},
): Promise<Practice> => {
  const dir = await mkdtemp(path.join(os.tmpdir(), "cs-lab-"));
  const engine = await findPowerShell({ install: true });
  const lab = await startLab({ dir, scenario, engine, installMs: 100, restartMs: 500, ...more });
  const printed: string[] = [];
  const own = reached(lab, command, (line) => printed.push(line));
  const server = askedServer(own);
  return {
    lab,
    server,
    directory: directoryFrom(own, lab),
    printed,
    stop: async () => {
      server.close();
      await lab.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
};

/** Runs an operation and gives the changes that were reported. */
export const changesOf = async <A, R>(
  server: AskedServer,
  operation: Operation<A, R>,
  args: A,
  how: HowToRun = {},
): Promise<Change[]> => {
  const changes: Change[] = [];
  await server.run(operation, args, {
    ...how,
    onEvent: (event) => {
      if (event.kind === "change") changes.push(event.change);
    },
  });
  return changes;
};

/** The work fails with this code, and the server says this: `notReady: ShareNotAgreed`, and behind that its message. */
export const fails = (work: Promise<unknown>, said: RegExp): Promise<void> =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof ProblemError, String(error));
    assert.match(`${error.problem.code}: ${error.problem.raw ?? ""}`, said);
    return true;
  });
