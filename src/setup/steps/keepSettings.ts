import * as l10n from "@vscode/l10n";
import { findingKey, openFindings } from "../finding.ts";
import { readParts } from "../preflight/readParts.ts";
import type { Step } from "../step.ts";
import { fixActions, fixing } from "../actions/fixes.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly keepSettings: true;
  }
}

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
  acceptsUnknown: true,
  async check(ctx) {
    const { attestations, plan } = ctx;
    const { agentProxy } = await import("../health/assessment.ts");
    const findings = agentProxy(await readParts(ctx, ["agent", "configuration"]));
    // A fix that was left out is an answer: the proxy is gone on purpose.
    const open = openFindings(findings, attestations).filter(
      (one) => !plan.skippedFixes.includes(findingKey(one)),
    );
    return open.length > 0
      ? { kind: "todo", findings }
      : {
          kind: "done",
          findings,
          proof: [
            {
              name: l10n.t("Configuration"),
              value: findings.some(({ verdict }) => verdict === "fail")
                ? l10n.t("left as it is, by choice")
                : l10n.t("as it was"),
            },
          ],
        };
  },
  ...fixing,
  actions: (state, { plan, changesShown }) => fixActions(state, plan, changesShown),
};
