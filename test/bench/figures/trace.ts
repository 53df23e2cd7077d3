/** A whole trace file of the agent: time must grow with its length, not with its square. */
import { diagnoseTrace } from "../../../src/setup/diagnosis/diagnoseTrace.ts";
import type { Measure } from "../figure.ts";

const entry = (at: number) =>
  at % 10 === 0
    ? `[15:16:14.583] [ 16] [ERROR] Request ${at} failed. Exception: System.Net.WebException\n   at System.Net.HttpWebRequest.GetResponse()\n`
    : `[15:16:14.583] [ 16] [INFO ] Request ${at} was answered with status 200 and the usual payload\n`;

const lasting = (text: string): number => {
  const from = performance.now();
  diagnoseTrace(text);
  return performance.now() - from;
};

export const measure: Measure = () => {
  const block = Array.from({ length: 10_000 }, (_, at) => entry(at)).join("");
  const quarter = block.repeat(Math.ceil(12_500_000 / block.length));
  lasting(block);
  const [short, long] = [lasting(quarter), lasting(quarter.repeat(4))];
  return Promise.resolve([
    {
      what: "a trace of 50 MB, as a multiple of one of 12.5 MB",
      value: long / short,
      bound: 8,
      unit: "times",
      beside: `${long.toFixed(0)} ms and ${short.toFixed(0)} ms; in proportion it would be 4`,
    },
  ]);
};
