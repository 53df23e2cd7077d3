/** How the module's own functions look for a scheduled task, outside the practice server: the cmdlets answer what they are told. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { moduleFolder } from "./practice.ts";

const failing = (id: string, category: string) =>
  `function Get-ScheduledTask { [CmdletBinding()] param($TaskPath, $TaskName) Write-Error -Message 'x' -ErrorId '${id}' -Category ${category} }`;
const found = `function Get-ScheduledTask { [CmdletBinding()] param($TaskPath, $TaskName) New-Object PSObject -Property
  @{ State = 'Ready'; Author = 'x'; Principal = @{ UserId = 'x' }; Actions = @(@{ Execute = 'x'; Arguments = '' }) } }`;
/** Both functions, and what they say: nothing, the task, `removed`, or the error's id. */
const look = `
    try { $state = Get-SystemTaskState -Folder '\\x\\' -Name 'x'; if ($null -eq $state) { 'none' } else { [string]$state.result + ' ' + $state.ranAt } }
    catch { $_.FullyQualifiedErrorId }
    try { Unregister-SystemTask -Folder '\\x\\' -Name 'x'; 'done' } catch { $_.FullyQualifiedErrorId }
`;

test("a task is none where Windows finds none, and where that cannot be told it is an error", async () => {
  const { program, args } = await findPowerShell({ install: true });
  const script = `
    Set-StrictMode -Version 3.0
    foreach ($file in [IO.Directory]::GetFiles('${moduleFolder.replaceAll("'", "''")}', '*.ps1', 'AllDirectories')) { . $file }
    $PSModuleAutoLoadingPreference = 'None'
    function Get-ScheduledTaskInfo { [CmdletBinding()] param($TaskPath, $TaskName) @{ LastTaskResult = 3010; LastRunTime = (New-Object DateTime(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc)).ToLocalTime() } }
    function Unregister-ScheduledTask { [CmdletBinding(SupportsShouldProcess = $true)] param($TaskPath, $TaskName) [Console]::Out.WriteLine('removed') }
    ${look}
    ${failing("CmdletizationQuery_NotFound_TaskName", "ObjectNotFound")}
    ${look}
    ${failing("HRESULT 0x80070005", "PermissionDenied")}
    ${look}
    ${found.replace("\n", " ")}
    ${look}
  `;
  const { stdout } = await promisify(execFile)(
    program,
    [...args, "-NoProfile", "-NonInteractive", "-Command", script],
    { env: { ...process.env, ...powerShellEnvironment } },
  );
  const denied = "HRESULT 0x80070005,Get-ScheduledTask";
  assert.deepEqual(stdout.trim().split(/\r?\n/u), [
    // Without the cmdlet.
    ...["CommandNotFoundException", "CommandNotFoundException"],
    ...["none", "done"],
    ...[denied, denied],
    ...["3010 2026-01-02T03:04:05.0000000Z", "removed", "done"],
  ]);
});
