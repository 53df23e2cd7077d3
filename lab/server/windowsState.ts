/**
 * The stand-ins for what else Windows is asked, its rights, policies and tasks. Each says what the real one does and where
 * that is documented.
 */
import { knownAccounts } from "./accounts.ts";
import { names, number, text, type Arguments, type StandIn } from "./standIn.ts";

export const stateStandIns: Readonly<Record<string, StandIn>> = {
  // RegistryKey.OpenSubKey answers null for a missing key (learn.microsoft.com, Microsoft.Win32.RegistryKey.OpenSubKey).
  "Test-RegistryKey": ({ state }, args) => text(args, "Path") in state.now.registry,
  // RegistryKey.GetValueNames (same page).
  "Get-RegistryNameList": ({ state }, args) => Object.keys(state.now.registry[text(args, "Path")] ?? {}),
  // RegistryKey.GetSubKeyNames (same page).
  "Get-RegistryKeyList": ({ state }, args) => {
    const above = `${text(args, "Path")}\\`;
    const below = Object.keys(state.now.registry).filter((key) => key.startsWith(above));
    return [...new Set(below.map((key) => key.slice(above.length).split("\\")[0]))];
  },
  // Registry.CurrentUser.OpenSubKey and RegistryKey.GetValue (same pages).
  "Get-UserRegistryValue": ({ state }, args) =>
    state.now.userRegistry[text(args, "Path")]?.[text(args, "Name")] ?? null,
  // Registry.CurrentUser.OpenSubKey and RegistryKey.GetValueNames (same pages).
  "Get-UserRegistryNameList": ({ state }, args) =>
    Object.keys(state.now.userRegistry[text(args, "Path")] ?? {}),
  // System.IO.DriveInfo: AvailableFreeSpace, TotalSize.
  "Get-SystemDriveState": ({ state }) => ({ drive: "C:\\", ...state.now.windows.drive }),
  // $PSVersionTable, Environment.Is64BitProcess.
  "Get-EngineState": ({ state }) => state.now.windows.engine,
  // Get-CimInstance of Win32_ComputerSystem, DomainRole: 3 member server, 4 backup and 5 primary domain controller.
  "Get-DomainRole": ({ state }) => state.now.windows.domainRole,
  // DomainController.CurrentTime: what the controller's rootDSE says (System.DirectoryServices.ActiveDirectory).
  "Get-DomainClock": ({ state }) => ({
    domainController: `dc01.${state.now.computer.domain}`,
    time: new Date(Date.now() - state.now.windows.clockAheadMs).toISOString(),
  }),
  // The group NETWORK (S-1-5-2) is in the token of a network log-on (Well-known SIDs).
  "Test-NetworkLogon": ({ state }) => state.now.windows.networkLogon,
  // Get-WinEvent -FilterHashtable: newest first, of the ids asked for; no such log is an error.
  "Get-EventList": ({ state }, args) => {
    const log = state.now.events[text(args, "Log")];
    if (!log)
      throw new Error(
        `There is not an event log on the localhost computer that matches "${text(args, "Log")}".`,
      );
    const since = Date.parse(text(args, "Since"));
    const ids = [args.Id ?? []].flat();
    return log
      .filter(({ at, id }) => Date.parse(at) >= since && (ids.length === 0 || ids.includes(id)))
      .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
      .slice(0, number(args, "Newest"));
  },
  // X509Store My of LocalMachine. Reports name the issuer HISConnectorRegistrationCA.his.msappproxy.net.
  "Get-CertificateList": ({ state }, args) =>
    state.now.certificates.flatMap(({ issuer, ...certificate }) =>
      issuer.toLowerCase().includes(text(args, "Issuer").toLowerCase()) ? [certificate] : [],
    ),
  // The keys below Uninstall: DisplayName, DisplayVersion, UninstallString, QuietUninstallString (Uninstall Registry Key).
  "Get-ProductList": ({ state }, args) =>
    state.now.products.filter(({ name }) => name.toLowerCase().includes(text(args, "Name").toLowerCase())),
  // Get-CimInstance of Win32_Service, ProcessId, and Process.StartTime; none where the service does not run.
  "Get-ServiceStart": ({ state }, args) =>
    state.now.services[text(args, "Name")]?.state === "Running" ? state.now.computer.bootedAt : null,
};

