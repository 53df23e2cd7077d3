import * as l10n from "@vscode/l10n";
import { agentDoes } from "../agent/versions.ts";
import { factOf, valueOf } from "../values/fact.ts";
import { getAgentConfiguration, getAgentFacts, type AgentFacts } from "../operations/agent.ts";
import { getServerFacts } from "../operations/server.ts";
import { installAgent } from "../operations/installer.ts";
import { chosenFixes, findingKey, openFindings, judge, type RuleText } from "../finding.ts";
import { compareVersions } from "../agent/installer.ts";
import { installerFailure } from "../agent/installerExit.ts";
import { judgeOffered } from "../agent/installerVersion.ts";
import { explain } from "../actions/explaining.ts";
import type { SetupPlan } from "../plan.ts";
import { ProblemError } from "../problem.ts";
import type { Step, StepContext } from "../step.ts";
import { callsOf, changesOf, runCalls } from "../actions/calls.ts";
import { seenFacts } from "../actions/fetchInstaller.ts";
import { fixActions } from "../actions/fixes.ts";
import { listedFirst } from "../actions/listedFirst.ts";
import { proxyNeeded } from "../actions/proxyNeeded.ts";
import { restart, restartAction, restartIsNext } from "../actions/restartServer.ts";
import { declaredChanges } from "../actions/declaredChanges.ts";
import { titleOf } from "../stepTitles.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly install: true;
  }
}

const restartText = (): RuleText => ({
  rule: "restartDue",
  why: l10n.t("Until a restart that the installer asked for, the agent may lack files."),
  source: "windowsInstaller",
});

const serviceOf = (agent: AgentFacts["agent"]) => valueOf(agent) ?? undefined;

/** The installer that is on the server and may be run, and whether the end of an earlier run is still to be read. */
const installerSeen = async (ctx: StepContext) => {
  const facts = await seenFacts(ctx, ctx.plan.installer);
  const version = valueOf((await ctx.run(getAgentFacts, {})).version) ?? undefined;
  const { installer } = judgeOffered(facts, version, ctx.attestations);
  return { installer, taskLeft: valueOf(facts.taskLeft) === true };
};

const installerOf = async (ctx: StepContext) => (await installerSeen(ctx)).installer;

/**
 * Microsoft, "Install the agent by using a command-line interface" (9 April 2025), for the US Government cloud. Newer pages
 * leave it out, because agents from 1.1.2102.0 on find their cloud by themselves; older ones talk to the global one without.
 */
const governmentCloud = "AzureUSGovernment";
const cloudArguments = ({ cloud }: Pick<SetupPlan, "cloud">): readonly string[] =>
  cloud === "usGov" ? [`ENVIRONMENTNAME=${governmentCloud}`] : [];

/** An update of an older agent may take its proxy away; the installer's run backs it up first. */
const proxyAtRisk = async (ctx: StepContext, installed: string | null): Promise<string | null> =>
  installed === null || agentDoes(installed, "keepsConfiguration")
    ? null
    : (valueOf((await ctx.run(getAgentConfiguration, {})).proxy) ?? null);

export const install: Step = {
  id: "install",
  lines: ["7", "8"],
  title: () => l10n.t("Install the agent"),
  introduction: () => [
    l10n.t(
      "Runs the checked installer quietly on the server. It copies the agent and creates its services; it registers nothing.",
    ),
    l10n.t("An installation that has begun is not interrupted: it is waited for."),
    l10n.t("Where the site's proxy is the only way out, it is then set in the agent's configuration."),
  ],
  acceptsUnknown: true,
  async check(ctx) {
    const agent = await ctx.run(getAgentFacts, {});
    const service = serviceOf(agent.agent);
    const version = valueOf(agent.version);
    if (!service || version === undefined || version === null) return { kind: "todo", findings: [] };
    const { installer, taskLeft } = await installerSeen(ctx);
    if (installer && (taskLeft || compareVersions(version, installer.version) < 0))
      return { kind: "todo", findings: [] };
    const due = factOf(await ctx.read(getServerFacts, {}), "restartDue");
    if ("value" in due && due.value !== null) return { kind: "waiting", forWhat: "restart", findings: [] };
    const findings = [
      ...judge(restartText(), l10n.t("Restart that is due"), due, () => []),
      ...(await proxyNeeded(ctx, { value: agent })),
    ];
    // A fix that was left out is an answer.
    const open = openFindings(findings, ctx.attestations).filter(
      (one) => !ctx.plan.skippedFixes.includes(findingKey(one)),
    );
    if (open.length > 0) return { kind: "todo", findings };
    return {
      kind: "done",
      findings,
      proof: [
        { name: l10n.t("Version"), value: version },
        { name: service.displayName, value: `${service.state}, ${service.account}` },
      ],
    };
  },
  async changes(ctx, { findings }) {
    const fixes = callsOf(findings, ctx.plan);
    if (fixes.length > 0) return changesOf(ctx, fixes);
    const installer = await installerOf(ctx);
    if (!installer) return [];
    const installed = valueOf((await ctx.run(getAgentFacts, {})).version) ?? null;
    return declaredChanges(ctx.server.place, ctx.plan, {
      program: "installer",
      version: installer.version,
      installed,
      cloud: ctx.plan.cloud === "usGov" ? governmentCloud : undefined,
      proxyAtRisk: await proxyAtRisk(ctx, installed),
    });
  },
  async apply(ctx, found) {
    if (restartIsNext(ctx, found)) return restart(ctx);
    const { findings } = found;
    // Findings are of an agent that is installed.
    const fixes = callsOf(findings, ctx.plan);
    if (fixes.length > 0) return runCalls(ctx, fixes);
    const installer = await installerOf(ctx);
    if (!installer)
      throw new ProblemError({
        code: "notReady",
        happened: l10n.t("There is no checked installer on {0}.", ctx.server.name),
        means: l10n.t("Nothing was run."),
        next: [l10n.t('Finish the step "{0}" first.', titleOf("download"))],
      });
    const { path, sha256 } = installer;
    const since = ctx.now();
    const { exitCode, logPath } = await ctx.perform(installAgent, {
      path,
      sha256,
      arguments: [...cloudArguments(ctx.plan)],
    });
    const failure = installerFailure(exitCode, logPath);
    if (failure) throw await explain(ctx, failure, { exitCode }, { during: "install", since });
  },
  actions: (state, { plan, changesShown, ...known }) => [
    ...(state.kind === "waiting" ? [restartAction(known)] : []),
    ...(chosenFixes(state.findings, plan.skippedFixes).length > 0
      ? fixActions(state, plan, changesShown).filter(({ id }) => id !== "check")
      : state.kind === "done" || state.kind === "waiting"
        ? []
        : listedFirst({ label: l10n.t("Install") }, { changesShown, isNext: true })),
    { id: "check", label: l10n.t("Check again"), does: "check" },
  ],
};
