/** The VSIX as it was packed for the tests of this tier: what is in it, and on what terms. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { bundledPackages } from "../../scripts/tools/notices.ts";
import { joinModule } from "../../src/server/powershellModule.ts";
import { atActivation, bounds } from "../bench/figures/size.ts";
import { unzip } from "../unzip.ts";

const root = path.join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const { version } = JSON.parse(read("package.json")) as { version: string };
const vsix = path.join(root, `out/cloud-sync-setup-${version}.vsix`);
const contents = unzip(vsix);

test("the licence of every package in the bundles is in the VSIX, and that of the product", () => {
  const said = contents.get("extension/dist/ThirdPartyNotices.txt") ?? "";
  const folders = bundledPackages([read("out/meta-host.json"), read("out/meta-page.json")]);
  assert.ok(folders.includes("node_modules/valibot") && folders.includes("node_modules/@vscode/l10n"));
  for (const folder of folders) {
    const one = JSON.parse(read(`${folder}/package.json`)) as { name: string; version: string };
    assert.ok(said.includes(`\n${one.name} ${one.version} (`), folder);
    const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENSE-MIT.txt"]
      .map((name) => `${folder}/${name}`)
      .find((name) => existsSync(path.join(root, name)));
    if (file) assert.ok(said.includes(read(file).replaceAll("\r\n", "\n").trim()), file);
  }
  assert.equal(contents.get("extension/LICENSE.txt") ?? contents.get("extension/LICENSE"), read("LICENSE"));
});

/** How large files are together, in KB of 1024 bytes. */
const kilobytes = (...files: readonly string[]): number =>
  files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024;

test("the VSIX is no larger than 344 KB, and activation loads no more than 300 KB, in one file and its door", () => {
  assert.deepEqual(bounds, { activation: 300, vsix: 344 });
  assert.ok(kilobytes(vsix) <= bounds.vsix, `the VSIX is ${kilobytes(vsix).toFixed(1)} KB`);
  const { files } = atActivation();
  assert.equal(files.length, 2, files.join(", "));
  assert.ok(
    kilobytes(...files) <= bounds.activation,
    `activation loads ${kilobytes(...files).toFixed(1)} KB`,
  );
});

test("activation loads nothing that asks a directory, judges a server, speaks with it, masks, or makes documents", () => {
  const { sources } = atActivation();
  const packages = sources.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(file)?.[1] ?? []);
  assert.deepEqual([...new Set(packages)].sort(), ["@vscode/l10n", "punycode", "valibot"]);
  const first = [
    "src/directory/machine.ts",
    "src/setup/health/assessment.ts",
    "src/setup/preflight/network.ts",
    "src/server/session.ts",
    "src/server/redaction/redact.ts",
    "src/setup/text/masking.ts",
    "src/ui/documents.ts",
  ];
  const { inputs } = JSON.parse(read("out/meta-host.json")) as { readonly inputs: object };
  const known = Object.keys(inputs);
  assert.deepEqual(
    first.filter((file) => !known.includes(file)),
    [],
    "they are in the VSIX",
  );
  assert.deepEqual(
    first.filter((file) => sources.includes(file)),
    [],
  );
});

test("packed as small as it goes a file is what it was, and the manifest without what developers need", () => {
  const own = [...contents.keys()].flatMap(
    (name) => /^extension\/((?:dist|media|schemas|l10n)\/.*|package\.nls.*)$/u.exec(name)?.[1] ?? [],
  );
  assert.ok(own.length > 20);
  for (const file of own) {
    const packed = contents.get(`extension/${file}`) ?? "";
    if (file.endsWith(".json")) assert.deepEqual(JSON.parse(packed), JSON.parse(read(file)), file);
    else assert.equal(packed, read(file), file);
  }
  const { scripts, devDependencies, optionalDependencies, ...manifest } = JSON.parse(
    read("package.json"),
  ) as Record<string, unknown>;
  assert.ok(scripts && devDependencies && optionalDependencies);
  assert.deepEqual(JSON.parse(contents.get("extension/package.json") ?? ""), manifest);
});

test("beside each script of the VSIX is its map to the sources: by that is told what the tests ran", () => {
  const scripts = [...contents.keys()]
    .filter((name) => /^extension\/dist\/.*(?:part-.*\.cjs|\.js)$/u.test(name))
    .map((name) => name.replace("extension/", ""));
  assert.ok(scripts.length > 4);
  for (const file of scripts) {
    const { sources } = JSON.parse(read(`${file}.map`)) as { sources: string[] };
    const own = sources.map((source) => path.posix.join(path.posix.dirname(file), source));
    assert.ok(
      own.some((source) => /^(?:src|webview)\//u.test(source)),
      `${file}: ${own.join(", ")}`,
    );
  }
});

test("the VSIX holds what is needed and nothing else", () => {
  const wanted =
    /^(?:\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/(?:package\.json|package\.nls[\w.]*\.json|readme\.md|changelog\.md|LICENSE(?:\.txt)?|dist\/(?:extension\.cjs|part-[\w-]+\.cjs|ThirdPartyNotices\.txt|webview\/[\w.]+\.(?:js|css)|powershell\/CloudSyncSetup\.ps(?:1|m1|d1))|(?:media|schemas|l10n)\/.+))$/iu;
  assert.deepEqual(
    [...contents.keys()].filter((name) => !wanted.test(name)),
    [],
  );
});

/** A VS Code that does nothing: whatever is asked of it can be called, made, extended, and asked for more. */
const vscodeStandIn = `
const nothing = new Proxy(class {}, { get: (its, name) => (name in its ? its[name] : nothing), apply: () => nothing });
module.exports = Object.create(nothing);
`;

test("every part that is loaded at first use is in the VSIX, with all that it loads in its turn", () => {
  const scripts = [...contents.keys()].filter((name) => /^extension\/dist\/[\w-]+\.cjs$/u.test(name));
  const loads = /\brequire\("\.\/([^"]+)"\)/gu;
  const wanted = scripts.flatMap((name) =>
    [...(contents.get(name) ?? "").matchAll(loads)].map(([, file]) => file),
  );
  assert.ok(wanted.length > 3 && scripts.length > 3);
  assert.deepEqual(
    wanted.filter((file) => !contents.has(`extension/dist/${file}`)),
    [],
  );
  // What nothing loads is in vain.
  assert.deepEqual(
    scripts.filter((name) => !name.endsWith("/extension.cjs") && !wanted.includes(path.posix.basename(name))),
    [],
  );
  // Each begins to run, on its own, beside a VS Code that does nothing.
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-parts-"));
  try {
    mkdirSync(path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "node_modules/vscode.js"), vscodeStandIn);
    for (const name of scripts)
      writeFileSync(path.join(folder, path.posix.basename(name)), contents.get(name) ?? "");
    const load = createRequire(path.join(folder, "from.cjs"));
    for (const name of scripts) assert.equal(typeof load(`./${path.posix.basename(name)}`), "object", name);
    assert.equal(typeof (load("./extension.cjs") as { activate: unknown }).activate, "function");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the PowerShell module in the VSIX is that of the sources, to the letter, without the lines that are a comment", async () => {
  const packed = contents.get("extension/dist/powershell/CloudSyncSetup.ps1") ?? "";
  assert.ok(packed.length > 100_000);
  assert.equal(packed, await joinModule(path.join(root, "src/server/powershell")));
});
