/** A name for a file about a server, which a person may change: what it is, the server, the moment in UTC. */
export const proposedName = (what: string, server: string, at: string, ending: string): string =>
  `${what}-${server.replaceAll(/[^\p{L}\p{N}_-]/gu, "_").slice(0, 63)}-${at.replaceAll(/[-:]|\.\d+/gu, "")}.${ending}`;
