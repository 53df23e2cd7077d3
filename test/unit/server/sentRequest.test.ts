/** One request that was sent to a session. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { SentRequest } from "../../../src/server/sentRequest.ts";
import { redactor } from "../../../src/server/redaction/redact.ts";

const limitMs = 1000;

const asked = (reads: boolean) => {
  const ends: Error[] = [];
  let others: ((isAtWork: boolean) => void) | undefined;
  const one = new SentRequest(
    { op: "Get-CloudSyncNetworkFact" },
    { timeoutMs: limitMs, cancellable: true, reads, onEvent: () => undefined },
    {
      redactor: redactor(),
      elevate: () => "",
      turn: {
        waits: (told) => {
          others = told;
        },
        end: () => undefined,
      },
      end: (error) => ends.push(error),
      hide: () => undefined,
      resolve: () => undefined,
      reject: () => undefined,
    },
  );
  return { one, ends, others: (isAtWork: boolean) => others?.(isAtWork) };
};

test("its time stands still while another one is worked on, and goes on afterwards", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { one, ends, others } = asked(true);
    assert.ok(one.take({ id: 1, event: "waits" }));
    others(true);
    mock.timers.tick(2 * limitMs);
    // What it tells itself in between does not wake its clock.
    assert.ok(one.take({ id: 1, event: "progress", code: "probes", params: { ended: "1", count: "2" } }));
    mock.timers.tick(2 * limitMs);
    assert.deepEqual(ends, []);
    others(false);
    mock.timers.tick(2 * limitMs);
    assert.equal(ends.length, 1);
  } finally {
    mock.timers.reset();
  }
});

test("one that is over has no time any more, whichever others begin and end after it", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { one, ends, others } = asked(true);
    assert.ok(one.take({ id: 1, event: "waits" }));
    others(true);
    one.fail(new Error("the session ended"));
    others(false);
    mock.timers.tick(100 * limitMs);
    others(true);
    mock.timers.tick(60 * 60 * limitMs);
    assert.deepEqual(ends, []);
  } finally {
    mock.timers.reset();
  }
});

test("what changes something cannot wait beside others", () => {
  const { one } = asked(false);
  assert.equal(one.take({ id: 1, event: "waits" }), false);
  one.fail(new Error("over"));
});
