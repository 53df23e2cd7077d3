/** Runs every operation that only reads, and says of each how long it took and what could not be read. */
import { readAnswers } from "../../src/setup/directory/question.ts";
import { getDirectoryEntries, type DirectoryAnswer } from "../../src/setup/operations/directory.ts";
import { directoryOperations, operations } from "../../src/setup/operations/index.ts";
import { getDomainControllerFacts, type DomainControllerFacts } from "../../src/setup/operations/network.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import { getServerFacts } from "../../src/setup/operations/server.ts";
import type { Server } from "../../src/setup/ports.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { resultOf } from "../../src/setup/result.ts";
import { sayChange } from "../../src/setup/told/changes.ts";
import type { Fact } from "../../src/setup/values/fact.ts";
import { askingsOf, directoryOf, type Asking, type Own } from "./askings.ts";

/**
 * Answers of settings alone, which do not move by themselves as free memory or an event log does. They are asked before
 * and after all: what came between changed none of them.
 */
const settings = ["Get-CloudSyncTlsFact", "Get-CloudSyncPolicyFact"];

export interface Reading {
  readonly name: string;
  readonly ms: number;
  /** What the answer shows of Windows, a line each. */
  readonly shown: readonly string[];
  /** The facts that could not be read, each with Windows' own reason. No failure: this server may have nothing there. */
  readonly unread: readonly string[];
  /** Why it failed; undefined where it did not. */
  readonly failed?: string;
}

const all: readonly Operation[] = [...operations, ...directoryOperations];
const readingOperations = all.filter(({ changing }) => !changing);

/** The facts in an answer that say why they could not be read, by their path in it. */
const unreadIn = (value: unknown, at: readonly string[] = []): string[] => {
  if (typeof value !== "object" || value === null) return [];
  if ("unread" in value && typeof value.unread === "string") return [`${at.join(".")}: ${value.unread}`];
  if ("outcome" in value && value.outcome === "failed" && "message" in value) {
    const stage = "stage" in value ? [String(value.stage)] : [];
    return [`${[...at, ...stage].join(".")}: ${String(value.message)}`];
  }
  return Object.entries(value).flatMap(([key, inner]) => unreadIn(inner, [...at, key]));
};

const why = (error: unknown): string => {
  if (!(error instanceof ProblemError)) return error instanceof Error ? error.message : String(error);
  const { happened, raw } = error.problem;
  return raw === undefined ? happened : `${happened}\n${raw}`;
};

type Seen = Pick<Reading, "shown" | "unread">;

const sayFact = <T>(of: Fact<T>, say: (value: T) => string): string =>
  "value" in of ? say(of.value) : "not read";

/** What this server's Windows finds, as `nltest` shows it. */
const lookIntoSite = (of: DomainControllerFacts): Seen => {
  const site = sayFact(of.site, (name) => name ?? "none");
  const inSite = sayFact(of.inSite, (names) => (names.length === 0 ? "no controller" : names.join(", ")));
  const all = sayFact(of.names, (names) => String(names.length));
  return { shown: [`${all} controllers; in this server's site, ${site}: ${inSite}`], unread: unreadIn(of) };
};

/** By what the steps make of it, with who was found and let one in. */
const lookIntoDirectory = (of: DirectoryAnswer, own: Own): Seen => {
  if (of.outcome === "failed") return { shown: [], unread: unreadIn(of) };
  const { controller, security, bindMs } = of.bind;
  const said = readAnswers(directoryOf(own), of);
  const { rootDse } = said.domain.forest;
  const site = sayFact(rootDse, (root) => root.site ?? "not told");
  return {
    shown: [`${controller} of site ${site} let in by ${security} within ${bindMs} ms`],
    unread: unreadIn(said),
  };
};

const lookInto = (operation: Operation, answer: unknown, own: Own): Seen => {
  switch (operation.name) {
    case getDirectoryEntries.name:
      return lookIntoDirectory(resultOf(getDirectoryEntries, answer), own);
    case getDomainControllerFacts.name:
      return lookIntoSite(resultOf(getDomainControllerFacts, answer));
    default:
      return { shown: [], unread: unreadIn(resultOf(operation, answer)) };
  }
};

const read = async (server: Server, { operation, way, args }: Asking, own: Own): Promise<Reading> => {
  const name = way === undefined ? operation.name : `${operation.name}, ${way}`;
  const changed: string[] = [];
  const from = Date.now();
  try {
    const answer = await server.run(operation, args, {
      onEvent: (event) => {
        if (event.kind === "change") changed.push(sayChange(event.change));
      },
    });
    const ms = Date.now() - from;
    const reading = { name, ms, ...lookInto(operation, answer, own) };
    return changed.length === 0 ? reading : { ...reading, failed: `It changed ${changed.join(", ")}.` };
  } catch (error) {
    return { name, ms: Date.now() - from, shown: [], unread: [], failed: why(error) };
  }
};

const ownOf = async (server: Server): Promise<Own> => {
  const { computer, domain } = resultOf(getServerFacts, await server.run(getServerFacts, {}));
  const { names } = resultOf(getDomainControllerFacts, await server.run(getDomainControllerFacts, {}));
  return {
    computer,
    domain: "value" in domain ? domain.value.name : "",
    controllers: "value" in names ? names.value : [],
  };
};

const settingsOf = async (server: Server): Promise<string> => {
  const answers: unknown[] = [];
  for (const operation of readingOperations.filter(({ name }) => settings.includes(name)))
    answers.push(await server.run(operation, {}));
  return JSON.stringify(answers);
};

/**
 * @returns one line for each operation; each answer was held against its schema by the server.
 * @throws Error where a setting is another one afterwards; ProblemError where there is no session.
 */
export const readAll = async (server: Server): Promise<readonly Reading[]> => {
  // This also opens the session, so that its start counts for no operation.
  const before = await settingsOf(server);
  const own = await ownOf(server);
  const readings: Reading[] = [];
  for (const asking of readingOperations.flatMap((operation) => askingsOf(operation, own)))
    readings.push(await read(server, asking, own));
  const after = await settingsOf(server);
  if (after !== before) throw new Error(`Settings have changed.\nBefore: ${before}\nAfter: ${after}`);
  return readings;
};

/** The readings as a table to print. */
export const table = (readings: readonly Reading[]): string => {
  const width = Math.max(...readings.map(({ name }) => name.length));
  return readings
    .map(({ name, ms, shown, unread, failed }) => {
      const how = failed === undefined ? (unread.length > 0 ? "ok, not read:" : "ok") : "FAILED";
      const more = [...(failed === undefined ? [] : failed.split("\n")), ...unread, ...shown];
      return [
        `${name.padEnd(width)} ${String(ms).padStart(6)} ms  ${how}`,
        ...more.map((one) => `    ${one}`),
      ];
    })
    .flat()
    .join("\n");
};
