/** A real domain, and the product's own questions to it: each is asked both ways, which must be told the same. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { DirectoryTarget } from "../../../src/setup/operations/directory.ts";
import { readAnswers, type DirectoryQuestion } from "../../../src/setup/directory/question.ts";
import type { Fact } from "../../../src/setup/values/fact.ts";
import { domain as startDomain, type Account, type Domain } from "../support/domain.ts";
import type { ForestName } from "../support/forests.ts";
import { asking, type Way } from "./both.ts";
import { bound, told } from "./questions.ts";
import { views } from "./views.ts";

export interface Ask extends Partial<Pick<DirectoryTarget, "catalog" | "security">> {
  /** The administrator where nobody is named. */
  readonly account?: Pick<Account, "upn" | "password">;
  /** Address; the first one where none is named. */
  readonly controller?: string;
}

export interface AskedDomain {
  readonly domain: Domain;
  /** What the product makes of the answers. */
  readonly ask: <T>(question: DirectoryQuestion<T>, how?: Ask) => Promise<T>;
  readonly stop: () => Promise<void>;
}

export const value = <T>(fact: Fact<T>): T => {
  assert.ok("value" in fact, JSON.stringify(fact));
  return fact.value;
};

export const askedDomain = async (name: ForestName): Promise<AskedDomain> => {
  const domain = await startDomain(name);
  const { administrator } = domain.accounts;
  const [first] = domain.controllers;
  const asked = await views({
    authorities: [await readFile(domain.ca, "utf8")],
    dns: first.address,
    hosts: domain.controllers.flatMap((one) => [one.name, one.address]),
    identity: { user: administrator.upn, password: administrator.password },
  }).catch(async (error: unknown) => {
    await domain.stop();
    throw error;
  });
  const { ask } = asking(() => asked);
  return {
    domain,
    ask: async (question, how = {}) => {
      const {
        account = administrator,
        controller = first.address,
        catalog = false,
        security = "ldaps",
      } = how;
      const target = { domain: domain.name, controller, preferred: [], catalog, security, timeoutMs: 10_000 };
      const one = (way: Way) =>
        ask(way, target, question.searches, { user: account.upn, password: account.password });
      const [server, vsCode] = await Promise.all([one("server"), one("vsCode")]);
      assert.deepEqual(told(server), told(vsCode));
      return readAnswers(question, bound(server));
    },
    stop: async () => {
      await asked.stop();
      await domain.stop();
    },
  };
};
