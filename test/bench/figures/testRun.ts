/** How long the last whole `npm test` took, from the record it leaves. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Measure } from "../figure.ts";

const record = path.join(import.meta.dirname, "../../../out/last-test.json");

export const measure: Measure = () => {
  if (!existsSync(record)) throw new Error("npm test has not been run to its end here.");
  const { elapsedMs, passed, failed } = JSON.parse(readFileSync(record, "utf8")) as {
    elapsedMs: number;
    passed: number;
    failed: number;
  };
  return Promise.resolve([
    {
      what: "npm test, the last whole run",
      value: elapsedMs / 60_000,
      bound: 10,
      unit: "min",
      beside: `${passed} passed, ${failed} failed`,
    },
  ]);
};
