/** Servers as they are reached: each kind of way to one is a line of `transports`, and a file in the folder of that name. */
import * as l10n from "@vscode/l10n";
import { ProblemError, type Problem } from "../setup/problem.ts";
import type { Machine } from "../setup/machine.ts";
import type { Reach, ServerId, Target } from "../setup/target.ts";
import type { Redactor } from "./redaction/redact.ts";
import { SessionServer } from "./sessionServer.ts";
import { thisMachine } from "./transports/thisMachine.ts";
import type { Transport, TransportOf, TransportSettings } from "./transports/transport.ts";

/** A kind that has no line here may be on record, and is refused in words. */
export type Transports = { readonly [K in Reach["kind"]]?: TransportOf<K> };

const transports: Transports = { thisMachine };

/** What all servers have in common, however they are reached. */
export interface Reaching {
  readonly settings: TransportSettings;
  /** Masks whatever leaves a session. */
  readonly redactor: Redactor | (() => Promise<Redactor>);
  /** The module that runs there: see `readModuleText`. */
  readonly moduleText: () => Promise<string>;
  /** Told what every new session met, before anything is asked of it; what it throws ends the session. */
  readonly met?: (server: ServerId, seen: Machine) => Promise<void>;
  /** Takes what PowerShell prints beside its answers, masked. */
  readonly log: (line: string) => void;
}

const notReached = (server: string): Problem => ({
  code: "sessionNotStarted",
  happened: l10n.t("{0} cannot be reached from this machine.", server),
  means: l10n.t("Nothing was read or changed."),
  next: [l10n.t("Open VS Code on {0} itself, for example with Remote-SSH.", server)],
});

/** Each line takes the reach of its own kind, by which it is found. */
const transportOf = (known: Transports, { kind }: Reach): Transport<Reach> | undefined =>
  Object.hasOwn(known, kind) ? (known[kind] as Transport<Reach> | undefined) : undefined;

/**
 * A server behind the session that its kind of reach leads to. Nothing is started before something is asked of it.
 * Where nothing leads there, each request fails with ProblemError `sessionNotStarted`.
 */
export const reachedServer = (
  target: Target,
  { settings, redactor, moduleText, met, log }: Reaching,
  known: Transports = transports,
): SessionServer => {
  const transport = transportOf(known, target.reach);
  return new SessionServer({
    target,
    where: transport?.where(target.reach) ?? "",
    redactor,
    ...(met ? { met: (seen) => met(target.id, seen) } : {}),
    start: async () => {
      if (!transport) throw new ProblemError(notReached(target.label));
      return { ...transport.launch(target.reach, settings), moduleText: await moduleText(), log };
    },
  });
};
