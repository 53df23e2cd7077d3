/**
 * Everything a server can be asked, as data. `src/server/powershell` holds one PowerShell function for each entry, with the
 * same name and parameters (PowerShell ignores case); a test holds the two lists against each other.
 */
import * as v from "valibot";
import { fact } from "./fact.ts";
import { changing, count, minutes, moment, none, reading, text, type Operation } from "./operation.ts";
import * as agent from "./operations/agent.ts";
import * as installer from "./operations/installer.ts";
import * as network from "./operations/network.ts";
import * as logs from "./operations/logs.ts";
import * as registering from "./operations/registering.ts";
import * as rights from "./operations/rights.ts";
import * as settings from "./operations/settings.ts";
import * as windows from "./operations/windows.ts";

export type { Credential, Operation } from "./operation.ts";
export * from "./operations/agent.ts";
export * from "./operations/installer.ts";
export * from "./operations/network.ts";
export * from "./operations/logs.ts";
export * from "./operations/registering.ts";
export * from "./operations/rights.ts";
export * from "./operations/settings.ts";
export * from "./operations/windows.ts";

/** Who and where: the machine, the user of the session, and Windows itself. */
export const getServerFacts = reading(
  "Get-ServerFacts",
  {},
  v.strictObject({
    computer: text,
    user: text,
    elevated: fact(v.boolean()),
    /** Whether the user is a member of Administrators, with or without an elevated token. */
    administrator: fact(v.boolean()),
    /** Whether the session has an interactive desktop, on which a window can be shown. */
    desktop: fact(v.boolean()),
    domain: fact(v.strictObject({ joined: v.boolean(), name: text })),
    /** `installation` is InstallationType of the registry: `Server`, `Server Core`, `Client`. */
    windows: fact(v.strictObject({ product: text, build: count, revision: count, installation: text })),
    /** `Release` of .NET Framework 4; null where the value is missing. */
    netRelease: fact(v.nullable(count)),
    memoryMb: fact(count),
    bootedAt: fact(moment),
    /** What a restart is due for, null where none is. The mark is a volatile key: Windows deletes it at the restart. */
    restartDue: fact(v.nullable(text)),
    clock: moment,
  }),
);

/** The five registry values that switch TLS 1.2 on; null where a value is missing. */
const tlsSettings = [
  "clientEnabled",
  "clientDisabledByDefault",
  "serverEnabled",
  "serverDisabledByDefault",
  "strongCrypto",
] as const;
export const getTlsFacts = reading(
  "Get-TlsFacts",
  {},
  v.strictObject({
    clientEnabled: fact(v.nullable(count)),
    clientDisabledByDefault: fact(v.nullable(count)),
    serverEnabled: fact(v.nullable(count)),
    serverDisabledByDefault: fact(v.nullable(count)),
    strongCrypto: fact(v.nullable(count)),
    /** The group policies that set one of them. */
    policies: fact(v.array(v.strictObject({ setting: v.picklist(tlsSettings), policy: text }))),
  }),
);

/** Execution policy at every scope (the session's own Process scope included), and the Credential Manager service. */
export const getPolicyFacts = reading(
  "Get-PolicyFacts",
  {},
  v.strictObject({
    executionPolicy: fact(v.array(v.strictObject({ scope: text, policy: text }))),
    /** Null where Windows has no VaultSvc. */
    credentialManager: fact(v.nullable(v.strictObject({ startMode: text, state: text }))),
    /** The group policies that set script execution for the computer and for the user, and VaultSvc; null where none does. */
    machinePolicy: fact(v.nullable(text)),
    userPolicy: fact(v.nullable(text)),
    servicePolicy: fact(v.nullable(text)),
  }),
);

const service = v.strictObject({
  name: text,
  displayName: text,
  /** `Running`, `Stopped`, `Start Pending`, ... as Win32_Service says it. */
  state: text,
  /** `Auto`, `Manual`, `Disabled` as Win32_Service says it. */
  startMode: text,
  account: text,
});

