/** Starts and stops VS Code in the browser, on a user-data folder of its own. */
import { spawn, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  fstatSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { builtInExtensions, serverEntry, serverNode } from "./install.mjs";

export interface ServerOptions {
  /** Where everything of this VS Code is kept; a temporary folder, removed at the end, where none is given. */
  readonly dir?: string;
  /** Settings of machine scope, and of application or user scope: each is read from its own file only. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** Extensions to install first. */
  readonly vsix?: readonly string[];
  /** Runs a test suite: dialogs are refused, notifications hidden, the extension host's tests are found. */
  readonly forTestSuite?: boolean;
  /** Else one that is free. */
  readonly port?: number;
  readonly locale?: string;
  /** The extensions that come with VS Code: these alone, by the names of their folders. Else all. */
  readonly builtIn?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface VsCodeServer {
  readonly port: number;
  readonly dir: string;
  readonly logFile: string;
  /** Of the whole process group. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const calm = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.editor.useModal": "off",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
};

/** A folder whose name is short: a Unix socket's path ends at 107 bytes. */
export const temporaryFolder = (): string => mkdtempSync(path.join(os.tmpdir(), "csv-"));

export const removeFolder = (dir: string): void => {
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
};

/** The port that the server itself was given, from what it wrote since it was started. */
const listeningOn = (logFile: string, from: number): number | undefined => {
  const said = readFileSync(logFile).subarray(from).toString("utf8");
  const found = / server listening on http:\/\/127\.0\.0\.1:(\d+)\//u.exec(said)?.[1];
  return found === undefined ? undefined : Number(found);
};

const environmentOf = (
  dir: string,
  sockets: string,
  more: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv => {
  const foreign =
    /^(?:PORT|PASSWORD|HASHED_PASSWORD|NODE_OPTIONS|NODE_COMPILE_CACHE|NODE_TEST_CONTEXT|VSCODE_.*|CODE_SERVER_CONFIG|ELECTRON_RUN_AS_NODE)$/u;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !foreign.test(key))),
    EXTENSIONS_GALLERY: "{}",
    XDG_DATA_HOME: dir,
    XDG_CONFIG_HOME: dir,
    XDG_CACHE_HOME: path.join(dir, "cache"),
    XDG_RUNTIME_DIR: sockets,
    ...more,
  };
};

const writeSettings = (dir: string, options: ServerOptions): void => {
  for (const folder of ["data/User", "data/Machine", "ext", "cache"])
    mkdirSync(path.join(dir, folder), { recursive: true, mode: 0o700 });
  const write = (file: string, value: unknown) => {
    writeFileSync(path.join(dir, file), JSON.stringify(value, null, 2));
  };
  writeFileSync(path.join(dir, "config.yaml"), "{}\n");
  write("data/User/settings.json", { ...calm, ...options.userSettings });
  write("data/Machine/settings.json", options.machineSettings ?? {});
  if (options.locale !== undefined) write("data/Machine/argv.json", { locale: options.locale });
};

/** What tells VS Code which of its own extensions it has. */
const builtInOption = (dir: string, names: readonly string[] | undefined): string[] => {
  if (names === undefined) return [];
  const folder = path.join(dir, "built-in");
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const link = path.join(folder, name);
    rmSync(link, { force: true });
    symlinkSync(path.join(builtInExtensions, name), link);
  }
  return ["--vscode-option", `builtin-extensions-dir=${folder}`];
};

interface Folders {
  readonly dir: string;
  readonly sockets: string;
  /** Removes those that were made for this server alone. */
  readonly remove: () => void;
}

