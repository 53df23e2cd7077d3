import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { FactCache } from "../../../../src/setup/engine/factCache.ts";
import { getAgentCmdlets, getAgentFacts } from "../../../../src/setup/operations/agent.ts";
import { reading, text, whileSame } from "../../../../src/setup/operations/entry.ts";
import { getServerFacts } from "../../../../src/setup/operations/server.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { allCmdlets, healthyServer, installedAgent, registeredAgent } from "../../support/facts.ts";
import { planned, script, testRun, until } from "../../support/scriptedServer.ts";
import { testRuns } from "../../support/scriptedRuns.ts";

const cmdlets = { cmdlets: { value: [...allCmdlets] } };

test("the last result of each operation is known by the operation, with its type", () => {
  const facts = new FactCache();
  assert.equal(facts.last(getServerFacts), undefined);
  facts.remember(getServerFacts, healthyServer);
  facts.remember(getServerFacts, { ...healthyServer, computer: "SYNC02" });
  facts.remember(getAgentFacts, installedAgent);
  const computer: string | undefined = facts.last(getServerFacts)?.computer;
  assert.equal(computer, "SYNC02");
  assert.deepEqual(facts.last(getAgentFacts), installedAgent);
});

test("another version of the agent has other cmdlets; the same one keeps them", () => {
  const facts = new FactCache();
  facts.remember(getAgentFacts, installedAgent);
  facts.remember(getAgentCmdlets, cmdlets);
  facts.remember(getAgentFacts, registeredAgent);
  assert.deepEqual(facts.last(getAgentCmdlets), cmdlets);
  facts.remember(getAgentFacts, { ...registeredAgent, version: { value: "1.1.2505.0" } });
  assert.equal(facts.last(getAgentCmdlets), undefined);
});

test("how long what a reading gave holds is what the reading says, whichever it is", () => {
  const site = reading("Get-Site", {}, v.strictObject({ name: text, links: v.array(text) }), {
    port: "directory",
    lasts: true,
  });
  const links = reading("Get-Link", {}, v.strictObject({ costs: v.array(text) }), {
    port: "directory",
    holdsWith: whileSame(site, ({ name }) => name),
  });
  // Another port's reading of that name is another reading.
  const elsewhere = reading("Get-Site", {}, site.result);
  const facts = new FactCache();
  facts.remember(site, { name: "Paris", links: [] });
  facts.remember(links, { costs: ["100"] });
  facts.remember(site, { name: "Paris", links: ["Rome"] });
  facts.remember(elsewhere, { name: "Rome", links: [] });
  assert.deepEqual(facts.last(links), { costs: ["100"] });
  facts.remember(site, { name: "Rome", links: [] });
  assert.equal(facts.last(links), undefined);
  facts.remember(links, { costs: ["200"] });
  facts.forget();
  assert.deepEqual(
    [facts.last(site)?.name, facts.last(links), facts.last(elsewhere)],
    ["Rome", undefined, undefined],
  );
});

test("what differs by what is asked is remembered by that, and everything of it is forgotten together", () => {
  const search = reading("Get-Entry", { name: text }, v.array(text), { differsByArgs: true });
  const facts = new FactCache();
  facts.remember(search, ["dc1"], { name: "one" });
  facts.remember(search, [], { name: "other" });
  assert.deepEqual(
    [{ name: "one" }, { name: "other" }, { name: "third" }, undefined].map((args) =>
      facts.last(search, args),
    ),
    [["dc1"], [], undefined, undefined],
  );
  facts.forget();
  assert.equal(facts.last(search, { name: "one" }), undefined);
});

test("what was read is forgotten with another procedure and after a step that changes what others found, but not the server", async () => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => registeredAgent }), { plan: planned() });
  const read = async () => {
    await at.run.check("server");
    await at.run.check("confirm");
    assert.ok(at.run.known.facts.last(getAgentFacts));
  };
  await read();
  at.run.follow(procedures.repair);
  assert.equal(at.run.known.facts.last(getAgentFacts), undefined);
  assert.deepEqual(at.run.known.facts.last(getServerFacts), healthyServer);
  await read();
  at.run.register({
    id: "undo",
    lines: [],
    title: () => "",
    introduction: () => [],
    invalidates: true,
    check: () => Promise.resolve({ kind: "todo", findings: [] }),
    apply: () => Promise.resolve(),
    actions: () => [],
  });
  await at.run.apply("undo");
  assert.equal(at.run.known.facts.last(getAgentFacts), undefined);
});

test("each server has what was read of it, and of no other", async () => {
  const { runs, targets } = await testRuns(["SYNC02"]);
  const [first, second] = targets.all.map(({ id }) => runs.of(id));
  await first?.check("server");
  await until(() => first?.known.facts.last(getServerFacts) !== undefined);
  assert.equal(second?.known.facts.last(getServerFacts), undefined);
});
