/** From a target to a controller on which somebody is bound, on this machine's own way. */
import * as l10n from "@vscode/l10n";
import { BindRequest, ExtendedRequest, PresenceFilter, SearchRequest } from "ldapts";
import net from "node:net";
import type { Credential } from "../setup/operations/operation.ts";
import type { DirectoryBind, DirectoryTarget } from "../setup/operations/directory.ts";
import { CancelledError } from "../setup/problem.ts";
import { Exchange } from "./exchange.ts";
import { Failed, failed, ofSocket, refusedBy, silent } from "./failure.ts";
import { hostsOf, type ServiceRecords } from "./lookup.ts";
import { namingContexts, type Root } from "./names.ts";
import { authorities, secureConnection } from "./secure.ts";

/** What of this machine the connection needs. */
export interface MachineParts {
  /** Its name, as an answer tells who asked. */
  readonly computer: string;
  /** A file of authorities beside the system's; empty for none. */
  readonly caFile: () => string;
  /** The service records of DNS; this machine's own name servers where it is not said. */
  readonly records?: ServiceRecords;
  /** The address of a host; this machine's own way where it is not said. */
  readonly lookup?: net.LookupFunction;
}

export interface Opened {
  readonly exchange: Exchange;
  readonly root: Root;
  readonly bind: DirectoryBind;
}

/** https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements */
const portOf = ({ security, catalog }: DirectoryTarget): number => {
  if (security === "ldaps") return catalog ? 3269 : 636;
  return catalog ? 3268 : 389;
};

/** RFC 4511 4.14. */
const startTls = "1.3.6.1.4.1.1466.20037";

/** A connection, as far as the handshake of TCP. @throws Failed of the stages `lookup` and `connect` */
const dial = (host: string, port: number, { lookup }: MachineParts): Promise<net.Socket> =>
  new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, ...(lookup ? { lookup } : {}) });
    socket.setNoDelay(true);
    socket.once("error", (error) => {
      reject(ofSocket("connect", error));
    });
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      // From here on somebody else listens; until then nothing is lost.
      socket.on("error", () => undefined);
      resolve(socket);
    });
  });

