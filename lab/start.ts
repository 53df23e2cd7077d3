/** The practice lab: one simulated Windows server, reached over the same protocols as a real one. */
import { randomBytes, X509Certificate } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { sessionCommand } from "../scripts/tools/powershell.mjs";
import { isScenario, scenarios, type Scenario } from "./scenarios/index.ts";
import { practiceAssembly, type Engine } from "./practiceAssembly.ts";
import { certificateFor } from "./server/certificate.ts";
import { serveDownload } from "./server/downloads.ts";
import { Machine } from "./server/machine.ts";
import type { PracticeDirectoryPlace } from "./server/practiceDirectory.ts";
import { startRelay } from "./server/relay.ts";
import { StateFile, type MachineState } from "./server/state.ts";
import { wizardPages } from "./server/wizard.ts";

export interface LabOptions {
  /** Where the state and the practice server's files are kept. */
  readonly dir: string;
  readonly scenario: Scenario;
  readonly engine: Engine;
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
  /** Of the downloads. */
  readonly address: string;
  /** Of the wizard's pages, which a browser opens: without a certificate that it would warn of. */
  readonly wizardAddress: string;
  /** VS Code settings of machine scope that lead to this server. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How many functions of Windows were asked for so far. */
  readonly calls: () => number;
  /** The network probes that began so far, in their order. */
  readonly probes: () => readonly string[];
  /** What the download server was asked for so far, with method and address. */
  readonly requests: () => readonly string[];
  /** The named files that were opened so far, in their order. */
  readonly opened: () => readonly string[];
  /** The paths that were looked at so far without being opened, in their order. */
  readonly lookedAt: () => readonly string[];
  /** The access lists of folders that got one of their own, by path: SIDs. */
  readonly access: ReadonlyMap<string, { readonly owner: string; readonly allowed: readonly string[] }>;
  /** A domain controller of its forest, which starts with the first question for it; that of its own domain where none is named. */
  readonly directory: (host?: string) => Promise<PracticeDirectoryPlace>;
  /** The domain controllers that a connection was to go to so far, in their order, with what became of it. */
  readonly controllers: () => readonly string[];
  /** A copy. */
  readonly state: () => MachineState;
  /** Puts the server into a state: what is installed, what Windows denies, what goes wrong next. */
  readonly change: (how: (state: MachineState) => void) => void;
  readonly stop: () => Promise<void>;
}

/** Listens on a free loopback port. */
const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

/** Starts the practice server. What is installed there stays installed, unless `fresh`. */
export const startLab = async (options: LabOptions): Promise<Lab> => {
  const { dir, scenario, engine, onWizard } = options;
  if (!isScenario(scenario))
    throw new Error(`No scenario ${String(scenario)}. There are: ${Object.keys(scenarios).join(", ")}`);
  const assembly = await practiceAssembly(engine);
  const state = new StateFile(dir, scenarios[scenario], options.fresh === true);
  const machine = new Machine(dir, state, {
    restartMs: options.restartMs ?? 3000,
    installMs: options.installMs ?? 1500,
  });
  const { directory } = machine;
  // Whom its sessions believe a domain controller, beside what the machine believes.
  const authorityFile = path.join(dir, "directory-authority.pem");
  writeFileSync(authorityFile, directory.authority);
  const token = randomBytes(16).toString("hex");
  const certificate = certificateFor("127.0.0.1", "Practice downloads");
  // Its sessions trust this one certificate beside what the machine trusts: see host.ps1.
  const trusted = new X509Certificate(certificate.cert).fingerprint.replaceAll(":", "");
  const relay = await startRelay(machine, token, trusted);
  // Every user of this computer sees the arguments of every process; this file is for one.
  const tokenFile = path.join(dir, `token-${relay.port}`);
  rmSync(tokenFile, { force: true });
  writeFileSync(tokenFile, token, { mode: 0o600, flag: "wx" });
  const wizard = wizardPages(machine);
  const downloads = createSecureServer(certificate, (request, response) => {
    if (!serveDownload(machine, request, response)) response.writeHead(404).end();
  });
  const pages = createServer((request, response) => {
    void (async () => {
      if (!(await wizard(request, response))) response.writeHead(404).end();
    })();
  });
  const address = `https://127.0.0.1:${await listen(downloads)}`;
  const wizardAddress = `http://127.0.0.1:${await listen(pages)}/wizard`;
  machine.onWizard = () => onWizard?.(wizardAddress);
  return {
    dir,
    stateFile: state.file,
    address,
    wizardAddress,
    access: machine.access,
    settings: {
      "cloudSyncSetup.powershellCommand": [
        // OpenLDAP's client reads the one, .NET's own TLS the other; the LDAP of Windows is told by Directory.ps1.
        ...sessionCommand(engine, { LDAPTLS_CACERT: authorityFile, SSL_CERT_FILE: authorityFile }),
        "-NoLogo",
        "-NoProfile",
        "-NonInteractive",
        "-File",
        path.join(import.meta.dirname, "server", "host.ps1"),
        "-Port",
        String(relay.port),
        "-TokenFile",
        tokenFile,
        "-Program",
        engine.program,
        // The one file that a program such as dotnet runs.
        ...engine.args.slice(0, 1).flatMap((file) => ["-ProgramFile", file]),
        "-Node",
        process.execPath,
        "-Assembly",
        assembly,
      ],
      // Practice asks its own directory only, and no name server of this machine for a domain of that name.
      "cloudSyncSetup.directoryFromThisMachine": false,
      "cloudSyncSetup.installerUrl": `${address}/download/AADConnectProvisioningAgentSetup.exe`,
    },
    calls: () => machine.calls,
    probes: () => [...machine.probes],
    opened: () => [...machine.opened],
    lookedAt: () => [...machine.lookedAt],
    requests: () => [...machine.requests],
    directory: (host) => directory.place(host),
    controllers: () => [...machine.controllers],
    state: () => structuredClone(state.now),
    change: (how) => {
      state.change(how);
      machine.matchFiles();
    },
    stop: async () => {
      machine.endSessions();
      const closed = [downloads, pages].map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      });
      await Promise.all([relay.stop(), directory.stop(), ...closed]);
      rmSync(tokenFile, { force: true });
    },
  };
};
