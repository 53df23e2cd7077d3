/** Stands before a server and counts: connections, and how often a client waited for an answer before it asked on. */
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface CountingProxy {
  readonly port: number;
  /** Connections that were made, and those of them that are open. */
  readonly made: () => number;
  readonly open: () => number;
  /**
   * Round trips, of all connections: each time a client sent something after it had got something, and the first time. Those of TLS
   * are among them; whoever wants the others alone takes the difference to what was counted before.
   */
  readonly roundTrips: () => number;
  readonly stop: () => Promise<void>;
}

/**
 * `port`, `host`: where the server is. `delayMs`: how long an answer takes to the client. What a client sends without waiting has been sent by then, and is one round trip
 * with what it had sent before.
 */
export const startProxy = async (
  port: number,
  { host = "127.0.0.1", delayMs = 10 }: { readonly host?: string; readonly delayMs?: number } = {},
): Promise<CountingProxy> => {
  const clients = new Set<Socket>();
  const sockets = new Set<Socket>();
  let made = 0;
  let roundTrips = 0;
  const server = createServer((client) => {
    const behind = connect(port, host);
    made += 1;
    let hasWaited = true;
    clients.add(client);
    client.on("close", () => clients.delete(client));
    for (const [socket, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        // What is still on its way arrives first.
        setTimeout(() => other.destroy(), 2 * delayMs).unref();
      });
    }
    client.on("data", (bytes) => {
      if (hasWaited) roundTrips += 1;
      hasWaited = false;
      behind.write(bytes);
    });
    behind.on("data", (bytes) => {
      setTimeout(() => {
        // What has arrived from the client meanwhile was sent without this, however busy this process is.
        setImmediate(() => {
          hasWaited = true;
          client.write(bytes);
        });
      }, delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    made: () => made,
    open: () => clients.size,
    roundTrips: () => roundTrips,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
