/** From a target to a controller on which somebody is bound, on this machine's own way. A password is sent once. */
import * as l10n from "@vscode/l10n";
import { hostKey } from "../setup/directory/controllerOrder.ts";
import type { Credential } from "../setup/operations/operation.ts";
import type { DirectoryTarget } from "../setup/operations/directory.ts";
import { connect, type MachineParts, type Opened, type TlsSecurity } from "./connect.ts";
import { Failed, failed, silent } from "./failure.ts";
import { hostsOf, namedHosts } from "./lookup.ts";
import { TimeLimit } from "./timeLimit.ts";

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

/** From one machine's side: who asks, and what of the machine that needs. */
interface Asker {
  readonly account: Credential;
  readonly parts: MachineParts;
  readonly signal: AbortSignal | undefined;
}

/** As a person would try them: TLS from the first byte on, then TLS that is asked for. */
const tlsWays: readonly TlsSecurity[] = ["ldaps", "startTls"];

/**
 * Whether something else may be tried: no password was sent, and it is not a certificate that is not accepted, which is for a person to
 * look at. A password that is wrong is sent once: each time counts for the lock-out of its account.
 */
const mayTryAnother = (error: unknown): error is Failed =>
  error instanceof Failed &&
  (error.failure.stage === "lookup" ||
    ((error.failure.stage === "connect" || error.failure.stage === "secure") &&
      error.failure.reason !== "certificate" &&
      error.failure.reason !== "notPossible"));

/** Tries one after the other, each with its part of the time. @throws Failed of the last, or of the first that is not gone on from */
const firstOf = async <T>(
  all: readonly T[],
  time: TimeLimit,
  { signal }: Asker,
  open: (one: T, time: TimeLimit) => Promise<Opened>,
): Promise<Opened> => {
  let last = silent("lookup");
  for (const [at, one] of all.entries()) {
    try {
      return await open(one, new TimeLimit(time.left / (all.length - at), signal));
    } catch (error) {
      if (!mayTryAnother(error)) throw error;
      last = error;
    }
  }
  throw last;
};

/** Binds to the first of some controllers that takes a connection, in the first of the ways. */
const openAny = (
  hosts: readonly string[],
  { catalog, security }: DirectoryTarget,
  time: TimeLimit,
  asker: Asker,
): Promise<Opened> => {
  const { account, parts } = asker;
  const ways = security === null ? tlsWays : tlsWays.filter((one) => one === security);
  return firstOf(hosts, time, asker, (host, ofHost) =>
    firstOf(ways, ofHost, asker, (way, ofWay) =>
      connect({ host, catalog, security: way }, account, parts, ofWay),
    ),
  );
};

/** So many controllers are tried, one after the other: one that is down is not the domain. */
const mostTries = 3;

/**
 * Binds to a controller of the target within its time: the one that is named; else those that are preferred, then others of the domain.
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
  const asker: Asker = { account, parts, signal };
  const all = new TimeLimit(target.timeoutMs, signal);
  const named = namedHosts(target);
  if (target.controller !== null) return openAny(named, target, all, asker);
  let last: Failed | undefined;
  if (named.length > 0) {
    try {
      // The other half is for the domain's others.
      return await openAny(named, target, new TimeLimit(all.left / 2, signal), asker);
    } catch (error) {
      if (!mayTryAnother(error)) throw error;
      last = error;
    }
  }
  const tried = new Set(named.map(hostKey));
  const others = (await hostsOf(target, all.left, parts.records)).filter((host) => !tried.has(hostKey(host)));
  if (others.length === 0 && last) throw last;
  return openAny(others.slice(0, mostTries - named.length), target, all, asker);
};
