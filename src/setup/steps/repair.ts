import * as l10n from "@vscode/l10n";
import { mendedLater, openFindings, passedOf, type Finding } from "../finding.ts";
import type { Step } from "../step.ts";
import { fixActions, fixing } from "../actions/fixes.ts";
import { proxyNeeded } from "../actions/proxyNeeded.ts";
import { registerAgainLabel } from "../actions/register.ts";
import { titleOf } from "../stepTitles.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly repair: true;
  }
}

/** A certificate that has ended needs a new registration, which a later step does. */
const mendedByRegistering = (found: Finding): Finding =>
  mendedLater(
    found,
    "registration",
    l10n.t('Go on: "{0}" in the step "{1}".', registerAgainLabel(), titleOf("confirm")),
  );

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
    const { agentProxy, agentRegistration, examineAgent, logonRight } =
      await import("../health/assessment.ts");
    const { facts, findings: health } = await examineAgent(ctx);
    const findings = [
      ...health.map(mendedByRegistering),
      ...logonRight(facts, ctx.plan),
      ...agentRegistration(facts),
      ...agentProxy(facts),
      ...(await proxyNeeded(ctx, facts.agent, facts)),
    ];
    return openFindings(findings, ctx.attestations).length > 0
      ? { kind: "todo", findings }
      : { kind: "done", findings, proof: [passedOf(findings)] };
  },
  ...fixing,
  actions: (state, { plan, changesShown }) => fixActions(state, plan, changesShown),
};
