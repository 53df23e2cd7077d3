// Finds a PowerShell, or gets one with the .NET SDK. Runs with nothing installed: scripts/fetch.mjs.
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { dotnet } from "./nuget.mjs";
import { onPath } from "./onPath.mjs";
import { pinned, verifyPackage } from "./pinned.mjs";
import { wholeFolder } from "./wholeFolder.mjs";

const run = promisify(execFile);
const root = path.join(import.meta.dirname, "../..");
const toolVersion = pinned.powershell.version;
const folder = path.join(root, ".cache", `powershell-${toolVersion}`);
const installed = path.join(folder, process.platform === "win32" ? "pwsh.exe" : "pwsh");
const isIn = (/** @type {string} */ one) => existsSync(path.join(one, path.basename(installed)));

/**
 * What PowerShell 7 is started with: no telemetry, no look for updates, no terminal sequences. Neither its own pipe for
 * debuggers nor .NET's is made in the temporary folder, where a PowerShell that is ended from outside would leave them.
 */
export const powerShellEnvironment = {
  TERM: "dumb",
  POWERSHELL_TELEMETRY_OPTOUT: "1",
  POWERSHELL_DIAGNOSTICS_OPTOUT: "1",
  POWERSHELL_UPDATECHECK: "Off",
  DOTNET_CLI_TELEMETRY_OPTOUT: "1",
  DOTNET_NOLOGO: "1",
  DOTNET_EnableDiagnostics: "0",
  // Counting what runs often, to compile it better, is for programs that run longer than a session.
  DOTNET_TieredPGO: "0",
};

/** What a .NET of the developer's own needs to be found and to start. */
const ofTheDeveloper = /^(?:DOTNET_|XDG_)/u;

/**
 * The program and first arguments of a session in this PowerShell. A session composes its environment; what PowerShell 7
 * needs beside that is therefore set on the way, by env, which the PowerShell then takes the place of. Windows PowerShell
 * needs nothing.
 * @param {{ program: string, args: readonly string[] }} engine
 * @param {Readonly<Record<string, string>>} [more] what its environment has besides, where it is PowerShell 7 beside Windows
 * @returns {string[]}
 */
export const sessionCommand = ({ program, args }, more = {}) => {
  if (process.platform === "win32") return [program, ...args];
  const own = Object.entries(process.env).filter(([name]) => ofTheDeveloper.test(name));
  const all = Object.entries({ ...Object.fromEntries(own), ...powerShellEnvironment, ...more });
  return ["/usr/bin/env", ...all.map(([name, value]) => `${name}=${value}`), program, ...args];
};

/** @returns {string | undefined} */
const found = () => {
  const named = process.env.CLOUD_SYNC_POWERSHELL;
  if (named !== undefined && named !== "") return named;
  if (process.platform === "win32") {
    const windows = path.join(
      process.env.SystemRoot ?? "C:\\Windows",
      "System32",
      "WindowsPowerShell",
      "v1.0",
      "powershell.exe",
    );
    if (existsSync(windows)) return windows;
  }
  return onPath(["pwsh"]) ?? (existsSync(installed) ? installed : undefined);
};

const waysToGetOne = [
  "No PowerShell was found. The practice server and its tests run the real module in a real PowerShell.",
  "Any one of these is enough:",
  "  - PowerShell 7, with pwsh on the PATH",
  "  - the .NET SDK 10, with dotnet on the PATH: PowerShell is then fetched from NuGet by itself",
  "  - the path of a PowerShell in the environment variable CLOUD_SYNC_POWERSHELL",
].join("\n");

/**
 * Fetches PowerShell into a folder. What is there without a PowerShell in it is removed.
 * @param {string} into
 * @param {(args: string[]) => Promise<unknown>} [fetch] the .NET SDK
 * @throws Error where it cannot be fetched, or is not the package that is pinned.
 */
export const fetchPowerShell = async (into, fetch = dotnet) => {
  await wholeFolder(
    into,
    async (temporary) => {
      await fetch(["tool", "install", "PowerShell", "--version", toolVersion, "--tool-path", temporary]);
      await verifyPackage(temporary, pinned.powershell);
    },
    () => isIn(into),
  );
};

/** @param {(line: string) => void} say */
const install = async (say) => {
  if (!onPath(["dotnet"])) throw new Error(waysToGetOne);
  try {
    // Said where it really begins: another process may have fetched it.
    await fetchPowerShell(folder, (args) => {
      say(`PowerShell ${toolVersion}: fetching it with the .NET SDK`);
      return dotnet(args);
    });
  } catch (error) {
    const why = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    throw new Error(`${waysToGetOne}\n\nThe .NET SDK that is here could not fetch it:\n${why.trim()}`, {
      cause: error,
    });
  }
};

/**
 * Asks a PowerShell for its version, which shows that it starts at all. The one from NuGet is of the version asked for.
 * @param {string} program
 */
const versionOf = async (program) => {
  if (program === installed) return toolVersion;
  const ask = [
    "-NoLogo",
    "-NoProfile",
    "-NonInteractive",
    "-Command",
    "$PSVersionTable.PSVersion.ToString()",
  ];
  try {
    return (await run(program, ask, { timeout: 60_000 })).stdout.trim();
  } catch (error) {
    throw new Error(`${program} does not start.\n\n${waysToGetOne}`, { cause: error });
  }
};

/**
 * Where a .NET tool's PowerShell is that was compiled for this machine (compiled.mjs).
 * @param {string} file its pwsh.dll as it was fetched, or compiled
 */
export const compiledFile = (file) => {
  const folder = path.dirname(file);
  return folder.endsWith("-compiled") ? file : path.join(`${folder}-compiled`, path.basename(file));
};

/**
 * A .NET tool's program only starts another process, which goes on when the first is ended. A session is one process, as
 * with Windows PowerShell: so dotnet is given what the tool runs.
 * @param {string} program
 * @returns {{ program: string, args: string[] }}
 */
const inOneProcess = (program) => {
  const store = path.join(path.dirname(program), ".store", "powershell");
  const runner = onPath(["dotnet"]);
  if (!existsSync(store) || runner === undefined) return { program, args: [] };
  const end = path.join(process.platform === "win32" ? "win" : "unix", "pwsh.dll");
  const file = readdirSync(store, { recursive: true, encoding: "utf8" }).find((one) => one.endsWith(end));
  if (file === undefined) return { program, args: [] };
  const fetched = path.join(store, file);
  const compiled = compiledFile(fetched);
  return { program: runner, args: [existsSync(compiled) ? compiled : fetched] };
};

/**
 * A PowerShell to run the module in.
 * @param {{ install?: boolean, say?: (line: string) => void }} [how]
 * @returns {Promise<{ program: string, args: string[], version: string }>} program, the arguments that come first, and
 *   the version it says it is
 * @throws Error naming the ways to get one, where there is none.
 */
export const findPowerShell = async ({ install: get = true, say = console.log } = {}) => {
  if (found() === undefined && get) await install(say);
  const program = found();
  if (program === undefined) throw new Error(waysToGetOne);
  Object.assign(process.env, powerShellEnvironment);
  return { ...inOneProcess(program), version: await versionOf(program) };
};
