/** Greets a server over TLS, as a client that trusts one authority and expects one name. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import net from "node:net";
import tls from "node:tls";

/** @throws Error where the client would not go on. */
export const handshake = async (
  address: string,
  {
    ca,
    servername,
    port = 636,
  }: { readonly ca?: string; readonly servername: string; readonly port?: number },
): Promise<void> => {
  const socket = tls.connect({
    host: address,
    port,
    // An address is in no greeting.
    ...(net.isIP(servername) === 0 ? { servername } : {}),
    checkServerIdentity: (_, certificate) => tls.checkServerIdentity(servername, certificate),
    ...(ca === undefined ? {} : { ca: await readFile(ca) }),
  });
  try {
    await once(socket, "secureConnect");
  } finally {
    socket.destroy();
  }
};
