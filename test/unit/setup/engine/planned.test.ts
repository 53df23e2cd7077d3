/** Whether what would change now is what was shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Call } from "../../../../src/setup/call.ts";
import { notShown } from "../../../../src/setup/engine/planned.ts";
import type { ServerId } from "../../../../src/setup/target.ts";
import { registryChange } from "../../support/changes.ts";

const back: Call = {
  port: "server",
  op: "Set-CloudSyncTlsValue",
  args: { setting: "strongCrypto", value: 0 },
};

test("a change is the one that was shown by place, target and value after, and by the value before where an undo puts it back", () => {
  const shown = [
    registryChange("A", 0, 1, back),
    registryChange("B", null, "x"),
    registryChange("C", 1, { b: 2, a: [1] }),
  ];
  for (const same of [
    registryChange("A", 0, 1, back),
    registryChange("B", "other", "x"),
    registryChange("C", 2, { a: [1], b: 2 }),
  ])
    assert.deepEqual(notShown([same], shown), []);
  for (const other of [
    registryChange("A", 2, 1, back),
    registryChange("A", 0, 2, back),
    registryChange("B", 1, "x", back),
    registryChange("B", null, "y"),
    registryChange("C", 1, { a: [2], b: 2 }),
    registryChange("C", 1, { a: [1] }),
    registryChange("D", null, "x"),
    { ...registryChange("B", null, "x"), on: { port: "server" as const, server: "SYNC02" as ServerId } },
    { ...registryChange("B", null, "x"), on: { port: "directory" as const, domain: "SYNC01" } },
    { ...registryChange("B", null, "x"), what: "file" as const },
  ])
    assert.deepEqual(notShown([other], shown), [other]);
});
