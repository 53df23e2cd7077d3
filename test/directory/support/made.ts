/** Domains that are made once, and kept below `.cache` by what makes them. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as v from "valibot";
import { findSamba } from "../../../scripts/tools/samba.ts";
import { wholeFolder } from "../../../scripts/tools/wholeFolder.mjs";
import { takeAddress } from "./addresses.ts";
import { makeAuthority } from "./certificates.ts";
import { settle, type ControllerPlace } from "./controller.ts";
import { forests, type Forest, type ForestName } from "./forests.ts";
import { makeForest } from "./makeForest.ts";
import { run } from "./programs.ts";

const cache = path.join(import.meta.dirname, "../../../.cache");

/** What of a controller's folder lasts; the rest it makes anew. */
const lasting = ["private", "state"];

/** The address that each controller had while the domain was made: names of the domain still lead there. */
const madeSchema = v.object({ addresses: v.array(v.string()) });
export type Made = v.InferOutput<typeof madeSchema>;

/** Sockets stay behind: nobody listens on a copy of one. */
const isKept = async (file: string): Promise<boolean> => {
  const stat = await lstat(file);
  return stat.isFile() || stat.isDirectory();
};

/** Copies what lasts of a controller. */
export const copyController = async (from: string, to: string): Promise<void> => {
  for (const name of lasting)
    await cp(path.join(from, name), path.join(to, name), { recursive: true, filter: isKept });
};

export const placesIn = (
  folder: string,
  { name, netbios, hosts }: Forest,
  addresses: readonly string[],
): ControllerPlace[] =>
  hosts.map((host, at) => ({
    folder: path.join(folder, host.toLowerCase()),
    address: addresses[at] ?? "",
    host,
    domain: name,
    netbios,
    replicates: hosts.length > 1,
  }));

export const authorityIn = (folder: string): string => path.join(folder, "ca");

/** Makes it in a folder with a short path, because the path of a socket may have 107 characters. */
const make = async (forest: Forest, into: string): Promise<void> => {
  const work = await mkdtemp(path.join(os.tmpdir(), "cs-ad-"));
  const taken = await Promise.all(forest.hosts.map(takeAddress));
  try {
    const addresses = taken.map(({ address }) => address);
    const places = placesIn(work, forest, addresses);
    await makeAuthority(authorityIn(work), `Authority of ${forest.name}`);
    for (const place of places) await settle(place, authorityIn(work), addresses[0]);
    await makeForest(forest, places);
    await mkdir(into, { recursive: true });
    for (const { folder } of places) await copyController(folder, path.join(into, path.basename(folder)));
    await cp(authorityIn(work), authorityIn(into), { recursive: true });
    await writeFile(path.join(into, "made.json"), JSON.stringify({ addresses } satisfies Made));
  } finally {
    for (const one of taken) one.release();
    await rm(work, { recursive: true, force: true });
  }
};

/** What the files beside this one say, and which Samba it is. */
const keyOf = async (): Promise<string> => {
  const key = createHash("sha256").update(await run("samba", ["--version"]));
  for (const file of (await readdir(import.meta.dirname)).sort())
    key.update(file).update(await readFile(path.join(import.meta.dirname, file)));
  return key.digest("hex").slice(0, 16);
};

const removeOthers = async (begin: string, kept: string): Promise<void> => {
  for (const name of await readdir(cache))
    if (name.startsWith(begin) && name !== kept && /^[0-9a-f]{16}$/u.test(name.slice(begin.length)))
      await rm(path.join(cache, name), { recursive: true, force: true });
};

/** The folder of a domain that is made, and filled; makes it where it is not there. */
export const madeForest = async (name: ForestName): Promise<string> => {
  findSamba();
  const begin = `domain-${name}-`;
  const kept = `${begin}${await keyOf()}`;
  const folder = path.join(cache, kept);
  if (existsSync(folder)) return folder;
  await wholeFolder(folder, (temporary) => make(forests[name], temporary));
  await removeOthers(begin, kept);
  return folder;
};

export const readMade = async (folder: string): Promise<Made> =>
  v.parse(madeSchema, JSON.parse(await readFile(path.join(folder, "made.json"), "utf8")));
