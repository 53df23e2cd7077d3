/** Who may log on as a service, and what Windows takes the service's account for. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { fact } from "../values/fact.ts";
import { changing, none, reading, text } from "./entry.ts";
import { agentService, updaterService } from "../values/agentNames.ts";

/** An account by SID and name. One of them is null where Windows knows only the other. */
const holder = v.strictObject({ sid: v.nullable(text), name: v.nullable(text) });

/** SeServiceLogonRight and SeDenyServiceLogonRight, as the local security policy has them now. */
export const getLogonRightFacts = reading(
  "Get-CloudSyncLogonRightFact",
  {},
  v.strictObject({
    /** SID of `NT SERVICE\AADConnectProvisioningAgent`; it is the same on every server. */
    serviceSid: text,
    holders: fact(v.array(holder)),
    denied: fact(v.array(holder)),
    /** The group policies that set the right and its denial; null where none does. */
    policy: fact(v.nullable(text)),
    denyPolicy: fact(v.nullable(text)),
  }),
);

/** Lets an account log on as a service. Reversible. */
export const addLogonRight = changing("Add-CloudSyncLogonRight", { account: text }, none);
/** Takes that right from an account. Reversible. */
export const removeLogonRight = changing("Remove-CloudSyncLogonRight", { account: text }, none, {
  undone: () =>
    l10n.t("Its service needs the right to log on as a service: without it, it does not start again."),
});

/** `sc.exe managedaccount`: whether Windows fetches the account's password from the directory. Reversible. */
export const setManagedAccount = changing("Set-CloudSyncManagedAccount", { managed: v.boolean() }, none, {
  effectiveAfter: "serviceRestart",
  undone: () =>
    l10n.t("Its service no longer gets the account's password from Windows, and does not start again."),
});

/** How one of the agent's services starts. Reversible. */
export const setAgentServiceStart = changing(
  "Set-CloudSyncAgentServiceStart",
  {
    service: v.picklist([agentService, updaterService]),
    startMode: v.picklist(["Automatic", "Manual", "Disabled"]),
  },
  none,
  { undone: () => l10n.t("Its service no longer starts with Windows.") },
);

export type Holder = v.InferOutput<typeof holder>;
export type LogonRightFacts = v.InferOutput<typeof getLogonRightFacts.result>;
