/** For one test file: a practice server with a session, put back into its scenario before each test. */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, beforeEach } from "node:test";
import { scenarios, type Scenario } from "../../lab/scenarios/index.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import type { HowToRun } from "../../src/setup/ports.ts";
import { changesOf, practice, type Practice, type PracticeOptions } from "./practice.ts";

export interface HowPutBack extends PracticeOptions {
  /** Folders that are not there before a test begins. @param dir the folder of the practice server */
  readonly emptied?: (dir: string) => readonly string[];
}

export const onPractice = (scenario: Scenario, { emptied = () => [], ...options }: HowPutBack = {}) => {
  let begun: Practice | undefined;
  const at = (): Practice => {
    assert.ok(begun);
    return begun;
  };
  before(async () => {
    begun = await practice(scenario, options);
  });
  after(async () => {
    await begun?.stop();
  });
  beforeEach(async () => {
    for (const folder of emptied(at().lab.dir)) await rm(folder, { recursive: true, force: true });
    at().lab.change((state) => Object.assign(state, scenarios[scenario]()));
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
    get directory() {
      return at().directory;
    },
    run: <A, R>(operation: Operation<A, R>, args: A, how: HowToRun = {}): Promise<R> =>
      at().server.run(operation, args, how),
    changesOf: <A, R>(operation: Operation<A, R>, args: A, how: HowToRun = {}) =>
      changesOf(at().server, operation, args, how),
  };
};
