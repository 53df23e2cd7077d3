/** The states in which servers are found. Each begins with a healthy Windows Server 2022 and changes what it is about. */
import { agentKey, installAgentInto } from "../server/agent.ts";
import { createdAccount, healthyDirectory } from "../server/directoryState.ts";
import { openNetwork } from "../server/networkState.ts";
import type { MachineState } from "../server/state.ts";
import { directoryScenarios } from "./directory.ts";
import { practiceTenant } from "./tenant.ts";

export { practiceTenant } from "./tenant.ts";

const schannel = "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2";

export const practiceAccount = "CONTOSO\\pGMSA_784aba0b$";

const healthy = (): MachineState => ({
  scenario: "healthy",
  computer: {
    name: "SYNC01",
    joined: true,
    domain: "contoso.com",
    memoryMb: 8191,
    bootedAt: new Date(Date.now() - 3_600_000).toISOString(),
  },
  identity: { user: "CONTOSO\\ada", elevated: true, administrator: true, desktop: true },
  registry: {
    "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion": {
      ProductName: "Windows Server 2022 Standard",
      CurrentBuildNumber: "20348",
      UBR: 2700,
      InstallationType: "Server",
    },
    "SOFTWARE\\Microsoft\\Cryptography": { MachineGuid: "6f1e3c1a-3d0b-4a58-9d55-2b7c1f0e9a01" },
    "SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full": { Release: 528049 },
    [`${schannel}\\Client`]: { Enabled: 1, DisabledByDefault: 0 },
    [`${schannel}\\Server`]: { Enabled: 1, DisabledByDefault: 0 },
    "SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319": { SchUseStrongCrypto: 1 },
    "SYSTEM\\CurrentControlSet\\Services\\Netlogon\\Parameters": {
      DynamicSiteName: "Default-First-Site-Name",
    },
  },
  userRegistry: {},
  restartReason: null,
  services: {
    VaultSvc: {
      name: "VaultSvc",
      displayName: "Credential Manager",
      state: "Stopped",
      startMode: "Manual",
      account: "LocalSystem",
    },
  },
  executionPolicy: {
    MachinePolicy: "Undefined",
    UserPolicy: "Undefined",
    Process: "Undefined",
    CurrentUser: "Undefined",
    LocalMachine: "RemoteSigned",
  },
  network: openNetwork(),
  directory: healthyDirectory(),
  programs: {},
  others: [],
  tasks: {},
  windows: {
    drive: { freeMb: 60_000, sizeMb: 130_000 },
    engine: { version: "5.1.20348.2700", is64Bit: true },
    domainRole: 3,
    clockAheadMs: 0,
    networkLogon: false,
    managedAccount: false,
  },
  rights: { SeServiceLogonRight: ["S-1-5-80-0"], SeDenyServiceLogonRight: [] },
  policies: { rights: {}, services: {}, registry: [], userRegistry: [] },
  events: {
    Application: [],
    System: [],
    "Microsoft-AzureADConnect-ProvisioningAgent/Admin": [],
    "Microsoft-Windows-Security-Netlogon/Operational": [],
    "Microsoft-Windows-KdsSvc/Operational": [],
  },
  certificates: [],
  products: [],
  agentVersion: null,
  registration: { domains: [], signedIn: null },
  counts: { boots: 0, setups: 0, installs: 0, registrations: 0, downloads: 0, wizards: 0 },
  next: {
    exitCode: 0,
    seceditExitCode: 0,
    stopDownloadAt: null,
    denied: [],
    fails: {},
    silent: [],
    languageMode: "FullLanguage",
    losesConfiguration: false,
    stuck: [],
    hangs: false,
    staysDown: false,
  },
});

const needsFixes = (): MachineState => {
  const state = healthy();
  state.registry[`${schannel}\\Client`] = { Enabled: 0, DisabledByDefault: 1 };
  state.registry[`${schannel}\\Server`] = {};
  state.registry["SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319"] = {};
  state.executionPolicy.LocalMachine = "Unrestricted";
  const vault = state.services.VaultSvc;
  if (vault) vault.startMode = "Disabled";
  return { ...state, scenario: "needs-fixes" };
};

const installed = (): MachineState => {
  const state = healthy();
  installAgentInto(state);
  const agent = state.services.AADConnectProvisioningAgent;
  if (agent) agent.account = practiceAccount;
  state.windows.managedAccount = true;
  const key = state.registry[agentKey];
  if (key) key.TenantID = practiceTenant;
  state.registration = { domains: ["contoso.com"], signedIn: "admin@contoso.onmicrosoft.com" };
  state.directory.managedAccounts.push({
    ...createdAccount("pGMSA_784aba0b$"),
    given: { "contoso.com": ["installer"] },
  });
  return { ...state, scenario: "installed" };
};

/** The firewall lets nothing out but through the proxy, which WinHTTP and the user know; the agent will not. */
const proxyRequired = (): MachineState => {
  const state = healthy();
  state.network.direct = false;
  state.network.winHttp = { server: "proxy.contoso.com:8080", bypass: "<local>" };
  state.network.user.server = "proxy.contoso.com:8080";
  return { ...state, scenario: "proxy-required" };
};

/** A device on the way opens TLS and shows certificates of its own, which the domain's policy made trusted. */
const inspectingProxy = (): MachineState => {
  const state = healthy();
  state.network.inspectedBy = "Contoso Web Security";
  return { ...state, scenario: "inspecting-proxy" };
};
/** A healthy server with one thing changed. */
const healthyBut = (scenario: string, change: (state: MachineState) => void): MachineState => {
  const state = healthy();
  change(state);
  return { ...state, scenario };
};

