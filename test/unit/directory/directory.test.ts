/** Whom a run asks of the directory, and how what the session tells of it becomes the directory's own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { directory, thisMachine } from "../../../src/directory/directory.ts";
import { mayTell } from "../../../src/setup/engine/carried.ts";
import { getDirectoryEntries, setDirectoryValue } from "../../../src/setup/operations/directory.ts";
import type { Carrier, HowToRun, PortEvent } from "../../../src/setup/ports.ts";
import { CancelledError, ProblemError, type Problem } from "../../../src/setup/problem.ts";
import { here } from "../support/scriptedServer.ts";

const target = {
  domain: "contoso.lan",
  controller: null,
  preferred: [],
  catalog: false,
  security: "ldaps" as const,
  timeoutMs: 1000,
};
const value = {
  target,
  dn: "CN=a,DC=contoso,DC=lan",
  attribute: "msDS-SupportedEncryptionTypes" as const,
  was: "4",
  value: "28",
};
const problem = (more: Partial<Problem>): ProblemError =>
  new ProblemError({ code: "sessionNotStarted", happened: "x", means: "y", next: [], ...more });

/** A way that notes who came by it. */
const way = (name: string, came: string[], answer: (how: HowToRun | undefined) => unknown): Carrier => ({
  run: (operation, _args, how) => {
    came.push(`${name} ${operation.name}`);
    return Promise.resolve().then(() => answer(how));
  },
});
const fails = (error: Error) => () => {
  throw error;
};

test("where there is a session the server is asked, and nobody else", async () => {
  const came: string[] = [];
  const carrier = directory({
    server: way("server", came, () => "from there"),
    machine: way("machine", came, () => "from here"),
  });
  assert.equal(await carrier.run(getDirectoryEntries, { target, searches: [] }), "from there");
  assert.equal(await carrier.run(setDirectoryValue, value), "from there");
  assert.deepEqual(came, ["server Get-CloudSyncDirectoryEntry", "server Set-CloudSyncDirectoryValue"]);
});

test("where this machine may not ask, the session's own problem stands", async () => {
  const came: string[] = [];
  let may = false;
  const carrier = directory({
    server: way("server", came, fails(problem({}))),
    machine: way("machine", came, () => "from here"),
    mayAskFromHere: () => may,
  });
  const ask = () => carrier.run(getDirectoryEntries, { target, searches: [] });
  await assert.rejects(ask(), ProblemError);
  assert.equal(came.length, 1);
  may = true;
  assert.equal(await ask(), "from here");
});

test("without a session what only looks is asked from this machine, with the account that was entered", async () => {
  for (const error of [problem({}), problem({ code: "noPowerShell" }), problem({ code: "sessionEnded" })]) {
    const came: string[] = [];
    const account = [{ user: "CONTOSO\\root", password: "secret" }];
    const carrier = directory({
      server: way("server", came, fails(error)),
      machine: way("machine", came, (how) => how?.secrets),
    });
    const given = await carrier.run(getDirectoryEntries, { target, searches: [] }, { secrets: { account } });
    assert.deepEqual(given, { account });
    assert.equal(came.length, 2);
  }
});

test("a password is not sent once more, where a session that ended may have sent it: each time counts for the lock-out", async () => {
  const account = [{ user: "CONTOSO\\root", password: "secret" }];
  const lost = problem({ code: "sessionEnded", outcome: "notKnown" });
  const came: string[] = [];
  const carrier = directory({
    server: way("server", came, fails(lost)),
    machine: way("machine", came, () => "from here"),
  });
  const ask = (how?: HowToRun) => carrier.run(getDirectoryEntries, { target, searches: [] }, how);
  await assert.rejects(ask({ secrets: { account } }), lost);
  assert.equal(came.length, 1);
  assert.equal(await ask(), "from here", "what nobody entered a password for is asked from here");
});

test("a change is never made a second time from elsewhere, and what the server itself refuses stays refused", async () => {
  const came: string[] = [];
  const refused = problem({ code: "operationFailed", of: "operation" });
  const lost = problem({ code: "sessionEnded", outcome: "notKnown" });
  const machine = way("machine", came, () => "from here");
  const asked = (error: Error) => directory({ server: way("server", [], fails(error)), machine });
  await assert.rejects(asked(lost).run(setDirectoryValue, value), lost);
  for (const error of [refused, new CancelledError(), new Error("gone")])
    await assert.rejects(asked(error).run(getDirectoryEntries, { target, searches: [] }), error);
  assert.deepEqual(came, []);
});

test("a change that the session tells is one in the domain; what it does meanwhile is its own", async () => {
  const change = {
    on: here,
    what: "directoryValue",
    params: { attribute: "a", entry: "b" },
    before: "4",
    after: "28",
    certainty: "exact",
    undo: { port: "directory", op: "Set-CloudSyncDirectoryValue", args: {} },
  } as const;
  const server = way("server", [], (how) => {
    how?.onEvent?.({ kind: "progress", code: "probes", params: { ended: "1", count: "2" } });
    how?.onEvent?.({ kind: "change", change });
  });
  const told: PortEvent[] = [];
  await directory({ server, machine: server }).run(setDirectoryValue, value, {
    onEvent: (event) => told.push(event),
  });
  assert.deepEqual(told, [
    { kind: "change", change: { ...change, on: { port: "directory", domain: "contoso.lan" } } },
  ]);
  assert.ok(told.every((event) => mayTell("directory", event)));
  assert.ok(!mayTell("directory", { kind: "change", change }), "as the session told it");
});

test("from this machine nothing is changed, nobody signs in by Negotiate, without an account or without a password: it says so", async () => {
  const carrier = thisMachine({ computer: "HERE", caFile: () => "" });
  const asked = (security: "ldaps" | "negotiate", account: readonly { user: string; password: string }[]) =>
    carrier.run(
      getDirectoryEntries,
      { target: { ...target, controller: "127.0.0.1", security }, searches: [] },
      { secrets: { account } },
    );
  const root = { user: "CONTOSO\\root", password: "x" };
  const answers = [
    await carrier.run(setDirectoryValue, value),
    await asked("negotiate", [root]),
    await asked("ldaps", []),
    await asked("ldaps", [{ ...root, password: "" }]),
  ];
  for (const answer of answers) {
    assert.ok(typeof answer === "object" && answer !== null && "message" in answer);
    const { message, ...rest } = answer;
    assert.deepEqual(rest, {
      outcome: "failed",
      stage: "bind",
      reason: "notPossible",
      code: null,
      data: null,
      certificate: null,
    });
    assert.match(String(message), /\w+ \w+/u);
  }
  assert.equal(new Set(answers.map((one) => JSON.stringify(one))).size, 4);
});
