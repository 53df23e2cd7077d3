import * as v from "valibot";
import { isWholeChange, toldChange, type Change } from "./change.ts";
import { planSchema } from "./plan.ts";

/** What a person said, where only a person can know. */
const statement = v.variant("about", [
  /** Accepted the licence terms of the installer. */
  v.strictObject({ about: v.literal("licence") }),
  /** Accepted by name a finding that could not be checked. */
  v.strictObject({ about: v.literal("unknown"), finding: v.string() }),
  /** Which domains are registered: seen in the wizard, or answered by the cmdlets. */
  v.strictObject({
    about: v.literal("domains"),
    domains: v.array(v.string()),
    seenIn: v.picklist(["wizard", "cmdlets"]),
  }),
  /** The account that the agent ran as when it was uninstalled. */
  v.strictObject({ about: v.literal("account"), account: v.string() }),
  /** Permission sets that the cmdlet gave, or an administrator by hand, to the account named. */
  v.strictObject({
    about: v.literal("permissions"),
    types: v.array(v.string()),
    account: v.optional(v.string()),
    how: v.optional(v.picklist(["cmdlet", "hand"])),
  }),
  /** Began to register an agent that was registered already, which had this certificate (when it became valid) or none. */
  v.strictObject({ about: v.literal("registerAgain"), certificate: v.optional(v.nullable(v.string())) }),
  /** That it ended: by the cmdlets' answers, or accepted by a person without a proof. */
  v.strictObject({ about: v.literal("registeredAgain"), seenIn: v.picklist(["cmdlets", "person"]) }),
  /** Saw this server's agent as active in the portal. */
  v.strictObject({ about: v.literal("active"), computer: v.string() }),
]);
export type Statement = v.InferOutput<typeof statement>;

const evidence = v.strictObject({ name: v.string(), value: v.string() });

const change = v.looseObject({ on: v.string(), ...toldChange });

const event = v.intersect([
  v.object({ at: v.string(), by: v.string(), server: v.string(), step: v.string() }),
  v.variant("kind", [
    v.object({ kind: v.literal("started") }),
    v.object({
      kind: v.literal("change"),
      change: v.custom<Change>((value) => v.is(change, value) && isWholeChange(value)),
    }),
    v.object({ kind: v.literal("said"), statement }),
    v.object({
      kind: v.literal("answered"),
      plan: planSchema,
      /** The name of the plan file it was taken from, and the plan that was in use until then. */
      file: v.optional(v.string()),
      before: v.optional(planSchema),
      /** It is the one from before the last plan file, which was taken back. */
      tookBack: v.optional(v.literal(true)),
    }),
    v.object({
      kind: v.literal("checked"),
      state: v.picklist(["todo", "answered", "waiting", "done"]),
      forWhat: v.optional(v.picklist(["restart", "wizard", "person"])),
      proof: v.array(evidence),
    }),
    v.object({ kind: v.literal("ended"), how: v.picklist(["finished", "cancelled"]) }),
    v.object({ kind: v.literal("failed"), code: v.string(), happened: v.string() }),
  ]),
]);

/** One line of the journal: what was done, said or found; when, by whom, on which server, in which step. Never a secret. */
export type JournalEvent = v.InferOutput<typeof event>;
export type Attestation = { readonly at: string; readonly by: string } & Statement;

/** One journal line as text, with its line end. */
export const writeEvent = (of: JournalEvent): string => `${JSON.stringify(of)}\n`;

/**
 * The events of a journal's text. A line that was cut off by a crash, or is not an event, is left out: what it
 * said is seen again by the step's own check.
 */
export const readEvents = (text: string): JournalEvent[] =>
  text.split("\n").flatMap((line) => {
    try {
      const parsed = v.safeParse(event, JSON.parse(line));
      return parsed.success ? [parsed.output] : [];
    } catch {
      return [];
    }
  });

/** What persons said, in order. */
export const attestationsIn = (events: readonly JournalEvent[]): Attestation[] =>
  events.flatMap((of) => (of.kind === "said" ? [{ ...of.statement, at: of.at, by: of.by }] : []));
