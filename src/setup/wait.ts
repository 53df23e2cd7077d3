/** What a step waits for outside, and how that is waited for. */
import * as l10n from "@vscode/l10n";
import type { Problem } from "./problem.ts";
import type { Time } from "./values/time.ts";

/** How a server that gives no answer during a wait is taken: not as a failure, until it was too long. */
export interface Silence {
  readonly longestMs: number;
  /** What is said then. `server`: what it is called. */
  readonly tooLong: (server: string) => Problem;
}

interface AnyWait {
  /** What is waited for, as the step that waits says it. */
  readonly now: () => string;
  /** That it was waited for, as the record says it. */
  readonly then: () => string;
  /** Whether it stands in the middle of work that somebody began, and is offered to go on with at the next start. */
  readonly amidWork?: true;
  /** How often to look by itself whether it is over, in milliseconds; not at all where only a person can tell. */
  readonly pollMs?: number;
  /** Where the server may give no answer meanwhile. */
  readonly silence?: Silence;
}
/** A silent server is asked again by itself: no other wait has a silence. */
type HowToWait = AnyWait & ({ readonly pollMs: number } | { readonly silence?: never });

const restartNotSeen = (server: string): Problem => ({
  code: "restartNotSeen",
  happened: l10n.t("{0} was told to restart, but was not seen starting again.", server),
  means: l10n.t("The changes are made; whether Windows has taken them up is not known."),
  next: [
    l10n.t("Look at the server's console: it may be installing updates."),
    l10n.t("When it is up, check again."),
  ],
});

/** Each outlives VS Code: what it is for goes on outside, and is looked at again when its step is shown. */
export const waits = {
  restart: {
    now: () => l10n.t("for the restart of the server"),
    then: () => l10n.t("waiting for the restart of the server"),
    pollMs: 5000,
    // A server with slow firmware and updates to finish needs minutes; after this it is worth a look.
    silence: { longestMs: 20 * 60_000, tooLong: restartNotSeen },
    amidWork: true,
  },
  wizard: {
    now: () => l10n.t("for the agent's wizard: complete it on the server's desktop"),
    then: () => l10n.t("waiting for the agent's wizard"),
    pollMs: 2000,
    amidWork: true,
  },
  person: {
    now: () => l10n.t("for you: look whether the portal shows this server as active"),
    then: () => l10n.t("waiting for a look at the portal"),
  },
  /** A key of the domain's may be used ten hours after it was made, once every controller has it. */
  kdsKey: {
    now: () => l10n.t("for the domain's key, which may be used ten hours after it was made"),
    then: () => l10n.t("waiting for the domain's key"),
    pollMs: 5 * 60_000,
  },
  // No step waits for this yet: the cloud's will.
  /** The agent shows in the tenant some minutes after it was registered. */
  cloud: {
    now: () => l10n.t("for the agent to appear in the tenant"),
    then: () => l10n.t("waiting for the agent to appear in the tenant"),
    pollMs: 30_000,
  },
} as const satisfies Readonly<Record<string, HowToWait>>;
export type WaitKind = keyof typeof waits;
export const waitKinds = Object.keys(waits) as readonly WaitKind[];

export const howToWait = (forWhat: WaitKind): HowToWait => waits[forWhat];

/** A wait as it stands: since when, and where that is known until when. */
export interface Wait {
  readonly forWhat: WaitKind;
  readonly since: Time;
  readonly until?: Time;
}