const start = async (
  options: ServerOptions,
  { dir, sockets, remove }: Folders,
  [program, ...first]: readonly [string, ...string[]],
): Promise<VsCodeServer> => {
  writeSettings(dir, options);
  const env = environmentOf(dir, sockets, options.environment ?? {});
  const base = [
    ...first,
    "--config",
    path.join(dir, "config.yaml"),
    "--user-data-dir",
    path.join(dir, "data"),
    "--extensions-dir",
    path.join(dir, "ext"),
  ];
  const install = (options.vsix ?? []).flatMap((vsix) => ["--install-extension", path.resolve(vsix)]);
  if (install.length > 0) {
    const done = spawnSync(program, [...base, ...install, "--force"], { env, encoding: "utf8" });
    if (done.status !== 0)
      throw new Error(`The extensions could not be installed: ${done.stdout}${done.stderr}`);
  }
  const logFile = path.join(dir, "server.log");
  const log = openSync(logFile, "a");
  const { size: before } = fstatSync(log);
  const child = spawn(
    program,
    [
      ...base,
      "--bind-addr",
      `127.0.0.1:${options.port ?? 0}`,
      "--auth",
      "none",
      "--disable-telemetry",
      "--disable-update-check",
      "--disable-workspace-trust",
      "--disable-getting-started-override",
      "--ignore-last-opened",
      ...builtInOption(dir, options.builtIn),
      ...(options.forTestSuite === true ? ["--vscode-option", "enable-smoke-test-driver"] : []),
    ],
    { stdio: ["ignore", log, log], env, detached: true },
  );
  closeSync(log);
  let dead: string | undefined;
  child.once("exit", (code, signal) => {
    dead = `VS Code ended with ${code ?? signal ?? "?"}; see ${logFile}`;
  });
  child.once("error", (error) => {
    dead ??= `VS Code did not start: ${error.message}`;
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("VS Code did not start.");
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name);
    } catch {
      // The group has ended.
    }
  };
  const stop = async () => {
    signal("SIGTERM");
    for (let turn = 0; turn < 50 && dead === undefined; turn++) await sleep(100);
    signal("SIGKILL");
    remove();
  };
  const end = Date.now() + 60_000;
  let port: number | undefined;
  for (;;) {
    await sleep(50);
    if (dead !== undefined || Date.now() > end) {
      await stop();
      throw new Error(dead ?? "VS Code did not answer within a minute.");
    }
    port ??= listeningOn(logFile, before);
    if (port === undefined) continue;
    try {
      if ((await fetch(`http://127.0.0.1:${port}/healthz`)).ok) break;
    } catch {
      // Not listening yet.
    }
  }
  return { port, dir, logFile, pid, stop };
};

/**
 * `program`: what is run as VS Code, with its first arguments.
 * @throws Error where an extension cannot be installed, or VS Code does not answer within a minute; nothing is left running
 * then, and no folder that was made here.
 */
export const startServer = async (
  options: ServerOptions = {},
  program: readonly [string, ...string[]] = [serverNode, serverEntry],
): Promise<VsCodeServer> => {
  const dir = options.dir ?? temporaryFolder();
  const sockets = temporaryFolder();
  const remove = () => {
    removeFolder(sockets);
    if (options.dir === undefined) removeFolder(dir);
  };
  try {
    return await start(options, { dir, sockets, remove }, program);
  } catch (error) {
    remove();
    throw error;
  }
};

/** The address of the workbench. localhost, because webviews need a secure context. */
export const workbenchUrl = (
  { port }: { readonly port: number },
  open: {
    readonly folder?: string;
    readonly extensionDevelopmentPath?: string;
    readonly extensionTestsPath?: string;
  } = {},
): string => {
  const url = new URL(`http://localhost:${port}/`);
  if (open.folder !== undefined) url.searchParams.set("folder", path.resolve(open.folder));
  else url.searchParams.set("ew", "true");
  const payload = (["extensionDevelopmentPath", "extensionTestsPath"] as const).flatMap((key) => {
    const value = open[key];
    return value === undefined ? [] : [[key, `vscode-remote://localhost:${port}${path.resolve(value)}`]];
  });
  if (payload.length > 0) url.searchParams.set("payload", JSON.stringify(payload));
  return url.href;
};

/** Process ids of the extension hosts of one server: what a test ends to see what survives. */
export const extensionHosts = (server: VsCodeServer): number[] => {
  const listed = spawnSync("ps", ["-eo", "pid=,pgid=,args="], { encoding: "utf8" }).stdout;
  return listed.split("\n").flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\S.*)$/u.exec(line);
    return found && Number(found[2]) === server.pid && found[3]?.includes("--type=extensionHost") === true
      ? [Number(found[1])]
      : [];
  });
};
