// Gets the reference assemblies of .NET Framework 4.6.2: what there is for the module to call on a server. The prerequisites
// ask for a later one; Windows PowerShell 5.1 itself runs on this, so that even the check for it can run.
import { existsSync } from "node:fs";
import path from "node:path";
import { fetchPackage } from "./nuget.mjs";
import { pinned } from "./pinned.mjs";

const root = path.join(import.meta.dirname, "../..");
const { name: packageName, version: packageVersion } = pinned.netFramework;
const folder = path.join(root, ".cache", `net-framework-4.6.2-${packageVersion}`);
const assembliesIn = (/** @type {string} */ one) =>
  path.join(one, packageName.toLowerCase(), packageVersion, "build", ".NETFramework", "v4.6.2");

/** @param {(line: string) => void} say */
const download = async (say) => {
  say(`Reference assemblies of .NET Framework 4.6.2: fetching them with the .NET SDK`);
  try {
    await fetchPackage(pinned.netFramework, folder);
  } catch (error) {
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
  if (!existsSync(assembliesIn(folder))) await download(say);
  return assembliesIn(folder);
};
