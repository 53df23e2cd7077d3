/** Whose turn it is at a session. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { Turns, type Turn } from "../../../src/server/turns.ts";

/** Requests by their names: `r` only reads, `c` changes something. What has begun is noted in its order. */
const at = () => {
  const turns = new Turns();
  const begun: string[] = [];
  const turnOf = new Map<string, Turn>();
  const asks = (...names: string[]) => {
    for (const name of names)
      void turns.take(name.startsWith("r")).then((turn) => {
        begun.push(name);
        turnOf.set(name, turn);
      });
    return setImmediate();
  };
  const turn = (name: string): Turn => {
    const found = turnOf.get(name);
    assert.ok(found, name);
    return found;
  };
  return { begun, asks, turn };
};

test("one is worked on at a time, in the order in which they came", async () => {
  const { begun, asks, turn } = at();
  await asks("r1", "c2", "r3");
  assert.deepEqual(begun, ["r1"]);
  turn("r1").end();
  await setImmediate();
  assert.deepEqual(begun, ["r1", "c2"]);
  turn("c2").end();
  await setImmediate();
  assert.deepEqual(begun, ["r1", "c2", "r3"]);
});

test("beside one that waits others that read are worked on, one at a time, and nothing that changes something", async () => {
  const { begun, asks, turn } = at();
  await asks("r1", "r2", "r3", "c4", "r5");
  const told: boolean[] = [];
  turn("r1").waits((isAtWork) => told.push(isAtWork));
  await setImmediate();
  assert.deepEqual(begun, ["r1", "r2"]);
  turn("r2").waits(() => undefined);
  await setImmediate();
  assert.deepEqual(begun, ["r1", "r2", "r3"]);
  turn("r3").end();
  await setImmediate();
  assert.deepEqual(begun, ["r1", "r2", "r3"], "what came after the change does not overtake it");
  assert.deepEqual(told.at(-1), false);
  turn("r1").end();
  await setImmediate();
  assert.deepEqual(begun, ["r1", "r2", "r3"], "one is waiting still");
  turn("r2").end();
  await setImmediate();
  assert.deepEqual(begun, ["r1", "r2", "r3", "c4"]);
  turn("c4").end();
  await setImmediate();
  assert.deepEqual(begun, ["r1", "r2", "r3", "c4", "r5"]);
});

test("who waits is told while another one is worked on", async () => {
  const { asks, turn } = at();
  await asks("r1");
  const told: boolean[] = [];
  turn("r1").waits((isAtWork) => told.push(isAtWork));
  told.length = 0;
  await asks("r2");
  assert.deepEqual(told, [true]);
  turn("r2").end();
  assert.deepEqual(told, [true, false]);
});
