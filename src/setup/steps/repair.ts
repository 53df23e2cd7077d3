import * as l10n from "@vscode/l10n";
import { circumstancesOf } from "../circumstances.ts";
import { chosenFixes, type Finding } from "../finding.ts";
import { judgeHealth } from "../health.ts";
import {
  getAgentConfiguration,
  getAgentFacts,
  getAgentHealth,
  getLogonRightFacts,
  getPolicyFacts,
  getServerFacts,
  getWindowsFacts,
  type OperationCall,
} from "../operations.ts";
import { agentProxy, agentRegistration } from "../preflight/agent.ts";
import { logonRight } from "../preflight/logonRight.ts";
import type { Step, StepContext } from "../step.ts";
import { changesOf, runCalls } from "./calls.ts";

/** A restart of the service belongs to the end of all fixes, once. */
const callsOf = (findings: readonly Finding[], left: readonly string[]): readonly OperationCall[] => {
  const calls = chosenFixes(findings, left).flatMap((fix) => fix.calls);
  const restarts = calls.filter(({ op }) => op === "Restart-AgentService");
  return [...calls.filter(({ op }) => op !== "Restart-AgentService"), ...restarts.slice(0, 1)];
};

const examine = async (ctx: StepContext): Promise<readonly Finding[]> => {
  const facts = {
    server: await ctx.run(getServerFacts, {}),
    policy: await ctx.run(getPolicyFacts, {}),
    windows: await ctx.run(getWindowsFacts, {}),
    agent: await ctx.run(getAgentFacts, {}),
    rights: await ctx.run(getLogonRightFacts, {}),
    configuration: await ctx.run(getAgentConfiguration, {}),
  };
  const health = await ctx.run(getAgentHealth, {});
  return [
    ...judgeHealth(facts.agent, health, ctx.now(), circumstancesOf(facts, health)),
    ...logonRight(facts, ctx.plan),
    ...agentRegistration(facts),
    ...agentProxy(facts),
  ];
};

/** Puts right what keeps an installed agent from running as it should; a half-done registration is the next steps' work. */
export const repair: Step = {
  id: "repair",
  lines: [],
  title: () => l10n.t("Repair the agent"),
  introduction: () => [
    l10n.t(
      "Examines services, rights, log-on account, certificate, configuration and contact of the installed agent.",
    ),
    l10n.t("Chosen fixes change only what they name. Each change is recorded with its value before."),
  ],
  acceptsUnknown: true,
  async check(ctx) {
    const findings = await examine(ctx);
    if (findings.some(({ verdict }) => verdict === "fail")) return { kind: "todo", findings };
    const passed = findings.filter(({ verdict }) => verdict === "pass").length;
    return {
      kind: "done",
      findings,
      proof: [{ name: l10n.t("Rules passed"), value: l10n.t("{0} of {1}", passed, findings.length) }],
    };
  },
  changes: async (ctx) => changesOf(ctx, callsOf(await examine(ctx), ctx.plan.leave)),
  apply: async (ctx) => runCalls(ctx, callsOf(await examine(ctx), ctx.plan.leave)),
  actions: (state, { plan }) => [
    ...(callsOf(state.findings, plan.leave).length > 0
      ? [
          { id: "apply", label: l10n.t("Apply the chosen fixes"), primary: true, does: "apply" as const },
          { id: "changes", label: l10n.t("Show what will change"), does: "changes" as const },
        ]
      : []),
    {
      id: "check",
      label: state.findings.length > 0 ? l10n.t("Check again") : l10n.t("Check"),
      primary: state.findings.length === 0,
      does: "check",
    },
  ],
};
