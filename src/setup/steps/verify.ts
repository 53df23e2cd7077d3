import * as l10n from "@vscode/l10n";
import { isPlannedAccount } from "../agentAccount.ts";
import { valueOf, type Fact } from "../fact.ts";
import type { Finding } from "../finding.ts";
import type { Said } from "../journal.ts";
import { getAgentFacts, getServerFacts, type AgentFacts, type ServiceFacts } from "../operations.ts";
import type { SetupPlan } from "../plan.ts";
import type { Checked, Step } from "../step.ts";
import { restartService } from "./restartService.ts";

const judgeService = (rule: string, name: string, fact: Fact<ServiceFacts | null>): Finding => {
  const about = {
    rule,
    about: "",
    why: l10n.t("Both services must run, and start with Windows."),
    source: "install" as const,
  };
  if ("unread" in fact)
    return {
      ...about,
      evidence: [],
      summary: l10n.t("Service {0}: not known.", name),
      verdict: "unknown",
      unread: fact.unread,
    };
  const service = fact.value;
  const evidence = service
    ? [
        { name: l10n.t("Service"), value: `${service.displayName} (${service.name})` },
        { name: l10n.t("State"), value: service.state },
        { name: l10n.t("Start type"), value: service.startMode },
        { name: l10n.t("Log-on account"), value: service.account },
      ]
    : [{ name: l10n.t("Service"), value: l10n.t("missing") }];
  return service?.state === "Running" && service.startMode === "Auto"
    ? { ...about, evidence, summary: l10n.t("{0} is running.", service.displayName), verdict: "pass" }
    : {
        ...about,
        evidence,
        summary: service
          ? l10n.t("{0} is {1}, start type {2}.", service.displayName, service.state, service.startMode)
          : l10n.t("Service {0} is missing.", name),
        verdict: "fail",
        fix:
          service && name === "AADConnectProvisioningAgent"
            ? {
                kind: "operation",
                label: l10n.t("Restart the agent's service"),
                calls: [{ op: "Restart-AgentService", args: {} }],
                needsRestart: false,
              }
            : {
                kind: "command",
                runOn: l10n.t("the server"),
                text: `Set-Service -Name ${name} -StartupType Automatic -Status Running`,
              },
      };
};

/** The server's side is green, and a person saw the agent active in the portal: the weaker proof of the cloud's side. Pure. */
export const judgeInstallation = (
  facts: AgentFacts,
  computer: string,
  plan: SetupPlan,
  said: readonly Said[],
): Checked => {
  const agent = valueOf(facts.agent) ?? undefined;
  const tenant = valueOf(facts.tenantId) ?? "";
  const accountRight = agent !== undefined && isPlannedAccount(agent.account, plan.serviceAccount);
  const registered = {
    rule: "registered",
    about: "",
    why: l10n.t("The registry holds a tenant only when registration has finished."),
    source: "install" as const,
    evidence: [
      { name: "TenantID", value: tenant === "" ? l10n.t("missing") : tenant },
      { name: l10n.t("Log-on account"), value: agent?.account ?? l10n.t("missing") },
    ],
  };
  const findings: Finding[] = [
    judgeService("agentService", "AADConnectProvisioningAgent", facts.agent),
    judgeService("updaterService", "AzureADConnectAgentUpdater", facts.updater),
    tenant !== "" && accountRight
      ? {
          ...registered,
          summary: l10n.t("The agent is registered and runs as its managed account."),
          verdict: "pass",
        }
      : {
          ...registered,
          summary: l10n.t("The agent is not registered completely."),
          verdict: "fail",
          fix: { kind: "link", link: "install", whatToDo: l10n.t('Finish the step "Confirm and register".') },
        },
  ];
  if (findings.some(({ verdict }) => verdict !== "pass")) return { kind: "todo", findings };
  const seen = said.findLast((one) => one.about === "active" && one.computer === computer);
  if (!seen) return { kind: "waiting", forWhat: "person", findings };
  return {
    kind: "done",
    findings,
    proof: [
      ...findings.map(({ summary }) => ({ name: l10n.t("On the server"), value: summary })),
      { name: l10n.t("Seen active in the portal by"), value: `${seen.by}, ${seen.at}` },
    ],
  };
};

export const verify: Step = {
  id: "verify",
  lines: ["V1", "V2", "V3", "V4", "V5", "V6", "V7"],
  title: () => l10n.t("Verify the agent"),
  introduction: () => [
    l10n.t("Both services must run on the server, and the portal must show this server's agent as active."),
    l10n.t(
      "In the portal: Microsoft Entra Connect (formerly Azure AD Connect), Cloud sync, Agents (formerly Review all agents). It can take 10 to 20 minutes.",
    ),
  ],
  async check({ run, plan, said }) {
    const { computer } = await run(getServerFacts, {});
    return judgeInstallation(await run(getAgentFacts, {}), computer, plan, said);
  },
  apply: restartService,
  actions: (state) => [
    ...(state.kind === "waiting"
      ? [
          {
            id: "seen",
            label: l10n.t("I see this server as active in the portal"),
            primary: true,
            does: async (ctx: Parameters<Step["check"]>[0]) => {
              const { computer } = await ctx.run(getServerFacts, {});
              await ctx.say({ about: "active", computer });
            },
          },
        ]
      : []),
    ...(state.kind === "todo" &&
    state.findings.some(
      (one) => one.rule === "agentService" && one.verdict === "fail" && one.fix.kind === "operation",
    )
      ? [{ id: "apply", label: l10n.t("Restart the agent's service"), primary: true, does: "apply" as const }]
      : []),
    {
      id: "check",
      label: l10n.t("Check now"),
      primary: state.kind === "todo" && state.findings.length === 0,
      does: "check",
    },
    { id: "portal", label: l10n.t("Open the portal"), does: { link: "portal" } },
  ],
};
