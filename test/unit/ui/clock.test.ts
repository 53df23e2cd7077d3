/** The machine's clock waits, and stops waiting when it is told to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CancelledError } from "../../../src/setup/problem.ts";
import { clock } from "../../../src/ui/clock.ts";

test("it tells a moment in UTC, and waits to its end", async () => {
  assert.match(clock.now(), /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u);
  const { signal } = new AbortController();
  await clock.sleep(1, signal);
});

test("a wait ends with the signal, before it and in the middle of it", async () => {
  const late = new AbortController();
  const waiting = clock.sleep(1_000_000, late.signal);
  late.abort();
  await assert.rejects(waiting, CancelledError);
  await assert.rejects(clock.sleep(1_000_000, AbortSignal.abort()), CancelledError);
});
