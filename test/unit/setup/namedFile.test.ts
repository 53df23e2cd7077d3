/** What may be named as the installer's file. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { quotedForPowerShell } from "../../../src/setup/text/quoting.ts";
import { isNamedBundle, isNamedFile, shareHostOf } from "../../../src/setup/namedFile.ts";
import { filePath } from "../../../src/setup/names.ts";
import { installerPlan, wrongIn } from "../../../src/setup/plan.ts";
import { namedBundles, namedFiles, refusedBundles, refusedFiles } from "../support/pathCases.ts";

test("a plan names a program by its full path on a drive or a share, and nothing else", () => {
  for (const path of namedFiles) assert.ok(v.is(filePath, path) && isNamedFile(path), path);
  for (const path of refusedFiles) {
    assert.ok(!isNamedFile(path), JSON.stringify(path));
    // Spaces around an answer are left out before it is looked at.
    if (path === path.trim()) assert.ok(!v.is(filePath, path), JSON.stringify(path));
  }
  assert.match(
    wrongIn(installerPlan, { source: "file", path: "/opt/a.exe" }) ?? "",
    /a full path such as C:/u,
  );
});

test("the host of a share is known from its path alone", () => {
  assert.equal(shareHostOf("\\\\files.contoso.com\\share\\a.exe"), "files.contoso.com");
  assert.equal(shareHostOf("C:\\Users\\a.exe"), undefined);
});

test("a new file of logs is named by a name alone, or by its full path on a drive", () => {
  for (const path of namedBundles) assert.ok(isNamedBundle(path), path);
  for (const path of refusedBundles) assert.ok(!isNamedBundle(path), JSON.stringify(path));
});

test("what stands in quotes for PowerShell is one text to it, whatever apostrophes it holds", () => {
  for (const path of namedFiles) {
    const quoted = quotedForPowerShell(path);
    // To PowerShell each of them ends a text in quotes, and two of them are one.
    assert.equal(
      quoted.slice(1, -1).replaceAll(/(['\u2018-\u201b])\1/gu, ""),
      path.replaceAll(/['\u2018-\u201b]/gu, ""),
    );
  }
});
