/** The newest traces of a server: which, how much of them, and since when. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { newestTraces, readTraces } from "../../../../src/setup/health/traces.ts";
import { traceTimes } from "../../../../src/setup/diagnosis/trace/times.ts";
import { valueOf } from "../../../../src/setup/values/fact.ts";
import type { TraceFile } from "../../../../src/setup/operations/logs.ts";
import { script, reading } from "../../support/scriptedServer.ts";

const file = (name: string, writtenAt: string, more: Partial<TraceFile> = {}): TraceFile => ({
  name,
  bytes: 100,
  writtenAt,
  utcOffsetMinutes: 0,
  ...more,
});
const since = "2026-11-24T02:00:00.000Z";

test("of agent and wizard the trace written last is read, where that was since the start", () => {
  const files = [
    file("agent-2.log", "2026-11-24T12:00:00.000Z"),
    file("agent-1.log", "2026-11-24T11:00:00.000Z"),
    file("SetupWizard.log", "2026-11-24T10:00:00.000Z"),
    file("wizard-1.log", "2026-11-24T09:00:00.000Z"),
  ];
  const names = (from: string) => newestTraces(files, from).map(({ name }) => name);
  assert.deepEqual(names(since), ["agent-2.log", "SetupWizard.log"]);
  assert.deepEqual(names("2026-11-24T10:00:00.001Z"), ["agent-2.log"]);
  assert.deepEqual(names("2026-11-24T12:00:00.001Z"), []);
});

/** A server that holds one trace; parts end where the test cuts it. */
const holding = (text: string, of: Partial<TraceFile> = {}, cut = 1000) => {
  const at = script({
    "Get-CloudSyncTraceFile": () => ({
      files: { value: [file("trace-agent.log", "2026-11-24T12:00:00.000Z", { bytes: text.length, ...of })] },
    }),
    "Get-CloudSyncTracePart": ({ offset }) => {
      const from = Number(offset);
      const end = Math.min(text.length, from + cut);
      return { part: { value: { text: text.slice(from, end), next: end < text.length ? end : null } } };
    },
  });
  const read = async (from = since) => {
    const [trace] = valueOf(await readTraces(reading(at), from)) ?? [];
    return trace?.entries.map(({ text: said }) => said);
  };
  return { at, read };
};
const parts = (of: ReturnType<typeof holding>) =>
  of.at.calls
    .filter(({ op }) => op === "Get-CloudSyncTracePart")
    .map(({ args }) => (args as { offset: number }).offset);

test("only entries since the moment count, over midnight and on the clock of the server's wall", async () => {
  const text = [
    "cut off",
    "[13:00:00.000] [ 1] [ERROR] the day before",
    "[23:59:59.000] [ 1] [ERROR] before midnight",
    "[23:59:58.990] [ 2] [ERROR] a little out of order",
    "[03:59:59.999] [ 1] [ERROR] just before the start",
    "[04:00:00.000] [ 1] [ERROR] at the start",
    "[05:00:00.000] [ 1] [INFO ] all is well",
    "[06:00:00.000] [ 1] [INFO ] an exception",
  ].join("\n");
  const trace = holding(text, { utcOffsetMinutes: 120 });
  assert.deepEqual(await trace.read(), ["at the start", "an exception"]);
  assert.deepEqual(await trace.read("2026-11-23T21:59:58.995Z"), [
    "before midnight",
    "just before the start",
    "at the start",
    "an exception",
  ]);
});

test("a file is read in parts, and of a long one the end only", async () => {
  const line = `[11:00:00.000] [ 1] [INFO ] ${"x".repeat(1000)}\n`;
  const short = holding(line.repeat(3), {}, 1500);
  await short.read();
  assert.deepEqual(parts(short), [0, 1500, 3000]);
  const long = holding(line.repeat(3000), {}, 128 * 1024);
  await long.read();
  const bytes = line.length * 3000;
  assert.equal(parts(long)[0], bytes - 1024 * 1024);
  assert.equal(parts(long).length, 8);
});

test("a server that always has more to say does not keep the reading from its end", async () => {
  const endless = holding("[11:00:00.000] [ 1] [ERROR] x\n");
  endless.at.answers["Get-CloudSyncTracePart"] = ({ offset }) => ({
    part: { value: { text: "x", next: Number(offset) + 1 } },
  });
  await endless.read();
  assert.equal(parts(endless).length, 8);
});

test("a folder or a file that cannot be read is said, and no folder means no trace", async () => {
  const at = script({ "Get-CloudSyncTraceFile": () => ({ files: { unread: "denied" } }) });
  const read = () => readTraces(reading(at), since);
  assert.deepEqual(await read(), { unread: "denied" });
  at.answers["Get-CloudSyncTraceFile"] = () => ({ files: { value: [] } });
  assert.deepEqual(await read(), { value: [] });
  const gone = holding("x");
  gone.at.answers["Get-CloudSyncTracePart"] = () => ({ part: { unread: "gone" } });
  assert.deepEqual(await readTraces(reading(gone.at), since), { unread: "gone" });
});

test("a file that was written just after midnight ends with entries of the day before", () => {
  const times = traceTimes();
  const place = times.take("23:59:59,500");
  const written = Date.parse("2026-11-24T00:00:01.000Z");
  assert.equal(new Date(times.moment(place, written, 0)).toISOString(), "2026-11-23T23:59:59.500Z");
  assert.equal(new Date(times.moment(place, written, -60)).toISOString(), "2026-11-24T00:59:59.500Z");
});
