// Packages from NuGet, which the .NET SDK fetches.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { verifyPackage } from "./pinned.mjs";
import { wholeFolder } from "./wholeFolder.mjs";

const run = promisify(execFile);

/** @param {string[]} args */
export const dotnet = (args) =>
  run("dotnet", args, { env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" } });

/**
 * Fetches a package into a folder.
 * @param {import("./pinned.mjs").Pinned} wanted
 * @param {string} into
 * @param {(args: string[]) => Promise<unknown>} [fetch] the .NET SDK
 * @throws Error where it cannot be fetched, or is not the one that is pinned.
 */
export const fetchPackage = (wanted, into, fetch = dotnet) =>
  wholeFolder(into, async (temporary) => {
    const what = `${wanted.name}@${wanted.version}`;
    await fetch(["package", "download", what, "--output", temporary, "--verbosity", "quiet"]);
    await verifyPackage(temporary, wanted);
  });
