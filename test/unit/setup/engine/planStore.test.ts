/** One plan for all servers, with what differs on some, which another window may change as well. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Journal } from "../../../../src/setup/engine/journal.ts";
import { PlanStore } from "../../../../src/setup/engine/planStore.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { emptyPlan, parsePlan, type SetupPlan, type WholePlan } from "../../../../src/setup/plan.ts";
import type { KeptValue } from "../../../../src/setup/ports.ts";
import type { ServerId } from "../../../../src/setup/target.ts";
import { memoryRecords } from "../../support/memoryRecords.ts";
import { keptIn, testClock } from "../../support/scriptedServer.ts";

const server = "A" as ServerId;
const other = "B" as ServerId;
const ref = { server, step: "directory" } as const;
const account = (entraAccount: string) => (plan: SetupPlan) => ({ ...plan, entraAccount });
const cloud = (plan: SetupPlan): SetupPlan => ({ ...plan, cloud: "usGov" });

/** Two servers, A and B, which are called SYNC01 and SYNC02. */
const servers = {
  all: [{ id: server }, { id: other }],
  namesOf: (id: ServerId) => [id === server ? "SYNC01" : "SYNC02"],
};

const store = (kept: KeptValue<WholePlan> = keptIn(emptyPlan()), plan: WholePlan = emptyPlan()) => {
  const events: JournalEvent[] = [];
  const journal = new Journal({
    records: memoryRecords({
      append: (_, event) => {
        events.push(event);
        return Promise.resolve();
      },
    }),
    clock: testClock(),
    by: "ada",
  });
  return { plans: new PlanStore(plan, kept, journal, servers), kept, events };
};

test("an answer is in use at once, for every server, and then kept and recorded where it was given", async () => {
  const at = store();
  let heard = 0;
  at.plans.onChange(() => heard++);
  const kept = at.plans.update(account("a@contoso.com"), ref);
  assert.equal(at.plans.of(server).plan.entraAccount, "a@contoso.com");
  assert.equal(at.plans.of(other).plan.entraAccount, "a@contoso.com");
  assert.equal(at.events.length, 0, "nothing is recorded before it is kept");
  await kept;
  assert.equal((await at.kept.read()).entraAccount, "a@contoso.com");
  assert.deepEqual(
    at.events.map(({ kind, server: on, step }) => [kind, on, step]),
    [["answered", "A", "directory"]],
  );
  assert.equal(heard, 1);
});

test("an answer changes what it is about and nothing that another window answered meanwhile", async () => {
  const at = store();
  await at.kept.update(cloud);
  await at.plans.update(account("a@contoso.com"), ref);
  const both = { ...emptyPlan(), cloud: "usGov", entraAccount: "a@contoso.com" };
  assert.deepEqual(await at.kept.read(), both);
  assert.deepEqual(at.plans.of(server).plan, both);
  assert.deepEqual(
    at.events.map((event) => event.kind === "answered" && event.plan),
    [both],
  );
});

test("answers that follow each other at once are all in use, whichever is kept first", async () => {
  const at = store();
  const first = at.plans.update(account("a@contoso.com"), ref);
  const second = at.plans.update(cloud, ref);
  const isBoth = () => {
    const { plan } = at.plans.of(server);
    assert.deepEqual([plan.entraAccount, plan.cloud], ["a@contoso.com", "usGov"]);
  };
  isBoth();
  await first;
  isBoth();
  await second;
  isBoth();
});

test("the plan that a file replaced is the one that was kept then, whoever wrote it", async () => {
  const at = store();
  await at.kept.update(cloud);
  await at.plans.replace(emptyPlan(), ref, (before) => ({ file: "x.cloudsync.json", before }));
  assert.equal(at.plans.of(server).taken?.before.cloud, "usGov");
  assert.equal(at.plans.of(other).taken, undefined);
});

test("where a plan cannot be kept that is said, and the record does not hold it", async () => {
  const at = store({ ...keptIn(emptyPlan()), update: () => Promise.reject(new Error("disk full")) });
  await assert.rejects(at.plans.update(cloud, ref), /disk full/u);
  assert.deepEqual(at.events, []);
});

test("what is typed and does not fit yet is each server's own", () => {
  const at = store();
  const answer = { value: "x", wrong: "too short", set: (plan: SetupPlan) => plan };
  at.plans.of(server).answers.take("directory", "name", answer, { plan: emptyPlan(), form: [] });
  assert.equal(at.plans.of(server).answers.draftOf("directory", "name")?.value, "x");
  assert.equal(at.plans.of(other).answers.draftOf("directory", "name"), undefined);
});

const named = parsePlan(
  {
    domains: [{ name: "contoso.com" }],
    servers: [
      { name: "SYNC01", domains: [{ name: "fabrikam.com" }] },
      { name: "BRANCH07", skippedFixes: ["tls:server"] },
    ],
  },
  "test",
);
const domainsOf = ({ domains }: SetupPlan) => domains.map(({ name }) => name);

test("where the plan names servers each sees its own part, and an answer of one is in the other's view only where it is shared", async () => {
  const at = store(keptIn(named), named);
  const view = (id: ServerId) => at.plans.of(id).plan;
  assert.deepEqual([domainsOf(view(server)), domainsOf(view(other))], [["fabrikam.com"], ["contoso.com"]]);
  assert.equal(view(server), view(server), "as long as nothing changes it is one and the same");
  await at.plans.update((plan) => ({ ...plan, domains: [], cloud: "china" }), ref);
  assert.deepEqual([domainsOf(view(server)), domainsOf(view(other))], [[], ["contoso.com"]]);
  assert.deepEqual([view(server).cloud, view(other).cloud], ["china", "china"]);
  assert.deepEqual(at.plans.whole, {
    ...named,
    cloud: "china",
    servers: [{ name: "SYNC01", domains: [] }, named.servers?.[1]],
  });
  assert.deepEqual(await at.kept.read(), at.plans.whole);
  const [event] = at.events;
  assert.deepEqual(
    event?.kind === "answered" && event.plan,
    view(server),
    "the record says what that server saw",
  );
});

test("an answer goes into the server's part of what another window has made of the plan meanwhile", async () => {
  const at = store(keptIn(emptyPlan()));
  await at.kept.update(() => named);
  await at.plans.update((plan) => ({ ...plan, registrationMethod: "credential" }), { ...ref, server: other });
  assert.deepEqual(at.plans.whole, {
    ...named,
    servers: [...(named.servers ?? []), { name: "SYNC02", registrationMethod: "credential" }],
  });
});

test("of the servers that a plan names those that are not here are told", () => {
  const at = store();
  assert.deepEqual(at.plans.notHere(named), ["BRANCH07"]);
  assert.deepEqual(at.plans.notHere(emptyPlan()), []);
  const both = parsePlan({ servers: [{ name: "sync01.contoso.com" }, { name: "sync02" }] }, "test");
  assert.deepEqual(at.plans.notHere(both), []);
});

test("the whole plan that a file replaced comes back whole, servers that are not here with it", async () => {
  const at = store(keptIn(named), named);
  await at.plans.replace(emptyPlan(), ref, (before) => ({ file: "x.cloudsync.json", before }));
  assert.deepEqual(at.plans.whole, emptyPlan());
  assert.deepEqual(at.plans.of(server).taken?.before, named);
});
