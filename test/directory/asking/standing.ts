/** What listens at an address of its own on the ports of a directory: another server behind it, or one that misbehaves. */
import net from "node:net";
import { takeAddress } from "../support/addresses.ts";

export interface Standing {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** `behind`: by port, what a connection comes to. */
export const standing = async (
  behind: Readonly<Record<number, (socket: net.Socket) => void>>,
): Promise<Standing> => {
  const taken = await takeAddress();
  const sockets = new Set<net.Socket>();
  const servers = Object.entries(behind).map(([port, take]) => {
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => undefined);
      take(socket);
    });
    return new Promise<net.Server>((resolve, reject) => {
      server.once("error", reject);
      server.listen(Number(port), taken.address, () => {
        resolve(server);
      });
    });
  });
  const all = await Promise.all(servers);
  return {
    address: taken.address,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(all.map((server) => new Promise((resolve) => server.close(resolve))));
      taken.release();
    },
  };
};

/** Hands everything to a port of this machine, and back. */
export const handsTo =
  (port: number) =>
  (socket: net.Socket): void => {
    const other = net.connect(port, "127.0.0.1");
    other.on("error", () => socket.destroy());
    // What the server resets is reset here as well.
    other.on("close", (hadError) => {
      if (hadError) socket.resetAndDestroy();
      else socket.end();
    });
    socket.on("close", () => other.destroy());
    socket.pipe(other);
    other.pipe(socket, { end: false });
  };
