/**
 * The stand-ins for registry, services, identity and processes, and all others put together: one for each of their functions, with
 * the same name and parameters, over the practice machine's state. Each says what the real one does and where that is
 * documented; the parameters themselves are read from the module by host.ps1, so they cannot drift.
 */
import {
  agentFolder,
  downloadFolder,
  stateFolder,
  systemFolder,
  systemTemporaryFolder,
  temporaryFolder,
  traceFolder,
} from "./agent.ts";
import { fileStandIns } from "./files.ts";
import { folderStandIns } from "./folders.ts";
import { sidOf } from "./accounts.ts";
import { networkStandIns } from "./network.ts";
import { noteOf } from "./programFile.ts";
import { names, number, text, type StandIn } from "./standIn.ts";
import type { MachineState, ServiceState } from "./state.ts";
import { policyStandIns, rightStandIns, stateStandIns, taskStandIns } from "./windowsState.ts";

const serviceOf = ({ services }: MachineState, name: string): ServiceState => {
  const service = services[name];
  if (!service) throw new Error(`Cannot find any service with service name '${name}'.`);
  return service;
};

export const standIns: Readonly<Record<string, StandIn>> = {
  ...networkStandIns,
  ...stateStandIns,
  ...rightStandIns,
  ...policyStandIns,
  ...taskStandIns,
  ...folderStandIns,
  ...fileStandIns,
  // RegistryKey.GetValue answers null for a missing value (learn.microsoft.com, Microsoft.Win32.RegistryKey.GetValue).
  "Get-RegistryValue": ({ state }, args) =>
    state.now.registry[text(args, "Path")]?.[text(args, "Name")] ?? null,
  // RegistryKey.CreateSubKey opens or makes a key, SetValue replaces a value (same page, SetValue).
  "Write-RegistryNumber": ({ state }, args) => {
    state.change((now) => {
      (now.registry[text(args, "Path")] ??= {})[text(args, "Name")] = number(args, "Value");
    });
  },
  // RegistryKey.DeleteValue with throwOnMissingValue false (same page, DeleteValue).
  "Clear-RegistryValue": ({ state }, args) => {
    state.change((now) => {
      const key = now.registry[text(args, "Path")] ?? {};
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the value's name is what is asked for
      delete key[text(args, "Name")];
    });
  },
  // A key made with RegistryOptions.Volatile is not preserved when Windows restarts (RegistryOptions enumeration).
  "Get-RestartReason": ({ state }) => state.now.restartReason,
  // RegistryKey.SetValue with a text writes a REG_SZ (same page, SetValue).
  "Write-RestartReason": ({ state }, args) => {
    state.change((now) => {
      now.restartReason = text(args, "Reason");
    });
  },
  // Get-CimInstance of Win32_Service: State, StartMode, StartName (learn.microsoft.com, Win32_Service class).
  "Get-ServiceState": ({ state }, args) => state.now.services[text(args, "Name")] ?? null,
  // Set-Service -StartupType: Automatic shows as StartMode Auto in Win32_Service.
  "Write-ServiceStartMode": ({ state }, args) => {
    const mode = text(args, "StartMode");
    state.change((now) => {
      serviceOf(now, text(args, "Name")).startMode = mode === "Automatic" ? "Auto" : mode;
    });
  },
  // Get-Service; ServiceController.Stop asks and does not wait; a service that is on its way takes no order (ControlService, error 1061).
  "Invoke-ServiceStop": ({ state }, args) => {
    state.change((now) => {
      const service = serviceOf(now, text(args, "Name"));
      if (service.state !== "Running")
        throw new Error("The service cannot accept control messages at this time.");
      service.state = "Stopped";
    });
  },
  // Get-Service; ServiceController.Start asks and does not wait; one that runs or is starting is refused (StartService, error 1056).
  "Invoke-ServiceStart": ({ state }, args) => {
    const name = text(args, "Name");
    state.change((now) => {
      const service = serviceOf(now, name);
      if (service.state !== "Stopped") throw new Error("An instance of the service is already running.");
      service.state = now.next.stuck.includes(name) ? "Start Pending" : "Running";
    });
  },
  // Get-CimInstance of Win32_ComputerSystem: Name, PartOfDomain, Domain, TotalPhysicalMemory; of Win32_OperatingSystem:
  // LastBootUpTime.
  "Get-ComputerState": ({ state }) => state.now.computer,
  // WindowsIdentity.GetCurrent, WindowsPrincipal.IsInRole: true only with an elevated token under UAC.
  "Get-SessionIdentity": ({ state: { now } }) => ({ ...now.identity, sid: sidOf(now.identity.user) }),
  // Get-ExecutionPolicy -List answers every scope in order of precedence (about_Execution_Policies).
  "Get-ExecutionPolicyState": ({ state }) =>
    Object.entries(state.now.executionPolicy).map(([scope, policy]) => ({ scope, policy })),
  // Set-ExecutionPolicy -Scope writes the policy of that scope (its page; no group policy is practised).
  "Write-ExecutionPolicyState": ({ state }, args) => {
    state.change((now) => {
      now.executionPolicy[text(args, "Scope")] = text(args, "Policy");
    });
  },
  // Environment.GetFolderPath; here all below the practice machine's own folder.
  "Get-FolderPath": ({ dir }, args) => {
    const name = text(args, "Name");
    if (name === "Trace") return traceFolder(dir);
    if (name === "Temporary") return temporaryFolder(dir);
    if (name === "System") return systemFolder(dir);
    if (name === "State") return stateFolder(dir);
    return name === "Agent" ? agentFolder(dir) : downloadFolder(dir);
  },
  // Path.GetTempPath of the user; of SYSTEM Windows\\Temp by its environment, and Windows\\SystemTemp (GetTempPath2W).
  "Get-SetupLogFolder": ({ dir }) => [
    { entry: "setup", path: temporaryFolder(dir) },
    { entry: "setup-Temp", path: systemTemporaryFolder(dir) },
  ],
  // ERROR_HANDLE_DISK_FULL 39, ERROR_DISK_FULL 112 and ERROR_DISK_QUOTA_EXCEEDED 1295 (System Error Codes); .NET says ENOSPC 28 and
  // EDQUOT 122 where practice is not on Windows.
  "Test-DiskFull": (_machine, args) => [39, 112, 1295, 28, 122].includes(number(args, "HResult") & 0xffff),
  // Get-AuthenticodeSignature: Status Valid, NotSigned, UnknownError, ... (SignatureStatus enumeration).
  "Get-FileSignature": (_machine, args) => {
    const signer = noteOf(text(args, "Path"))?.signer ?? "";
    return { status: signer === "" ? "NotSigned" : "Valid", signer };
  },
  // FileVersionInfo: ProductName, ProductVersion.
  "Get-FileProduct": (_machine, args) => {
    const note = noteOf(text(args, "Path"));
    return note ? { name: note.product, version: note.version } : null;
  },
  // Process.WaitForExit(milliseconds) answers false where it still runs; ExitCode is that of the program.
  "Wait-Program": (machine, args) => machine.programs.wait(number(args, "Id"), number(args, "TimeoutMs")),
  // Process.GetProcessesByName; Get-CimInstance of Win32_Process: ProcessId, ExecutablePath, CommandLine, CreationDate, oldest
  // first by Sort-Object; its GetOwnerSid by Invoke-CimMethod.
  "Get-ProgramProcess": ({ programs }, args) => programs.of(names(args, "Path")),
  // Process.GetProcessById fails for one that has ended; Process.Handle: what is found can be waited for; Process.StartTime.
  "Open-Program": ({ programs }, args) => programs.isThere(number(args, "Id"), text(args, "StartedAt")),
  // Restart-Computer -Force ends every process at once.
  "Invoke-WindowsRestart": (machine) => {
    machine.restart();
  },
};
