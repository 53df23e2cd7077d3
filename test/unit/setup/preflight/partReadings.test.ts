/** Each part of the facts is read by itself: what cannot be read is not known for the rules that look at it, and for no other. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingKey, type Finding } from "../../../../src/setup/finding.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import type { Operation } from "../../../../src/setup/operations/operation.ts";
import { emptyPlan, parsePlan } from "../../../../src/setup/plan.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { neededFor, readings, type Part } from "../../../../src/setup/preflight/partReadings.ts";
import { readParts } from "../../../../src/setup/preflight/readParts.ts";
import type { CredentialQuestion } from "../../../../src/setup/ports.ts";
import { undo } from "../../../../src/setup/steps/undo.ts";
import {
  CancelledError,
  ProblemError,
  type Problem,
  type ProblemCode,
} from "../../../../src/setup/problem.ts";
import type { ProcedureId, StepContext, StepId } from "../../../../src/setup/step.ts";
import { registryChange } from "../../support/changes.ts";
import { healthyAgent, installedAgent, registeredAgent } from "../../support/facts.ts";
import { controllersNamed, noProxySet } from "../../support/networkFacts.ts";
import {
  kinds,
  ops,
  planned,
  script,
  shownAndApplied,
  testRun,
  type Script,
} from "../../support/scriptedServer.ts";

const problemOf = (code: ProblemCode, happened: string = code, of: Pick<Problem, "of"> = {}) =>
  new ProblemError({ code, happened, means: "means", next: ["again"], raw: `raw of ${code}`, ...of });
const failing =
  (code: ProblemCode, happened: string, of: Pick<Problem, "of"> = {}) =>
  () => {
    throw problemOf(code, happened, of);
  };
const alone = { of: "operation" } as const;
/** How one reading can fail by itself, and what is said of it. */
const ways = {
  "an error code": [failing("accessDenied", "Windows refused access.", alone), "Windows refused access."],
  "its time limit": [
    failing("sessionSilent", "No answer within 60 seconds.", alone),
    "No answer within 60 seconds.",
  ],
  "a result of another shape": [() => ({ nothing: "of what was asked for" }), "could not be understood"],
} as const;

/** The rules of the prerequisites that look at each part, where an agent is registered. */
const rulesOf: Readonly<Partial<Record<Part, readonly string[]>>> = {
  server: ["elevation", "windowsBuild", "domainMember", "netFramework", "memory", "pendingRestart"],
  policy: ["executionPolicy", "credentialManager"],
  windows: [
    "powerShellEngine",
    "diskSpace",
    "clock",
    "pendingRestart",
    "fips",
    "ntlm",
    "enhancedSecurity",
    "domainController",
    "neighbours",
  ],
  agent: [
    "logonRight",
    "existingAgent",
    "agentVersion",
    "agentRegistration",
    "agentProxy",
    "agentSettings",
    "autoUpdate",
  ],
  rights: ["logonRight"],
  configuration: ["agentProxy", "proxies", "network"],
  tls: ["tls"],
  settings: ["agentSettings"],
  logging: ["powerShellLogging"],
  proxies: ["proxies"],
  controllers: ["controllers"],
  probes: ["network"],
  controllerProbes: ["controllers", "controllerAnswers"],
};

const registered = (answers: Script["answers"] = {}) =>
  script({ "Get-CloudSyncAgentFact": () => registeredAgent, ...answers });
const checked = async (id: StepId, answers: Script["answers"], procedure: ProcedureId = "install") => {
  const at = testRun(registered(answers), { plan: planned(), procedure: procedures[procedure] });
  await at.run.check(id);
  return { at, state: at.run.stateOf(id) };
};
const brief = (one: Finding) => `${findingKey(one)} ${one.verdict}`;

for (const part of neededFor.prerequisites)
  test(`prerequisites: where ${part} alone cannot be read, its rules are not known and the others judge`, async () => {
    const before = (await checked("prerequisites", {})).state.findings;
    const { name } = readings[part].operation;
    for (const [way, [answer, reason]] of Object.entries(ways)) {
      const { at, state } = await checked("prerequisites", { [name]: answer });
      assert.notEqual(state.kind, "failed", way);
      const rules = rulesOf[part] ?? [];
      const unknown = state.findings.filter(({ verdict }) => verdict === "unknown");
      assert.deepEqual([...new Set(unknown.map(({ rule }) => rule))].toSorted(), rules.toSorted(), way);
      for (const one of unknown)
        assert.match(one.verdict === "unknown" ? one.unread : "", new RegExp(reason, "u"));
      const others = (findings: readonly Finding[]) => findings.filter(({ rule }) => !rules.includes(rule));
      if (part === "agentHosts") assert.match(JSON.stringify(state.findings), new RegExp(reason, "u"));
      else if (part !== "agent" && part !== "settings")
        assert.deepEqual(others(state.findings), others(before), way);
      else assert.deepEqual(others(state.findings).map(brief), others(before).map(brief), way);
      assert.deepEqual(
        at.problems.map(({ happened }) => happened.includes(reason)),
        [true],
        "what it was goes to the log",
      );
    }
  });

