/** What is being done on a server, by code. Pure. */
import * as l10n from "@vscode/l10n";
import { sentence, type Params, type Sentence } from "./coded.ts";
import { atWorkParams, sayAtWork } from "./work.ts";

/** What each port may say while an operation runs. Those of the server are told by the module. */
const server = {
  waitingFor: sentence(["user", "process", "operation", "since"], ({ user, process, operation, since }) =>
    l10n.t("Waiting for {0}, whose process {1} is at {2} since {3}", user, process, operation, since),
  ),
  waiting: sentence([], () => l10n.t("Waiting for another session")),
  /** After a wait, which could be ended: what is done now may not be. */
  begins: sentence(["operation"], ({ operation }) => operation),
  atWork: sentence([...atWorkParams, "seconds"], ({ seconds, ...work }) =>
    l10n.t("{0}: {1} seconds", sayAtWork(work), seconds),
  ),
  serviceState: sentence(["service", "state"], ({ service, state }) =>
    l10n.t("Service {0}: {1}", service, state),
  ),
  restartingService: sentence(["service"], ({ service }) => l10n.t("Restarting service {0}", service)),
  downloaded: sentence(["mb"], ({ mb }) => l10n.t("Downloaded {0} MB", mb)),
  copied: sentence(["mb"], ({ mb }) => l10n.t("Copied {0} MB", mb)),
  reading: sentence(["entry"], ({ entry }) => l10n.t("Reading {0}", entry)),
  givingPermissions: sentence(["type"], ({ type }) => l10n.t("Giving permissions: {0}", type)),
  restrictingAccount: sentence(["account"], ({ account }) =>
    l10n.t("Restricting the rights on the object of {0}", account),
  ),
  loadingModule: sentence([], () => l10n.t("Loading the module of the agent")),
  signingIn: sentence(["account"], ({ account }) => l10n.t("Signing in as {0}", account)),
  settingUpAccount: sentence([], () => l10n.t("Setting up the service account")),
  addingDomain: sentence(["domain"], ({ domain }) => l10n.t("Adding domain {0}", domain)),
  probes: sentence(["ended", "count"], ({ ended, count }) =>
    l10n.t("Network: {0} of {1} probes have ended", ended, count),
  ),
  stillListed: sentence(["program", "seconds"], ({ program, seconds }) =>
    l10n.t("Windows still lists {0}: {1} seconds", program, seconds),
  ),
  backedUp: sentence(["file"], ({ file }) => l10n.t("Backed up to {0}", file)),
} satisfies Record<string, Sentence>;

const directory = {
  // The directory tells none yet.
} satisfies Record<string, Sentence>;

const cloud = {
  // The cloud tells none yet.
} satisfies Record<string, Sentence>;

export const progressToldBy = { server, directory, cloud };
export const progressWords = { ...server, ...directory, ...cloud };

export type ProgressCode = keyof typeof progressWords;

export const sayProgress = ({
  code,
  params,
}: {
  readonly code: ProgressCode;
  readonly params: Params;
}): string => progressWords[code].says(params);
