// Gets the reference assemblies of .NET Framework 4.6.2: what there is for the module to call on a server. The prerequisites
// ask for a later one; Windows PowerShell 5.1 itself runs on this, so that even the check for it can run.
//   node scripts/tools/netFramework.mjs     prints where they are
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.join(import.meta.dirname, "../..");
const packageName = "Microsoft.NETFramework.ReferenceAssemblies.net462";
const packageVersion = "1.0.3";
const folder = path.join(root, ".cache", `net-framework-4.6.2-${packageVersion}`);
const assemblies = path.join(
  folder,
  packageName.toLowerCase(),
  packageVersion,
  "build",
  ".NETFramework",
  "v4.6.2",
);

/** @param {(line: string) => void} say */
const download = async (say) => {
  say(`Reference assemblies of .NET Framework 4.6.2: fetching them with the .NET SDK`);
  const temporary = `${folder}.${process.pid}`;
  await mkdir(path.dirname(folder), { recursive: true });
  try {
    await run(
      "dotnet",
      [
        "package",
        "download",
        `${packageName}@${packageVersion}`,
        "--output",
        temporary,
        "--verbosity",
        "quiet",
      ],
      { env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" } },
    );
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process has fetched them in the meantime.
    if (existsSync(assemblies)) return;
    const why = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    throw new Error(
      `The PowerShell module is held against the reference assemblies of .NET Framework 4.6.2, which the .NET SDK 10 fetches from NuGet. It could not:\n${why.trim() || String(error)}`,
      { cause: error },
    );
  }
};

/**
 * @param {(line: string) => void} [say]
 * @returns {Promise<string>} the folder of the assemblies
 * @throws Error where they are not there and cannot be fetched.
 */
export const netFramework = async (say = console.log) => {
  if (!existsSync(assemblies)) await download(say);
  return assemblies;
};

if (import.meta.main) console.log(await netFramework());