/** What is there of the agent. */
export const getAgentFacts = reading(
  "Get-AgentFacts",
  {},
  v.strictObject({
    agent: fact(v.nullable(service)),
    updater: fact(v.nullable(service)),
    /** Product version of AADConnectProvisioningAgent.exe; null where it is not installed. */
    version: fact(v.nullable(text)),
    /** `TenantID` of the agent's registry key; null or empty means that registration never finished. */
    tenantId: fact(v.nullable(text)),
    /** File names of running setup and wizard programs. */
    setupPrograms: fact(v.array(text)),
    wizardPath: fact(v.nullable(text)),
  }),
);

/** Sets one TLS value; null removes it. Reversible: the undo is the same operation with the value before. */
export const setTlsValue = changing(
  "Set-TlsValue",
  { setting: v.picklist(tlsSettings), value: v.nullable(count) },
  none,
);

/** Notes that a restart is due, in a volatile registry key that Windows deletes at the restart. */
export const setRestartMark = changing("Set-RestartMark", { reason: text }, none);

/** Sets the execution policy of one scope that no group policy owns. */
export const setExecutionPolicyScope = changing(
  "Set-ExecutionPolicyScope",
  {
    scope: v.picklist(["LocalMachine", "CurrentUser"]),
    policy: v.picklist(["Undefined", "RemoteSigned", "AllSigned", "Restricted", "Unrestricted", "Bypass"]),
  },
  none,
);

/** Sets the start mode of the Windows Credential Manager service, VaultSvc. */
export const setCredentialManagerStart = changing(
  "Set-CredentialManagerStart",
  { startMode: v.picklist(["Automatic", "Manual", "Disabled"]) },
  none,
);

/** Restarts Windows. The session ends with it. */
export const restartServer = changing("Restart-Server", {}, none);

/** Restarts the agent's service and waits until it runs. */
export const restartAgentService = changing("Restart-AgentService", {}, none, { timeoutMs: 3 * minutes });

/** Every operation, by name. */
export const operations = [
  getServerFacts,
  getTlsFacts,
  getPolicyFacts,
  getAgentFacts,
  registering.getRegisteredDomains,
  installer.getInstallerFacts,
  windows.getWindowsFacts,
  windows.getLoggingFacts,
  rights.getLogonRightFacts,
  agent.getAgentConfiguration,
  agent.getAgentHealth,
  settings.getAgentSettings,
  agent.getDecidingEvents,
  agent.getAgentCmdlets,
  agent.getAgentLeftovers,
  network.getProxyFacts,
  network.getDomainControllerFacts,
  network.getAgentHosts,
  network.getNetworkFacts,
  logs.getTraceFiles,
  logs.getTracePart,
  logs.getLogPreview,
  setTlsValue,
  setRestartMark,
  setExecutionPolicyScope,
  setCredentialManagerStart,
  restartServer,
  installer.saveInstaller,
  installer.copyInstaller,
  installer.removeInstaller,
  installer.installAgent,
  registering.startAgentWizard,
  registering.registerAgent,
  restartAgentService,
  rights.addLogonRight,
  rights.removeLogonRight,
  rights.setManagedAccount,
  rights.setAgentServiceStart,
  agent.setAgentProxy,
  agent.setAgentPermissions,
  agent.uninstallAgentProduct,
  logs.saveLogBundle,
] as const satisfies readonly Operation[];

export type ServerFacts = v.InferOutput<typeof getServerFacts.result>;
export type TlsFacts = v.InferOutput<typeof getTlsFacts.result>;
export type TlsSetting = (typeof tlsSettings)[number];
export type PolicyFacts = v.InferOutput<typeof getPolicyFacts.result>;
export type AgentFacts = v.InferOutput<typeof getAgentFacts.result>;
export type ServiceFacts = v.InferOutput<typeof service>;

/** One operation with its arguments: plain data that can be kept, shown and run later. */
export interface OperationCall {
  readonly op: (typeof operations)[number]["name"];
  readonly args: Readonly<Record<string, Json>>;
}
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
