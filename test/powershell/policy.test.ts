/** The module's own readers of what Windows recorded of its policies, over records as the pages of these WMI classes show them. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { after, before, test } from "node:test";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { moduleFolder } from "./practice.ts";

let engine: ChildProcess;
let lines: Interface;
before(async () => {
  const { program, args } = await findPowerShell({ install: true });
  const script = path.join(import.meta.dirname, "policy.ps1");
  engine = spawn(program, [...args, "-NoProfile", "-NonInteractive", "-File", script, moduleFolder], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...powerShellEnvironment },
  });
  assert.ok(engine.stdout);
  lines = createInterface({ input: engine.stdout });
});
after(() => engine.stdin?.end());

const baseline = "CN={11111111-1111-1111-1111-111111111111},CN=Policies,CN=System,DC=contoso,DC=com";
const other = "CN={22222222-2222-2222-2222-222222222222},CN=Policies,CN=System,DC=contoso,DC=com";
const gone = "CN={33333333-3333-3333-3333-333333333333},CN=Policies,CN=System,DC=contoso,DC=com";

const record = {
  RSOP_GPO: [
    { id: baseline, name: "Tier 0 hardening" },
    { id: other, name: "Default Domain Policy" },
  ],
  RSOP_UserPrivilegeRight: [
    { UserRight: "SeBackupPrivilege", GPOID: other },
    { UserRight: "SeServiceLogonRight", GPOID: baseline },
  ],
  RSOP_SystemService: [
    { Service: "vaultsvc", StartupMode: 4, GPOID: gone },
    { Service: "Spooler", StartupMode: 4, GPOID: other },
  ],
  RSOP_RegistryPolicySetting: [
    {
      registryKey: "Software\\Policies\\Microsoft\\Windows\\PowerShell",
      valueName: "EnableScripts",
      GPOID: baseline,
    },
    { registryKey: "Software\\Policies\\Elsewhere", valueName: "EnableScripts", GPOID: other },
  ],
};
interface Said {
  readonly answer: { readonly value?: unknown; readonly unread?: unknown };
  readonly asked: readonly string[];
}
const ask = async (
  call: string,
  args: object,
  of: Partial<typeof record> = record,
  logging: number | null = null,
): Promise<Said> => {
  const answer = new Promise<string>((resolve) => lines.once("line", resolve));
  engine.stdin?.write(`${JSON.stringify({ call, args, record: of, logging })}\n`);
  return JSON.parse(await answer) as Said;
};
const right = { Right: "SeServiceLogonRight" };

test("a policy is named by the record of the policy that won; one without a name, by its id", async () => {
  const { answer, asked } = await ask("Get-RightPolicy", right);
  assert.deepEqual(answer, { value: "Tier 0 hardening" });
  assert.deepEqual(asked, [
    "root\\rsop\\computer RSOP_GPO ",
    "root\\rsop\\computer RSOP_UserPrivilegeRight precedence=1",
  ]);
  assert.deepEqual((await ask("Get-RightPolicy", { Right: "SeDenyServiceLogonRight" })).answer, {
    value: null,
  });
  assert.deepEqual((await ask("Get-ServicePolicy", { Name: ["VaultSvc"] })).answer, {
    value: [{ name: "vaultsvc", policy: gone }],
  });
});

test("a registry key is compared as Windows does, backslashes and case and all", async () => {
  const Path = ["SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell", "SYSTEM\\Missing"];
  assert.deepEqual((await ask("Get-RegistryPolicy", { Path })).answer, {
    value: [
      {
        path: record.RSOP_RegistryPolicySetting[0]?.registryKey,
        name: "EnableScripts",
        policy: "Tier 0 hardening",
      },
    ],
  });
});

test("a record that was never made, or is switched off, is not known: it does not say that no policy sets it", async () => {
  for (const call of ["Get-RightPolicy", "Get-ServicePolicy", "Get-RegistryPolicy"]) {
    const args = { "Get-RightPolicy": right, "Get-ServicePolicy": { Name: ["VaultSvc"] } }[call] ?? {
      Path: ["SOFTWARE"],
    };
    assert.deepEqual(
      (await ask(call, args, { ...record, RSOP_GPO: [] })).answer.unread,
      { code: "NoPolicyRecord.none", params: {} },
      call,
    );
    assert.deepEqual(
      (await ask(call, args, record, 0)).answer.unread,
      { code: "NoPolicyRecord.off", params: {} },
      call,
    );
    assert.ok("value" in (await ask(call, args, record, 1)).answer, call);
  }
});
