/** Packs a VSIX anew: smaller, and without what only the project's developers need. */
import { readFileSync, writeFileSync } from "node:fs";
import SevenZip from "7z-wasm";

/** Of the manifest: VS Code reads none of it. */
const forDevelopers = ["scripts", "devDependencies", "optionalDependencies"];

/**
 * Writes the file anew with the same files in it, in the order of their names and without their times, compressed as far as
 * deflate goes: vsce compresses as Node does by itself, which is quick. The manifest is without what is for developers, and JSON
 * without its white space.
 * @throws Error with 7-Zip's own words where it does not do it
 */
export const repack = async (file: string): Promise<void> => {
  const said: string[] = [];
  const note = (line: string): void => void said.push(line);
  const zip = await SevenZip({ print: note, printErr: note });
  /** @returns the names of the files it was done with */
  const run = (...args: string[]): readonly string[] => {
    said.length = 0;
    zip.callMain([...args, "-bd", "-bb1"]);
    if (!said.includes("Everything is Ok")) throw new Error(`${file}: ${said.join("\n")}`);
    return said.flatMap((line) => /^[-T] (.+)$/u.exec(line)?.[1] ?? []);
  };
  zip.FS.writeFile("/old.zip", readFileSync(file));
  const names = run("x", "/old.zip", "-o/whole");
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const place = `/whole/${name}`;
    const whole = JSON.parse(zip.FS.readFile(place, { encoding: "utf8" })) as Record<string, unknown>;
    const isManifest = name === "extension/package.json";
    const kept = Object.entries(whole).filter(([key]) => !(isManifest && forDevelopers.includes(key)));
    zip.FS.writeFile(place, JSON.stringify(Object.fromEntries(kept)));
  }
  // By their names: their folders are no entries.
  zip.FS.writeFile("/names", names.join("\n"));
  zip.FS.chdir("/whole");
  run("a", "-tzip", "-mx=9", "-mtm-", "/new.zip", "@/names");
  const packed = run("t", "/new.zip");
  if (names.length === 0 || packed.toSorted().join("\n") !== names.toSorted().join("\n"))
    throw new Error(`${file}: packed anew it would have other files: ${packed.join(", ")}`);
  writeFileSync(file, zip.FS.readFile("/new.zip"));
};
