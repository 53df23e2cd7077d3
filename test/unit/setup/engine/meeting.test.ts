/** What the record tells of a session. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { Meeting } from "../../../../src/setup/engine/meeting.ts";
import { getAgentFacts } from "../../../../src/setup/operations/agent.ts";
import { reading, text } from "../../../../src/setup/operations/entry.ts";
import { getServerFacts, getTlsFacts } from "../../../../src/setup/operations/server.ts";
import { healthyServer, healthyTls, installedAgent, noAgent } from "../../support/facts.ts";

const shownBy = { extension: "0.1.0", language: "en" };
const opened = {
  kind: "opened",
  computer: "SYNC01",
  user: "CONTOSO\\ada",
  windows: "Windows Server 2022 Standard (20348.2700)",
  agent: null,
  ...shownBy,
};

test("a session is told once it is known who and where, and again where something of it is another", () => {
  const meeting = new Meeting(shownBy);
  assert.equal(meeting.take(getAgentFacts, noAgent), undefined);
  assert.deepEqual(meeting.take(getServerFacts, healthyServer), opened);
  assert.equal(meeting.take(getServerFacts, healthyServer), undefined);
  assert.equal(meeting.take(getTlsFacts, healthyTls), undefined);
  const agent = "1.1.2334.0";
  assert.deepEqual(meeting.take(getAgentFacts, installedAgent), { ...opened, agent });
  const unread = { ...healthyServer, windows: { unread: "refused" } };
  assert.deepEqual(meeting.take(getServerFacts, unread), { ...opened, agent, windows: "not known" });
});

test("any reading may say what it tells of a session", () => {
  const meeting = new Meeting(shownBy);
  const who = reading("Get-Whoever", {}, v.strictObject({ name: text, host: text }), {
    met: ({ name, host }) => ({ user: name, computer: host }),
  });
  assert.deepEqual(meeting.take(who, { name: "ada", host: "SYNC02" }), {
    ...opened,
    computer: "SYNC02",
    user: "ada",
    windows: "not known",
  });
});
