import * as l10n from "@vscode/l10n";
import { getAgentFacts } from "../operations/agent.ts";
import type { Step } from "../step.ts";
import type { Undoable } from "../engine/undoList.ts";
import { judgeUndo } from "../actions/undoWarnings.ts";
import { changesOf, needRestart, runCalls, withRestarts } from "../actions/calls.ts";
import { restart, restartAction, restartIsNext } from "../actions/restartServer.ts";
import { sayChange } from "../told/changes.ts";
import { factOf } from "../values/fact.ts";
import { shownValue } from "../values/shownValue.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly undo: true;
  }
}

/** Takes back the changes that were chosen. It belongs to no procedure; what is left is what -WhatIf still lists. */
export const undo = (chosen: readonly Undoable[]): Step => {
  const calls = chosen.map((one) => one.undo);
  const all = withRestarts(calls);
  return {
    id: "undo",
    lines: [],
    title: () => l10n.t("Undo changes"),
    introduction: () => [l10n.t("Each setting gets the value it had before this extension changed it.")],
    invalidates: true,
    takesBack: true,
    async check(ctx) {
      const agent = await ctx.read(getAgentFacts, {});
      const facts = { agent: factOf(agent, "agent"), tenantId: factOf(agent, "tenantId") };
      const findings = judgeUndo(chosen, facts, ctx.attestations);
      if ((await changesOf(ctx, calls)).length > 0) return { kind: "todo", findings };
      const proof = chosen.map(({ change }) => ({
        name: sayChange(change),
        value: shownValue(change.before),
      }));
      return { kind: "done", findings, proof };
    },
    changes: (ctx) => changesOf(ctx, all),
    apply: (ctx, found) => (restartIsNext(ctx, found) ? restart(ctx) : runCalls(ctx, all)),
    actions: (_, known) => [
      { id: "check", label: l10n.t("Check again"), does: "check" },
      ...(needRestart(calls, "serverRestart") ? [{ ...restartAction(known), primary: false }] : []),
    ],
  };
};
