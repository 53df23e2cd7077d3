import * as l10n from "@vscode/l10n";
import type { Evidence } from "../finding.ts";
import { getServerFacts, type ServerFacts, shownWindows } from "../operations/server.ts";
import { cloudNetworks } from "../network/clouds.ts";
import { clouds } from "../values/cloud.ts";
import type { Step } from "../step.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly server: true;
  }
}

const proofOf = (facts: ServerFacts): readonly Evidence[] => [
  { name: l10n.t("Server"), value: facts.computer },
  { name: l10n.t("User"), value: facts.user },
  {
    name: l10n.t("Elevated"),
    value:
      "unread" in facts.elevated ? l10n.t("not known") : facts.elevated.value ? l10n.t("yes") : l10n.t("no"),
  },
  { name: l10n.t("Domain"), value: "unread" in facts.domain ? l10n.t("not known") : facts.domain.value.name },
  {
    name: "Windows",
    value: "unread" in facts.windows ? l10n.t("not known") : shownWindows(facts.windows.value),
  },
];

export const server: Step = {
  id: "server",
  lines: ["1"],
  meetsServer: true,
  title: () => l10n.t("Connect to the server"),
  introduction: (reach) => [
    reach.introduction(),
    l10n.t("Connecting starts one PowerShell session and changes nothing."),
  ],
  form: ({ plan, reachWords, server: name }) => [
    { kind: "readOnly", id: "target", label: l10n.t("Server"), value: reachWords.called(name) },
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
  async check({ run, server }) {
    const facts = await run(getServerFacts, {});
    const { elevation } = await import("../health/assessment.ts");
    // Only what is missing is shown here; the prerequisites judge the rest.
    const findings = elevation({
      server: { value: facts },
      on: server.name,
      reachWords: server.reachWords,
    }).filter(({ verdict }) => verdict !== "pass");
    return { kind: "done", proof: proofOf(facts), findings };
  },
  actions: (state) => [
    {
      id: "check",
      label: state.kind === "done" ? l10n.t("Connect again") : l10n.t("Connect"),
      primary: state.kind !== "done",
      does: "check",
    },
  ],
};
