/**
 * Where a connection to a controller goes: to the practice directory, where the name is one of its forest, and to nothing otherwise. What
 * opens it there is the module's own: see Directory.ps1.
 */
import type { Machine } from "./machine.ts";
import type { HostState } from "./networkState.ts";
import { forestOf, hostOf } from "./practiceForest.ts";
import { number, text, type StandIn } from "./standIn.ts";

/** What .NET calls a connection that fails (SocketError); none of one that nobody answers. */
const socketErrors = {
  notFound: 11_001,
  refused: 10_061,
  reset: 10_054,
  unreachable: 10_065,
  failed: 10_050,
  silent: null,
} as const;
type Failure = keyof typeof socketErrors;

/** By the ports of Active Directory. Negotiate signs and seals; here TLS does that, from the beginning. */
const standsFor = (port: number, security: string) => {
  const isCatalog = port === 3268 || port === 3269;
  const isSecure = security === "negotiate" || port === 636 || port === 3269;
  if (isCatalog) return isSecure ? "secureCatalog" : "catalog";
  return isSecure ? "ldaps" : "ldap";
};

const failureOf = ({ fails, ports, directory }: HostState, port: number): Failure | undefined => {
  if (fails && (fails.phase === "lookup" || fails.phase === "connect") && (ports?.includes(port) ?? true))
    return fails.outcome;
  if (directory?.fails === undefined || directory.answersFirst !== undefined) return undefined;
  return directory.fails === "silent" ? "silent" : "reset";
};

const placeOf = async (
  { state, directory, controllers }: Machine,
  host: string,
  port: number,
  security: string,
) => {
  const { network, identity } = state.now;
  const name = host.toLowerCase();
  const known = forestOf(state.now).flatMap((domain) => domain.controllers.map((one) => hostOf(domain, one)));
  const failure = known.includes(name) ? failureOf(network.hosts[name] ?? {}, port) : "notFound";
  controllers.push(`${name}:${port} ${security} ${failure ?? "reached"}`);
  if (failure !== undefined) return { socketError: socketErrors[failure] };
  const { ports, fingerprint } = await directory.place(name);
  return {
    host: "127.0.0.1",
    port: ports[standsFor(port, security)],
    security: security === "negotiate" ? "ldaps" : security,
    user: identity.user,
    fingerprint,
  };
};

/** How Directory.ps1 opens a connection: first it asks for its place here. */
export const directoryCalls: Readonly<Record<string, StandIn>> = {
  "place of a controller": (machine, args) =>
    placeOf(machine, text(args, "HostName"), number(args, "Port"), text(args, "Security")),
};
