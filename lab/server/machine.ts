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
import { noteOf } from "./program.ts";
import type { StateFile } from "./state.ts";

export interface MachineTimes {
  readonly installMs: number;
  readonly restartMs: number;
}

interface Running {
  readonly ended: Promise<number>;
}

/** Process ids of practice programs begin here, far from any real one. */
const firstProgramId = 900_000;

export class Machine {
  readonly dir: string;
  readonly state: StateFile;
  /** Network probes that began, in their order. In memory: a probe changes nothing. */
  readonly probes: string[] = [];
  /** Called when the wizard's window opens; a person's lab shows it in a browser. */
  onWizard: () => void = () => undefined;
  readonly #times: MachineTimes;
  readonly #sessions = new Set<number>();
  readonly #running = new Map<number, Running>();
  #restartingUntil = 0;
  #lastId = firstProgramId;

  constructor(dir: string, state: StateFile, times: MachineTimes) {
    this.dir = dir;
    this.state = state;
    this.#times = times;
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
    return Date.now() < this.#restartingUntil;
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
    this.#restartingUntil = Date.now() + this.#times.restartMs;
    this.state.change((now) => {
      now.counts.boots += 1;
      now.computer.bootedAt = new Date(this.#restartingUntil).toISOString();
      now.restartReason = null;
      now.programs = {};
      for (const service of Object.values(now.services))
        if (service) service.state = service.startMode === "Auto" ? "Running" : "Stopped";
    });
    // After the answer is on its way: the session that asked ends as well.
    setTimeout(() => {
      this.endSessions();
    }, 100);
  }

  /** Starts the installer, an uninstaller or the wizard; anything else is refused. */
  start(file: string, line = ""): number {
    const id = ++this.#lastId;
    const product = this.#toUninstall(file, line);
    if (product !== undefined) {
      this.#running.set(id, { ended: this.#uninstall(product) });
      return id;
    }
    const name = path.basename(file);
    if (name === wizardFile) {
      this.state.change((now) => {
        now.programs[id] = name;
        now.counts.wizards += 1;
      });
      this.#running.set(id, { ended: new Promise(() => undefined) });
      this.onWizard();
      return id;
    }
    if (noteOf(file)?.kind !== "installer") throw new Error(`The practice server does not run ${file}`);
    this.state.change((now) => {
      now.programs[id] = name;
    });
    this.#running.set(id, { ended: this.#install(id) });
    return id;
  }

  /** Starts a program under SYSTEM: it goes on without the session. */
  startTask(name: string, file: string, line: string): void {
    if (name in this.state.now.tasks) throw new Error(`There is a task ${name} already.`);
    const id = this.start(file, line);
    const set = (task: { running: boolean; result: number }) => {
      this.state.change((now) => {
        if (name in now.tasks || task.running) now.tasks[name] = task;
      });
    };
    set({ running: true, result: 267009 });
    void this.#running.get(id)?.ended.then((exitCode) => {
      set({ running: false, result: exitCode });
    });
  }

  /** The program of one of these names that has been running longest. */
  find(names: readonly string[]): number | undefined {
    const found = Object.entries(this.state.now.programs).find(([, name]) => names.includes(name));
    return found ? Number(found[0]) : undefined;
  }

  /** Waits for a program, at most `timeoutMs`. */
  async wait(id: number, timeoutMs: number): Promise<{ exited: boolean; exitCode: number }> {
    const running = this.#running.get(id);
    if (!running) throw new Error(`No program ${id}`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, undefined);
    });
    const exitCode = await Promise.race([running.ended, late]);
    clearTimeout(timer);
    return { exited: exitCode !== undefined, exitCode: exitCode ?? 0 };
  }

  /** What the wizard or the cmdlets do at the end: the agent belongs to a tenant and runs as its account. */
  register(tenant: string, signedIn: string): void {
    this.state.change((now) => {
      const key = now.registry[agentKey];
      if (key) key.TenantID = tenant;
      now.registration.signedIn = signedIn;
      now.counts.registrations += 1;
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
    });
  }

  closeWizard(): void {
    this.state.change((now) => {
      for (const [id, name] of Object.entries(now.programs)) if (name === wizardFile) now.programs[id] = "";
      now.programs = Object.fromEntries(Object.entries(now.programs).filter(([, name]) => name !== ""));
    });
  }

  get wizardIsOpen(): boolean {
    return Object.values(this.state.now.programs).includes(wizardFile);
  }

  #toUninstall(file: string, line: string): string | undefined {
    const { products } = this.state.now;
    if (/msiexec\.exe$/iu.test(file)) return products.find(({ id }) => line.includes(`/x ${id} `))?.id;
    return products.find(({ quietUninstall }) => quietUninstall === `"${file}" ${line}`)?.id;
  }

  async #uninstall(id: string): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, this.#times.installMs));
    const { exitCode } = this.state.now.next;
    this.state.change((now) => {
      now.next.exitCode = 0;
      if ([0, 3010, 1641].includes(exitCode)) uninstallFrom(now, this.dir, id);
    });
    return exitCode;
  }

  async #install(id: number): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, this.#times.installMs));
    const { exitCode } = this.state.now.next;
    // A restart in between has ended it.
    if (!(id in this.state.now.programs)) return exitCode;
    writeSetupLog(this.dir, exitCode);
    this.state.change((now) => {
      now.programs = Object.fromEntries(Object.entries(now.programs).filter(([one]) => one !== String(id)));
      now.next.exitCode = 0;
      if (![0, 3010, 1641].includes(exitCode)) return;
      now.counts.installs += 1;
      installAgentInto(now);
      writeAgentFiles(this.dir, agentVersion, now.next.losesConfiguration);
    });
    return exitCode;
  }
}
