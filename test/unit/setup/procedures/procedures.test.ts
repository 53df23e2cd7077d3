/** Each procedure goes from its first step to its last by looking, listing and applying alone; a person gives consents. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Run } from "../../../../src/setup/engine/run.ts";
import type { AgentConfiguration } from "../../../../src/setup/operations/agent.ts";
import type { Procedure } from "../../../../src/setup/procedure.ts";
import { allSteps, procedures, stepsOfNone } from "../../../../src/setup/procedures/procedures.ts";
import type { StepId } from "../../../../src/setup/step.ts";
import {
  healthyAgent,
  healthyServer,
  installedAgent,
  plainConfiguration,
  registeredAgent,
  tenant,
} from "../../support/facts.ts";
import { changingServer } from "../../support/recordedRuns.ts";
import { planned, testRun, until, type Script } from "../../support/scriptedServer.ts";

const credentials = () => [
  { user: "admin@contoso.onmicrosoft.com", password: "Kz7-cloud-secret" },
  { user: "CONTOSO\\root", password: "Kz7-domain-secret" },
];

/** A server that says it must restart once something was marked so, until it did. */
const restarting = ({ answers }: Script): void => {
  let server = healthyServer;
  Object.assign(answers, {
    "Get-CloudSyncServerFact": () => server,
    "Set-CloudSyncRestartMark": (_: unknown, { whatIf }: { whatIf?: boolean }) => {
      if (whatIf !== true) server = { ...server, restartDue: { value: "settingsChanged" } };
      return {};
    },
    "Restart-CloudSyncServer": () => {
      server = { ...healthyServer, bootedAt: { value: "2026-11-24T12:30:00.000Z" } };
      return {};
    },
  });
};

/** Until the work is over, or only waits for something outside: it goes on looking then. */
const settled = async (run: Run, id: StepId, work: Promise<void>): Promise<void> => {
  let isOver = false;
  const { length } = run.record;
  void work.finally(() => (isOver = true));
  const waits = () => run.stateOf(id).kind === "waiting" && run.record.at(-1)?.kind === "checked";
  await until(() => isOver || (run.record.length > length && waits()));
  // From here on it only polls, and other work may take its place.
  await new Promise((resolve) => setImmediate(resolve));
};

/** Looks, lists and applies, whatever button a page would have; each step at most three times. */
const byApplyAlone = async (run: Run): Promise<readonly StepId[]> => {
  const applied: StepId[] = [];
  for (const { id, changes } of run.procedure.steps) {
    if (!run.steps.some((step) => step.id === id)) continue;
    await settled(run, id, run.check(id));
    for (let turn = 0; turn < 3; turn++) {
      const { kind } = run.stateOf(id);
      if (kind === "done" || kind === "answered") break;
      if (changes) await settled(run, id, run.changes(id));
      await settled(run, id, run.apply(id));
      applied.push(id);
    }
    assert.ok(
      ["done", "answered"].includes(run.stateOf(id).kind),
      `${id}: ${JSON.stringify(run.stateOf(id))}`,
    );
  }
  return applied;
};

const goesThrough = async (procedure: Procedure, of: Script, events = {}) => {
  const consented: string[] = [];
  const answers = credentials();
  const at = testRun(of, {
    procedure,
    accepted: false,
    plan: { ...planned(), registrationMethod: "credential" },
    ask: {
      credential: () => Promise.resolve(answers.shift()),
      consent: ({ id }) => {
        consented.push(id);
        return Promise.resolve(true);
      },
    },
    ...events,
  });
  const applied = await byApplyAlone(at.run);
  const recorded = at.events.flatMap((one) => (one.kind === "consented" ? [one.id] : []));
  assert.deepEqual(
    recorded.filter((id) => id !== "changes"),
    consented,
    "each consent stands in the record",
  );
  return { applied, consented, at };
};

