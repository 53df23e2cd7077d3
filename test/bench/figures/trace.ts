/** A whole trace file of the agent, read in pieces as the extension host reads it: time must grow with its length, no piece keep the host. */
import { traceDiagnosis } from "../../../src/setup/diagnosis/trace/diagnoseTrace.ts";
import { textPieces } from "../../../src/setup/diagnosis/trace/decoder.ts";
import type { Measure } from "../figure.ts";

const pieceBytes = 128 * 1024;

const entry = (at: number) =>
  at % 10 === 0
    ? `[15:16:14.583] [ 16] [ERROR] Request ${at} failed. Exception: System.Net.WebException\n   at System.Net.HttpWebRequest.GetResponse()\n`
    : `[15:16:14.583] [ 16] [INFO ] Request ${at} was answered with status 200 and the usual payload\n`;

/** Milliseconds for the whole, and for the piece that took longest. */
const reading = (bytes: Uint8Array): { readonly whole: number; readonly longest: number } => {
  const text = textPieces();
  const { take, end } = traceDiagnosis();
  let longest = 0;
  const from = performance.now();
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const begin = performance.now();
    take(text.take(bytes.subarray(at, at + pieceBytes)));
    longest = Math.max(longest, performance.now() - begin);
  }
  take(text.end());
  end();
  return { whole: performance.now() - from, longest };
};

export const measure: Measure = () => {
  const block = Array.from({ length: 10_000 }, (_, at) => entry(at)).join("");
  const quarter = Buffer.from(block.repeat(Math.ceil(12_500_000 / block.length)));
  const whole = Buffer.concat([quarter, quarter, quarter, quarter]);
  reading(quarter.subarray(0, block.length));
  const [short, long] = [reading(quarter), reading(whole)];
  return Promise.resolve([
    {
      what: "a trace of 50 MB, as a multiple of one of 12.5 MB",
      value: long.whole / short.whole,
      bound: 8,
      unit: "times",
      beside: `${long.whole.toFixed(0)} ms and ${short.whole.toFixed(0)} ms; in proportion it would be 4`,
    },
    {
      what: "the piece of it that kept the extension host longest",
      value: long.longest,
      bound: 250,
      unit: "ms",
      beside: `${Math.ceil(whole.length / pieceBytes)} pieces; at once it would be the whole`,
    },
  ]);
};
