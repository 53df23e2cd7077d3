/** What taking a change back means for an agent that is there, and what an undo on the server does not reach. Pure. */
import * as l10n from "@vscode/l10n";
import { isManagedAccount } from "../agent/account.ts";
import { valueOf } from "../values/fact.ts";
import type { AgentFacts } from "../operations/agent.ts";
import { type Finding, found } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import type { Call } from "../call.ts";
import type { Undoable } from "../engine/undoList.ts";

/** What is looked at of the agent. */
type Seen = Pick<AgentFacts, "agent" | "tenantId">;

/** What each setting is to the agent. A restart mark is none of its settings. */
const needs: Partial<Record<Call["op"], () => string>> = {
  "Set-CloudSyncTlsValue": () =>
    l10n.t(
      "It talks to Microsoft's service by TLS 1.2: without it the contact is lost when the server restarts.",
    ),
  "Set-CloudSyncAgentProxy": () =>
    l10n.t(
      "It goes through the proxy of its own configuration only: with another one, or none, it may lose contact at once.",
    ),
  "Remove-CloudSyncLogonRight": () =>
    l10n.t("Its service needs the right to log on as a service: without it, it does not start again."),
  "Set-CloudSyncAgentServiceStart": () => l10n.t("Its service no longer starts with Windows."),
  "Set-CloudSyncManagedAccount": () =>
    l10n.t("Its service no longer gets the account's password from Windows, and does not start again."),
  "Set-CloudSyncExecutionPolicyScope": () =>
    l10n.t(
      "It is registered by PowerShell scripts: with another execution policy than Undefined or RemoteSigned, registering it again fails.",
    ),
  "Set-CloudSyncCredentialManagerStart": () =>
    l10n.t("Its installer needs Windows Credential Manager: while that is disabled, it cannot be upgraded."),
};

/** Of what was chosen, each thing that an agent needs, once; an agent that could not be looked for may be there. */
const neededFound = (
  chosen: readonly Undoable[],
  { agent }: Pick<AgentFacts, "agent">,
): readonly Finding[] => {
  if (valueOf(agent) === null) return [];
  const service = valueOf(agent);
  const operations = [...new Set(chosen.map(({ undo }) => undo.op))];
  return operations.flatMap((op) => {
    const said = needs[op]?.();
    return said === undefined
      ? []
      : found(
          {
            rule: "undoneIsNeeded",
            about: op,
            why: l10n.t("These values were set because the agent needs them."),
            source: "prerequisites",
          },
          "warning",
          said,
          service
            ? [{ name: service.displayName, value: service.state }]
            : [{ name: l10n.t("The agent's service"), value: l10n.t("not known") }],
          {
            kind: "link",
            link: "prerequisites",
            whatToDo: l10n.t("Leave it as it is while the agent is to run, or uninstall the agent first."),
          },
        );
  });
};

const stays = (about: string, summary: string): readonly Finding[] =>
  found(
    {
      rule: "undoStays",
      about,
      why: l10n.t("What registering changed in the domain and in the tenant is not undone from here."),
      source: "uninstall",
    },
    "warning",
    summary,
    [],
    {
      kind: "link",
      link: "uninstall",
      whatToDo: l10n.t("Uninstall the agent: it says what to do about each."),
    },
  );

/** The account and its permissions in the domain, the registration in the tenant. */
const staysFound = (facts: Seen, attestations: readonly Attestation[]): readonly Finding[] => {
  const running = valueOf(facts.agent)?.account;
  const before = attestations.flatMap((one) => (one.about === "account" ? [one.account] : [])).at(-1);
  const account = running !== undefined && isManagedAccount(running) ? running : before;
  const tenant = valueOf(facts.tenantId);
  return [
    ...(account === undefined
      ? []
      : stays(
          "account",
          l10n.t("In the domain: the account {0}, with the permissions it was given.", account),
        )),
    ...(tenant ? stays("tenant", l10n.t("In the tenant {0}: the registration of this agent.", tenant)) : []),
  ];
};

export const judgeUndo = (
  chosen: readonly Undoable[],
  facts: Seen,
  attestations: readonly Attestation[],
): readonly Finding[] => [...neededFound(chosen, facts), ...staysFound(facts, attestations)];
