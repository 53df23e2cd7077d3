// Packages from NuGet, which the .NET SDK fetches.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { verifyPackage } from "./pinned.mjs";

const run = promisify(execFile);

/** @param {string[]} args */
export const dotnet = (args) =>
  run("dotnet", args, { env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" } });

/**
 * Makes a folder whole or not at all. Another process may make the same one: then the first counts.
 * @param {string} into
 * @param {(temporary: string) => Promise<unknown>} make
 */
export const wholeFolder = async (into, make) => {
  const temporary = `${into}.${process.pid}`;
  await mkdir(path.dirname(into), { recursive: true });
  try {
    await make(temporary);
    if (!existsSync(into)) await rename(temporary, into);
  } catch (error) {
    if (!existsSync(into)) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};

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
