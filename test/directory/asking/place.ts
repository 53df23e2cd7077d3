/** A small directory of contoso.com that lets ada in, behind an address of its own. */
import type net from "node:net";
import { signIn } from "../../../lab/directory/accounts.ts";
import type { Authority } from "../../../lab/directory/authority.ts";
import { Directory } from "../../../lab/directory/directory.ts";
import type { Entry } from "../../../lab/directory/entry.ts";
import { startDirectory, type DirectoryServer } from "../../../lab/directory/server.ts";
import { password } from "../../unit/support/directory.ts";
import { handsTo, standing, type Standing } from "./standing.ts";

export interface Place {
  readonly at: Standing;
  readonly server: DirectoryServer;
}

/** `ldaps`: whether its port 636 takes connections, resets them, or is none. */
export const placed = async (
  authority: Authority,
  entries: readonly Entry[],
  ldaps: "takes" | "resets" | "none" = "takes",
): Promise<Place> => {
  const ports = { ldap: 0, ldaps: 0 };
  const withinTls = (socket: net.Socket) => {
    if (ldaps === "takes") handsTo(ports.ldaps)(socket);
    else socket.resetAndDestroy();
  };
  const at = await standing({
    389: (socket) => {
      handsTo(ports.ldap)(socket);
    },
    ...(ldaps === "none" ? {} : { 636: withinTls }),
  });
  const content = new Directory([...entries]);
  const passwords = { "CN=ada,CN=Users,DC=contoso,DC=com": password };
  const server = await startDirectory({
    directory: content,
    signIn: (name, entered) => signIn(content, passwords, name, entered, new Date()),
    netBios: "CONTOSO",
    certificate: authority.issue([at.address]),
  });
  Object.assign(ports, server.ports);
  return { at, server };
};

export const stopPlaces = async (places: Readonly<Record<string, Place>>): Promise<void> => {
  for (const { at, server } of Object.values(places)) {
    await at.stop();
    await server.stop();
  }
};