export const rightStandIns: Readonly<Record<string, StandIn>> = {
  // secedit /export: SIDs with an asterisk, separated by commas (learn.microsoft.com, secedit export).
  "Get-AccountRight": ({ state }, args) => state.now.rights[text(args, "Right")] ?? [],
  // secedit /configure replaces the whole list of a right (secedit configure). Where it fails it changes nothing; where it
  // only warns it has changed it (reports of exit code 3).
  "Write-AccountRight": ({ state }, args) => {
    state.change((now) => {
      if (now.next.seceditExitCode !== 1) now.rights[text(args, "Right")] = names(args, "Sid");
    });
    return state.now.next.seceditExitCode;
  },
  // NTAccount.Translate: IdentityNotMappedException for an unknown name.
  "ConvertTo-AccountSid": ({ state }, args) => {
    const wanted = text(args, "Account").toLowerCase();
    const found = Object.entries(knownAccounts(state.now.services)).find(
      ([name]) => name.toLowerCase() === wanted,
    );
    if (!found) throw new Error("Some or all identity references could not be translated.");
    return found[1];
  },
  // SecurityIdentifier.Translate.
  "ConvertFrom-AccountSid": ({ state }, args) =>
    Object.entries(knownAccounts(state.now.services)).find(([, sid]) => sid === text(args, "Sid"))?.[0] ??
    null,
  // sc.exe qmanagedaccount and managedaccount (Windows Commands, sc; Microsoft's troubleshooting page of the agent).
  "Get-ManagedAccountFlag": ({ state }) => state.now.windows.managedAccount,
  // sc.exe managedaccount <service> true or false (the same pages).
  "Write-ManagedAccountFlag": ({ state }, args) => {
    state.change((now) => {
      now.windows.managedAccount = args.Managed === true;
    });
  },
};

/** What Windows recorded when it applied its policies; keys and services are compared as Windows does, without case. */
export const policyStandIns: Readonly<Record<string, StandIn>> = {
  // Get-CimInstance of RSOP_UserPrivilegeRight with precedence 1, and RSOP_GPO of its GPOID (RSoP WMI classes).
  "Get-RightPolicy": ({ state }, args) => state.now.policies.rights[text(args, "Right")] ?? null,
  // Get-CimInstance of RSOP_SystemService: Service, StartupMode (same pages).
  "Get-ServicePolicy": ({ state }, args) =>
    Object.entries(state.now.policies.services)
      .filter(([name]) => isNamed(names(args, "Name"), name))
      .map(([name, policy]) => ({ name, policy })),
  // Get-CimInstance of RSOP_RegistryPolicySetting: registryKey, valueName (same pages); the user's are in a namespace of
  // their own, root\rsop\user\ and the SID.
  "Get-RegistryPolicy": ({ state }, args) =>
    state.now.policies[args.OfUser === true ? "userRegistry" : "registry"].filter(({ path }) =>
      isNamed(names(args, "Path"), path),
    ),
};

const isNamed = (all: readonly string[], name: string) =>
  all.some((one) => one.toLowerCase() === name.toLowerCase());

const taskName = (args: Arguments) => text(args, "Folder") + text(args, "Name");

export const taskStandIns: Readonly<Record<string, StandIn>> = {
  // New-ScheduledTaskAction, New-ScheduledTaskPrincipal, New-ScheduledTaskSettingsSet, New-ScheduledTask, Register-ScheduledTask
  // -Force and Start-ScheduledTask: the task goes on without the session that made it (ScheduledTasks module).
  "Register-SystemTask": (machine, args) => {
    machine.startTask(taskName(args), text(args, "Author"), text(args, "Path"), text(args, "ArgumentLine"));
  },
  // Get-ScheduledTask, Get-ScheduledTaskInfo: LastTaskResult is the exit code, 267009 while it runs, 267011 before it ran; LastRunTime;
  // MSFT_TaskExecAction: Execute and Arguments; MSFT_ScheduledTask: Principal and Author; NTAccount.Translate.
  "Get-SystemTaskState": ({ state }, args) => state.now.tasks[taskName(args)] ?? null,
  // Get-ScheduledTask, Unregister-ScheduledTask: takes the task away (ScheduledTasks module).
  "Unregister-SystemTask": ({ state }, args) => {
    state.change((now) => {
      now.tasks = Object.fromEntries(Object.entries(now.tasks).filter(([name]) => name !== taskName(args)));
    });
  },
  // Thread.Sleep; shorter here.
  "Wait-Moment": (machine) => machine.moment(),
};
