/** What the tools fetch is what the repository names: by its hash, not by its name and version. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { packages as ofChromium } from "../../../scripts/tools/chromium.ts";
import { fetchPackage } from "../../../scripts/tools/nuget.mjs";
import { pinned, verifyPackage } from "../../../scripts/tools/pinned.mjs";
import { fetchPowerShell } from "../../../scripts/tools/powershell.mjs";

const root = path.join(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const dir = mkdtempSync(path.join(os.tmpdir(), "cs-pinned-"));
after(() => {
  rmSync(dir, { recursive: true });
});

const sha512 = (text: string) => createHash("sha512").update(text).digest("base64");
/** A folder as the SDK leaves it, with this text as the package. */
const fetched = (folder: string, file: string, text: string): string => {
  mkdirSync(path.join(folder, "deep", "down"), { recursive: true });
  writeFileSync(path.join(folder, "deep", "down", file), text);
  writeFileSync(path.join(folder, "pwsh"), "its program");
  return folder;
};

test("a package of another hash than the pinned one is refused, and so is one that is not there", async () => {
  const wanted = { name: "Some.Tool", version: "1.2.3", sha512: sha512("the package") };
  const folder = (name: string, text: string) => fetched(path.join(dir, name), "some.tool.1.2.3.nupkg", text);
  await verifyPackage(folder("good", "the package"), wanted);
  await assert.rejects(verifyPackage(folder("bad", "the package."), wanted), (error: Error) => {
    assert.match(error.message, /Some\.Tool 1\.2\.3 is not the package it should be/u);
    assert.ok(error.message.includes(wanted.sha512) && error.message.includes(sha512("the package.")));
    return true;
  });
  await assert.rejects(
    verifyPackage(fetched(path.join(dir, "other"), "some.tool.1.2.4.nupkg", "the package"), wanted),
    /could not be verified/u,
  );
});

test("nothing of a package that is refused is kept, PowerShell's or another one's", async () => {
  const ways = [
    ["powershell.7.6.9.nupkg", fetchPowerShell],
    ...[pinned.netFramework, pinned.compiler].map(
      (one) =>
        [
          `${one.name}.${one.version}.nupkg`.toLowerCase(),
          (into: string, fetch: (args: string[]) => Promise<void>) => fetchPackage(one, into, fetch),
        ] as const,
    ),
  ] as const;
  for (const [file, fetch] of ways) {
    const into = path.join(dir, "cache", file);
    const asked: string[] = [];
    const tampered = (args: string[]): Promise<void> => {
      asked.push(...args);
      fetched(args.find((one) => one.startsWith(into)) ?? assert.fail(), file, "not what Microsoft signed");
      return Promise.resolve();
    };
    await assert.rejects(fetch(into, tampered), /is not the package it should be/u);
    assert.ok(asked.length > 0 && !existsSync(into));
  }
  assert.deepEqual(readdirSync(path.join(dir, "cache")), []);
});

test("a package that is pinned is named by version and by the SHA-512 of its file", () => {
  for (const { name, version, sha512: hash } of Object.values(pinned)) {
    assert.match(version, /^\d+\.\d+\.\d+$/u, name);
    assert.equal(Buffer.from(hash, "base64").length, 64, name);
  }
});

test("every package of npm comes by the hash in a list of ours, with install scripts off", () => {
  const lists = [
    "package-lock.json",
    "scripts/tools/vscode/package-lock.json",
    "scripts/tools/vscode/locks/server.json",
    "scripts/tools/vscode/locks/extensions.json",
  ];
  for (const file of lists) {
    const { packages } = JSON.parse(read(file)) as { packages: Record<string, { integrity?: string }> };
    const all = Object.entries(packages).filter(([name]) => name !== "");
    assert.ok(all.length > 0, file);
    for (const [name, { integrity = "" }] of all) assert.match(integrity, /\bsha512-/u, `${file}: ${name}`);
  }
  assert.match(read(".npmrc"), /^ignore-scripts=true$/mu);
  const installer = read("scripts/tools/vscode/install.mjs");
  assert.deepEqual(installer.match(/"(?:ci|install|rebuild)"/gu), ['"ci"', '"ci"', '"rebuild"']);
  assert.match(
    installer,
    /\["rebuild", "@vscode\/spdlog", "@vscode\/native-watchdog", "--loglevel=error"\]/u,
  );
});

test("the guide for contributors names what is installed without a question, and each package with its version", () => {
  const guide = read("CONTRIBUTING.md");
  for (const name of [...ofChromium, "apt-get update", "@vscode/spdlog", "@vscode/native-watchdog"])
    assert.ok(guide.includes(`\`${name}\``), name);
  const { dependencies } = JSON.parse(read("scripts/tools/vscode/package.json")) as {
    dependencies: Record<string, string>;
  };
  const versions = [...Object.values(pinned).map(({ version }) => version), ...Object.values(dependencies)];
  for (const version of versions) assert.ok(guide.includes(version), version);
});
