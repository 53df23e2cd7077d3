/** One plan for all servers, which another window may change as well. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Journal } from "../../../../src/setup/engine/journal.ts";
import { PlanStore } from "../../../../src/setup/engine/planStore.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { emptyPlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import type { Kept } from "../../../../src/setup/ports.ts";
import type { ServerId } from "../../../../src/setup/target.ts";
import { keptIn, testClock } from "../../support/scriptedServer.ts";

const server = "A" as ServerId;
const other = "B" as ServerId;
const ref = { server, step: "directory" } as const;
const account = (entraAccount: string) => (plan: SetupPlan) => ({ ...plan, entraAccount });
const cloud = (plan: SetupPlan): SetupPlan => ({ ...plan, cloud: "usGov" });

const store = (kept: Kept<SetupPlan> = keptIn(emptyPlan())) => {
  const events: JournalEvent[] = [];
  const journal = new Journal({
    records: {
      read: () => Promise.resolve([]),
      hasMore: () => Promise.resolve(false),
      append: (_, event) => {
        events.push(event);
        return Promise.resolve();
      },
    },
    clock: testClock(),
    by: "ada",
  });
  return { plans: new PlanStore(emptyPlan(), kept, journal), kept, events };
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
  await at.plans.update(
    () => emptyPlan(),
    ref,
    (before) => ({ file: "x.cloudsync.json", before }),
  );
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
  const question = {
    kind: "text",
    id: "name",
    label: "",
    value: "",
    wrong: () => "too short",
    set: (plan: SetupPlan) => plan,
  } as const;
  at.plans.of(server).answers.take("directory", question, "x", emptyPlan());
  assert.equal(at.plans.of(server).answers.draftOf("directory", "name")?.value, "x");
  assert.equal(at.plans.of(other).answers.draftOf("directory", "name"), undefined);
});
