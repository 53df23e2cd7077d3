import * as v from "valibot";
import type { Change } from "../change.ts";
import { chosenFixes, type Finding } from "../finding.ts";
import { restartAgentService } from "../operations/agent.ts";
import { settingOf, type Call } from "../call.ts";
import type { SettingEntry } from "../operations/operation.ts";
import type { SetupPlan } from "../plan.ts";
import type { StepContext } from "../step.ts";
import { restartService } from "./restartService.ts";
import { settingsChanged } from "../told/restartReasons.ts";

/** The arguments of a call are parsed again: they may come from a journal. */
const runCall = async (ctx: StepContext, call: Call): Promise<void> => {
  const operation = ctx.operationOf(call);
  const args = v.parse(operation.args, call.args);
  if (operation.restarts === "serviceRestart") return restartService(ctx, operation, args);
  const result = await ctx.perform(operation, args);
  if (call.port !== "directory") return;
  const { assertChanged } = await import("./directoryChange.ts");
  assertChanged(ctx, result, call);
};

const preview = (ctx: StepContext, call: Call): Promise<readonly Change[]> => {
  const operation = ctx.operationOf(call);
  return ctx.preview(operation, v.parse(operation.args, call.args));
};

/** Whether what calls set takes effect only once something was restarted: each operation says so of itself. */
export const needRestart = (calls: readonly Call[], of: SettingEntry["effectiveAfter"]): boolean =>
  calls.some((call) => settingOf(call)?.effectiveAfter === of);

/**
 * Calls, with the restarts that they need, in the order in which a cut in between loses nothing: the mark that a restart is due
 * comes first; the agent's service is restarted once, after everything else.
 */
export const withRestarts = (calls: readonly Call[]): readonly Call[] => {
  const mark: Call = {
    port: "server",
    op: "Set-CloudSyncRestartMark",
    args: { reason: settingsChanged },
  };
  const { port, name } = restartAgentService;
  const service: Call = { port, op: name, args: {} };
  const isRestart = (call: Call) => settingOf(call)?.restarts === "serviceRestart";
  return [
    ...(needRestart(calls, "serverRestart") ? [mark] : []),
    ...calls.filter((call) => !isRestart(call)),
    ...(calls.some(isRestart) || needRestart(calls, "serviceRestart") ? [service] : []),
  ];
};

/** The calls of the chosen fixes. */
export const callsOf = (
  findings: readonly Finding[],
  { skippedFixes }: Pick<SetupPlan, "skippedFixes">,
): readonly Call[] => withRestarts(chosenFixes(findings, skippedFixes).flatMap(({ calls }) => calls));

/** Runs calls that were kept as data, in their order. */
export const runCalls = async (ctx: StepContext, calls: readonly Call[]): Promise<void> => {
  for (const call of calls) await runCall(ctx, call);
};

/** The changes that calls would make, as the server itself reports them with `-WhatIf`. */
export const changesOf = async (ctx: StepContext, calls: readonly Call[]): Promise<readonly Change[]> => {
  const changes: Change[] = [];
  for (const call of calls) changes.push(...(await preview(ctx, call)));
  return changes;
};
