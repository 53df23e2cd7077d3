/** The practice lab: one simulated Windows server, reached over the same protocols as a real one. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { sessionCommand } from "../scripts/tools/powershell.mjs";
import { isScenario, scenarios, type Scenario } from "./scenarios/index.ts";
import { serveDownload } from "./server/downloads.ts";
import { Machine } from "./server/machine.ts";
import { startRelay } from "./server/relay.ts";
import { StateFile, type MachineState } from "./server/state.ts";
import { wizardPages } from "./server/wizard.ts";

export interface LabOptions {
  /** Where the state and the practice server's files are kept. */
  readonly dir: string;
  readonly scenario: Scenario;
  /** A PowerShell: program and the arguments that come first. */
  readonly engine: { readonly program: string; readonly args: readonly string[] };
  /** Begin anew even where there is a state already. */
  readonly fresh?: boolean;
  readonly restartMs?: number;
  readonly installMs?: number;
  /** Called with the wizard's address when its window opens. */
  readonly onWizard?: (address: string) => void;
}

export interface Lab {
  readonly dir: string;
  readonly stateFile: string;
  /** Of the downloads and the wizard's pages. */
  readonly address: string;
  /** VS Code settings of machine scope that lead to this server. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The network probes that began so far, in their order. */
  readonly probes: () => readonly string[];
  /** A copy. */
  readonly state: () => MachineState;
  /** Puts the server into a state: what is installed, what Windows denies, what goes wrong next. */
  readonly change: (how: (state: MachineState) => void) => void;
  readonly stop: () => Promise<void>;
}

/** Starts the practice server. What is installed there stays installed, unless `fresh`. */
export const startLab = async (options: LabOptions): Promise<Lab> => {
  const { dir, scenario, engine, onWizard } = options;
  if (!isScenario(scenario))
    throw new Error(`No scenario ${String(scenario)}. There are: ${Object.keys(scenarios).join(", ")}`);
  const state = new StateFile(dir, scenarios[scenario], options.fresh === true);
  const machine = new Machine(dir, state, {
    restartMs: options.restartMs ?? 3000,
    installMs: options.installMs ?? 1500,
  });
  const token = randomBytes(16).toString("hex");
  const relay = await startRelay(machine, token);
  const wizard = wizardPages(machine);
  const web = createServer((request, response) => {
    void (async () => {
      if (serveDownload(machine, request, response) || (await wizard(request, response))) return;
      response.writeHead(404).end();
    })();
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  machine.onWizard = () => onWizard?.(`${address}/wizard`);
  return {
    dir,
    stateFile: state.file,
    address,
    settings: {
      "cloudSyncSetup.powershellCommand": [
        ...sessionCommand(engine),
        "-NoLogo",
        "-NoProfile",
        "-NonInteractive",
        "-File",
        path.join(import.meta.dirname, "server", "host.ps1"),
        "-Port",
        String(relay.port),
        "-Token",
        token,
        "-Program",
        engine.program,
        // The one file that a program such as dotnet runs.
        ...engine.args.slice(0, 1).flatMap((file) => ["-ProgramFile", file]),
        "-Node",
        process.execPath,
      ],
      "cloudSyncSetup.installerUrl": `${address}/download/AADConnectProvisioningAgentSetup.exe`,
    },
    probes: () => [...machine.probes],
    state: () => structuredClone(state.now),
    change: (how) => {
      state.change(how);
      machine.matchFiles();
    },
    stop: async () => {
      machine.endSessions();
      web.closeAllConnections();
      await Promise.all([relay.stop(), new Promise((resolve) => web.close(resolve))]);
    },
  };
};
