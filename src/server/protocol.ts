/** The lines between host and session. Pure: text in, values out. */
import * as v from "valibot";
import type { Credential, Json } from "../setup/operations.ts";
import { operations } from "../setup/operations.ts";

/** What the host asks. Secrets travel apart from the arguments, so that these can be logged. */
export interface Request {
  readonly id: number;
  readonly op: string;
  readonly args: unknown;
  readonly whatIf?: boolean;
  readonly secrets?: Readonly<Record<string, readonly Credential[]>>;
}

/** ASCII only, whatever the text holds: no code page on the way can change it. By code unit, as JSON escapes are. */
const ascii = (json: string): string =>
  json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** One request as a line, with its line end. */
export const writeRequest = (request: Request): string => `${ascii(JSON.stringify(request))}\n`;

const json = v.custom<Json>((value) => value !== undefined);
const undo = v.strictObject({
  op: v.picklist(operations.map(({ name }) => name)),
  args: v.record(v.string(), json),
});

const sessionEvent = v.variant("event", [
  v.object({
    event: v.literal("ready"),
    protocol: v.number(),
    powershell: v.string(),
    user: v.string(),
    elevated: v.nullable(v.boolean()),
    computer: v.string(),
  }),
  v.object({
    id: v.number(),
    event: v.literal("progress"),
    message: v.string(),
    percent: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  }),
  v.object({
    id: v.number(),
    event: v.literal("change"),
    target: v.string(),
    before: json,
    after: json,
    undo: v.nullish(undo),
  }),
  v.object({ id: v.number(), event: v.literal("result"), value: v.unknown() }),
  v.object({
    id: v.number(),
    event: v.literal("error"),
    code: v.string(),
    message: v.string(),
    exception: v.nullish(v.string()),
    position: v.nullish(v.string()),
  }),
]);

export type SessionEvent = v.InferOutput<typeof sessionEvent>;
export type ReadyEvent = Extract<SessionEvent, { event: "ready" }>;

/** A line that bears the mark but is no event: the session cannot be trusted any more. */
export interface Garbled {
  readonly event: "garbled";
  readonly line: string;
}

/** An event, or undefined where the line does not begin with the mark: something a cmdlet printed. */
export const readLine = (line: string, mark: string): SessionEvent | Garbled | undefined => {
  if (!line.startsWith(mark)) return undefined;
  const text = line.slice(mark.length);
  try {
    const parsed = v.safeParse(sessionEvent, JSON.parse(text));
    return parsed.success ? parsed.output : { event: "garbled", line: text };
  } catch {
    return { event: "garbled", line: text };
  }
};
