/** Recorded facts of a server on which everything is right; tests change what they are about. */
import type {
  AgentCmdlets,
  AgentFacts,
  AgentHealth,
  AgentConfiguration,
  DecidingEvents,
} from "../../../src/setup/operations/agent.ts";
import type { AgentSettings } from "../../../src/setup/operations/agentSettings.ts";
import type { InstallerFacts } from "../../../src/setup/operations/installer.ts";
import type { LoggingFacts, WindowsFacts } from "../../../src/setup/operations/windows.ts";
import type { LogonRightFacts } from "../../../src/setup/operations/rights.ts";
import type { PolicyFacts, ServerFacts, TlsFacts } from "../../../src/setup/operations/server.ts";
import type { Facts } from "../../../src/setup/preflight/rule.ts";
import { thisMachine } from "../../../src/server/transports/thisMachine.ts";
import { healthyNetwork, seen, type AllTried } from "./networkFacts.ts";

export const healthyServer: ServerFacts = {
  computer: "SYNC01",
  user: "CONTOSO\\ada",
  elevated: { value: true },
  administrator: { value: true },
  desktop: { value: true },
  domain: { value: { joined: true, name: "contoso.com" } },
  windows: {
    value: { product: "Windows Server 2022 Standard", build: 20348, revision: 2700, installation: "Server" },
  },
  netRelease: { value: 528049 },
  memoryMb: { value: 8191 },
  bootedAt: { value: "2026-11-24T08:00:00.000Z" },
  restartDue: { value: null },
};

export const healthyTls: TlsFacts = {
  clientEnabled: { value: 1 },
  clientDisabledByDefault: { value: 0 },
  serverEnabled: { value: 1 },
  serverDisabledByDefault: { value: 0 },
  strongCrypto: { value: 1 },
  policies: { value: [] },
};

export const healthyPolicy: PolicyFacts = {
  executionPolicy: {
    value: [
      { scope: "MachinePolicy", policy: "Undefined" },
      { scope: "UserPolicy", policy: "Undefined" },
      { scope: "Process", policy: "Bypass" },
      { scope: "CurrentUser", policy: "Undefined" },
      { scope: "LocalMachine", policy: "RemoteSigned" },
    ],
  },
  credentialManager: { value: { startMode: "Manual", state: "Stopped" } },
  machinePolicy: { value: null },
  userPolicy: { value: null },
  servicePolicy: { value: null },
};

export const noAgent: AgentFacts = {
  agent: { value: null },
  updater: { value: null },
  version: { value: null },
  tenantId: { value: null },
  setupPrograms: { value: [] },
};

export const tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";

/** Installed, not registered: as the installer leaves it. */
export const installedAgent: AgentFacts = {
  agent: {
    value: {
      name: "AADConnectProvisioningAgent",
      displayName: "Microsoft Entra Provisioning Agent",
      state: "Running",
      startMode: "Auto",
      account: "NT SERVICE\\AADConnectProvisioningAgent",
    },
  },
  updater: {
    value: {
      name: "AzureADConnectAgentUpdater",
      displayName: "Microsoft Entra Connect Agent Updater",
      state: "Running",
      startMode: "Auto",
      account: "LocalSystem",
    },
  },
  version: { value: "1.1.2334.0" },
  tenantId: { value: "" },
  setupPrograms: { value: [] },
};

/** The facts of an agent whose service runs as `account`. */
export const runningAs = (account: string, facts: AgentFacts = installedAgent): AgentFacts => ({
  ...facts,
  agent:
    "value" in facts.agent && facts.agent.value ? { value: { ...facts.agent.value, account } } : facts.agent,
});

export const registeredAgent: AgentFacts = {
  ...runningAs("CONTOSO\\pGMSA_e6620264$"),
  tenantId: { value: tenant },
};

/** Every cmdlet that registering may use, with the parameters that are documented or published. */
export const allCmdlets = [
  {
    name: "Connect-AADCloudSyncAzureAD",
    parameters: ["Credential", "AccessToken", "TenantId", "UserPrincipalName"],
    mandatory: [],
  },
  { name: "Add-AADCloudSyncGMSA", parameters: ["Credential", "CustomGMSAName"], mandatory: [] },
  {
    name: "Add-AADCloudSyncADDomain",
    parameters: ["DomainName", "Credential", "PreferredDomainControllers"],
    mandatory: ["DomainName", "Credential"],
  },
  {
    name: "Set-AADCloudSyncPermissions",
    parameters: ["PermissionType", "EACredential", "TargetDomain", "TargetDomainCredential"],
    mandatory: ["PermissionType"],
  },
  { name: "Set-AADCloudSyncRestrictedPermissions", parameters: ["Credential"], mandatory: [] },
] as const satisfies readonly Extract<AgentCmdlets["cmdlets"], { value: unknown }>["value"][number][];

