/** The states in which servers are found. Each begins with a healthy Windows Server 2022 and changes what it is about. */
import { agentKey, installAgentInto } from "../server/agent.ts";
import type { MachineState } from "../server/state.ts";

const schannel = "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2";

/** The tenant that practice accounts belong to. */
export const practiceTenant = "5f2c8a1e-7b7d-4c55-9a0e-6d3f1c2b4a90";
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
    "SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full": { Release: 528049 },
    [`${schannel}\\Client`]: { Enabled: 1, DisabledByDefault: 0 },
    [`${schannel}\\Server`]: { Enabled: 1, DisabledByDefault: 0 },
    "SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319": { SchUseStrongCrypto: 1 },
  },
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
  programs: {},
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
  rightPolicy: null,
  events: { Application: [], System: [], "Microsoft-AzureADConnect-ProvisioningAgent/Admin": [] },
  certificates: [],
  products: [],
  agentVersion: null,
  registration: { domains: [], signedIn: null },
  counts: { boots: 0, installs: 0, registrations: 0, downloads: 0, wizards: 0 },
  next: {
    exitCode: 0,
    stopDownloadAt: null,
    denied: [],
    silent: [],
    languageMode: "FullLanguage",
    losesConfiguration: false,
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
  const key = state.registry[agentKey];
  if (key) key.TenantID = practiceTenant;
  state.registration = { domains: ["contoso.com"], signedIn: "admin@contoso.onmicrosoft.com" };
  return { ...state, scenario: "installed" };
};

export const scenarios = { healthy, "needs-fixes": needsFixes, installed } as const;
export type Scenario = keyof typeof scenarios;
export const isScenario = (name: string): name is Scenario => Object.hasOwn(scenarios, name);
