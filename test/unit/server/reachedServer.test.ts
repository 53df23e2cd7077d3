/** Ways to a server side by side: each begins its sessions as its own file says, and speaks in its own words. */
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import * as v from "valibot";
import { redactor } from "../../../src/server/redaction/redact.ts";

import { reachedServer } from "../../../src/server/reachedServer.ts";
import { thisMachine as thisMachineWay } from "../../../src/server/transports/thisMachine.ts";
import {
  transport,
  type Launch,
  type ReadSetting,
  type Transport,
} from "../../../src/server/transports/transport.ts";
import { transports } from "../../../src/server/transports/transports.ts";
import { none, reading } from "../../../src/setup/operations/entry.ts";
import { ProblemError, type Problem } from "../../../src/setup/problem.ts";
import { overNetwork } from "../../../src/setup/reachWords.ts";
import type { Reach, Target } from "../../../src/setup/target.ts";
import { askedServer, type AskedServer } from "../support/askedServer.ts";
import { launchOf } from "../support/launches.ts";
import { thisMachine } from "../support/scriptedServer.ts";

const servers: AskedServer[] = [];
const folder = mkdtempSync(path.join(os.tmpdir(), "cs-start-"));
after(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const fake = (kind: string) => [
  process.execPath,
  path.join(import.meta.dirname, "../support/fakeSession.ts"),
  kind,
];
const askHow = { ...reading("Get-CloudSyncServerFact", {}, v.record(v.string(), v.unknown())), args: none };

const problemsOf = (way: string): Launch["problems"] => {
  const said = (happened: string, raw: string): Problem => ({
    code: "sessionNotStarted",
    happened,
    means: "nothing",
    next: ["again"],
    raw,
  });
  return {
    noProgram: (program, raw) => said(`${way} cannot start ${program}`, raw),
    notBegun: (printed) => said(`${way} does not begin`, printed),
  };
};

interface Told extends Partial<Launch> {
  readonly elevate?: () => string;
}
/** Two ways, each with a host in its reach, started as told. */
const two = (ssh: Told, remoting: Told): readonly Transport[] => [
  transport({
    kind: "ssh",
    reach: ["host"],
    words: { ...overNetwork, ...ssh },
    settings: {},
    where: ({ host }) => `over SSH: ${host}`,
    launch: ({ host }) => ({
      ...launchOf(fake("how it was started"), { environment: { HOST: host }, problems: problemsOf("SSH") }),
      ...ssh,
    }),
  }),
  transport({
    kind: "remoting",
    reach: ["computer"],
    words: { ...overNetwork, ...remoting },
    settings: {},
    where: ({ computer }) => `over WinRM: ${computer}`,
    // What has to be begun before may take its time.
    launch: ({ computer }) =>
      Promise.resolve({
        ...launchOf(fake("how it was started"), {
          environment: { COMPUTER: computer },
          problems: problemsOf("WinRM"),
        }),
        ...remoting,
      }),
  }),
];

const nobodySet: ReadSetting = (name) => (name === "powershellCommand" ? ["/no/such/program"] : undefined);
const serverBy = (how: Reach, known?: readonly Transport[], settings = nobodySet): AskedServer => {
  const target: Target = { ...thisMachine, label: "SYNC07", reach: how };
  const reached = reachedServer(
    target,
    {
      settings,
      redactor: redactor(),
      moduleText: () => Promise.resolve("module"),
      log: () => undefined,
    },
    known,
  );
  const server = askedServer(reached);
  servers.push(server);
  return server;
};
const problemOf = async (server: AskedServer): Promise<Problem> => {
  try {
    await server.run(askHow, {});
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    return error.problem;
  }
  return assert.fail("it answered");
};

const ssh = { kind: "ssh", host: "sync07.contoso.com" } as const;
const remoting = { kind: "remoting", computer: "SYNC07" } as const;

test("servers that are reached in two ways have each its own program, variables and folder, and no other's settings", async () => {
  const ways = two({ folder }, { folder: os.homedir() });
  const [one, other] = [serverBy(ssh, ways), serverBy(remoting, ways)];
  const started = await Promise.all([one.run(askHow, {}), other.run(askHow, {})]);
  assert.deepEqual(started, [
    { folder: realpathSync(folder), environment: { HOST: "sync07.contoso.com" } },
    { folder: realpathSync(os.homedir()), environment: { COMPUTER: "SYNC07" } },
  ]);
  assert.deepEqual([one.where, other.where], ["over SSH: sync07.contoso.com", "over WinRM: SYNC07"]);
});

test("each way says in its own words why no session begins, after its own time", async () => {
  const silent = { command: fake("nothing at the start"), startTimeoutMs: 200 };
  const ways = two(silent, { command: ["/no/such/client"] });
  const [late, missing] = await Promise.all([
    problemOf(serverBy(ssh, ways)),
    problemOf(serverBy(remoting, ways)),
  ]);
  assert.equal(late.happened, "SSH does not begin");
  assert.equal(missing.happened, "WinRM cannot start /no/such/client");
  const ended = await problemOf(serverBy(remoting, two({}, { command: fake("an end at the start") })));
  assert.equal(ended.happened, "WinRM does not begin");
});

test("what a refused operation advises is what its way says of that", async () => {
  const command = fake("an access that is refused");
  const refusedBy = async (how: Reach, ways: readonly Transport[]) =>
    (await problemOf(serverBy(how, ways))).next[0];
  const ways = two({ command, elevate: () => "SSH as root" }, { command, elevate: () => "WinRM as root" });
  assert.equal(await refusedBy(ssh, ways), "SSH as root");
  assert.equal(await refusedBy(remoting, ways), "WinRM as root");
});

test("this machine is reached by what is set in the place of its PowerShell, as it is set when a session begins", async () => {
  const set = { command: ["/no/such/program"] };
  const server = serverBy({ kind: "thisMachine" }, undefined, () => set.command);
  assert.equal(server.where, "this machine");
  const { code, happened } = await problemOf(server);
  assert.deepEqual([code, happened], ["noPowerShell", "PowerShell could not be started: /no/such/program"]);
  set.command = fake("how it was started");
  assert.ok("folder" in (await server.run(askHow, {})));
});

test("a server that nothing leads to is refused in words, and can be shown, whatever its kind is called", async () => {
  const unreachable: readonly Reach[] = [
    ...["ssh", "remoting", "telepathy", "constructor", "__proto__", ""].map((kind) => ({ kind })),
    // What another version knows of it would lead elsewhere without it.
    { kind: "thisMachine", beside: "SYNC08" },
  ];
  for (const how of unreachable) {
    const { kind } = how;
    const server = serverBy(how);
    assert.equal(server.where, "", kind);
    if (kind !== "thisMachine") assert.equal(server.reachWords, overNetwork);
    assert.deepEqual(
      await problemOf(server),
      {
        code: "sessionNotStarted",
        happened: "SYNC07 cannot be reached from this machine.",
        means: "Nothing was read or changed.",
        next: ["Open VS Code on SYNC07 itself, for example with Remote-SSH."],
      },
      kind,
    );
  }
});

test("what a person set and a way cannot take is as if nobody had set it", async () => {
  for (const set of [undefined, "powershell", [1], null]) {
    const way = thisMachineWay.wayTo({ kind: "thisMachine" });
    const { command } = (await way?.launch(() => set)) ?? assert.fail();
    assert.match(command[0] ?? "", /powershell\.exe$/u, JSON.stringify(set));
  }
});

test("a server that was added before something came to its way is reached as it was then", () => {
  const way = transport({
    kind: "pigeon",
    reach: ["loft"],
    later: { colour: "grey" },
    words: overNetwork,
    settings: {},
    adding: {
      title: () => "By pigeon",
      detail: () => "",
      asks: { loft: () => "Which loft?", colour: () => "Which colour?" },
    },
    where: ({ loft, colour }) => `a ${colour} pigeon to ${loft}`,
    launch: () => launchOf([]),
  });
  const of = (more: Readonly<Record<string, string>>) => way.wayTo({ kind: "pigeon", ...more })?.where;
  assert.equal(of({ loft: "loft07" }), "a grey pigeon to loft07");
  assert.equal(of({ loft: "loft07", colour: "white" }), "a white pigeon to loft07");
  assert.equal(of({ colour: "white" }), undefined);
  assert.equal(of({ loft: "loft07", beside: "SYNC08" }), undefined);
  assert.deepEqual(
    way.adding?.asks.map(({ prompt }) => prompt()),
    ["Which loft?", "Which colour?"],
  );
});

test("no two ways are of one kind, and none without a question for what belongs to its reach", () => {
  const kinds = transports.map(({ kind }) => kind);
  assert.deepEqual(kinds, [...new Set(kinds)]);
  const added = transport({
    kind: "carrier",
    reach: ["pigeon", "loft"],
    words: overNetwork,
    settings: {},
    adding: {
      title: () => "By pigeon",
      detail: () => "",
      asks: { pigeon: () => "Which pigeon?", loft: () => "Which loft?" },
    },
    where: () => "",
    launch: () => launchOf([]),
  }).adding;
  assert.deepEqual(
    added?.asks.map(({ name, prompt }) => [name, prompt()]),
    [
      ["pigeon", "Which pigeon?"],
      ["loft", "Which loft?"],
    ],
  );
  assert.equal(added.kind, "carrier");
});
