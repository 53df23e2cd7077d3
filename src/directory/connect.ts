/** One controller, one way: from its name to a connection within TLS on which somebody is bound. */
import { BindRequest, ExtendedRequest, PresenceFilter, SearchRequest } from "ldapts";
import net from "node:net";
import type { Credential } from "../setup/operations/operation.ts";
import type { DirectoryBind } from "../setup/operations/directory.ts";
import { Exchange } from "./exchange.ts";
import { ofSocket, refusedBy } from "./failure.ts";
import type { ServiceRecords } from "./lookup.ts";
import { namingContexts, type Root } from "./names.ts";
import { authorities, secureConnection } from "./secure.ts";
import type { TimeLimit } from "./timeLimit.ts";

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

/** How a password is kept from others here: this machine does not sign in by Negotiate. */
export type TlsSecurity = Exclude<DirectoryBind["security"], "negotiate">;

/** A host, and how it is spoken to. */
export interface WayIn {
  readonly host: string;
  readonly catalog: boolean;
  readonly security: TlsSecurity;
}

/** https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements */
const portOf = (security: TlsSecurity, catalog: boolean): number => {
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

/** Binds to one controller, once. @throws Failed; nothing is left open then */
export const connect = async (
  { host, catalog, security }: WayIn,
  { user, password }: Credential,
  parts: MachineParts,
  time: TimeLimit,
): Promise<Opened> => {
  const ca = await authorities(parts.caFile());
  let socket: net.Socket | undefined;
  let exchange: Exchange | undefined;
  try {
    socket = await time.of("connect", dial(host, portOf(security, catalog), parts), (late) => late.destroy());
    if (security === "startTls") {
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
      bind: { view: "vsCode", computer: parts.computer, controller, security, bindMs },
    };
  } catch (error) {
    exchange?.end();
    socket?.destroy();
    throw error;
  }
};
