/** Servers made up of anything that the operations' schemas allow: no step meets one with an error that nobody declared. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import * as v from "valibot";
import type { Operation } from "../../src/setup/operations/operation.ts";
import { operations } from "../../src/setup/operations/index.ts";
import { madeUp, randomFrom } from "./madeUpValue.ts";

test("a value made up of a schema is taken by it", () => {
  const random = randomFrom(7);
  for (const { name, result } of operations as readonly Operation[])
    for (let turn = 0; turn < 20; turn++) {
      const { issues } = v.safeParse(result, madeUp(result, random));
      assert.equal(issues, undefined, `${name}: ${JSON.stringify(issues?.map(({ message }) => message))}`);
    }
});

test("3,000 made-up servers: every check, listing and act ends with a declared error or none", async () => {
  const thread = new Worker(new URL("madeUpServers.ts", import.meta.url), { workerData: { count: 3000 } });
  const [walked] = (await once(thread, "message")) as [number];
  assert.equal(walked, 3000);
  assert.deepEqual(await once(thread, "exit"), [0]);
});
