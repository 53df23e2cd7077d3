import * as v from "valibot";
import { isKeepable, type Change } from "./change.ts";
import { consentName } from "./consent.ts";
import { ports } from "./operations/operation.ts";
import { planSchema, wholePlanSchema } from "./plan.ts";
import { statement, type Statement } from "./statement.ts";
import { waitKinds } from "./wait.ts";
import { json } from "./values/json.ts";

const evidence = v.strictObject({ name: v.string(), value: v.string() });

const change = v.custom<Change>(isKeepable);

/** What a rule found, as it was shown. */
const shownFinding = v.object({
  rule: v.string(),
  about: v.string(),
  verdict: v.picklist(["pass", "warning", "fail", "unknown"]),
  summary: v.string(),
});

/** How much of a record cannot be read, and why. */
const notRead = v.object({
  /** Lines that are no entries. */
  lines: v.number(),
  /** Lines that a newer version wrote. */
  newer: v.number(),
  /** Bytes of its beginning, where there are more than are read. */
  skippedBytes: v.number(),
  /** Files that stood in its place, where they are now; not read, or read and written anew. */
  aside: v.array(v.string()),
});
/** What of a record cannot be read. */
export type NotRead = v.InferOutput<typeof notRead>;

export const written = v.object({ at: v.string(), by: v.string(), server: v.string(), step: v.string() });
export const kinds = v.variant("kind", [
  /** A session with the server began: what it met there, and with which version of the extension. */
  v.object({
    kind: v.literal("opened"),
    computer: v.string(),
    user: v.string(),
    windows: v.string(),
    agent: v.nullable(v.string()),
    extension: v.string(),
    /** The language of what was shown, as BCP 47 names it. */
    language: v.string(),
  }),
  v.object({ kind: v.literal("started") }),
  /** What was shown to change before a yes. */
  v.object({ kind: v.literal("previewed"), changes: v.array(change) }),
  /** A yes: to the list of changes, or to a question, with its words as they were shown. */
  v.object({
    kind: v.literal("consented"),
    /** As whoever asked calls it. */
    id: consentName,
    about: v.string(),
    text: v.string(),
    changes: v.optional(v.array(change)),
  }),
  /**
   * Written before an operation begins: what it is about to change. It stays open until `settled` closes it; what then is
   * neither told nor closed is seen by a later look.
   */
  v.object({
    kind: v.literal("intended"),
    id: v.string(),
    /** Whose operation it is; the server's where it is not said. */
    port: v.optional(v.picklist(ports)),
    operation: v.string(),
    args: v.record(v.string(), json),
    changes: v.array(change),
    /** They take earlier ones back. */
    takesBack: v.optional(v.literal(true)),
  }),
  /** A change that was made. `of`: the intention it belongs to. `seen`: not told by the operation, but seen afterwards. */
  v.object({
    kind: v.literal("change"),
    change,
    of: v.optional(v.string()),
    seen: v.optional(v.literal(true)),
    /** It took an earlier one back. */
    takesBack: v.optional(v.literal(true)),
  }),
  /** Closes an intention. `unknown`: what of it can no longer be told to be made or not. */
  v.object({
    kind: v.literal("settled"),
    id: v.string(),
    how: v.picklist(["finished", "failed", "seen"]),
    unknown: v.array(change),
  }),
  v.object({ kind: v.literal("said"), statement }),
  v.object({
    kind: v.literal("answered"),
    /** As this server sees it. */
    plan: planSchema,
    /** The name of the plan file it was taken from, and the whole plan that was in use until then. */
    file: v.optional(v.string()),
    before: v.optional(wholePlanSchema),
    /** It is the one from before the last plan file, which was taken back. */
    tookBack: v.optional(v.literal(true)),
  }),
  v.object({
    kind: v.literal("checked"),
    state: v.picklist(["todo", "answered", "waiting", "done"]),
    forWhat: v.optional(v.picklist(waitKinds)),
    /** Until when that is at the latest, where it is known. */
    until: v.optional(v.string()),
    proof: v.array(evidence),
    findings: v.optional(v.array(shownFinding)),
  }),
  /** What of this record could not be read, all told: the lines stay where they are, other things stood in its place. */
  v.object({ kind: v.literal("notRead"), ...notRead.entries }),
  v.object({ kind: v.literal("ended"), how: v.picklist(["finished", "cancelled"]) }),
  v.object({ kind: v.literal("failed"), code: v.string(), happened: v.string() }),
]);
export const event = v.intersect([written, kinds]);

/** One line of the journal: what was done, said or found; when, by whom, on which server, in which step. Never a secret. */
export type JournalEvent = v.InferOutput<typeof event>;
export type Attestation = { readonly at: string; readonly by: string } & Statement;

/** What persons said, in order. */
export const attestationsIn = (events: readonly JournalEvent[]): Attestation[] =>
  events.flatMap((of) => (of.kind === "said" ? [{ ...of.statement, at: of.at, by: of.by }] : []));
