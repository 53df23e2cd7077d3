import * as l10n from "@vscode/l10n";
import { chosenFixes } from "../finding.ts";
import { getAgentConfiguration, getAgentFacts } from "../operations.ts";
import { agentProxy } from "../preflight/agent.ts";
import type { Step, StepContext } from "../step.ts";
import { changesOf, runCalls } from "./calls.ts";

const examine = async ({ run }: StepContext) =>
  agentProxy({
    agent: await run(getAgentFacts, {}),
    configuration: await run(getAgentConfiguration, {}),
  });

const callsNow = async (ctx: StepContext) =>
  chosenFixes(await examine(ctx), ctx.plan.leave).flatMap(({ calls }) => calls);

/** After an upgrade: what the installer may have taken out of the agent's configuration is put back. */
export const keepSettings: Step = {
  id: "keepSettings",
  lines: [],
  title: () => l10n.t("Keep the agent's settings"),
  introduction: () => [
    l10n.t(
      "Installers before 1.1.1365.0 replaced the agent's configuration file. A proxy that was there is put back from its backup.",
    ),
  ],
  async check(ctx) {
    const findings = await examine(ctx);
    return findings.some(({ verdict }) => verdict === "fail")
      ? { kind: "todo", findings }
      : {
          kind: "done",
          findings,
          proof: [{ name: l10n.t("Configuration"), value: l10n.t("as it was") }],
        };
  },
  changes: async (ctx) => changesOf(ctx, await callsNow(ctx)),
  apply: async (ctx) => runCalls(ctx, await callsNow(ctx)),
  actions: (state) => [
    ...(state.kind === "done"
      ? []
      : [
          { id: "apply", label: l10n.t("Put the settings back"), primary: true, does: "apply" as const },
          { id: "changes", label: l10n.t("Show what will change"), does: "changes" as const },
        ]),
    { id: "check", label: l10n.t("Check again"), does: "check" },
  ],
};
