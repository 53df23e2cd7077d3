/** Servers as they are reached: each kind of way to one is a line of `transports.ts`, and a file in the folder of that name. */
import * as l10n from "@vscode/l10n";
import { ProblemError, type Problem } from "../setup/problem.ts";
import type { Machine } from "../setup/machine.ts";
import { overNetwork } from "../setup/reachWords.ts";
import type { ServerId, Target } from "../setup/target.ts";
import type { Redactor } from "./redaction/redact.ts";
import { SessionServer } from "./sessionServer.ts";
import type { ReadSetting, Transport } from "./transports/transport.ts";
import { transports } from "./transports/transports.ts";

/** What all servers have in common, however they are reached. */
export interface Reaching {
  readonly settings: ReadSetting;
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

/**
 * A server behind the session that its kind of reach leads to. Nothing is started before something is asked of it.
 * Where nothing leads there, each request fails with ProblemError `sessionNotStarted`.
 */
export const reachedServer = (
  target: Target,
  { settings, redactor, moduleText, met, log }: Reaching,
  known: readonly Transport[] = transports,
): SessionServer => {
  const transport = known.find(({ kind }) => kind === target.reach.kind);
  const { words } = transport ?? { words: overNetwork };
  const way = transport?.wayTo(target.reach);
  return new SessionServer({
    target,
    where: way?.where ?? "",
    reachWords: words,
    redactor,
    ...(met ? { met: (seen) => met(target.id, seen) } : {}),
    start: async () => {
      if (!way) throw new ProblemError(notReached(target.label));
      const launch = await way.launch(settings);
      return { ...launch, elevate: words.elevate, moduleText: await moduleText(), log };
    },
  });
};