test("an agent is installed by applying each step: fixes, a restart, licence, tenant and portal are asked for by name", async () => {
  const { of } = changingServer();
  restarting(of);
  const { applied, consented } = await goesThrough(procedures.install, of);
  assert.deepEqual(applied, [
    "prerequisites",
    "prerequisites",
    "download",
    "download",
    "install",
    "confirm",
    "confirm",
    "verify",
  ]);
  assert.deepEqual(consented, ["restart", "licence", "unknown", "tenant", "seenInPortal"]);
});

test("an agent that is half registered is repaired by applying each step", async () => {
  const { of, state } = changingServer();
  state.agent = { ...installedAgent, tenantId: { value: tenant } };
  const { applied, consented } = await goesThrough(procedures.repair, of);
  assert.deepEqual(applied, ["confirm", "confirm", "verify"]);
  assert.deepEqual(consented, ["tenant", "seenInPortal"]);
});

test("an older agent is upgraded by applying each step: its lost proxy is put back, and its account gets its permissions", async () => {
  const { of, state } = changingServer();
  const proxy = "http://proxy.contoso.com:8080";
  state.agent = { ...registeredAgent, version: { value: "1.1.880.0" } };
  let configuration: AgentConfiguration = { ...plainConfiguration, proxy: { value: proxy } };
  const given: unknown[] = [];
  Object.assign(of.answers, {
    "Install-CloudSyncAgent": (_: unknown, { whatIf }: { whatIf?: boolean }) => {
      if (whatIf === true) return { exitCode: 0, logPath: "" };
      state.agent = registeredAgent;
      // An installer that replaces the configuration file.
      configuration = { ...plainConfiguration, backupProxy: { value: proxy } };
      return { exitCode: 0, logPath: "" };
    },
    "Get-CloudSyncAgentConfiguration": () => configuration,
    "Set-CloudSyncAgentProxy": (_: unknown, { whatIf }: { whatIf?: boolean }) => {
      if (whatIf !== true) configuration = { ...configuration, proxy: { value: proxy } };
      return {};
    },
    "Set-CloudSyncAgentPermission": (args: { types: unknown }, { whatIf }: { whatIf?: boolean }) => {
      if (whatIf !== true) given.push(args.types);
      return {};
    },
  });
  const { applied, consented } = await goesThrough(procedures.upgrade, of);
  assert.deepEqual(applied, [
    "prerequisites",
    "download",
    "download",
    "install",
    "keepSettings",
    "confirm",
    "permissions",
    "verify",
  ]);
  assert.deepEqual([...new Set(consented)], ["unknown", "licence", "tenant", "seenInPortal"]);
  assert.deepEqual(configuration.proxy, { value: proxy });
  assert.deepEqual(given, [["BasicRead"], ["PasswordHashSync"]]);
});

test("an agent is uninstalled by applying the step, after a yes that names the server", async () => {
  const { of, state } = changingServer();
  state.agent = registeredAgent;
  let products = [{ id: "A", name: "Agent", version: "1" }];
  Object.assign(of.answers, {
    "Get-CloudSyncAgentHealth": () => ({ ...healthyAgent, products: { value: products } }),
    "Get-CloudSyncAgentLeftover": () => ({
      folders: { value: [] },
      registry: { value: false },
      services: { value: [] },
    }),
    "Uninstall-CloudSyncAgentProduct": (_: unknown, { whatIf }: { whatIf?: boolean }) => {
      if (whatIf !== true) products = [];
      return { exitCode: 0 };
    },
  });
  const { applied, consented } = await goesThrough(procedures.uninstall, of);
  assert.deepEqual(applied, ["uninstall"]);
  assert.deepEqual(consented, ["uninstall"]);
});

test("a step has one name in all that there are, those of no procedure among them", () => {
  const ids = [...allSteps, ...stepsOfNone].map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)]);
  assert.deepEqual(
    stepsOfNone.map(({ id }) => id),
    ["undo", "logs"],
  );
});
