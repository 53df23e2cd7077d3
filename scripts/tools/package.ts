/** Builds for production and packs the VSIX into out/. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { writeNotices } from "./notices.ts";
import { repack } from "./repacked.ts";

const root = path.join(import.meta.dirname, "../..");
const out = path.join(root, "out");

/** Beside others: nothing waits for it that does not need it. */
const node = (args: readonly string[], cwd = root) => promisify(execFile)(process.execPath, args, { cwd });

const vsce = path.join(root, "node_modules/@vscode/vsce/vsce");
/** As a process of its own: `createVSIX` prints into what we say, and ends the process that calls it where it finds a fault. */
const pack = (folder: string, file: string) =>
  node(
    [
      vsce,
      "package",
      "--no-dependencies",
      "--skip-license",
      "--allow-missing-repository",
      "--no-rewrite-relative-links",
      "--out",
      file,
    ],
    folder,
  );

export const productionBuild = async (): Promise<void> => {
  await node([path.join(root, "esbuild.mjs"), "--production"]);
};

/** @returns the product's VSIX, newly made. */
export const packageProduct = async (): Promise<string> => {
  await productionBuild();
  writeNotices();
  mkdirSync(out, { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const file = path.join(out, `cloud-sync-setup-${version}.vsix`);
  await pack(root, file);
  await repack(file);
  return file;
};

/** @returns the VSIX of the tiny extension that opens the walkthrough in the practice window. */
const packageOpener = async (): Promise<string> => {
  mkdirSync(out, { recursive: true });
  const file = path.join(out, "opener.vsix");
  await pack(path.join(root, "lab/opener"), file);
  return file;
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

/** A name for everything the two VSIX files are made of: the same name, the same files. */
const sourcesHash = (): string => {
  const hash = createHash("sha256");
  const single = [
    "package.json",
    "package.nls.json",
    "package-lock.json",
    "esbuild.mjs",
    ".vscodeignore",
    "README.md",
    "scripts/tools/notices.ts",
    "scripts/tools/package.ts",
    "scripts/tools/repacked.ts",
    "scripts/tools/licences/MIT.txt",
  ];
  const folders = ["src", "webview", "media", "l10n", "schemas", "lab/opener"];
  for (const file of [
    ...single.map((one) => path.join(root, one)),
    ...folders.flatMap((one) => filesBelow(path.join(root, one))),
  ])
    hash.update(path.relative(root, file)).update(readFileSync(file));
  return hash.digest("hex");
};

/** Both VSIX files, packed only where the sources changed. */
export const packagedExtensions = async (
  say: (line: string) => void,
): Promise<{ files: string[]; hash: string }> => {
  const stamp = path.join(out, "packaged");
  const hash = sourcesHash();
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const files = [path.join(out, `cloud-sync-setup-${version}.vsix`), path.join(out, "opener.vsix")];
  const ready =
    files.every((file) => existsSync(file)) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
  if (!ready) {
    say("Extension: building and packing it");
    await Promise.all([packageProduct(), packageOpener()]);
    writeFileSync(stamp, hash);
  }
  return { files, hash };
};

if (import.meta.main) console.log(await packageProduct());
