/** For one test file: a practice server with an installed agent, put back before each test. */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, beforeEach } from "node:test";
import { scenarios } from "../../lab/scenarios/index.ts";
import { agentFolder, traceFolder } from "../../lab/server/agent.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import type { HowToRun } from "../../src/setup/ports.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { until } from "../until.ts";
import { changesOf, practice, type Practice } from "./practice.ts";

export const onInstalled = () => {
  let begun: Practice | undefined;
  const at = (): Practice => {
    assert.ok(begun);
    return begun;
  };
  before(async () => {
    begun = await practice("installed");
  });
  after(async () => {
    await begun?.stop();
  });
  beforeEach(async () => {
    await rm(agentFolder(at().lab.dir), { recursive: true, force: true });
    await rm(traceFolder(at().lab.dir), { recursive: true, force: true });
    at().lab.change((state) => Object.assign(state, scenarios.installed()));
  });
  return {
    get lab() {
      return at().lab;
    },
    get printed() {
      return at().printed;
    },
    get server() {
      return at().server;
    },
    run: <A, R>(operation: Operation<A, R>, args: A, how: HowToRun = {}): Promise<R> =>
      at().server.run(operation, args, how),
    changesOf: <A, R>(operation: Operation<A, R>, args: A, how: HowToRun = {}) =>
      changesOf(at().server, operation, args, how),
    /** Begins, loses its session while setup works, and lets that go on. */
    cutDuring: async (begin: () => Promise<unknown>) => {
      at().lab.change(({ next }) => (next.hangs = true));
      const lost = assert.rejects(begin());
      await until(() => Object.keys(at().lab.state().programs).length > 0);
      at().server.close();
      await lost;
      at().lab.change(({ next }) => (next.hangs = false));
    },
    /** The work fails, and code, raw text or words say this. */
    raw: (work: Promise<unknown>, said: RegExp) =>
      assert.rejects(work, (error) => {
        assert.ok(error instanceof ProblemError, String(error));
        assert.match(`${error.problem.code} ${error.problem.raw ?? ""} ${error.problem.happened}`, said);
        return true;
      }),
  };
};
