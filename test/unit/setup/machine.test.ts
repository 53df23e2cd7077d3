/** Which Windows a session met. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sameMachine, type Machine } from "../../../src/setup/machine.ts";

test("Windows is told apart by its own identifier; by its name only where that is not known of both", () => {
  const seen = (guid: string | null, name: string): Machine => ({ guid, name });
  for (const [one, other, same] of [
    [seen("a-1", "SYNC01"), seen("A-1", "SYNC02"), true],
    [seen("a-1", "SYNC01"), seen("a-2", "SYNC01"), false],
    [seen(null, "SYNC01"), seen("a-2", "sync01"), true],
    [seen(null, "SYNC01"), seen("a-2", "SYNC02"), false],
    // Windows itself tells only so much of a long name.
    [seen(null, "a-server-with-a-long-name"), seen(null, "A-SERVER-WITH-A"), true],
  ] as const)
    assert.deepEqual(
      [sameMachine(one, other), sameMachine(other, one)],
      [same, same],
      JSON.stringify([one, other]),
    );
});