/** The time that is left for all stages together, and what is ended with it. */
class Time {
  readonly #from = performance.now();
  readonly #limitMs: number;
  readonly #signal: AbortSignal | undefined;
  constructor(limitMs: number, signal: AbortSignal | undefined) {
    this.#limitMs = limitMs;
    this.#signal = signal;
  }
  get ms(): number {
    return Math.round(performance.now() - this.#from);
  }
  get left(): number {
    return Math.max(0, this.#limitMs - this.ms);
  }
  /** Waits for a stage; `end` lets go of what it holds. @throws Failed, CancelledError */
  async of<T>(stage: "connect" | "secure" | "bind", work: Promise<T>, end: (late: T) => void): Promise<T> {
    let over: (() => void) | undefined;
    try {
      const ended = new Promise<never>((_resolve, reject) => {
        const timer = setTimeout(() => {
          reject(silent(stage));
        }, this.left);
        const cancel = () => {
          reject(new CancelledError());
        };
        this.#signal?.addEventListener("abort", cancel);
        over = () => {
          clearTimeout(timer);
          this.#signal?.removeEventListener("abort", cancel);
        };
      });
      return await Promise.race([work, ended]);
    } catch (error) {
      // What comes later all the same is not kept.
      work.then(end, () => undefined);
      throw error;
    } finally {
      over?.();
    }
  }
}

const first = (values: readonly Buffer[] | undefined): string => values?.[0]?.toString("utf8") ?? "";

/** What a controller says of itself. @throws Failed of the stage `search` */
const readRoot = async (exchange: Exchange, timeoutMs: number): Promise<Root> => {
  const attributes = [...Object.values(namingContexts), "dnsHostName"];
  const filter = new PresenceFilter({ attribute: "objectClass" });
  const { final, entries } = await exchange.ask(
    "search",
    timeoutMs,
    (messageId) =>
      new SearchRequest({ messageId, baseDN: "", scope: "base", filter, attributes, timeLimit: 0 }),
  );
  if (final.status !== 0) throw refusedBy("search", final);
  const values = new Map(
    entries.flatMap((one) =>
      one.attributes.map(({ type, parsedBuffers }) => [type.toLowerCase(), parsedBuffers]),
    ),
  );
  const of = (name: string) => first(values.get(name.toLowerCase()));
  return {
    domain: of(namingContexts.domain),
    configuration: of(namingContexts.configuration),
    schema: of(namingContexts.schema),
    forest: of(namingContexts.forest),
    dnsHostName: of("dnsHostName"),
  };
};

/** Binds to one controller. @throws Failed; nothing is left open then */
const openOne = async (
  host: string,
  target: DirectoryTarget,
  { user, password }: Credential,
  parts: MachineParts,
  time: Time,
): Promise<Opened> => {
  const ca = await authorities(parts.caFile());
  let socket: net.Socket | undefined;
  let exchange: Exchange | undefined;
  try {
    socket = await time.of("connect", dial(host, portOf(target), parts), (late) => late.destroy());
    if (target.security === "startTls") {
      exchange = new Exchange(socket);
      const request = (messageId: number) => new ExtendedRequest({ messageId, oid: startTls });
      const { final } = await time.of("secure", exchange.ask("secure", time.left, request), () => undefined);
      if (final.status !== 0) throw refusedBy("secure", final);
      exchange.pause();
    }
    const secure = await time.of("secure", secureConnection(socket, host, ca), (late) => late.destroy());
    if (exchange) exchange.secured(secure);
    else exchange = new Exchange(secure);
    const bind = (messageId: number) => new BindRequest({ messageId, dn: user, password });
    const { final } = await time.of("bind", exchange.ask("bind", time.left, bind), () => undefined);
    if (final.status !== 0) throw refusedBy("bind", final);
    const bindMs = time.ms;
    const root = await readRoot(exchange, Math.max(1000, time.left));
    const controller = root.dnsHostName === "" ? host : root.dnsHostName;
    return {
      exchange,
      root,
      bind: { view: "vsCode", computer: parts.computer, controller, security: target.security, bindMs },
    };
  } catch (error) {
    exchange?.end();
    socket?.destroy();
    throw error;
  }
};

/** Why it cannot be done from here at all; undefined where it can. */
const notFromHere = (target: DirectoryTarget, account: Credential | undefined): Failed | undefined => {
  if (target.security === "negotiate")
    return failed(
      "bind",
      "notPossible",
      l10n.t(
        "This machine does not sign in by Negotiate: ask over LDAPS or StartTLS, or from the agent's server.",
      ),
    );
  if (!account)
    return failed(
      "bind",
      "notPossible",
      l10n.t("This machine signs in to a directory with an entered account only."),
    );
  // A bind with a name and without a password is one of nobody, and succeeds (RFC 4513 5.1.2).
  if (account.password === "")
    return failed(
      "bind",
      "notPossible",
      l10n.t("The password is empty. Without one nobody would be signed in."),
    );
  return undefined;
};

/** So many controllers are tried, one after the other: one that is down is not the domain. */
const mostTries = 3;

/**
 * Binds to a controller of the target within its time.
 * @throws Failed, CancelledError; nothing is left open then
 */
export const open = async (
  target: DirectoryTarget,
  account: Credential | undefined,
  parts: MachineParts,
  signal?: AbortSignal,
): Promise<Opened> => {
  const not = notFromHere(target, account);
  if (not || !account) throw not ?? silent("bind");
  const all = new Time(target.timeoutMs, signal);
  const hosts = (await hostsOf(target, parts.records)).slice(0, mostTries);
  let last = silent("lookup");
  for (const [at, host] of hosts.entries()) {
    try {
      const time = new Time(all.left / (hosts.length - at), signal);
      return await openOne(host, target, account, parts, time);
    } catch (error) {
      if (!(error instanceof Failed) || !["lookup", "connect"].includes(error.failure.stage)) throw error;
      last = error;
    }
  }
  throw last;
};
