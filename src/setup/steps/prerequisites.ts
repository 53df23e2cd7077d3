import * as l10n from "@vscode/l10n";
import { chosenFixes, findingKey } from "../finding.ts";
import type { Said } from "../journal.ts";
import { clouds, cloudNetworks } from "../network/clouds.ts";
import { readNetwork } from "../network/read.ts";
import {
  getAgentConfiguration,
  getAgentFacts,
  getLoggingFacts,
  getLogonRightFacts,
  getPolicyFacts,
  getServerFacts,
  getTlsFacts,
  getWindowsFacts,
  type OperationCall,
} from "../operations.ts";
import { rules } from "../preflight/index.ts";
import type { Facts, Planned } from "../preflight/rule.ts";
import type { Checked, Step, StepContext } from "../step.ts";
import { changesOf, runCalls } from "./calls.ts";
import { restart } from "./restart.ts";

const readFacts = async ({ run, plan }: StepContext): Promise<Facts> => {
  const configuration = await run(getAgentConfiguration, {});
  return {
    server: await run(getServerFacts, {}),
    tls: await run(getTlsFacts, {}),
    policy: await run(getPolicyFacts, {}),
    agent: await run(getAgentFacts, {}),
    windows: await run(getWindowsFacts, {}),
    logging: await run(getLoggingFacts, {}),
    rights: await run(getLogonRightFacts, {}),
    configuration,
    network: await readNetwork({ run, plan }, configuration),
  };
};

const judged = (facts: Facts, plan: Planned) => rules.flatMap((rule) => rule(facts, plan));

/** Done when no rule fails and each "not known" was accepted by name; a restart that is due is waited for. Pure. */
export const judgePrerequisites = (facts: Facts, plan: Planned, said: readonly Said[]): Checked => {
  const findings = judged(facts, plan);
  const accepted = new Set(said.flatMap((one) => (one.about === "unknown" ? [one.finding] : [])));
  const open = findings.some(
    (one) => one.verdict === "fail" || (one.verdict === "unknown" && !accepted.has(findingKey(one))),
  );
  if (open) return { kind: "todo", findings };
  const due = facts.server.restartDue;
  if ("value" in due && due.value !== null)
    return { kind: "waiting", forWhat: "restart", pollMs: 5000, findings };
  const passed = findings.filter(({ verdict }) => verdict === "pass").length;
  const { bootedAt } = facts.server;
  return {
    kind: "done",
    findings,
    proof: [
      { name: l10n.t("Rules passed"), value: l10n.t("{0} of {1}", passed, findings.length) },
      {
        name: l10n.t("Last start of Windows"),
        value: "value" in bootedAt ? bootedAt.value : l10n.t("not known"),
      },
    ],
  };
};

/** The calls of the chosen fixes. The restart's mark comes first: a cut in between must not lose the need for it. */
const callsNow = async (ctx: StepContext): Promise<readonly OperationCall[]> => {
  const fixes = chosenFixes(judged(await readFacts(ctx), ctx.plan), ctx.plan.leave);
  const mark = fixes.some(({ needsRestart }) => needsRestart)
    ? [{ op: "Set-RestartMark", args: { reason: l10n.t("TLS settings were changed") } } as const]
    : [];
  return [...mark, ...fixes.flatMap(({ calls }) => calls)];
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
  form: ({ plan }) => [
    {
      kind: "choice",
      id: "cloud",
      label: l10n.t("Cloud of the tenant"),
      help: l10n.t("It decides which of Microsoft's hosts this server must reach."),
      options: clouds.map((value) => ({ value, label: cloudNetworks[value].title() })),
      value: plan.cloud,
      set: (before, value) => ({ ...before, cloud: clouds.find((one) => one === value) ?? before.cloud }),
    },
  ],
  checksAnswers: true,
  acceptsUnknown: true,
  check: async (ctx) => judgePrerequisites(await readFacts(ctx), ctx.plan, ctx.said),
  changes: async (ctx) => changesOf(ctx, await callsNow(ctx)),
  apply: async (ctx) => runCalls(ctx, await callsNow(ctx)),
  actions: (state, { plan }) => {
    const fixable = chosenFixes(state.findings, plan.leave).length > 0;
    const checked = state.findings.length > 0;
    return [
      ...(state.kind === "waiting"
        ? [{ id: "restart", label: l10n.t("Restart the server"), primary: true, does: restart }]
        : []),
      ...(fixable
        ? [
            {
              id: "apply",
              label: l10n.t("Apply the chosen fixes"),
              primary: state.kind === "todo",
              does: "apply" as const,
            },
            { id: "changes", label: l10n.t("Show what will change"), does: "changes" as const },
          ]
        : []),
      {
        id: "check",
        label: checked ? l10n.t("Check again") : l10n.t("Check"),
        primary: !checked && state.kind !== "waiting",
        does: "check",
      },
    ];
  },
};
