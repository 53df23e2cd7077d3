import * as l10n from "@vscode/l10n";
import type * as v from "valibot";
import { changesOf } from "../actions/calls.ts";
import { getLogPreview, saveLogBundle } from "../operations/logs.ts";
import type { Step, StepContext } from "../step.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly logs: true;
  }
}

/** What to save: the last hours, into which file of the server. */
export type LogsWanted = Omit<v.InferOutput<typeof saveLogBundle.args>, "entries">;

/** What was read and written for it, for whoever asked. */
export interface LogsSaved {
  preview?: v.InferOutput<typeof getLogPreview.result>;
  saved?: v.InferOutput<typeof saveLogBundle.result>;
}

/**
 * Writes the agent's logs into a file of the server: the entries that were shown and agreed to, and no file that came since. It
 * belongs to no procedure; what would be in it is read before.
 */
export const logs = (wanted: LogsWanted, told: LogsSaved): Step => {
  const { hours, hideNames } = wanted;
  const agreed = () => told.preview?.parts.map(({ entry }) => entry) ?? [];
  const listed = (ctx: StepContext, entries: string[] | null) =>
    changesOf(ctx, [{ port: "server", op: "Save-CloudSyncLogBundle", args: { ...wanted, entries } }]);
  return {
    id: "logs",
    lines: [],
    title: () => l10n.t("Save the agent's logs"),
    introduction: () => [],
    check: () =>
      Promise.resolve(
        told.saved
          ? {
              kind: "done",
              findings: [],
              proof: [{ name: l10n.t("File"), value: told.saved.path }],
            }
          : { kind: "todo", findings: [] },
      ),
    async changes(ctx) {
      // Refused here where it cannot be written, before anything is read.
      await listed(ctx, null);
      told.preview = await ctx.run(getLogPreview, { hours, hideNames });
      return listed(ctx, agreed());
    },
    async apply(ctx) {
      told.saved = await ctx.perform(saveLogBundle, { ...wanted, entries: agreed() });
    },
    actions: () => [],
  };
};
