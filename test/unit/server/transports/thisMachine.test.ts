import assert from "node:assert/strict";
import { test } from "node:test";
import { windowsPowerShell } from "../../../../src/server/transports/thisMachine.ts";

test("Windows PowerShell is started by its absolute 64-bit path", () => {
  assert.equal(
    windowsPowerShell({ SystemRoot: "D:\\Windows" }, "x64")[0],
    "D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
  );
  assert.match(windowsPowerShell({}, "ia32")[0] ?? "", /^C:\\Windows\\Sysnative\\/u);
  assert.deepEqual(windowsPowerShell({}, "x64").slice(1), [
    "-NoLogo",
    "-NoProfile",
    "-NonInteractive",
    "-Command",
    "-",
  ]);
});
