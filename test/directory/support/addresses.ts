/** Loopback addresses that belong to one controller alone: the ports of LDAP and Kerberos are fixed, the address is not. */
import { randomInt } from "node:crypto";
import { once } from "node:events";
import net from "node:net";

/** Every port that is a controller's: DNS, Kerberos, RPC, LDAP, the global catalog. */
export const ports = [53, 88, 135, 389, 464, 636, 3268, 3269] as const;

export interface Address {
  readonly address: string;
  readonly release: () => void;
}

/** Whether something takes a connection there. */
export const answers = (address: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect({ host: address, port });
    const end = (isSo: boolean) => {
      socket.destroy();
      resolve(isSo);
    };
    socket.setTimeout(2000, () => {
      end(true);
    });
    socket.once("connect", () => {
      end(true);
    });
    socket.once("error", () => {
      end(false);
    });
  });

/**
 * Takes an address for this process, as long as it lives or until it is released. The lock is a name in the space of abstract
 * sockets: it is seen by whoever has the same loopback, and goes with its process however that ends.
 */
const lock = async (address: string): Promise<Address | undefined> => {
  const server = net.createServer();
  try {
    server.listen(`\0cloud-sync-setup/${address}`);
    await once(server, "listening");
  } catch {
    return undefined;
  }
  server.unref();
  return { address, release: () => server.close() };
};

const candidate = (): string => `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(2, 255)}`;

/** An address on which no other program, and no other run of the tests, has a port of a controller. */
export const takeAddress = async (): Promise<Address> => {
  for (let tries = 0; tries < 20; tries += 1) {
    const taken = await lock(candidate());
    if (taken === undefined) continue;
    const used = await Promise.all(ports.map((port) => answers(taken.address, port)));
    if (!used.includes(true)) return taken;
    taken.release();
  }
  throw new Error(
    `No loopback address is free for a domain controller: a program listens on one of the ports ${ports.join(", ")} of all of them. Stop it, or let it listen on its own address alone.`,
  );
};
