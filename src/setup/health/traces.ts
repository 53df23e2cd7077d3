/** The newest traces of agent and wizard, read from the server in parts: what in them speaks of trouble since a moment. */
import { examined, speaksOfTrouble } from "../diagnosis/trace/diagnoseTrace.ts";
import { traceReader, type TraceEntry } from "../diagnosis/trace/reader.ts";
import { traceTimes, type EntryTime } from "../diagnosis/trace/times.ts";
import { factOf, type Fact } from "../values/fact.ts";
import { getTraceFiles, getTracePart, type TraceFile, type TracePart } from "../operations/logs.ts";
import type { StepContext } from "../step.ts";
import type { Time } from "../values/time.ts";

/** So much of a file's end is read, and so much at a time: a message of the session is one line in memory. */
const mostBytes = 1024 * 1024;
const partBytes = 128 * 1024;

export interface SeenTrace {
  readonly file: string;
  /** Entries that have to be looked at, in their order. */
  readonly entries: readonly TraceEntry[];
}

/** Their names are not documented; the wizard's are taken to name it. */
const isOfWizard = ({ name }: TraceFile): boolean => /wizard/iu.test(name);

/** The trace of each that was written last, where that was since the moment. Files come with the newest first. */
export const newestTraces = (files: readonly TraceFile[], since: Time): readonly TraceFile[] =>
  [files.find((file) => !isOfWizard(file)), files.find(isOfWizard)].flatMap((file) =>
    file && Date.parse(file.writtenAt) >= Date.parse(since) ? [file] : [],
  );

const readTrace = async (
  { read }: Pick<StepContext, "read">,
  file: TraceFile,
  since: Time,
): Promise<Fact<SeenTrace>> => {
  const times = traceTimes();
  const entries: { readonly entry: TraceEntry; readonly place: EntryTime }[] = [];
  const reader = traceReader((entry) => {
    // Lines before the first entry belong to one that was cut off.
    if (entry.time === undefined) return;
    const place = times.take(entry.time);
    if (speaksOfTrouble(entry)) entries.push({ entry, place });
  }, examined);
  for (
    let offset: number | null = Math.max(0, file.bytes - mostBytes), left = mostBytes;
    offset !== null && left > 0;
    left -= partBytes
  ) {
    const args: { name: string; offset: number; bytes: number } = {
      name: file.name,
      offset,
      bytes: partBytes,
    };
    const part: TracePart["part"] = factOf(await read(getTracePart, args), "part");
    if ("unread" in part) return part;
    reader.take(part.value.text);
    offset = part.value.next;
  }
  reader.end();
  const from = Date.parse(since);
  const writtenAt = Date.parse(file.writtenAt);
  return {
    value: {
      file: file.name,
      entries: entries
        .filter(({ place }) => times.moment(place, writtenAt, file.utcOffsetMinutes) >= from)
        .map(({ entry }) => entry),
    },
  };
};

/** What the newest traces tell of trouble since a moment; none where there is no trace. */
export const readTraces = async (
  ctx: Pick<StepContext, "read">,
  since: Time,
): Promise<Fact<readonly SeenTrace[]>> => {
  const files = factOf(await ctx.read(getTraceFiles, {}), "files");
  if ("unread" in files) return files;
  const seen: SeenTrace[] = [];
  for (const file of newestTraces(files.value, since)) {
    const trace = await readTrace(ctx, file, since);
    if ("unread" in trace) return trace;
    seen.push(trace.value);
  }
  return { value: seen };
};
