/** What an operation may take, how long, and whether it may be cut: each is relied on by the session that runs it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import {
  getServerFacts,
  setCredentialManagerStart,
  setExecutionPolicyScope,
  setTlsValue,
} from "../../../../src/setup/operations/server.ts";
import { installAgent, saveInstaller } from "../../../../src/setup/operations/installer.ts";
import { registerAgent } from "../../../../src/setup/operations/registering.ts";
import { restartAgentService, setAgentPermissions } from "../../../../src/setup/operations/agent.ts";
import { directoryOperations, operations } from "../../../../src/setup/operations/index.ts";
import type { Server } from "../../../../src/setup/ports.ts";

const minutes = 60_000;

test("an operation that changes the server is cut only where that does no harm: a download, a copy, a bundle of logs", () => {
  const cancellable = operations.filter(({ changing, cancellable: may }) => changing && may);
  assert.deepEqual(
    cancellable.map(({ name }) => name),
    ["Save-CloudSyncInstaller", "Copy-CloudSyncInstaller", "Save-CloudSyncLogBundle"],
  );
  assert.ok(getServerFacts.cancellable);
});

test("what takes long has the time for it", () => {
  assert.equal(saveInstaller.timeoutMs, 30 * minutes);
  assert.equal(installAgent.timeoutMs, 30 * minutes);
  assert.equal(registerAgent.timeoutMs, 15 * minutes);
  assert.equal(restartAgentService.timeoutMs, 3 * minutes);
  assert.equal(setTlsValue.timeoutMs, minutes);
});

test("passwords go to the registration, to the rights in the directory and to who reads there, and nowhere else", () => {
  assert.deepEqual(registerAgent.secrets, [
    "AccountCredential",
    "ServiceAccountCredential",
    "DomainCredential",
  ]);
  assert.deepEqual(setAgentPermissions.secrets, ["EnterpriseCredential"]);
  assert.deepEqual(
    operations.filter(({ secrets }) => secrets.length > 0).map(({ name }) => name),
    ["Register-CloudSyncAgent", "Set-CloudSyncAgentPermission", "Protect-CloudSyncAgentAccount"],
  );
  assert.deepEqual(
    directoryOperations
      .filter(({ secrets }) => secrets.length > 0)
      .map(({ name, secrets }) => [name, secrets]),
    [["Get-CloudSyncDirectoryEntry", ["account"]]],
  );
});

test("a setting takes the values that Windows knows and no other", () => {
  for (const startMode of ["Automatic", "Manual", "Disabled"])
    assert.ok(v.is(setCredentialManagerStart.args, { startMode }), startMode);
  assert.ok(!v.is(setCredentialManagerStart.args, { startMode: "" }));
  for (const policy of ["Undefined", "RemoteSigned", "AllSigned", "Restricted", "Unrestricted", "Bypass"])
    for (const scope of ["LocalMachine", "CurrentUser"])
      assert.ok(v.is(setExecutionPolicyScope.args, { scope, policy }), `${scope} ${policy}`);
  assert.ok(!v.is(setExecutionPolicyScope.args, { scope: "MachinePolicy", policy: "RemoteSigned" }));
});

test("a secret has the name of the operation's parameter, or does not compile", () => {
  const misspelt = (run: Server["run"]) =>
    run(
      setAgentPermissions,
      { types: ["BasicRead"], domain: "contoso.com" },
      {
        // @ts-expect-error It takes an EnterpriseCredential.
        secrets: { EnterpriseCredentials: [] },
      },
    );
  assert.equal(typeof misspelt, "function");
  assert.deepEqual(setAgentPermissions.secrets, ["EnterpriseCredential"]);
});
