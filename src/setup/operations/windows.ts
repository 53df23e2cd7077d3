/** What is read of Windows itself. */
import * as v from "valibot";
import { fact } from "../values/fact.ts";
import { count, reading, text } from "./entry.ts";

/** Settings of Windows that help or hinder the agent. */
export const getWindowsFacts = reading(
  "Get-CloudSyncWindowsFact",
  {},
  v.strictObject({
    systemDrive: fact(v.strictObject({ drive: text, freeMb: count, sizeMb: count })),
    powershell: fact(v.strictObject({ version: text, is64Bit: v.boolean() })),
    /** Whether this server is itself a domain controller. */
    domainController: fact(v.boolean()),
    /** How far this server's clock is ahead of a domain controller's. */
    clock: fact(v.strictObject({ domainController: text, skewMs: count })),
    fips: fact(v.boolean()),
    /** Internet Explorer Enhanced Security Configuration for administrators. */
    enhancedSecurity: fact(v.boolean()),
    /** RestrictSendingNTLMTraffic (2 denies all) and LmCompatibilityLevel; null where a value is missing. */
    ntlm: fact(v.strictObject({ restrictSending: v.nullable(count), compatibilityLevel: v.nullable(count) })),
    /** What waits for a restart of Windows, by the keys that updates and installers leave. */
    pendingRestart: fact(v.array(text)),
    /** Other services of Microsoft's that synchronise identities. */
    neighbours: fact(v.array(v.strictObject({ name: text, displayName: text, state: text }))),
    /** What may share the Agent Updater with the agent: services, registered connectors and programs, by name. */
    updaterSharers: fact(v.array(text)),
    /** `SupportedEncryptionTypes` of the Kerberos policy: a bit mask; null where no policy sets it. */
    encryptionTypes: fact(v.nullable(count)),
    /** Whether the session came over the network: installers then run under SYSTEM. */
    networkLogon: fact(v.boolean()),
  }),
);

/** What PowerShell's logging policies record. */
export const getLoggingFacts = reading(
  "Get-CloudSyncLoggingFact",
  {},
  v.strictObject({
    scriptBlocks: fact(v.boolean()),
    /** Names of the modules that are recorded, wildcards as they are; empty where none is. */
    modules: fact(v.array(text)),
    transcription: fact(v.boolean()),
  }),
);

export type WindowsFacts = v.InferOutput<typeof getWindowsFacts.result>;
export type LoggingFacts = v.InferOutput<typeof getLoggingFacts.result>;
