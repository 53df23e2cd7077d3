import * as l10n from "@vscode/l10n";
import { factOf, valueOf, type Fact } from "../values/fact.ts";
import { mendedLater, openFindings, passedOf, type Finding } from "../finding.ts";
import { getServerFacts, type ServerFacts } from "../operations/server.ts";
import { neededFor } from "../preflight/partReadings.ts";
import type { rules as Rules } from "../preflight/rules.ts";
import type { Facts } from "../preflight/rule.ts";
import { factsOf, readParts } from "../preflight/readParts.ts";
import type { Checked } from "../stepState.ts";
import type { Step, StepContext } from "../step.ts";
import { fixActions, fixing } from "../actions/fixes.ts";
import { restart, restartAction, restartIsNext } from "../actions/restartServer.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly prerequisites: true;
  }
}

const restartIsDue = (server: Fact<ServerFacts>): boolean =>
  typeof valueOf(factOf(server, "restartDue")) === "string";

/** What only a newer agent cures stands in nobody's way where this procedure brings it. */
const curedByUpgrade = (found: Finding): Finding =>
  mendedLater(found, "newerAgent", l10n.t("Go on: this procedure upgrades the agent."));

/** Done when no rule fails and each "not known" was accepted by name; a restart that is due is waited for. Pure. */
const judgePrerequisites = (
  rules: typeof Rules,
  facts: Facts,
  { plan, attestations, procedure }: Pick<StepContext, "plan" | "attestations" | "procedure">,
): Checked => {
  const all = rules.flatMap((rule) => rule(facts, plan));
  const findings = procedure.bringsNewerAgent ? all.map(curedByUpgrade) : all;
  if (openFindings(findings, attestations).length > 0) return { kind: "todo", findings };
  if (restartIsDue(facts.server)) return { kind: "waiting", forWhat: "restart", findings };
  const bootedAt = factOf(facts.server, "bootedAt");
  return {
    kind: "done",
    findings,
    proof: [
      passedOf(findings),
      {
        name: l10n.t("Last start of Windows"),
        value: "value" in bootedAt ? bootedAt.value : l10n.t("not known"),
      },
    ],
  };
};

export const prerequisites: Step = {
  id: "prerequisites",
  lines: ["P"],
  title: () => l10n.t("Check the prerequisites"),
  introduction: () => [
    l10n.t(
      "Every prerequisite is read from the server and judged, with its evidence and the document it comes from.",
    ),
    l10n.t("Chosen fixes change only what they name. Each change is recorded with its value before."),
  ],
  acceptsUnknown: true,
  check: async (ctx) => {
    const read = await readParts(ctx, neededFor.prerequisites);
    const { rules } = await import("../health/assessment.ts");
    return judgePrerequisites(rules, factsOf(ctx, read), ctx);
  },
  // The network and all the rest are looked at again when Windows has restarted.
  stillWaits: async ({ run }) => restartIsDue({ value: await run(getServerFacts, {}) }),
  ...fixing,
  apply: (ctx, found) => (restartIsNext(ctx, found) ? restart(ctx) : fixing.apply(ctx, found)),
  actions: (state, { changesShown, ...known }) => [
    ...(state.kind === "waiting" ? [restartAction(known)] : []),
    ...fixActions(state, known.plan, changesShown),
  ],
};
