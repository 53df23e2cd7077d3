/** The logs of the agent: its trace files in parts, and everything as one masked file. */
import * as v from "valibot";
import { fact, reason } from "../values/fact.ts";
import { changing, count, minutes, moment, reading, text } from "./entry.ts";

/** The trace files of agent and wizard, at most twenty, the one written last first. */
export const getTraceFiles = reading(
  "Get-CloudSyncTraceFile",
  {},
  v.strictObject({
    files: fact(
      v.array(
        v.strictObject({
          name: text,
          bytes: count,
          writtenAt: moment,
          /** How far the server's clock on the wall, which the entries tell, was ahead of UTC then. */
          utcOffsetMinutes: count,
        }),
      ),
    ),
  }),
);

/** Whole lines of a trace file from a byte on; `next` is the byte after them, null at the end of the file. */
export const getTracePart = reading(
  "Get-CloudSyncTracePart",
  { name: text, offset: count, bytes: count },
  v.strictObject({ part: fact(v.strictObject({ text, next: v.nullable(count) })) }),
);

/**
 * What is left out of a bundle for one reason: `number` and `sum` - older files than the newest so many, or than those of so
 * many megabytes -, `link`, `new` - none of the entries that were asked for -, `beginning` - all but the last so many megabytes of a file -, `older` - events of a log than the
 * newest so many. `limit` is that number, `count` how many entries there are, `entries` the first of their names.
 */
const leftOut = v.array(
  v.strictObject({
    why: v.picklist(["number", "sum", "link", "new", "beginning", "older"]),
    limit: count,
    count,
    entries: v.array(text),
  }),
);

/**
 * What a bundle of the last hours would hold, masked as it would be: each entry, the newest part of its text where that is
 * long. It may take as long as the bundle itself, because the same is read.
 */
export const getLogPreview = reading(
  "Get-CloudSyncLogPreview",
  { hours: count, hideNames: v.boolean() },
  v.strictObject({
    /** `unread`: why there is nothing to show of it. */
    parts: v.array(v.strictObject({ entry: text, text, complete: v.boolean(), unread: v.optional(reason) })),
    left: leftOut,
  }),
  { timeoutMs: 10 * minutes },
);

/**
 * Writes traces, setup logs, events and facts of the last hours into a new zip on the server. Tokens, passwords and
 * addresses are masked; with `hideNames` tenants and users too. With `-WhatIf` the changes list what would be in it. Only
 * `entries` are taken, null for all there are: files that came after somebody agreed to them are left out, and said. It holds
 * the newest up to a number of files and a sum of their sizes; `left` says what it does not hold.
 */
export const saveLogBundle = changing(
  "Save-CloudSyncLogBundle",
  { path: text, hours: count, hideNames: v.boolean(), entries: v.nullable(v.array(text)) },
  v.strictObject({ path: text, entries: v.array(text), left: leftOut }),
  { timeoutMs: 10 * minutes, cancellable: true },
);

export type TraceFile = Extract<
  v.InferOutput<typeof getTraceFiles.result>["files"],
  { readonly value: unknown }
>["value"][number];
export type LeftOut = v.InferOutput<typeof leftOut>[number];
export type LogPreview = v.InferOutput<typeof getLogPreview.result>;
export type TracePart = v.InferOutput<typeof getTracePart.result>;
