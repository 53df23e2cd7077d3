/** The practice machine's state: plain data, kept in one file. Every change is written at once. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { DirectoryState } from "./directoryState.ts";
import type { NetworkState } from "./networkState.ts";

export interface ServiceState {
  name: string;
  displayName: string;
  state: string;
  startMode: string;
  account: string;
}

export interface PracticeEvent {
  at: string;
  id: number;
  source: string;
  /** 1 critical, 2 error, 3 warning, 4 information. */
  level: number;
  text: string;
}

export interface PracticeProduct {
  id: string;
  name: string;
  version: string;
  publisher: string;
  isMsi: boolean;
  uninstall: string;
  quietUninstall: string;
}

export interface PracticeTask {
  running: boolean;
  result: number;
  /** When its last run began, ISO 8601; empty where it never did. */
  ranAt: string;
  path: string;
  line: string;
  /** SID of the account it runs as. */
  principal: string;
  author: string;
}

export interface RegistryPolicy {
  path: string;
  name: string;
  policy: string;
}

/** What Windows recorded of the group policies it applied: what each sets, with its name. */
export interface AppliedPolicies {
  rights: Partial<Record<string, string>>;
  services: Partial<Record<string, string>>;
  registry: RegistryPolicy[];
  userRegistry: RegistryPolicy[];
}

export interface MachineState {
  scenario: string;
  computer: { name: string; joined: boolean; domain: string; memoryMb: number; bootedAt: string };
  identity: { user: string; elevated: boolean; administrator: boolean; desktop: boolean };
  /** Below HKEY_LOCAL_MACHINE: key, then value. */
  registry: Record<string, Record<string, number | string>>;
  /** Below HKEY_CURRENT_USER of the session's user. */
  userRegistry: Record<string, Record<string, number | string>>;
  /** Deleted by the restart, as a volatile key is. */
  restartReason: string | number | null;
  services: Partial<Record<string, ServiceState>>;
  executionPolicy: Record<string, string>;
  network: NetworkState;
  directory: DirectoryState;
  /** Running programs, by process id. */
  programs: Record<string, string>;
  /** Programs that other users run, or that run from elsewhere. `owner` is a SID. */
  others: { path: string; line: string; owner: string }[];
  /** Scheduled tasks by folder and name, with how they are doing, and whose they are. */
  tasks: Record<string, PracticeTask>;
  /** What is smaller than a key, a service or a program. */
  windows: {
    drive: { freeMb: number; sizeMb: number };
    engine: { version: string; is64Bit: boolean };
    domainRole: number;
    clockAheadMs: number;
    networkLogon: boolean;
    managedAccount: boolean;
    /** Drives, such as `Z:`, that stand for a share. */
    mapped?: string[];
  };
  /** User rights, as SIDs. */
  rights: Record<string, string[]>;
  policies: AppliedPolicies;
  /** Event logs, by name. */
  events: Record<string, PracticeEvent[]>;
  certificates: { subject: string; issuer: string; notBefore: string; notAfter: string }[];
  /** What Windows lists as installed. */
  products: PracticeProduct[];
  /** Version of the agent's program files; null where there are none. */
  agentVersion: string | null;
  /** The tenant's side: domains of the agent, and who signed in. */
  registration: {
    domains: string[];
    signedIn: string | null;
    /** What the directory's side has of the account: types of permissions by domain, and whether its own object is restricted. */
    permissions?: Partial<Record<string, string[]>>;
    restricted?: true;
    /** The order of domain controllers that each domain was added with; where the real one keeps it is not documented. */
    preferred?: Record<string, string[]>;
  };
  /** How often things were done, so that a test can see that nothing was done twice. */
  counts: {
    boots: number;
    /** Setup programs that were started. */
    setups: number;
    installs: number;
    registrations: number;
    downloads: number;
    wizards: number;
  };
  /** What goes wrong next. */
  next: {
    exitCode: number;
    /** Of secedit: 0, 3 with warnings, 1 where it failed. */
    seceditExitCode: number;
    stopDownloadAt: number | null;
    /** Functions that Windows denies to the session's user. */
    denied: string[];
    /** Functions and cmdlets that fail, with what each says. */
    fails: Record<string, string>;
    /** Functions and cmdlets that do not answer as long as they are named here. */
    silent: string[];
    /** `ConstrainedLanguage`: sessions begin as under an application control policy. */
    languageMode: "FullLanguage" | "ConstrainedLanguage";
    /** Services that stay in "Start Pending" when they are started. */
    stuck: string[];
    /** Whether setup programs hang as long as this is so. */
    hangs: boolean;
    /** Whether a restart does not end as long as this is so. */
    staysDown: boolean;
    /** What the agent's module lacks: a cmdlet, or one of its parameters as `cmdlet.parameter`. */
    lacks?: string[];
    /** What a child of a session is in the place of PowerShell: a line of JavaScript, without double quotes. */
    child?: string;
    /** Whether Windows takes a task and does not start it. */
    taskNeverRuns?: boolean;
    /** Whether an uninstaller ends well and takes nothing away. */
    staysListed?: boolean;
    /** Whether the next installer replaces the agent's configuration, as versions before 1.1.1365.0 did. */
    losesConfiguration: boolean;
    /** Whether the next installer says that it succeeded and leaves nothing. */
    comesToNothing?: boolean;
  };
}

/** A file of an earlier version lacks what is new. */
const withDefaults = (kept: MachineState, initial: MachineState): MachineState => ({
  ...initial,
  ...kept,
  network: { ...initial.network, ...kept.network },
  next: { ...initial.next, ...kept.next },
  counts: { ...initial.counts, ...kept.counts },
});

/** The state in its file. */
export class StateFile {
  readonly file: string;
  readonly #state: MachineState;

  /** Goes on with the state that is there, so that what is installed stays installed; else begins with `initial`. */
  constructor(dir: string, initial: () => MachineState, fresh: boolean) {
    this.file = path.join(dir, "state.json");
    mkdirSync(dir, { recursive: true });
    this.#state =
      !fresh && existsSync(this.file)
        ? withDefaults(JSON.parse(readFileSync(this.file, "utf8")) as MachineState, initial())
        : initial();
    this.#write();
  }

  get now(): Readonly<MachineState> {
    return this.#state;
  }

  change(how: (state: MachineState) => void): void {
    how(this.#state);
    this.#write();
  }

  #write(): void {
    writeFileSync(`${this.file}.new`, `${JSON.stringify(this.#state, null, 2)}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}
