/** Lines of a record, each as small as it may be. */
import type { JournalEvent } from "../../../src/setup/journal.ts";

export const base = { at: "2026-11-24T12:00:00.000Z", by: "ada", server: "SYNC01" };
export const started = (step: string): JournalEvent => ({ ...base, step, kind: "started" });
export const ended = (step: string): JournalEvent => ({ ...base, step, kind: "ended", how: "finished" });
export const checked = (step: string, state: "todo" | "answered" | "waiting" | "done"): JournalEvent => ({
  ...base,
  step,
  kind: "checked",
  state,
  proof: state === "done" ? [{ name: "Version", value: "1" }] : [],
});
