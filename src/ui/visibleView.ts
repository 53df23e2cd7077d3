/** What the page shows, with every character to be seen, whoever wrote the text, and one kind of time. */
import type { StepView } from "../messages/view.ts";
import { isTyped } from "./fieldViews.ts";
import { plainCommand, visibleText } from "../setup/text/plainText.ts";
import { withClockTimes } from "../setup/values/moments.ts";

/** What the page sends back: by it the host knows what a message is about. */
const names: ReadonlySet<string> = new Set(["id", "kind", "step", "rule", "about"]);

/** Of a field somebody is just typing, the value is what was typed; a choice's is the name of an option. */
const isAnswer = (owner: unknown, key: string): boolean =>
  key === "value" &&
  typeof owner === "object" &&
  owner !== null &&
  (!("kind" in owner) ? "label" in owner : isTyped(owner.kind));

/** What a change writes or has found is shown letter for letter. */
const values: ReadonlySet<string> = new Set(["target", "before", "after"]);

const shown = (part: unknown, key: string, owner: unknown): unknown => {
  if (typeof part === "string") {
    if (names.has(key) || isAnswer(owner, key)) return part;
    if (key === "command") return plainCommand(part);
    return values.has(key) ? visibleText(part) : withClockTimes(visibleText(part));
  }
  if (Array.isArray(part)) return part.map((one: unknown) => shown(one, key, owner));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, shown(one, name, part)]));
};

export const visibleView = (view: StepView): StepView => shown(view, "", undefined) as StepView;
