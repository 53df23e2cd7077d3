// Compiles the PowerShell that came as a .NET tool: its package is for every kind of machine, so that each process compiles
// anew what it runs. Compiled once, a session begins in two thirds of the time. Where this cannot be done the tests take
// longer, and show the same.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { dotnet, fetchPackage } from "./nuget.mjs";
import { wholeFolder } from "./wholeFolder.mjs";
import { pinned } from "./pinned.mjs";
import { compiledFile } from "./powershell.mjs";

const run = promisify(execFile);
const cache = path.join(import.meta.dirname, "../../.cache");

/** What a session runs of PowerShell. */
const assemblies = [
  "System.Management.Automation.dll",
  "Microsoft.PowerShell.ConsoleHost.dll",
  "Microsoft.PowerShell.Commands.Management.dll",
  "Microsoft.PowerShell.Commands.Utility.dll",
  "Microsoft.PowerShell.Security.dll",
  "Newtonsoft.Json.dll",
  "pwsh.dll",
];

/** @returns {Promise<string>} where .NET's own assemblies are, of the version that a tool of .NET 10 runs on */
const runtimeFolder = async () => {
  const { stdout } = await dotnet(["--list-runtimes"]);
  const found = [...stdout.matchAll(/^Microsoft\.NETCore\.App (10\.\S+) \[([^\]]+)\]/gmu)].at(-1);
  if (!found) throw new Error("There is no runtime of .NET 10.");
  return path.join(found[2] ?? "", found[1] ?? "");
};

/** Where the compiler is, or would be. */
const compilerFolder = path.join(cache, `${pinned.compiler.name.toLowerCase()}-${pinned.compiler.version}`);
const compiler = path.join(
  compilerFolder,
  pinned.compiler.name.toLowerCase(),
  pinned.compiler.version,
  "tools",
  "crossgen2",
);

/**
 * Compiles files for this machine, from one folder into another.
 * @param {readonly string[]} files @param {string} from @param {string} into @param {string} powershell the folder of the one that loads them
 */
const compileFiles = async (files, from, into, powershell) => {
  const known = ["-r", path.join(powershell, "*.dll"), "-r", path.join(await runtimeFolder(), "*.dll")];
  for (const file of files)
    await run(compiler, [path.join(from, file), "-o", path.join(into, file), ...known, "-O"]);
};

/** @param {string} from PowerShell as it was fetched @param {string} into */
const compile = async (from, into) => {
  if (!existsSync(compilerFolder)) await fetchPackage(pinned.compiler, compilerFolder);
  await chmod(compiler, 0o755);
  await cp(from, into, { recursive: true });
  await compileFiles(assemblies, from, into, from);
};

/**
 * Whether something else that a PowerShell loads can be compiled for this machine: where that PowerShell itself was.
 * @param {{ args: readonly string[] }} engine
 */
export const canCompileFor = ({ args: [file] }) =>
  file !== undefined && file === compiledFile(file) && existsSync(compiler);

/**
 * Compiles such a file for this machine.
 * @param {{ args: readonly string[] }} engine @param {string} file @param {string} into a folder
 */
export const compileFor = ({ args: [powershell = ""] }, file, into) =>
  compileFiles([path.basename(file)], path.dirname(file), into, path.dirname(powershell));

/**
 * Compiles the PowerShell of a program, where it is a .NET tool on Linux x64 and is not compiled yet.
 * @param {{ args: readonly string[] }} engine
 * @param {(line: string) => void} [say]
 */
export const compilePowerShell = async ({ args: [file] }, say = console.log) => {
  if (process.platform !== "linux" || process.arch !== "x64" || file === undefined) return;
  const into = path.dirname(compiledFile(file));
  if (existsSync(into)) return;
  say("PowerShell: compiling it for this machine");
  try {
    await wholeFolder(into, (temporary) => compile(path.dirname(file), temporary));
  } catch (error) {
    say(`PowerShell could not be compiled, and takes longer to start: ${String(error)}`);
  }
};
