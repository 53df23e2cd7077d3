/** Traces that are long, or made to be slow. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnoseTrace } from "../../src/setup/diagnosis/trace/diagnoseTrace.ts";

test("50 MB are read to their end", () => {
  const entry = (at: number) =>
    at % 10 === 0
      ? `[15:16:14.583] [ 16] [ERROR] Request ${at} failed. Exception: System.Net.WebException\n   at System.Net.HttpWebRequest.GetResponse()\n`
      : `[15:16:14.583] [ 16] [INFO ] Request ${at} was answered with status 200 and the usual payload\n`;
  const block = Array.from({ length: 10_000 }, (_, at) => entry(at)).join("");
  const quarter = block.repeat(Math.ceil(12_500_000 / block.length));
  const whole = quarter.repeat(4);
  assert.ok(whole.length >= 50_000_000);
  const { entries, unknown } = diagnoseTrace(whole);
  assert.equal(entries, 4 * Math.ceil(12_500_000 / block.length) * 10_000);
  assert.equal(unknown.length, 100);
});

test("texts made to be slow are read to their end", () => {
  const size = 5_000_000;
  for (const text of [
    "[".repeat(size),
    " ".repeat(size),
    "\n".repeat(size),
    `[15:16:14.583] [ 16] [ERROR] ${"time ".repeat(size / 5)}`,
    `[15:16:14.583] [ 16] [INFO ] ${"aadsts".repeat(size / 6)}`,
  ])
    assert.ok(diagnoseTrace(text).entries <= 1, text.slice(0, 40));
});
