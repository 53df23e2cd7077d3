// Gets Pester, which runs the tests of the module's inner functions.
import { existsSync } from "node:fs";
import path from "node:path";
import { fetchPackage } from "./nuget.mjs";
import { pinned } from "./pinned.mjs";

const { name, version } = pinned.pester;
const folder = path.join(import.meta.dirname, "../../.cache", `${name.toLowerCase()}-${version}`);

/**
 * @param {(line: string) => void} [say]
 * @returns {Promise<string>} the path of its module
 * @throws Error where it is not there and cannot be fetched.
 */
export const pester = async (say = console.log) => {
  if (!existsSync(folder)) {
    say(`Pester ${version}: fetching it with the .NET SDK`);
    try {
      await fetchPackage(pinned.pester, folder);
    } catch (error) {
      throw new Error(
        `The module's inner functions are tested with Pester ${version}, which the .NET SDK 10 fetches from NuGet. It could not: ${String(error)}`,
        { cause: error },
      );
    }
  }
  return path.join(folder, name.toLowerCase(), version, "tools", "Pester.psd1");
};
