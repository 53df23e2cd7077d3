/** Moments, and texts that are none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { getDecidingEvents } from "../../../../src/setup/operations/agent.ts";
import type { Operation } from "../../../../src/setup/operations/operation.ts";
import { readEvents } from "../../../../src/setup/diagnosis/readCircumstances.ts";
import { dayBefore, elapsedMs, isTime } from "../../../../src/setup/values/time.ts";

const now = "2026-11-24T12:00:00.000Z";

test("between two moments there are milliseconds, also back", () => {
  assert.equal(elapsedMs(dayBefore(now), now), 86_400_000);
  assert.equal(elapsedMs(now, dayBefore(now)), -86_400_000);
  assert.equal(elapsedMs("never", now), NaN);
  assert.deepEqual([now, "2026-11-24", "", "never", "2026-13-01"].map(isTime), [
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("deciding events are asked for since the moment, with a margin, and all of them where there is none", async () => {
  const asked: unknown[] = [];
  const read = (operation: Pick<Operation, "name">, args: unknown): Promise<never> => {
    assert.equal(operation.name, getDecidingEvents.name);
    asked.push(args);
    return Promise.resolve({ unread: "" } as never);
  };
  for (const since of [dayBefore(now), now, "2026-11-25T12:00:00.000Z", "2020-01-01T00:00:00.000Z", "never"])
    await readEvents({ read, now: () => now }, since);
  const most = 100 * 86_400;
  assert.deepEqual(
    asked,
    [86_460, 60, 60, most, most].map((seconds) => ({ seconds })),
  );
});