test("a rule that looks at a part no more is not in the table, and a part that is read has its rules", () => {
  assert.deepEqual(
    neededFor.prerequisites.filter((part) => rulesOf[part] === undefined),
    ["agentHosts"],
    "whose hosts are an evidence among others",
  );
});

for (const [id, procedure] of [
  ["verify", "install"],
  ["repair", "repair"],
] as const)
  for (const part of neededFor.agent)
    test(`${id}: where ${part} alone cannot be read, the others judge`, async () => {
      const before = (await checked(id, {}, procedure)).state.findings;
      assert.ok(before.length > 5);
      for (const [way, [answer, reason]] of Object.entries(ways)) {
        const { state } = await checked(id, { [readings[part].operation.name]: answer }, procedure);
        assert.notEqual(state.kind, "failed", way);
        const unknown = state.findings.filter(({ verdict }) => verdict === "unknown");
        for (const one of unknown)
          assert.match(one.verdict === "unknown" ? one.unread : "", new RegExp(reason, "u"));
        const keys = new Set(unknown.map(({ rule }) => rule));
        for (const one of before)
          assert.ok(
            keys.has(one.rule) || state.findings.some((now) => brief(now) === brief(one)),
            `${way}: ${brief(one)}`,
          );
      }
    });

test("a server that is lost, a cancel, and what nobody foresaw fail the whole check", async () => {
  for (const code of ["sessionEnded", "sessionNotStarted", "noPowerShell", "busy", "otherMachine"] as const) {
    const { state } = await checked("prerequisites", { "Get-CloudSyncTlsFact": failing(code, "lost") });
    assert.equal(state.kind === "failed" && state.problem.code, code);
  }
  const odd = () => {
    throw new TypeError("odd");
  };
  const { state } = await checked("prerequisites", { "Get-CloudSyncTlsFact": odd });
  assert.equal(state.kind === "failed" && state.problem.code, "unexpected");
  const cancel = () => {
    throw new CancelledError();
  };
  const { at, state: cancelled } = await checked("prerequisites", { "Get-CloudSyncTlsFact": cancel });
  assert.equal(cancelled.kind, "todo");
  assert.deepEqual(kinds(at, "prerequisites"), []);
});

test("a record that cannot be written fails the whole check, whatever keeps it from being written", async () => {
  for (const code of ["diskFull", "accessDenied", "filesHeld"] as const) {
    const append = (event: JournalEvent) =>
      event.kind === "opened" ? Promise.reject(problemOf(code)) : Promise.resolve();
    const shownBy = { extension: "0.1.0", language: "en" };
    const at = testRun(registered(), { plan: planned(), records: { append }, shownBy });
    await at.run.check("prerequisites");
    const state = at.run.stateOf("prerequisites");
    assert.equal(state.kind === "failed" && state.problem.code, code);
  }
});

/** A look at a server that answers when a test lets it. */
const slow = () => {
  const asked: string[] = [];
  const answer = new Map<string, (value: unknown) => void>();
  const read = ({ name }: Pick<Operation, "name">) => {
    asked.push(name);
    return new Promise((resolve) => {
      answer.set(name, (value) => {
        resolve({ value });
      });
    });
  };
  return { asked, answer, ctx: { read: read as unknown as StepContext["read"], plan: emptyPlan() } };
};
/** Whatever the arguments of another reading are made of. */
const anything = { ...noProxySet, proxy: { value: null }, ...controllersNamed({ value: [] }) };
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("the probes wait for nothing but what they are made of, and the rest is read meanwhile, one after the other", async () => {
  const { asked, answer, ctx } = slow();
  const reading = readParts(ctx, neededFor.prerequisites);
  const answers = async (...parts: readonly Part[]) => {
    for (const part of parts) answer.get(readings[part].operation.name)?.(anything);
    await turn();
  };
  const named = (...parts: readonly Part[]) => parts.map((part) => readings[part].operation.name).toSorted();
  await turn();
  const [first, second, ...others] = neededFor.prerequisites.filter(
    (part) =>
      readings[part].after.length === 0 &&
      !["configuration", "proxies", "controllers", "agentHosts"].includes(part),
  );
  assert.ok(first && second);
  assert.deepEqual(asked.toSorted(), named("configuration", "proxies", "controllers", "agentHosts", first));
  await answers("configuration", "proxies");
  assert.equal(asked.length, 5, "one host may be missing still");
  await answers("agentHosts");
  assert.equal(asked.at(-1), readings.probes.operation.name);
  await answers("controllers");
  assert.equal(asked.at(-1), readings.controllerProbes.operation.name);
  await answers(first);
  assert.equal(asked.at(-1), readings[second].operation.name);
  for (const part of [second, ...others]) await answers(part);
  assert.deepEqual(asked.toSorted(), named(...neededFor.prerequisites), "without the probes' answers");
  await answers("probes", "controllerProbes");
  await reading;
});

