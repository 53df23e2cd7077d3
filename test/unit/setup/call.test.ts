/** What can be kept to be done later: operations of a port's own closed list that change something, without a secret. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { call, sessionCall } from "../../../src/setup/call.ts";
import { cloudOperations, directoryOperations, operations } from "../../../src/setup/operations/index.ts";

test("a call is one of an operation that changes something without a secret, and that its own port lists; no port has another's", () => {
  const of = (port: string, op: string, args: unknown = {}) => v.is(call, { port, op, args });
  for (const { name, changing, secrets } of operations) {
    assert.equal(of("server", name), changing && secrets.length === 0, name);
    for (const port of ["directory", "cloud", "", "constructor"])
      assert.ok(!of(port, name), `${port} ${name}`);
  }
  for (const { name, changing, secrets } of directoryOperations) {
    assert.equal(of("directory", name), changing && secrets.length === 0, name);
    for (const port of ["server", "cloud"]) assert.ok(!of(port, name), `${port} ${name}`);
  }
  assert.equal(cloudOperations.length, 0);
  for (const wrong of ["constructor", "Remove-Item", "", "get-cloudsyncserverfact"])
    assert.ok(!of("server", wrong));
  for (const args of [null, "x", { x: undefined }]) assert.ok(!of("server", "Restart-CloudSyncServer", args));
  assert.ok(!v.is(call, { op: "Restart-CloudSyncServer", args: {} }), "without a port");
});

test("what a session says can be called is of the port that lists it", () => {
  const of = (op: string, more: object = {}) => v.safeParse(sessionCall, { op, args: {}, ...more });
  assert.deepEqual(of("Set-CloudSyncTlsValue").output, {
    port: "server",
    op: "Set-CloudSyncTlsValue",
    args: {},
  });
  assert.deepEqual(of("Set-CloudSyncDirectoryValue").output, {
    port: "directory",
    op: "Set-CloudSyncDirectoryValue",
    args: {},
  });
  for (const wrong of ["Get-CloudSyncDirectoryEntry", "Register-CloudSyncAgent", "Remove-Item"])
    assert.ok(!of(wrong).success, wrong);
  assert.ok(!of("Set-CloudSyncTlsValue", { port: "cloud" }).success);
});
