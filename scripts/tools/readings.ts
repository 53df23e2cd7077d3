/** Runs every operation that only reads, and says of each how long it took and what could not be read. */
import type { Server } from "../../src/setup/ports.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import { directoryOperations, operations } from "../../src/setup/operations/index.ts";
import { getServerFacts } from "../../src/setup/operations/server.ts";
import { resultOf } from "../../src/setup/result.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { sayChange } from "../../src/setup/told/changes.ts";

/** What the operations with arguments are asked. An operation that needs some and is not here fails. */
const asked: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // Empty: the installer in the product's own download folder, whether there is one or not.
  "Get-CloudSyncInstallerFact": { path: "" },
  "Get-CloudSyncDecidingEvent": { seconds: 86_400 },
  // There may be none of that name, which is a fact as well.
  "Get-CloudSyncTracePart": { name: "trace-agent.log", offset: 0, bytes: 65_536 },
  "Get-CloudSyncLogPreview": { hours: 1, hideNames: false },
  // One host of each kind: what the server reaches is its own affair, and none is asked of its directory.
  "Get-CloudSyncNetworkFact": {
    hosts: [
      { host: "login.microsoftonline.com", port: 443, tls: true },
      { host: "crl.microsoft.com", port: 80, tls: false },
    ],
    proxy: null,
    timeoutMs: 5000,
  },
  "Get-CloudSyncControllerFact": { domainControllers: [], ports: [], reads: 5, timeoutMs: 5000 },
};
/** What a controller says to anybody of itself, asked as who the session is. */
const rootDse = {
  base: { of: "rootDse" },
  scope: "base",
  filter: { op: "present", attribute: "objectClass" },
  text: ["dnsHostName", "domainFunctionality"],
  bytes: [],
  descriptor: false,
  pageSize: 1,
  most: 1,
  timeoutMs: 5000,
};
/** What is asked of the server's own directory. */
const askedIn = (domain: string): typeof asked => ({
  "Get-CloudSyncDirectoryEntry": {
    target: { domain, controller: null, catalog: false, security: "negotiate", timeoutMs: 5000 },
    searches: [rootDse],
  },
});
/**
 * Answers of settings alone, which do not move by themselves as free memory or an event log does. They are asked before
 * and after all: what came between changed none of them.
 */
const settings = ["Get-CloudSyncTlsFact", "Get-CloudSyncPolicyFact"];

export interface Reading {
  readonly name: string;
  readonly ms: number;
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
  if ("outcome" in value && value.outcome === "failed" && "message" in value)
    return [`${at.join(".")}: ${String(value.message)}`];
  return Object.entries(value).flatMap(([key, inner]) => unreadIn(inner, [...at, key]));
};

const why = (error: unknown): string => {
  if (!(error instanceof ProblemError)) return error instanceof Error ? error.message : String(error);
  const { happened, raw } = error.problem;
  return raw === undefined ? happened : `${happened}\n${raw}`;
};

const read = async (server: Server, operation: Operation, domain: string): Promise<Reading> => {
  const { name } = operation;
  const changed: string[] = [];
  const from = Date.now();
  try {
    const args = asked[name] ?? askedIn(domain)[name] ?? {};
    const answer = await server.run(operation, args, {
      onEvent: (event) => {
        if (event.kind === "change") changed.push(sayChange(event.change));
      },
    });
    const reading = { name, ms: Date.now() - from, unread: unreadIn(resultOf(operation, answer)) };
    return changed.length === 0 ? reading : { ...reading, failed: `It changed ${changed.join(", ")}.` };
  } catch (error) {
    return { name, ms: Date.now() - from, unread: [], failed: why(error) };
  }
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
  const { domain } = resultOf(getServerFacts, await server.run(getServerFacts, {}));
  const own = "value" in domain ? domain.value.name : "";
  const readings: Reading[] = [];
  for (const operation of readingOperations) readings.push(await read(server, operation, own));
  const after = await settingsOf(server);
  if (after !== before) throw new Error(`Settings have changed.\nBefore: ${before}\nAfter: ${after}`);
  return readings;
};

/** The readings as a table to print. */
export const table = (readings: readonly Reading[]): string => {
  const width = Math.max(...readings.map(({ name }) => name.length));
  return readings
    .map(({ name, ms, unread, failed }) => {
      const how = failed === undefined ? (unread.length > 0 ? "ok, not read:" : "ok") : "FAILED";
      const more = [...(failed === undefined ? [] : failed.split("\n")), ...unread];
      return [
        `${name.padEnd(width)} ${String(ms).padStart(6)} ms  ${how}`,
        ...more.map((one) => `    ${one}`),
      ];
    })
    .flat()
    .join("\n");
};
