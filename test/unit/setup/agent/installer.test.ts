import assert from "node:assert/strict";
import { test } from "node:test";
import { isPlannedAccount, plannedAccountName } from "../../../../src/setup/agent/account.ts";
import { compareVersions, judgeInstaller } from "../../../../src/setup/agent/installer.ts";
import { isLink, links } from "../../../../src/setup/links.ts";
import { goodInstaller, noInstaller } from "../../support/facts.ts";

test("versions are compared part by part, not as text", () => {
  assert.ok(compareVersions("1.1.977.0", "1.1.2334.0") < 0);
  assert.ok(compareVersions("1.1.2505.0", "1.1.2334.0") > 0);
  assert.equal(compareVersions("1.1.2334", "1.1.2334.0"), 0);
  assert.ok(compareVersions("", "1") < 0);
  assert.ok(compareVersions("1.x", "1.1") < 0);
});

test("a good installer is proved by signer, version, SHA-256 and size", () => {
  const { installer, proof, findings } = judgeInstaller({ ...goodInstaller, sizeBytes: 98_765_432 });
  assert.equal(installer?.version, "1.1.2334.0");
  assert.ok(findings.every(({ verdict }) => verdict === "pass"));
  assert.deepEqual(
    proof.map(({ value }) => value),
    ["Microsoft Corporation", "1.1.2334.0", goodInstaller.sha256, "94.2 MB", goodInstaller.path],
  );
});

test("the file's name decides nothing", () => {
  assert.ok(judgeInstaller({ ...goodInstaller, path: "C:\\x.bin" }).installer);
});

test("no file gives no finding and nothing to run", () => {
  assert.deepEqual(judgeInstaller(noInstaller), { findings: [], proof: [] });
});

test("the default account is known by both its names, a custom one by its own", () => {
  const create = { kind: "create" } as const;
  assert.ok(isPlannedAccount("CONTOSO\\provAgentgMSA$", create));
  for (const form of ["pGMSA_784aba0b$@contoso.com", "PGMSA_784ABA0B$", "contoso.com\\pGMSA_784aba0b$"])
    assert.ok(isPlannedAccount(form, create), form);
  for (const form of ["CONTOSO\\PROVAGENT01$", "provagent01$@contoso.com", "provAgent01$"])
    assert.ok(isPlannedAccount(form, { kind: "custom", name: "provAgent01$" }), form);
  assert.ok(!isPlannedAccount("CONTOSO\\provAgent01", { kind: "custom", name: "provAgent01$" }), "a user");
  assert.ok(!isPlannedAccount("CONTOSO\\provAgent01$", { kind: "custom" }));
  assert.ok(isPlannedAccount("CONTOSO\\pGMSA_784aba0b$", create));
  assert.ok(isPlannedAccount("CONTOSO\\pGMSA_784aba0b$", undefined));
  assert.ok(!isPlannedAccount("CONTOSO\\pGMSA_$", create));
  assert.ok(!isPlannedAccount("NT SERVICE\\AADConnectProvisioningAgent", create));
  assert.ok(!isPlannedAccount("CONTOSO\\administrator", create));
  assert.ok(!isPlannedAccount("CONTOSO\\my-provAgentgMSA$", create));
  assert.ok(!isPlannedAccount("CONTOSO\\provAgentgMSA$2", create));
  const custom = { kind: "custom", name: "provAgent01$" } as const;
  assert.ok(isPlannedAccount("CONTOSO\\PROVAGENT01$", custom));
  assert.ok(!isPlannedAccount("CONTOSO\\pGMSA_784aba0b$", custom));
  assert.ok(!isPlannedAccount("CONTOSO\\x$", { kind: "custom" }));
  assert.equal(plannedAccountName(custom), "provAgent01$");
  assert.equal(plannedAccountName({ kind: "custom" }), "");
  assert.match(plannedAccountName(undefined), /provAgentgMSA/u);
});

test("links are https, and only known ones are links", () => {
  for (const [id, url] of Object.entries(links)) {
    assert.ok(isLink(id));
    assert.equal(new URL(url).protocol, "https:");
  }
  assert.ok(!isLink("toString"));
});
