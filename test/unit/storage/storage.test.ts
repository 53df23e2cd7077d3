/** What is kept is in files of one folder, and comes back from there. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { noServers } from "../../../src/setup/engine/targetStore.ts";
import { emptyPlan } from "../../../src/setup/plan.ts";
import { storageIn } from "../../../src/storage/storage.ts";
import { watchFolder } from "../../../src/storage/watch.ts";
import { until } from "../../until.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "cs-storage-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

test("an empty folder holds no server and an empty plan; what is changed is there for whoever opens it next", async () => {
  const { targets, plan } = storageIn(dir);
  assert.deepEqual(await targets.read(), noServers());
  assert.deepEqual(await plan.read(), emptyPlan());
  await plan.update((now) => ({ ...now, entraAccount: "admin@contoso.onmicrosoft.com" }));
  await targets.update((now) => now);
  const later = storageIn(dir);
  assert.equal((await later.plan.read()).entraAccount, "admin@contoso.onmicrosoft.com");
  assert.deepEqual(await later.targets.read(), noServers());
});

test("a file that another window wrote is told of, until nobody wants to know any more", async () => {
  const { watch } = storageIn(dir);
  let told = 0;
  const stop = watch(() => (told += 1));
  writeFileSync(path.join(dir, "plan.json"), "{}");
  await until(() => told > 0);
  stop();
});

test("of a folder that cannot be made nothing is told, and the others are watched", async () => {
  const file = path.join(dir, "file");
  const folder = path.join(dir, "folder");
  writeFileSync(file, "");
  let told = 0;
  const stop = watchFolder([path.join(file, "below"), folder], () => (told += 1));
  writeFileSync(path.join(folder, "new"), "");
  await until(() => told > 0);
  stop();
});
