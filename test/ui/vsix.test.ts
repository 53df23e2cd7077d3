/** The VSIX as it was packed for the tests of this tier: what is in it, and on what terms. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { bundledPackages } from "../../scripts/tools/notices.ts";
import { unzip } from "../unzip.ts";

const root = path.join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const { version } = JSON.parse(read("package.json")) as { version: string };
const contents = unzip(path.join(root, `out/cloud-sync-setup-${version}.vsix`));

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

test("the VSIX holds what is needed and nothing else", () => {
  const wanted =
    /^(?:\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/(?:package\.json|package\.nls[\w.]*\.json|readme\.md|changelog\.md|LICENSE(?:\.txt)?|dist\/(?:extension\.cjs|ThirdPartyNotices\.txt|webview\/[\w.]+\.(?:js|css)|powershell\/(?:\w+\/)?\w+\.ps(?:1|m1|d1))|(?:media|schemas|l10n)\/.+))$/iu;
  assert.deepEqual(
    [...contents.keys()].filter((name) => !wanted.test(name)),
    [],
  );
});