test("of a check that failed nothing more is asked", async () => {
  const { asked, answer, ctx } = slow();
  const read = ((operation: Operation, args: unknown) =>
    operation.name === readings.probes.operation.name
      ? Promise.reject(new CancelledError())
      : ctx.read(operation as never, args)) as unknown as StepContext["read"];
  const failed = readParts({ ...ctx, read }, neededFor.prerequisites).catch((error: unknown) => error);
  await turn();
  for (const part of ["configuration", "proxies", "agentHosts"] as const)
    answer.get(readings[part].operation.name)?.(anything);
  await turn();
  const before = asked.length;
  for (const done of answer.values()) done(anything);
  await turn();
  for (const done of answer.values()) done(anything);
  assert.ok((await failed) instanceof CancelledError);
  // The controllers were looked up already, and their probes are the last that come of it.
  assert.deepEqual(asked.slice(before), [readings.controllerProbes.operation.name]);
});

test("what was read is not read again, and a check that fails leaves nothing in the air", async () => {
  const { asked, answer, ctx } = slow();
  const configuration = { unread: "read before" };
  const reading = readParts(ctx, neededFor.wayOut, { configuration });
  for (let round = 0; round < 3; round++) {
    await turn();
    for (const done of answer.values()) done(anything);
  }
  assert.deepEqual((await reading).configuration, configuration);
  assert.ok(!asked.includes("Get-CloudSyncAgentConfiguration"));
  let isOver = false;
  const lost = slow();
  const read = ((operation: Operation, args: unknown) =>
    operation.name === "Get-CloudSyncTlsFact"
      ? Promise.reject(new CancelledError())
      : lost.ctx.read(operation as never, args)) as unknown as StepContext["read"];
  const failed = readParts({ ...lost.ctx, read }, ["tls", "controllerProbes"]).catch((error: unknown) => {
    isOver = true;
    return error;
  });
  await turn();
  assert.equal(isOver, false);
  lost.answer.get("Get-CloudSyncDomainControllerFact")?.(anything);
  await turn();
  assert.equal(isOver, false);
  lost.answer.get("Get-CloudSyncControllerFact")?.(anything);
  assert.ok((await failed) instanceof CancelledError);
});

test("the arguments of a reading come from the plan and from what was read before, as plain data", () => {
  const order: readonly Part[] = neededFor.prerequisites;
  const plan = parsePlan({ cloud: "usGov", domains: [{ name: "contoso.com" }] }, "test");
  for (const part of neededFor.prerequisites) {
    const { after, args } = readings[part];
    assert.ok(after.every((one) => order.indexOf(one) < order.indexOf(part)));
    assert.deepEqual(JSON.parse(JSON.stringify(args(plan, {}))), args(plan, {}));
  }
});

test("each reading is made once in a check", async () => {
  const of = registered();
  const at = testRun(of, { plan: planned() });
  await at.run.check("prerequisites");
  assert.deepEqual(
    ops(of).toSorted(),
    neededFor.prerequisites.map((part) => readings[part].operation.name).toSorted(),
  );
});

const unreadIn = (findings: readonly Finding[]) =>
  findings.flatMap((one) => (one.verdict === "unknown" ? [`${findingKey(one)}: ${one.unread}`] : []));
const broken = failing("operationFailed", "It failed.", alone);

