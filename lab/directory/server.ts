/**
 * An LDAP server on loopback: bind, search, modify, unbind, StartTLS and "Who am I?", and nothing more. It answers as Active Directory
 * does where that is not the way of every server; each difference says where it is documented.
 */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { Connection, type Answering } from "./connection.ts";
import type { Way } from "./way.ts";

export interface ServerOptions extends Omit<Answering, "way" | "requests"> {
  readonly certificate: { readonly key: string; readonly cert: string };
}

/** What Active Directory listens on: 389, 636, and as a global catalog 3268 and 3269. Here each is a port of the system's choice. */
export interface Ports {
  readonly ldap: number;
  readonly ldaps: number;
  readonly catalog: number;
  readonly secureCatalog: number;
}

export interface DirectoryServer {
  readonly ports: Ports;
  /** Connections that are open. */
  readonly open: () => number;
  /** The kinds of the requests that came, in their order. */
  readonly requests: () => readonly string[];
  /** From now on, for open connections too. */
  readonly turn: (way: Way) => void;
  readonly stop: () => Promise<void>;
}

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

export const startDirectory = async (options: ServerOptions): Promise<DirectoryServer> => {
  const { certificate, ...answering } = options;
  const secureContext = createSecureContext(certificate);
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let way: Way = {};
  const secured = (socket: Socket) => new TLSSocket(socket, { isServer: true, secureContext });
  const serverOf = (isSecure: boolean, isCatalog: boolean): Server =>
    createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      socket.setNoDelay(true);
      if (way.silent === true) return;
      answering.connects?.();
      new Connection({ ...answering, way: () => way, requests }, isCatalog, socket, secured).attach(
        isSecure ? secured(socket) : socket,
        isSecure,
      );
    });
  const servers = {
    ldap: serverOf(false, false),
    ldaps: serverOf(true, false),
    catalog: serverOf(false, true),
    secureCatalog: serverOf(true, true),
  };
  return {
    ports: {
      ldap: await listen(servers.ldap),
      ldaps: await listen(servers.ldaps),
      catalog: await listen(servers.catalog),
      secureCatalog: await listen(servers.secureCatalog),
    },
    open: () => sockets.size,
    requests: () => [...requests],
    turn: (turned) => {
      way = turned;
    },
    stop: async () => {
      const closed = Object.values(servers).map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
};
