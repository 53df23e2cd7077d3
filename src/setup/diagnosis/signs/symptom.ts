/** What went wrong, and what is known of the server: the input of a diagnosis, plain data. */
import type { PolicyFacts } from "../../operations/server.ts";
import type { Cloud } from "../../values/cloud.ts";

/** An event of a Windows event log. */
export interface WindowsEvent {
  /** `System`, `Application` or a channel such as `Microsoft-AzureADConnect-ProvisioningAgent/Admin`. */
  readonly log: string;
  /** The provider, such as `Service Control Manager` or `NETLOGON`. */
  readonly source: string;
  readonly id: number;
  readonly text: string;
}

/** What a person sees where nothing says an error: there is no message to match. */
export type Observation = "serviceStuckStarting" | ObservedLater;

/** Nobody looks there yet: the tenant's agents, accounts and configuration show these, and a person who is asked. */
type ObservedLater =
  | "signInPageBlank"
  | "schemaNeverLoads"
  | "agentNotInPortal"
  | "agentInactive"
  | "inactiveAgentStays"
  | "portalUnauthorized"
  | "nothingSynchronised"
  | "updaterTrouble"
  | "configurationLost";

/** One thing that went wrong. Everything is optional; what is given is matched together. */
export interface Symptom {
  /** A message, an exception with its stack, one or more lines of a trace. */
  readonly text?: string;
  /** Of the installer. */
  readonly exitCode?: number;
  readonly event?: WindowsEvent;
  /** A code without its message: `HybridIdentityServiceNoActiveAgents`, `TimeOut`, `AADSTS50055`, `0x80070643`. */
  readonly code?: string;
  readonly observed?: Observation;
}

/** What no reading gives yet: what was done just before, and what several servers do at the same time. */
interface KnownLater {
  /** The log-on of the service could not be changed shortly before. */
  readonly afterFailedLogOnChange?: boolean;
  /** Several agents were set up at the same time. */
  readonly agentsSetUpTogether?: boolean;
}

/** Facts that decide between the causes of one message. Absent means not known, never "no". */
export interface Circumstances extends KnownLater {
  /** Product version of the agent, such as `1.1.2334.0`. */
  readonly agentVersion?: string;
  readonly cloud?: Cloud;
  readonly windows?: { readonly build: number; readonly revision: number };
  /** `InstallationType` of the registry: `Server`, `Server Core`. */
  readonly installation?: string;
  /** What was being done when it went wrong. */
  readonly during?: "install" | "start" | "signIn" | "register" | "synchronise";
  /** Other events of about the same time: 7000, 7009, 7038 and 7041 of the System log, 9001 and 9002 of Netlogon. */
  readonly events?: readonly WindowsEvent[];

  /** Whether `NT SERVICE\ALL SERVICES`, or the agent's own virtual account, may log on as a service. */
  readonly servicesMayLogOn?: boolean;
  /** Whether the managed service account may log on as a service. */
  readonly accountMayLogOn?: boolean;
  /** The account the agent's service runs as, such as `NT SERVICE\AADConnectProvisioningAgent`. */
  readonly serviceAccount?: string;
  /** The custom account that the plan names, with its `$`; none where the wizard creates one. */
  readonly plannedAccount?: string;
  /** What `sc.exe qmanagedaccount aadconnectprovisioningagent` says. */
  readonly serviceIsManaged?: boolean;
  /** An agent of an earlier installation, or what is left of it, is on the server. */
  readonly earlierAgent?: boolean;

  /** `SupportedEncryptionTypes` of the server's Kerberos policy; 0x7ffffff8 is AES only, 0x1c RC4 and AES. */
  readonly serverEncryptionTypes?: number;

  /** Every scope with its policy, as `Get-ExecutionPolicy -List` says it. */
  readonly executionPolicies?: readonly { readonly scope: string; readonly policy: string }[];
  /** Start mode of the service VaultSvc: `Auto`, `Manual`, `Disabled`. */
  readonly credentialManagerStart?: string;
  /** The group policies that set script execution and VaultSvc. */
  readonly policyOwners?: Pick<PolicyFacts, "machinePolicy" | "userPolicy" | "servicePolicy">;
  readonly fips?: boolean;
  /** Internet Explorer's Enhanced Security Configuration is on for administrators. */
  readonly enhancedSecurity?: boolean;
  /** Whether the session is elevated. */
  readonly elevated?: boolean;
  /** Whether the session is a network log-on: WinRM, PowerShell remoting, SSH with a key. */
  readonly networkLogOn?: boolean;
  /** The installer ran under SYSTEM, so that the session's own log-on could not hinder it. */
  readonly installerUnderSystem?: boolean;
  readonly connectSyncOnServer?: boolean;
  readonly domainController?: boolean;

  /** Hosts of the cloud service that a probe did not reach, or not unchanged; empty where it reached all. */
  readonly unreachableHosts?: readonly string[];
  /** Whether a domain controller answers from the server. */
  readonly domainControllerReachable?: boolean;
  /** The proxy of the agent's configuration file was there before an upgrade and is gone. */
  readonly proxyLost?: boolean;
  readonly agentRunning?: boolean;

  /** `msDS-SupportedEncryptionTypes` of the managed service account. */
  readonly accountEncryptionTypes?: number;
  /** The forest's KDS root key: none, younger than ten hours, or ready for use. */
  readonly kdsKey?: "none" | "young" | "ready";
  /** Whether the container Managed Service Accounts is in the domain. */
  readonly accountsContainer?: boolean;
  /** What `otherWellKnownObjects` of the domain names as that container. */
  readonly accountsContainerNamed?: "right" | "deleted" | "absent";
  /** `objectVersion` of the schema: 56 is 2012, 69 2012 R2, 87 2016, 88 2019 and 2022, 91 2025. */
  readonly schemaVersion?: number;
  /** Whether the schema has the attribute `msDS-ExternalDirectoryObjectId`. */
  readonly externalIdInSchema?: boolean;
  /** Whether the server may read the password of the managed service account. */
  readonly mayReadPassword?: boolean;
  /** Whether the server may do so by a group that was changed after its Windows started. */
  readonly groupChangedSinceStart?: boolean;

  /** Whether the account given for the directory is a Domain or Enterprise Admin. */
  readonly domainAdmin?: boolean;
  readonly protectedUser?: boolean;
  readonly passwordExpired?: boolean;
  /** The account that the failing cmdlet was given. */
  readonly account?: string;
  /** A policy denies outgoing NTLM. */
  readonly ntlmDenied?: boolean;
}
