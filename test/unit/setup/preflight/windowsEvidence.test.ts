/** What each rule about Windows itself looked at, and the way on it gives. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../../src/setup/finding.ts";
import type { ServerFacts } from "../../../../src/setup/operations/server.ts";
import { credentialManager } from "../../../../src/setup/preflight/policy.ts";
import type { Facts } from "../../../../src/setup/preflight/rule.ts";
import { tls } from "../../../../src/setup/preflight/tls.ts";
import {
  domainMember,
  elevation,
  memory,
  netFramework,
  serverCore,
  windowsBuild,
} from "../../../../src/setup/preflight/windows.ts";
import { briefly } from "../../support/brief.ts";
import {
  type AllRead,
  healthy,
  factsWith,
  healthyPolicy,
  healthyServer,
  healthyTls,
  unread,
} from "../../support/facts.ts";

const server = (change: Partial<ServerFacts>): Facts =>
  factsWith({
    server: { ...healthyServer, ...change },
  });
const windows = (build: number, revision: number, installation = "Server") =>
  server({ windows: { value: { product: "Windows", build, revision, installation } } });
const policy = (change: Partial<AllRead["policy"]>): Facts =>
  factsWith({
    policy: { ...healthyPolicy, ...change },
  });
const fixOf = (findings: readonly Finding[]) => {
  const [found] = findings;
  return found?.verdict === "fail" || found?.verdict === "warning" ? found.fix : undefined;
};
/** The command of a fix, and where it is run. */
const command = (findings: readonly Finding[]) => {
  const fix = fixOf(findings);
  return fix?.kind === "command" ? [fix.runOn, fix.text] : [];
};

test("the version of Windows is judged by product, build and revision", () => {
  assert.deepEqual(windowsBuild(windows(9600, 1)).map(briefly), [
    "windowsBuild fail [Windows | 9600.1 | Server] -> link prerequisites",
  ]);
  assert.deepEqual(windowsBuild(windows(17763, 2)).map(briefly), [
    "windowsBuild warning [Windows | 17763.2 | Server] -> link prerequisites",
  ]);
  assert.deepEqual(windowsBuild(windows(26100, 3)).map(briefly), [
    "windowsBuild fail [Windows | 26100.3 | Server] -> command",
  ]);
  assert.deepEqual(windowsBuild(windows(26100, 6901, "Client")).map(briefly), [
    "windowsBuild fail [Windows | 26100.6901 | Client] -> link prerequisites",
  ]);
  assert.deepEqual(command(windowsBuild(windows(26100, 3))), [
    "SYNC01",
    "Start-Process -FilePath 'ms-settings:windowsupdate'",
  ]);
  assert.deepEqual(windowsBuild(server({ windows: unread })).map(briefly), [
    `windowsBuild unknown [${unread.unread}] -> ${unread.unread}`,
  ]);
  assert.deepEqual(serverCore(windows(20348, 1, "Server Core")).map(briefly), [
    "serverCore fail [Server Core] -> link prerequisites",
  ]);
});

test("domain, session, .NET Framework and memory are shown as they were read", () => {
  const workgroup = domainMember(server({ domain: { value: { joined: false, name: "WORKGROUP" } } }));
  assert.deepEqual(workgroup.map(briefly), ["domainMember fail [WORKGROUP] -> command"]);
  assert.deepEqual(command(workgroup), ["SYNC01", "Add-Computer -DomainName <domain> -Restart"]);
  assert.deepEqual(domainMember(healthy).map(briefly), ["domainMember pass [contoso.com]"]);
  const plain = elevation(server({ elevated: { value: false } }));
  assert.deepEqual(plain.map(briefly), ["elevation fail [CONTOSO\\ada] -> command"]);
  assert.deepEqual(command(plain), ["SYNC01", "Start-Process -FilePath code -Verb RunAs"]);
  assert.deepEqual(netFramework(healthy).map(briefly), ["netFramework pass [528049]"]);
  assert.deepEqual(netFramework(server({ netRelease: { value: null } })).map(briefly), [
    "netFramework fail [missing] -> link prerequisites",
  ]);
  assert.deepEqual(memory(server({ memoryMb: { value: 4090 } })).map(briefly), ["memory pass [4090 MB]"]);
  assert.deepEqual(memory(server({ memoryMb: { value: 4089 } })).map(briefly), [
    "memory warning [4089 MB] -> link prerequisites",
  ]);
});

test("each TLS finding shows its key and both values, and its fix names what it sets", () => {
  const schannel =
    "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2";
  const facts: Facts = factsWith({
    tls: {
      ...healthyTls,
      clientEnabled: { value: 0 },
      clientDisabledByDefault: { value: null },
      strongCrypto: { value: null },
    },
  });
  const findings = tls(facts);
  assert.deepEqual(findings.map(briefly), [
    `tls:client fail [${schannel}\\Client | 0 | missing | this server] -> operation`,
    `tls:server pass [${schannel}\\Server | 1 | 0]`,
    "tls:net warning [HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319 | missing | this server] -> operation",
  ]);
  assert.deepEqual(
    findings[0]?.evidence.map(({ name }) => name),
    ["Key", "Enabled", "DisabledByDefault", "Set by"],
  );
  const label = (at: number) => {
    const fix = fixOf(findings.slice(at));
    return fix?.kind === "operation" && fix.label;
  };
  assert.deepEqual(
    [label(0), label(2)],
    ["Set Enabled = 1, DisabledByDefault = 0", "Set SchUseStrongCrypto = 1"],
  );
  assert.match(findings[1]?.summary ?? "", /^TLS 1\.2 for incoming connections/u);
});

test("the Credential Manager is shown with its start mode and state, and set to start manually", () => {
  const at = (value: { startMode: string; state: string } | null) =>
    credentialManager(policy({ credentialManager: { value } }));
  assert.deepEqual(at(null).map(briefly), ["credentialManager fail [missing] -> link prerequisites"]);
  assert.deepEqual(credentialManager(healthy).map(briefly), ["credentialManager pass [Manual, Stopped]"]);
  const disabled = at({ startMode: "Disabled", state: "Stopped" });
  assert.deepEqual(disabled.map(briefly), [
    "credentialManager fail [Disabled, Stopped | this server] -> operation",
  ]);
  assert.equal(disabled[0]?.evidence[0]?.name, "VaultSvc");
  assert.deepEqual(fixOf(disabled), {
    kind: "operation",
    label: "Set VaultSvc to start manually",
    calls: [{ port: "server", op: "Set-CloudSyncCredentialManagerStart", args: { startMode: "Manual" } }],
  });
});