export const goodInstaller: InstallerFacts = {
  path: "C:\\Program Files\\Cloud Sync Agent Setup\\Downloads\\AADConnectProvisioningAgentSetup.exe",
  exists: true,
  sizeBytes: 4096,
  sha256: "a".repeat(64),
  signature: { value: { status: "Valid", signer: "Microsoft Corporation" } },
  product: { value: { name: "Microsoft Entra Provisioning Agent Package", version: "1.1.2334.0" } },
  taskLeft: { value: false },
};

export const noInstaller: InstallerFacts = {
  path: "",
  exists: false,
  sizeBytes: 0,
  sha256: null,
  signature: { value: null },
  product: { value: null },
  taskLeft: { value: false },
};

export const healthyWindows: WindowsFacts = {
  systemDrive: { value: { drive: "C:\\", freeMb: 60_000, sizeMb: 130_000 } },
  powershell: { value: { version: "5.1.20348.2700", is64Bit: true } },
  domainController: { value: false },
  clock: { value: { domainController: "dc01.contoso.com", skewMs: 40 } },
  fips: { value: false },
  enhancedSecurity: { value: false },
  ntlm: { value: { restrictSending: null, compatibilityLevel: null } },
  pendingRestart: { value: [] },
  neighbours: { value: [] },
  updaterSharers: { value: [] },
  encryptionTypes: { value: null },
  networkLogon: { value: false },
};

export const noLogging: LoggingFacts = {
  scriptBlocks: { value: false },
  modules: { value: [] },
  transcription: { value: false },
};

export const agentServiceSid = "S-1-5-80-3359673805-1136148338-3750979468-2874330783-1417224616";

export const defaultRights: LogonRightFacts = {
  serviceSid: agentServiceSid,
  holders: { value: [{ sid: "S-1-5-80-0", name: "NT SERVICE\\ALL SERVICES" }] },
  denied: { value: [] },
  policy: { value: null },
  denyPolicy: { value: null },
};

export const plainConfiguration: AgentConfiguration = {
  proxy: { value: null },
  enforcesFips: { value: true },
  backupProxy: { value: null },
};

/** A moment some minutes before another. */
export const minutesBefore = (then: string, minutes: number): string =>
  new Date(Date.parse(then) - minutes * 60_000).toISOString();

/** A registered agent that has run for ten hours, as it is at noon of the tests' day. */
export const healthyAgent: AgentHealth = {
  startedAt: { value: "2026-11-24T02:00:00.000Z" },
  certificates: {
    value: [
      {
        subject: `CN=${tenant}`,
        notBefore: "2026-11-18T06:00:00.000Z",
        notAfter: "2027-02-01T00:00:00.000Z",
      },
    ],
  },
  channelContact: { value: { at: "2026-11-24T11:56:00.000Z", text: "Bootstrap" } },
  traceContact: { value: null },
  errors: { value: [] },
  managedAccount: { value: true },
  products: { value: [] },
};

/** As setup leaves them; the options are an administrator's, and he has set none. */
export const plainSettings: AgentSettings = {
  values: {
    serviceName: { value: "AADConnectProvisioningAgent" },
    serviceProcessName: { value: "AADConnectProvisioningAgent.exe" },
    installDir: { value: "C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\" },
    programDataFolderName: { value: "Microsoft\\Azure AD Connect Provisioning Agent" },
    ldapTimeoutMs: { value: null },
    referralChasing: { value: null },
    passwordLength: { value: null },
  },
  updaterVersion: { value: "1.1.2334.0" },
  updaterEvent: { value: null },
  servicePolicies: { value: [] },
};

export const noEvents: DecidingEvents = {
  services: { value: [] },
  managedAccounts: { value: [] },
  rootKeys: { value: [] },
};

/** The parts of the facts as they come from a server that can be asked for each of them. */
export type AllRead = {
  readonly [P in Exclude<keyof Facts, "on" | "network">]: Extract<
    Facts[P],
    { readonly value: unknown }
  >["value"];
} & { readonly network: AllTried };

/** A server on which everything is right but what a test says, every part of it read. */
export const factsWith = (change: Partial<AllRead> = {}): Facts => {
  const { network, ...parts } = {
    server: healthyServer,
    tls: healthyTls,
    policy: healthyPolicy,
    agent: noAgent,
    settings: plainSettings,
    network: healthyNetwork,
    windows: healthyWindows,
    logging: noLogging,
    rights: defaultRights,
    configuration: plainConfiguration,
    ...change,
  };
  const read = Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, { value }]));
  return {
    ...(read as unknown as Omit<Facts, "on" | "reach" | "network">),
    on: "SYNC01",
    reachWords: thisMachine.words,
    network: seen(network),
  };
};

export const healthy = factsWith();

export const unread = { unread: "Requested registry access is not allowed." } as const;
