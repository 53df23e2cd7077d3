/** Which servers there are, and that each Windows keeps its own id whatever it is called. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { noServers, servers, TargetStore, type Servers } from "../../../../src/setup/engine/targetStore.ts";
import type { KeptValue } from "../../../../src/setup/ports.ts";
import { ProblemError } from "../../../../src/setup/problem.ts";
import { serverId, type ServerId } from "../../../../src/setup/target.ts";
import { keptIn } from "../../support/scriptedServer.ts";

const idOf = (at: number): ServerId =>
  v.parse(serverId, `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`);

/** Stores on one folder: each is a start of VS Code. */
const folder = (name = "SYNC01") => {
  let ids = 0;
  const kept = keptIn<Servers>(noServers());
  return {
    kept,
    start: async (host = name, of: KeptValue<Servers> = kept) => {
      const store = new TargetStore(await kept.read(), of, () => idOf(ids++));
      await store.begin(host);
      return store;
    },
    file: async () => v.parse(servers, await kept.read()),
  };
};

const otherMachine = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === "otherMachine" && error.problem.next.length > 0;

test("this machine gets its id at the first start, before it was ever reached, and keeps it", async () => {
  const at = folder("a-server-with-a-long-name");
  const first = await at.start();
  assert.deepEqual(first.all, [
    { id: idOf(0), label: "a-server-with-a-long-name", reach: { kind: "thisMachine" } },
  ]);
  assert.equal(first.active, idOf(0));
  assert.equal((await at.start()).active, idOf(0), "closed before it was reached");
  await first.met(idOf(0), { guid: "G", name: "A-SERVER-WITH-A" });
  assert.deepEqual(
    first.all.map(({ id, label }) => [id, label]),
    [[idOf(0), "A-SERVER-WITH-A"]],
  );
  assert.equal((await at.start()).active, idOf(0), "called by its short name now");
});

test("a server that was renamed is the same one: the next session takes the name over, and nothing is lost", async () => {
  const at = folder();
  const before = await at.start();
  await before.met(idOf(0), { guid: "G", name: "SYNC01" });
  await before.follow(idOf(0), "upgrade");
  await before.met(idOf(0), { guid: "G", name: "SYNC02" });
  assert.equal(before.all[0]?.label, "SYNC02");
  const after = await at.start("SYNC02");
  assert.equal(after.active, idOf(0));
  assert.equal(after.procedureOf(idOf(0)), "upgrade");
});

test("renamed while nobody looked, it is known again by its own identifier as soon as it is reached", async () => {
  const at = folder();
  await (await at.start()).met(idOf(0), { guid: "G", name: "SYNC01" });
  const after = await at.start("OTHERNAME");
  assert.equal(after.active, idOf(1), "by its name alone it is nobody's");
  await assert.rejects(after.met(idOf(1), { guid: "G", name: "OTHERNAME" }), otherMachine);
  assert.deepEqual(
    after.all.map(({ id }) => id),
    [idOf(0)],
  );
  await after.met(idOf(0), { guid: "G", name: "OTHERNAME" });
  assert.equal((await at.start("OTHERNAME")).active, idOf(0));
  assert.equal((await at.file()).servers.length, 1);
});

test("another Windows with the same name is another server, and each start finds its own again", async () => {
  const at = folder();
  await (await at.start()).met(idOf(0), { guid: "G", name: "SYNC01" });
  const again = await at.start();
  await assert.rejects(again.met(idOf(0), { guid: "H", name: "SYNC01" }), otherMachine);
  assert.equal(again.active, idOf(1));
  await again.met(idOf(1), { guid: "H", name: "SYNC01" });
  assert.equal((await at.start()).active, idOf(1), "the one that was reached last");
  // The folder goes along with a person from machine to machine.
  const first = await at.start();
  await assert.rejects(first.met(idOf(1), { guid: "G", name: "SYNC01" }), otherMachine);
  assert.equal(first.active, idOf(0));
});

test("what Windows calls itself need not be what VS Code calls it, and the next start knows it all the same", async () => {
  const at = folder("some-other-name");
  await (await at.start()).met(idOf(0), { guid: "G", name: "SYNC01" });
  const again = await at.start();
  assert.deepEqual(
    again.all.map(({ id, label }) => [id, label]),
    [[idOf(0), "SYNC01"]],
  );
});

test("two machines that share a folder and have names of their own never meet", async () => {
  const at = folder();
  const one = await at.start("SYNC01");
  await one.met(one.active, { guid: "G", name: "SYNC01" });
  const other = await at.start("SYNC02");
  await other.met(other.active, { guid: "H", name: "SYNC02" });
  assert.notEqual(one.active, other.active);
  assert.equal((await at.start("SYNC01")).active, one.active);
  assert.equal((await at.start("SYNC02")).active, other.active);
  assert.equal(other.all.length, 1, "only one of them is this machine");
});

test("where no identifier can be read the name decides, and one that was read is not forgotten", async () => {
  const at = folder();
  const store = await at.start();
  await store.met(idOf(0), { guid: "G", name: "SYNC01" });
  await store.met(idOf(0), { guid: null, name: "SYNC01" });
  await store.met(idOf(0), { guid: "G", name: "SYNC01" });
  assert.deepEqual((await at.file()).servers[0]?.machine, { guid: "G", name: "SYNC01" });
  await assert.rejects(store.met(idOf(0), { guid: null, name: "SYNC09" }), otherMachine);
});

test("where nothing can be kept, this machine can be worked with, and is kept as soon as that is possible", async () => {
  const at = folder();
  let full = true;
  const kept: KeptValue<Servers> = {
    read: at.kept.read,
    update: (change) => (full ? Promise.reject(new Error("disk full")) : at.kept.update(change)),
  };
  const store = new TargetStore(noServers(), kept, () => idOf(7));
  await assert.rejects(store.begin("SYNC01"), /disk full/u);
  assert.equal(store.active, idOf(7));
  full = false;
  await store.met(idOf(7), { guid: "G", name: "SYNC01" });
  assert.equal(store.active, idOf(7));
  assert.equal((await at.start()).active, idOf(7));
});

test("servers are added and removed, one of them is the active one, and who listens hears of it", async () => {
  const at = folder();
  const store = await at.start();
  let heard = 0;
  const stop = store.onChange(() => heard++);
  const added = await store.add("SYNC02", { kind: "remoting", computer: "sync02.contoso.com" });
  assert.deepEqual(
    store.all.map(({ id }) => id),
    [idOf(0), added.id],
  );
  assert.equal(store.active, idOf(0));
  await store.activate(added.id);
  assert.equal((await at.start()).active, added.id);
  await store.remove(added.id);
  assert.equal(store.active, idOf(0), "one that is gone is not active");
  assert.ok(heard >= 3);
  const before = heard;
  stop();
  await store.add("SYNC03", { kind: "ssh", host: "sync03" });
  assert.equal(heard, before);
});

test("a server that is reached from afar and is another Windows now is another server in its place", async () => {
  const at = folder();
  const store = await at.start();
  const added = await store.add("SYNC02", { kind: "ssh", host: "sync02" });
  await store.met(added.id, { guid: "G", name: "SYNC02" });
  await assert.rejects(store.met(added.id, { guid: "H", name: "SYNC02" }), otherMachine);
  const [, now] = store.all;
  assert.ok(now && now.id !== added.id && store.all.length === 2);
  assert.deepEqual([now.label, now.reach], ["SYNC02", { kind: "ssh", host: "sync02" }]);
});
