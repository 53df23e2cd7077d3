/** The lines between host and session. Pure: text in, values out. */
import * as v from "valibot";
import type { Credential } from "../setup/operations/operation.ts";
import { sessionCall } from "../setup/call.ts";
import { isWholeChange } from "../setup/change.ts";
import { changesToldBy } from "../setup/told/changes.ts";
import { codesOf, hasParams } from "../setup/told/coded.ts";
import { progressToldBy } from "../setup/told/progress.ts";
import { json } from "../setup/values/json.ts";

/** What the host asks. Secrets travel apart from the arguments, so that these can be logged. */
export interface Request {
  readonly id: number;
  readonly op: string;
  readonly args: unknown;
  readonly whatIf?: boolean;
  readonly secrets?: Readonly<Partial<Record<string, readonly Credential[]>>>;
}

/** ASCII only, whatever the text holds: no code page on the way can change it. By code unit, as JSON escapes are. */
const ascii = (json: string): string =>
  json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** One request as a line, with its line end. */
export const writeRequest = (request: Request): string => `${ascii(JSON.stringify(request))}\n`;

/** The answer to `hide`, as a line: the text with what is known hidden. Both ways it is UTF-16 in base64. */
export const writeHidden = (text: string, hidden: (text: string) => string): string =>
  `${Buffer.from(hidden(Buffer.from(text, "base64").toString("utf16le")), "utf16le").toString("base64")}\n`;

const params = v.record(v.string(), v.string());
/** Of a computer, a user, a version. */
const name = v.pipe(v.string(), v.maxLength(1000));

/** A session changes its server, and the directory from there. */
const changesOfSession = { ...changesToldBy.server, ...changesToldBy.directory };

const sessionEvent = v.variant("event", [
  v.object({
    event: v.literal("ready"),
    protocol: v.number(),
    powershell: name,
    user: name,
    elevated: v.nullable(v.boolean()),
    computer: name,
    /** MachineGuid of Windows; null where it is missing or cannot be read. */
    machine: v.nullable(name),
  }),
  v.object({
    id: v.number(),
    event: v.literal("progress"),
    code: v.picklist(codesOf(progressToldBy.server)),
    params,
    percent: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
    /** Nothing has been done yet: the session may be ended without a loss. */
    waiting: v.nullish(v.boolean()),
  }),
  v.object({
    id: v.number(),
    event: v.literal("change"),
    /** One that is only ever declared, or of a port that no session reaches, is a wrong answer. */
    what: v.picklist(codesOf(changesOfSession)),
    params,
    before: json,
    after: json,
    undo: v.nullish(sessionCall),
  }),
  /** It only waits for something outside: until its result another that reads may be asked. */
  v.object({ id: v.number(), event: v.literal("waits") }),
  /** Answered by `writeHidden`: a text that the server is about to write down. */
  v.object({ id: v.number(), event: v.literal("hide"), text: v.string() }),
  v.object({ id: v.number(), event: v.literal("result"), value: v.unknown() }),
  v.object({
    id: v.number(),
    event: v.literal("error"),
    code: v.string(),
    /** Those of a code of ours; without them the words are somebody else's. */
    params: v.nullish(params),
    /** What caused it: a code of ours too, or somebody else's words. */
    cause: v.nullish(v.union([v.string(), v.strictObject({ code: v.string(), params })])),
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

/** How deep an event may be nested; the module writes twelve levels. Deeper ones would overflow who walks through them. */
const maxDepth = 64;
/** Characters of an event that goes to page and journal. Results, which hold logs, and errors, which are cut, may be longer. */
const maxToldLength = 262_144;

/** Whether brackets outside of texts are nested deeper than that; without reading the JSON. */
const isTooDeep = (json: string): boolean => {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at);
    if (inText) {
      if (unit === 0x5c) at += 1;
      else if (unit === 0x22) inText = false;
    } else if (unit === 0x22) inText = true;
    else if (unit === 0x5b || unit === 0x7b) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (unit === 0x5d || unit === 0x7d) depth -= 1;
  }
  return false;
};

/** An event, or undefined where the line does not begin with the mark: something a cmdlet printed. Never throws. */
export const readLine = (line: string, mark: string): SessionEvent | Garbled | undefined => {
  if (!line.startsWith(mark)) return undefined;
  const text = line.slice(mark.length);
  const garbled: Garbled = { event: "garbled", line: text };
  try {
    if (isTooDeep(text)) return garbled;
    const parsed = v.safeParse(sessionEvent, JSON.parse(text));
    if (!parsed.success) return garbled;
    const told = parsed.output;
    if (told.event !== "progress" && told.event !== "change") return told;
    const isWhole =
      told.event === "change"
        ? isWholeChange(told)
        : hasParams(progressToldBy.server, told.code, told.params);
    return isWhole && text.length <= maxToldLength ? told : garbled;
  } catch {
    return garbled;
  }
};
