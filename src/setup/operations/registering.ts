/** Registering the agent: in its own wizard or with Microsoft's cmdlets, and what it is registered for. */
import * as v from "valibot";
import { fact } from "../values/fact.ts";
import { changing, minutes, reading, text } from "./entry.ts";

/** The domains the agent is registered for, where the installed module has a cmdlet that lists them. */
export const getRegisteredDomains = reading(
  "Get-CloudSyncRegisteredDomain",
  {},
  v.strictObject({ domains: fact(v.array(text)) }),
  { timeoutMs: 2 * minutes },
);

/** Opens the agent's own wizard on this session's desktop. Where it is already open, nothing is done. */
export const startAgentWizard = changing(
  "Start-CloudSyncAgentWizard",
  {},
  v.strictObject({ started: v.boolean() }),
  { outlives: true },
);

/**
 * Registers the agent in a fresh child process: Connect, service account, each domain, restart of the service.
 * Secrets: `AccountCredential` (one, the Entra account with its password or its access token), `ServiceAccountCredential`
 * (one, of the domain that the server is joined to, where the account is created; none for a custom one), `DomainCredential` (one
 * for each domain, in their order; none where a custom account has its permissions and the module does without).
 */
export const registerAgent = changing(
  "Register-CloudSyncAgent",
  {
    /** Empty: create the default gMSA. Else the name of the custom one, with its `$`. */
    customAccount: text,
    domains: v.array(v.strictObject({ name: text, preferredDomainControllers: v.array(text) })),
    /** How the account that registers proves itself: its password, or a token it was given (with its tenant). */
    way: v.picklist(["credential", "token"]),
    /** The tenant of the token; empty for a password. */
    tenant: text,
    /** The tenant the agent was seen registered with; null for none. With another one meanwhile nothing is done. */
    seenTenant: v.nullable(text),
  },
  v.strictObject({ steps: v.array(text) }),
  {
    timeoutMs: 15 * minutes,
    secrets: ["AccountCredential", "ServiceAccountCredential", "DomainCredential"],
    outlives: true,
  },
);
