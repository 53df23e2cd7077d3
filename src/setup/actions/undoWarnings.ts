/** What taking a change back means for an agent that is there, and what an undo on the server does not reach. Pure. */
import * as l10n from "@vscode/l10n";
import { isManagedAccount } from "../agent/account.ts";
import { valueOf } from "../values/fact.ts";
import type { AgentFacts } from "../operations/agent.ts";
import { type Finding, found } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import { settingOf } from "../call.ts";
import type { Undoable } from "../engine/undoList.ts";
import { titleOf } from "../stepTitles.ts";

/** The rules of these findings, by what each tells. */
export const undoWarnings = { needed: "undoneIsNeeded", stays: "undoStays" } as const;

/** What is looked at of the agent. */
type Seen = Pick<AgentFacts, "agent" | "tenantId">;

/** Of what was chosen, each thing that an agent needs, once; an agent that could not be looked for may be there. */
const neededFound = (
  chosen: readonly Undoable[],
  { agent }: Pick<AgentFacts, "agent">,
): readonly Finding[] => {
  if (valueOf(agent) === null) return [];
  const service = valueOf(agent);
  const calls = new Map(chosen.map(({ undo }) => [undo.op, undo]));
  return [...calls.values()].flatMap((call) => {
    const { op } = call;
    const said = settingOf(call)?.undone?.();
    return said === undefined
      ? []
      : found(
          {
            rule: undoWarnings.needed,
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
      rule: undoWarnings.stays,
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
      whatToDo: l10n.t('The step "{0}" says what to do about each.', titleOf("uninstall")),
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

/** What of it an agent needs, wherever it is taken back; what stays elsewhere, where it is taken back on the server. */
export const judgeUndo = (
  chosen: readonly Undoable[],
  facts: Seen,
  attestations: readonly Attestation[],
): readonly Finding[] => {
  const needed = neededFound(chosen, facts);
  const isElsewhere = chosen.length > 0 && !chosen.some(({ undo }) => undo.port === "server");
  return isElsewhere ? needed : [...needed, ...staysFound(facts, attestations)];
};