const windowsKey = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
const powerShellPolicies = "SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell";

export const scenarios = {
  healthy,
  "needs-fixes": needsFixes,
  installed,
  "proxy-required": proxyRequired,
  "inspecting-proxy": inspectingProxy,
  /** A group policy owns the right to log on as a service and leaves the agent's service out. */
  "no-logon-right": () =>
    healthyBut("no-logon-right", (state) => {
      state.rights.SeServiceLogonRight = ["S-1-5-21-1004336348-1177238915-682003330-1105"];
      state.policies.rights.SeServiceLogonRight = "Tier 0 hardening";
    }),
  /** The first cloud provisioning agent, which runs as a local account. */
  "old-agent-without-gmsa": () =>
    healthyBut("old-agent-without-gmsa", (state) => {
      installAgentInto(state, "1.1.96.0");
      const key = state.registry[agentKey];
      if (key) key.TenantID = practiceTenant;
      state.registration = { domains: ["contoso.com"], signedIn: "admin@contoso.onmicrosoft.com" };
    }),
  /** Entra Connect Sync and its pass-through authentication agent run on the same server. */
  "second-agent": () =>
    healthyBut("second-agent", (state) => {
      const service = { state: "Running", startMode: "Auto", account: "LocalSystem" };
      state.services.ADSync = { name: "ADSync", displayName: "Microsoft Azure AD Sync", ...service };
      state.services.AzureADConnectAuthenticationAgent = {
        name: "AzureADConnectAuthenticationAgent",
        displayName: "Microsoft Azure AD Connect Authentication Agent",
        ...service,
      };
    }),
  "server-core": () =>
    healthyBut("server-core", ({ registry }) => {
      registry[windowsKey] = { ...registry[windowsKey], InstallationType: "Server Core" };
    }),
  /** An administrator without an elevated token: Windows keeps rights and the record of policies from him. */
  "not-elevated": () =>
    healthyBut("not-elevated", ({ identity }) => {
      identity.elevated = false;
    }),
  "unrestricted-policy": () =>
    healthyBut("unrestricted-policy", ({ executionPolicy }) => {
      executionPolicy.LocalMachine = "Unrestricted";
    }),
  /** The execution policy comes from a group policy: a change on the server would be reverted. */
  "policy-owned-setting": () =>
    healthyBut("policy-owned-setting", ({ executionPolicy, policies }) => {
      executionPolicy.MachinePolicy = "AllSigned";
      policies.registry = [
        { path: powerShellPolicies, name: "EnableScripts", policy: "Tier 0 hardening" },
        { path: powerShellPolicies, name: "ExecutionPolicy", policy: "Tier 0 hardening" },
      ];
    }),
  "agent-running-not-registered": () =>
    healthyBut("agent-running-not-registered", (state) => {
      installAgentInto(state);
    }),
  /** The service runs as its managed account, but no tenant was written: the domain was never added. */
  "half-registered": () =>
    healthyBut("half-registered", (state) => {
      installAgentInto(state);
      const agent = state.services.AADConnectProvisioningAgent;
      if (agent) agent.account = practiceAccount;
      state.windows.managedAccount = true;
    }),
  "restart-pending": () =>
    healthyBut("restart-pending", ({ registry }) => {
      registry["SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending"] = {};
    }),
  "vaultsvc-disabled": () =>
    healthyBut("vaultsvc-disabled", ({ services }) => {
      if (services.VaultSvc) services.VaultSvc.startMode = "Disabled";
    }),
  /** Windows Server 2025 as it came out, before KB5070773. */
  "server-2025-unpatched": () =>
    healthyBut("server-2025-unpatched", ({ registry, windows }) => {
      registry[windowsKey] = {
        ...registry[windowsKey],
        ProductName: "Windows Server 2025 Standard",
        CurrentBuildNumber: "26100",
        UBR: 1742,
      };
      windows.engine.version = "5.1.26100.1742";
    }),
  "low-disk": () =>
    healthyBut("low-disk", ({ windows }) => {
      windows.drive.freeMb = 300;
    }),
  /** Script-block logging, module logging and transcription are on, as hardening guides ask. */
  "hardened-logging": () =>
    healthyBut("hardened-logging", ({ registry }) => {
      registry[`${powerShellPolicies}\\ScriptBlockLogging`] = { EnableScriptBlockLogging: 1 };
      registry[`${powerShellPolicies}\\ModuleLogging`] = { EnableModuleLogging: 1 };
      registry[`${powerShellPolicies}\\ModuleLogging\\ModuleNames`] = { "*": "*" };
      registry[`${powerShellPolicies}\\Transcription`] = { EnableTranscripting: 1 };
    }),
  "no-kds-key": () => healthyBut("no-kds-key", directoryScenarios["no-kds-key"]),
  "young-kds-key": () => healthyBut("young-kds-key", directoryScenarios["young-kds-key"]),
  "encryption-mismatch": () => healthyBut("encryption-mismatch", directoryScenarios["encryption-mismatch"]),
  "permissions-missing": () => healthyBut("permissions-missing", directoryScenarios["permissions-missing"]),
  "controllers-unreachable": () =>
    healthyBut("controllers-unreachable", directoryScenarios["controllers-unreachable"]),
  "two-domains": () => healthyBut("two-domains", directoryScenarios["two-domains"]),
} as const;
export type Scenario = keyof typeof scenarios;
export const isScenario = (name: string): name is Scenario => Object.hasOwn(scenarios, name);
