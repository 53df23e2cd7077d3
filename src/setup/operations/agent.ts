/** The installed agent: its configuration, how it is doing, what it can be told, and how it is taken off. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { permissionTypes } from "../told/permissionTypes.ts";
import { fact, valueOf } from "../values/fact.ts";
import { changing, count, minutes, moment, none, reading, text, whileSame } from "./entry.ts";

export { permissionTypes } from "../told/permissionTypes.ts";

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
  "Get-CloudSyncAgentFact",
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
  }),
  { met: ({ version }) => ({ agent: valueOf(version) ?? null }) },
);

/** What AADConnectProvisioningAgent.exe.config says. */
export const getAgentConfiguration = reading(
  "Get-CloudSyncAgentConfiguration",
  {},
  v.strictObject({
    /** Address of the proxy; null where none is configured, or there is no file. */
    proxy: fact(v.nullable(text)),
    /** False where the file says `<enforceFIPSPolicy enabled="false"/>`. */
    enforcesFips: fact(v.boolean()),
    /** The proxy of the newest backup that names one: what an upgrade may have taken away. */
    backupProxy: fact(v.nullable(text)),
  }),
);

/** Sets the proxy of the agent; null removes it. The file is backed up before. Reversible. */
export const setAgentProxy = changing("Set-CloudSyncAgentProxy", { address: v.nullable(text) }, none, {
  effectiveAfter: "serviceRestart",
  undone: () =>
    l10n.t(
      "It goes through the proxy of its own configuration only: with another one, or none, it may lose contact at once.",
    ),
});

const contact = fact(v.nullable(v.strictObject({ at: moment, text })));

/** How the running agent is doing. */
export const getAgentHealth = reading(
  "Get-CloudSyncAgentHealth",
  {},
  v.strictObject({
    /** When the service's process started; null where it does not run. */
    startedAt: fact(v.nullable(moment)),
    certificates: fact(v.array(v.strictObject({ subject: text, notBefore: moment, notAfter: moment }))),
    /** The newest sign of a contact with the service, in the agent's event channel and in its trace. */
    channelContact: contact,
    traceContact: contact,
    /** Errors about the agent since it started: of its own channel, and of the System log. */
    errors: fact(v.array(v.strictObject({ at: moment, log: text, id: count, source: text, text }))),
    managedAccount: fact(v.boolean()),
    /** The programs that Windows lists for the agent. */
    products: fact(v.array(v.strictObject({ id: text, name: text, version: text }))),
  }),
);

const events = fact(v.array(v.strictObject({ at: moment, id: count, source: text, text })));

/** The events that decide between the causes of a failure, of the last `seconds`. */
export const getDecidingEvents = reading(
  "Get-CloudSyncDecidingEvent",
  { seconds: count },
  v.strictObject({
    /** Of the Service Control Manager about the agent's service: 7000, 7009, 7038, 7041. */
    services: events,
    /** Of Netlogon about managed accounts: 9001, 9002. */
    managedAccounts: events,
    /** Of the key distribution service: 4004 for each KDS root key created here in the last ten hours. */
    rootKeys: events,
  }),
);

/** The cmdlets that the installed agent module really has. Only these are offered. */
export const getAgentCmdlets = reading(
  "Get-CloudSyncAgentCmdlet",
  {},
  v.strictObject({
    cmdlets: fact(
      v.array(
        v.strictObject({
          name: text,
          parameters: v.array(text),
          /** Those it cannot do without, in whichever of its forms. */
          mandatory: v.array(text),
        }),
      ),
    ),
  }),
  // Another version has other cmdlets.
  { timeoutMs: 2 * minutes, holdsWith: whileSame(getAgentFacts, ({ version }) => valueOf(version)) },
);

/**
 * Gives the service account its permissions in the directory with Microsoft's own cmdlet. Secret: `EnterpriseCredential`
 * (one). With an empty domain: in every configured domain, by an Enterprise Admin; else in that domain, by its Domain Admin or an
 * Enterprise Admin.
 */
export const setAgentPermissions = changing(
  "Set-CloudSyncAgentPermission",
  { types: v.array(v.picklist(permissionTypes)), domain: text },
  none,
  { timeoutMs: 10 * minutes, secrets: ["EnterpriseCredential"], outlives: true },
);

/**
 * Restricts the rights on the service account's own object with Microsoft's own cmdlet. Secret: `AdministratorCredential` (one): a
 * Domain Admin of its domain, or an Enterprise Admin. `account`: which one it is, for whoever reads of the change.
 */
export const protectAgentAccount = changing("Protect-CloudSyncAgentAccount", { account: text }, none, {
  timeoutMs: 5 * minutes,
  secrets: ["AdministratorCredential"],
  outlives: true,
});

/** Uninstalls one program of the agent, by the id that Windows lists it under. One that is gone is no error. */
export const uninstallAgentProduct = changing(
  "Uninstall-CloudSyncAgentProduct",
  { id: text },
  v.strictObject({ exitCode: count }),
  { timeoutMs: 30 * minutes, outlives: true },
);

/** What an uninstalled agent leaves behind. */
export const getAgentLeftovers = reading(
  "Get-CloudSyncAgentLeftover",
  {},
  v.strictObject({
    folders: fact(v.array(text)),
    registry: fact(v.boolean()),
    services: fact(v.array(text)),
  }),
);

export type AgentConfiguration = v.InferOutput<typeof getAgentConfiguration.result>;
export type AgentHealth = v.InferOutput<typeof getAgentHealth.result>;
export type DecidingEvents = v.InferOutput<typeof getDecidingEvents.result>;
export type AgentCmdlets = v.InferOutput<typeof getAgentCmdlets.result>;
export type AgentLeftovers = v.InferOutput<typeof getAgentLeftovers.result>;

/** Restarts the agent's service and waits until it runs. */
export const restartAgentService = changing("Restart-CloudSyncAgentService", {}, none, {
  timeoutMs: 3 * minutes,
  restarts: "serviceRestart",
});

export type AgentFacts = v.InferOutput<typeof getAgentFacts.result>;
export type ServiceFacts = v.InferOutput<typeof service>;

/** What the installed agent's own PowerShell module can be asked. */
export interface AgentModule {
  readonly version: AgentFacts["version"];
  readonly cmdlets: AgentCmdlets["cmdlets"];
}
