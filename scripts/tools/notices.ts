/**
 * The notices of what is bundled: every package that esbuild put into the bundles, with the licence under which it may be
 * passed on. Whoever adds a package that has none, or one that was not thought about, cannot make a VSIX.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Licences that ask for nothing but their notice. */
const allowed: readonly string[] = ["0BSD", "BSD-3-Clause", "MIT"];

/**
 * Packages under the MIT licence that name it without its text, with the copyright line of their repositories' own: of FAST the
 * one in https://github.com/microsoft/fast/blob/main/LICENSE, of l10n the one at the head of its sources,
 * https://github.com/microsoft/vscode-l10n/blob/main/l10n/src/main.ts.
 */
const withoutText: Readonly<Record<string, string>> = {
  "@microsoft/fast-element": "Copyright (c) Microsoft Corporation. All rights reserved.",
  "@microsoft/fast-foundation": "Copyright (c) Microsoft Corporation. All rights reserved.",
  "@microsoft/fast-web-utilities": "Copyright (c) Microsoft Corporation. All rights reserved.",
  "@vscode/l10n": "Copyright (c) Microsoft Corporation. All rights reserved.",
};

const root = path.join(import.meta.dirname, "../..");
const mit = path.join(import.meta.dirname, "licences/MIT.txt");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
}

/** A name in a path, forward slashes: the folder of the innermost package that a file belongs to. */
const folderOf = (file: string): string | undefined =>
  /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(file)?.[0];

/** The folders of the packages among the inputs of esbuild's metafiles, relative as those are. */
export const bundledPackages = (metafiles: readonly string[]): readonly string[] => {
  const inputs = metafiles.flatMap((text) =>
    Object.keys((JSON.parse(text) as { readonly inputs: object }).inputs),
  );
  return [...new Set(inputs.map(folderOf).filter((folder) => folder !== undefined))].sort();
};

/** What the package says itself of how it may be passed on: its licence, and a notice of others' where it has one. */
const textsIn = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice|copyrightnotice)/iu.test(file))
    .sort()
    .map((file) => readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n").trim())
    .join("\n\n");

/**
 * The notices of the packages in these folders.
 * @throws Error that names the first package without a licence text, or under a licence that is not on the list.
 */
export const notices = (folders: readonly string[], at = root): string => {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(at, folder, "package.json"), "utf8"),
    ) as Manifest;
    if (typeof license !== "string" || !allowed.includes(license))
      throw new Error(
        `${name} ${version} is bundled under ${license === undefined ? "no licence" : JSON.stringify(license)}. Allowed are ${allowed.join(", ")} (scripts/tools/notices.ts).`,
      );
    const own = textsIn(path.join(at, folder));
    const copyright = license === "MIT" ? withoutText[name] : undefined;
    if (own === "" && copyright === undefined)
      throw new Error(
        `${name} ${version} is bundled and holds no licence text. Look for that of its repository (scripts/tools/notices.ts).`,
      );
    const text = own || `${copyright}\n\n${readFileSync(mit, "utf8").trim()}`;
    return `${name} ${version} (${license})\n\n${text}`;
  });
  return [
    "This extension holds the following packages, under their own licences.",
    ...new Set(parts),
    "",
  ].join(`\n\n${"-".repeat(80)}\n\n`);
};

/** Writes the notices of the bundles that were built last, beside them. */
export const writeNotices = (): void => {
  const metafiles = ["host", "page"].map((name) => path.join(root, `out/meta-${name}.json`));
  if (!metafiles.every(existsSync)) throw new Error("Build first: npm run build.");
  const folders = bundledPackages(metafiles.map((file) => readFileSync(file, "utf8")));
  writeFileSync(path.join(root, "dist/ThirdPartyNotices.txt"), notices(folders));
};
