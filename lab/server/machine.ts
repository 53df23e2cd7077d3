/** The practice machine: its state, its running programs, its sessions, its restart. */
import { rmSync } from "node:fs";
import path from "node:path";
import {
  agentFolder,
  agentKey,
  agentVersion,
  installAgentInto,
  uninstallFrom,
  wizardFile,
  writeAgentFiles,
  writeSetupLog,
} from "./agent.ts";
import { createdAccount, givePermissions } from "./directoryState.ts";
import { sidOf, systemSid } from "./accounts.ts";
import { noteOf } from "./programFile.ts";
import { PracticeDirectory } from "./practiceDirectory.ts";
import { Processes, type Program } from "./processes.ts";
import type { StateFile } from "./state.ts";

export interface MachineTimes {
  readonly installMs: number;
  readonly restartMs: number;
}

const agentChannel = "Microsoft-AzureADConnect-ProvisioningAgent/Admin";
const restartRequired = 3010;
/** The exit codes of setup programs that did their work. */
const succeeded: readonly number[] = [0, 3010, 1641];

/** How long Windows takes from the order to restart until it ends the sessions: the answer is on its way by then. */
const endsSessionsMs = 300;

/** An account without its domain. */
const nameOf = (account: string): string => account.slice(account.indexOf("\\") + 1);

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class Machine {
  readonly dir: string;
  readonly state: StateFile;
  readonly programs: Processes;
  /** The access lists of folders that got one. */
  readonly access = new Map<string, { owner: string; allowed: readonly string[] }>();
  /** How often its sessions asked for a function of Windows. In memory. */
  calls = 0;
  /** Network probes that began, in their order. In memory: a probe changes nothing. */
  readonly probes: string[] = [];
  /** The domain controllers that a connection was to go to, in their order: host, port, how it is kept from others, what became of it. In memory. */
  readonly controllers: string[] = [];
  /** The directory of its forest. */
  readonly directory: PracticeDirectory;
  /** What the download server was asked for: method and address, in their order. In memory. */
  readonly requests: string[] = [];
  /** The files that were opened by the name a person gave, in their order. In memory. */
  readonly opened: string[] = [];
  /** The paths of which was asked what is there, in their order. In memory. */
  readonly lookedAt: string[] = [];
  /** Called when the wizard's window opens; a person's lab shows it in a browser. */
  onWizard: () => void = () => undefined;
  readonly #times: MachineTimes;
  readonly #sessions = new Set<number>();
  #restartingUntil = 0;

  constructor(dir: string, state: StateFile, times: MachineTimes) {
    this.dir = dir;
    this.state = state;
    this.directory = new PracticeDirectory(state);
    this.#times = times;
    this.programs = new Processes(state, (program, isRunning) => this.#work(program, isRunning));
    // Programs do not outlive the lab; what is installed does.
    state.change((now) => {
      now.programs = {};
    });
    this.matchFiles();
  }

  /** Makes the agent's program files as the state has them. */
  matchFiles(): void {
    const { agentVersion: version } = this.state.now;
    if (version === null) rmSync(agentFolder(this.dir), { recursive: true, force: true });
    else writeAgentFiles(this.dir, version);
  }

  get isRestarting(): boolean {
    const staysDown = this.#restartingUntil > 0 && this.state.now.next.staysDown;
    return staysDown || Date.now() < this.#restartingUntil;
  }

  sessionBegan(pid: number): void {
    this.#sessions.add(pid);
  }

  sessionEnded(pid: number): void {
    this.#sessions.delete(pid);
  }

  /** Ends every session's process. */
  endSessions(): void {
    for (const pid of this.#sessions) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
    this.#sessions.clear();
  }

  /** What a restart does: sessions and programs end, volatile keys are gone, automatic services run again. */
  restart(): void {
    this.#restartingUntil = Date.now() + endsSessionsMs + this.#times.restartMs;
    setTimeout(() => {
      this.endSessions();
      this.programs.endAll();
      this.state.change((now) => {
        now.counts.boots += 1;
        now.computer.bootedAt = new Date(this.#restartingUntil).toISOString();
        now.restartReason = null;
        for (const service of Object.values(now.services))
          if (service) service.state = service.startMode === "Auto" ? "Running" : "Stopped";
      });
    }, endsSessionsMs);
  }

  /** Takes the installer, an uninstaller or the wizard, which its process then begins; anything else is refused. */
  prepare(file: string, line: string, owner = sidOf(this.state.now.identity.user)): number {
    const isKnown =
      this.#toUninstall(file, line) !== undefined ||
      path.win32.basename(file) === wizardFile ||
      noteOf(file)?.kind === "installer";
    if (!isKnown) throw new Error(`The practice server does not run ${file} ${line}`);
    return this.programs.prepare(file, line, owner);
  }

  /** Starts a program under SYSTEM: it goes on without the session. What has the task's name is replaced. */
  startTask(name: string, author: string, file: string, line: string): void {
    const id = this.prepare(file, line, systemSid);
    const task = { path: file, line, principal: systemSid, author };
    if (this.state.now.next.taskNeverRuns === true) {
      // SCHED_S_TASK_HAS_NOT_RUN.
      this.state.change((now) => {
        now.tasks[name] = { ...task, ranAt: "", running: false, result: 267011 };
      });
      return;
    }
    this.programs.begin(id);
    const ranAt = new Date().toISOString();
    const set = (how: { running: boolean; result: number }) => {
      this.state.change((now) => {
        if (name in now.tasks || how.running) now.tasks[name] = { ...how, ...task, ranAt };
      });
    };
    set({ running: true, result: 267009 });
    void this.programs.ended(id).then((exitCode) => {
      set({ running: false, result: exitCode });
    });
  }

  /** A moment of a second between two looks; shorter here, and none where something hangs for good. */
  async moment(): Promise<void> {
    const { hangs, stuck } = this.state.now.next;
    await delay(hangs || stuck.length > 0 ? 0 : 20);
  }

  /** What the wizard or the cmdlets do at the end: the agent belongs to a tenant and runs as its account. */
  register(tenant: string, signedIn: string): void {
    this.state.change((now) => {
      const key = now.registry[agentKey];
      if (key) key.TenantID = tenant;
      now.registration.signedIn = signedIn;
      now.counts.registrations += 1;
      // Then it is in contact with the service. The words are those of published records; channel and id are not documented.
      now.events[agentChannel]?.push({
        at: new Date().toISOString(),
        id: 1,
        source: "Microsoft-AzureADConnect-ProvisioningAgent",
        level: 4,
        text: "Agent successfully registered with AAD",
      });
      // The agent makes a key and gets a certificate for it ("Cloud sync: how it works"); how long it lasts is not documented.
      const validMs = 180 * 24 * 3_600_000;
      now.certificates.push({
        subject: `CN=${tenant}`,
        issuer: "CN=HISConnectorRegistrationCA.his.msappproxy.net",
        notBefore: new Date().toISOString(),
        notAfter: new Date(Date.now() + validMs).toISOString(),
      });
    });
  }

  useAccount(account: string): void {
    this.state.change((now) => {
      const service = now.services.AADConnectProvisioningAgent;
      if (!service) return;
      Object.assign(service, { account, state: "Running" });
      // The wizard and the cmdlets mark the service (sc.exe qmanagedaccount); reports of event 7038 show where they failed to.
      now.windows.managedAccount = true;
      // One that is there already is used as it is.
      const name = nameOf(account);
      const { managedAccounts } = now.directory;
      if (name.startsWith("pGMSA_") && !managedAccounts.some((one) => one.account === name))
        managedAccounts.push(createdAccount(name));
    });
  }

  /** The agent's account gets a set of permissions in a domain; adding it gives the one of the installer. */
  gives(domain: string, set = "installer"): void {
    this.state.change(({ directory, services }) => {
      givePermissions(directory, nameOf(services.AADConnectProvisioningAgent?.account ?? ""), domain, set);
    });
  }

  closeWizard(): void {
    this.programs.endAll(wizardFile);
  }

  get wizardIsOpen(): boolean {
    return Object.values(this.state.now.programs).includes(wizardFile);
  }

  /** The product whose uninstaller this is, by Windows' own list: Windows Installer by its id, any other by its command. */
  #toUninstall(file: string, line: string): string | undefined {
    const { products } = this.state.now;
    if (/msiexec\.exe$/iu.test(file)) return products.find(({ id }) => line.includes(`/x ${id} `))?.id;
    const plain = (command: string) =>
      command
        .replaceAll('"', "")
        .replaceAll(/\s+|\/norestart/gu, " ")
        .replaceAll(/ +/gu, " ")
        .trim();
    return products.find(({ quietUninstall, uninstall }) => {
      const command = quietUninstall.trim() === "" ? `${uninstall} /quiet` : quietUninstall;
      return plain(command) === plain(`${file} ${line}`) && /\.exe$/iu.test(file);
    })?.id;
  }

  /** What a running program does. Where it is ended in the middle, nothing comes of it. */
  async #work(program: Program, isRunning: () => boolean): Promise<number> {
    if (program.name === wizardFile) {
      this.state.change((now) => {
        now.counts.wizards += 1;
      });
      this.onWizard();
      // A person closes it.
      return new Promise(() => undefined);
    }
    this.state.change((now) => {
      now.counts.setups += 1;
    });
    await delay(this.#times.installMs);
    while (isRunning() && this.state.now.next.hangs) await delay(5);
    const { exitCode } = this.state.now.next;
    if (!isRunning()) return exitCode;
    this.state.change((now) => {
      now.next.exitCode = 0;
    });
    const product = this.#toUninstall(program.file, program.line);
    if (product === undefined) this.#install(exitCode, this.#isSystem(program));
    else if (succeeded.includes(exitCode) && this.state.now.next.staysListed !== true)
      this.state.change((now) => {
        uninstallFrom(now, this.dir, product);
      });
    // A quiet WiX bundle restarts Windows where it needs to and is not told otherwise (burn engine, RESTART_AUTOMATIC).
    if (exitCode === restartRequired && !program.line.includes("/norestart")) this.restart();
    return exitCode;
  }

  #install(exitCode: number, asSystem: boolean): void {
    writeSetupLog(this.dir, exitCode, asSystem);
    if (!succeeded.includes(exitCode) || this.state.now.next.comesToNothing === true) return;
    this.state.change((now) => {
      now.counts.installs += 1;
      installAgentInto(now);
      writeAgentFiles(this.dir, agentVersion, now.next.losesConfiguration);
    });
  }

  #isSystem({ file }: Program): boolean {
    return Object.values(this.state.now.tasks).some((task) => task.running && task.path === file);
  }
}
