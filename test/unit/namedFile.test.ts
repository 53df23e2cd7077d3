/** What may be named as the installer's file. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { isNamedFile, shareHostOf } from "../../src/setup/namedFile.ts";
import { filePath } from "../../src/setup/names.ts";
import { installerPlan, wrongIn } from "../../src/setup/plan.ts";
import { namedFiles, refusedFiles } from "./pathCases.ts";

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
