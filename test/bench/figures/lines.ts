/** What PowerShell prints comes in pieces of lines: a line of any length must cost no more than its length. */
import { lineSplitter } from "../../../src/server/lines.ts";
import { once, type Measure } from "../figure.ts";

const chunk = "x".repeat(65_536);

const taking = (length: number) => (): void => {
  const take = lineSplitter(() => undefined);
  for (let at = 0; at < length; at += chunk.length) take(chunk);
};

export const measure: Measure = () => {
  once(taking(1e7));
  const [short, long] = [once(taking(5e7)), once(taking(2e8))];
  return Promise.resolve([
    {
      what: "a line of 200 MB without an end",
      value: long,
      bound: 2000,
      unit: "ms",
      beside: `${short.toFixed(0)} ms for one of 50 MB`,
    },
  ]);
};