test("a step that reads more than one thing goes on without what it can do without", async () => {
  const settings = await checked("keepSettings", { "Get-CloudSyncAgentConfiguration": broken }, "upgrade");
  assert.equal(settings.state.kind, "todo", "what was not looked at is not kept");
  assert.deepEqual(unreadIn(settings.state.findings), ["agentProxy: It failed."]);
  const directory = await checked("directory", { "Get-CloudSyncRegisteredDomain": broken });
  assert.equal(directory.state.kind, "answered");
  const confirm = await checked("confirm", {
    "Get-CloudSyncRegisteredDomain": broken,
    "Get-CloudSyncAgentHealth": broken,
  });
  assert.equal(confirm.state.kind, "todo");
  assert.deepEqual(unreadIn(confirm.state.findings), ["registeredDomains: It failed."]);
  const install = await checked("install", { "Get-CloudSyncServerFact": broken });
  assert.equal(install.state.kind, "todo");
  assert.deepEqual(unreadIn(install.state.findings), ["restartDue: It failed."]);
  const traces = await checked("verify", {
    "Get-CloudSyncTraceFile": broken,
    "Get-CloudSyncDecidingEvent": broken,
  });
  assert.equal(traces.state.kind, "todo");
  assert.deepEqual(unreadIn(traces.state.findings), ["agentError:traces: It failed."]);
});

test("whether the site needs a proxy is not known where what decides cannot be read", async () => {
  const proxied = () => ({
    ...noProxySet,
    winHttp: { value: { server: "proxy.contoso.com:8080", bypass: "" } },
  });
  for (const answers of [
    { "Get-CloudSyncProxyFact": broken },
    { "Get-CloudSyncAgentConfiguration": broken },
    { "Get-CloudSyncProxyFact": proxied, "Get-CloudSyncNetworkFact": broken },
  ]) {
    const { state } = await checked("install", answers);
    assert.deepEqual(unreadIn(state.findings), ["agentNeedsProxy: It failed."]);
  }
  const { state } = await checked("verify", { "Get-CloudSyncAgentConfiguration": broken });
  assert.deepEqual(unreadIn(state.findings), ["agentProxy: It failed."], "said once");
});

test("an agent is uninstalled although what is beside it cannot be read, and what may remain is not known", async () => {
  const products = { value: [{ id: "u", name: "Agent Updater", version: "1" }] };
  const answers = {
    "Get-CloudSyncAgentHealth": () => ({ ...healthyAgent, products }),
    "Get-CloudSyncWindowsFact": broken,
    "Get-CloudSyncAgentLeftover": broken,
  };
  const { state } = await checked("uninstall", answers, "uninstall");
  assert.equal(state.kind, "done", "the updater stays: something else may need it");
  assert.deepEqual(unreadIn(state.findings), [
    "leftover:folders: It failed.",
    "leftover:registry: It failed.",
    "leftover:services: It failed.",
  ]);
});

test("a password is asked for although PowerShell's logging cannot be read, which is said", async () => {
  const prompts: string[] = [];
  const credential = ({ prompt }: CredentialQuestion) => {
    prompts.push(prompt);
    return Promise.resolve(undefined);
  };
  const plan = parsePlan({ ...planned(), registrationMethod: "credential" }, "test");
  const of = script({ "Get-CloudSyncAgentFact": () => installedAgent, "Get-CloudSyncLoggingFact": broken });
  const at = testRun(of, { plan, ask: { credential, consent: () => Promise.resolve(true) } });
  await shownAndApplied(at.run, "confirm");
  assert.match(prompts[0] ?? "", /PowerShell's logging on the server: not known \(It failed\.\)/u);
});

test("changes are taken back although the agent cannot be looked for, which is said", async () => {
  const change = registryChange("Enabled", null, 1);
  const undone = {
    port: "server",
    op: "Set-CloudSyncTlsValue",
    args: { setting: "clientEnabled", value: null },
  } as const;
  const undoing = undo([{ at: "2026-11-24T12:00:00.000Z", by: "ada", change, undo: undone }]);
  const at = testRun(registered({ "Get-CloudSyncAgentFact": broken }), { plan: planned() });
  at.run.register(undoing);
  await at.run.check("undo");
  const state = at.run.stateOf("undo");
  assert.notEqual(state.kind, "failed");
  assert.match(JSON.stringify(state.findings), /undoneIsNeeded.*not known/u);
});

test("what a part is needed for stands in its entry; each need has its parts in the order of the table", () => {
  const causes = ["server", "policy", "windows", "agent", "rights", "configuration"];
  const wayOut = ["proxies", "controllers", "agentHosts", "probes", "controllerProbes"];
  assert.deepEqual(neededFor, {
    causes,
    wayOut: ["configuration", ...wayOut],
    agent: [...causes, "health", "settings"],
    prerequisites: [...causes, "tls", "settings", "logging", ...wayOut],
  });
});
