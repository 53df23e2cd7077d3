/** How long a server that restarts is waited for, and what is said where it does not come back. */
import * as l10n from "@vscode/l10n";
import type { Problem } from "../problem.ts";
import { elapsedMs, type Time } from "../values/time.ts";

/** A server with slow firmware and updates to finish needs minutes; after this it is worth a look. */
const longestRestartMs = 20 * 60_000;

/** How long a restart has been waited for: by the clock, and by what was slept too, for a clock may be set back meanwhile. */
export class RestartWait {
  readonly #now: () => Time;
  readonly #since: Time;
  #sleptMs = 0;

  constructor(now: () => Time) {
    this.#now = now;
    this.#since = now();
  }

  slept(ms: number): void {
    this.#sleptMs += ms;
  }

  get isTooLong(): boolean {
    return Math.max(this.#sleptMs, elapsedMs(this.#since, this.#now())) >= longestRestartMs;
  }
}

export const restartNotSeen = (server: string): Problem => ({
  code: "restartNotSeen",
  happened: l10n.t("{0} was told to restart, but was not seen starting again.", server),
  means: l10n.t("The changes are made; whether Windows has taken them up is not known."),
  next: [
    l10n.t("Look at the server's console: it may be installing updates."),
    l10n.t("When it is up, check again."),
  ],
});
