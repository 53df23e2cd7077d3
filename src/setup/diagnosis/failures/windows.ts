/** Windows itself: its edition, updates and settings. */
import * as l10n from "@vscode/l10n";
import { notLookedUp } from "../../preflight/owner.ts";
import { credentialManagerFix } from "../../preflight/policy.ts";
import { read, type KnownFailure } from "../signs/failure.ts";
import { allOf, anyOf, observed, says } from "../signs/sign.ts";
import {
  accessDenied,
  jobTimedOut,
  nothingSynchronised,
  serviceNotStarted,
  setupDenied,
  setupFailed,
} from "../signs/signs.ts";
import { agentConfigurationFile } from "../../values/agentNames.ts";

/** Windows Server 2025, and KB5070773 of October 2025, without which it has known trouble with cloud sync. */
const server2025 = 26100;
const server2025Revision = 6901;

const noCredentialManager = allOf(
  anyOf(says("VaultSvc"), says("Credential Manager")),
  anyOf(says("disabled"), says("cannot be started"), says("could not be started"), says("not running")),
);
const noCore = allOf(says("Server Core"), anyOf(says("not supported"), says("unsupported")));

const updaterTrouble = anyOf(
  observed("updaterTrouble"),
  allOf(says("agent updater"), anyOf(says("fail"), says("error"), says("exception"))),
);

export const windows: readonly KnownFailure[] = [
  {
    id: "credentialManagerDisabled",
    matches: [noCredentialManager],
    whenProven: [setupFailed, serviceNotStarted],
    facts: ({ credentialManagerStart: start }) =>
      start === undefined ? undefined : start.toLowerCase() === "disabled",
    words: () => ({
      title: l10n.t("The Credential Manager service is disabled."),
      cause: l10n.t("The installer keeps secrets in it and fails while VaultSvc is disabled."),
    }),
    fix: ({ policyOwners }) => credentialManagerFix(policyOwners?.servicePolicy ?? notLookedUp()),
    source: "prerequisites",
  },
  {
    id: "serverCore",
    matches: [noCore],
    whenProven: [setupFailed, serviceNotStarted],
    facts: ({ installation }) => (installation === undefined ? undefined : /core/iu.test(installation)),
    words: () => ({
      title: l10n.t("The server is a Server Core installation, which the agent does not support."),
      cause: l10n.t("The wizard needs Windows with Desktop Experience."),
    }),
    fix: () => read("prerequisites", l10n.t("Choose a server that was installed with Desktop Experience.")),
    source: "prerequisites",
  },
  {
    id: "server2025Update",
    matches: [says("KB5065426")],
    whenProven: [nothingSynchronised, jobTimedOut],
    facts: ({ windows: known }) =>
      known === undefined ? undefined : known.build === server2025 && known.revision < server2025Revision,
    words: () => ({
      title: l10n.t("Windows Server 2025 lacks the update that repairs cloud sync."),
      cause: l10n.t("KB5065426 of September 2025 broke synchronisation; KB5070773 repairs it."),
    }),
    fix: () => read("prerequisites", l10n.t("Install KB5070773 or a later update, and restart.")),
    source: "prerequisites",
  },
  {
    id: "fips",
    matches: [says("not part of the Windows Platform FIPS validated cryptographic algorithms")],
    hints: [allOf(says("password hash"), says("MD5"))],
    facts: ({ fips }) => fips,
    words: () => ({
      title: l10n.t("Windows allows FIPS algorithms only, and password hash synchronisation needs MD5."),
      cause: l10n.t("A policy switches FIPS on for the whole server."),
    }),
    fix: () =>
      read(
        "install",
        l10n.t(
          "Write {0} under runtime in {1}, and restart the agent's service.",
          '<enforceFIPSPolicy enabled="false"/>',
          agentConfigurationFile,
        ),
      ),
    source: "install",
  },
  {
    id: "notElevated",
    matches: [says("you do not have sufficient privileges to complete this installation")],
    whenProven: [setupFailed, accessDenied],
    facts: ({ elevated }) => (elevated === undefined ? undefined : !elevated),
    words: () => ({
      title: l10n.t("The session has no administrator's rights."),
      cause: l10n.t("Installing and registering need an elevated session."),
    }),
    fix: () =>
      read(
        "prerequisites",
        l10n.t(
          "Install again in a session with an administrator's rights: on the server itself, in VS Code that was started as administrator.",
        ),
      ),
    source: "prerequisites",
  },
  {
    id: "networkLogOn",
    matches: [],
    whenProven: [setupFailed, setupDenied],
    facts: ({ networkLogOn, installerUnderSystem }) => (installerUnderSystem ? false : networkLogOn),
    words: () => ({
      title: l10n.t("The installer was started in a remote session without a desktop of its own."),
      cause: l10n.t(
        "A network log-on - WinRM, PowerShell remoting - has no user profile and no desktop, which parts of the installer need.",
      ),
    }),
    fix: () =>
      read(
        "networkLogOnReport",
        l10n.t("Install in a session on the server's desktop, or as a scheduled task that runs as SYSTEM."),
      ),
    source: "networkLogOnReport",
  },
  {
    id: "connectSyncOnServer",
    matches: [],
    whenProven: [updaterTrouble, nothingSynchronised],
    facts: ({ connectSyncOnServer }) => connectSyncOnServer,
    words: () => ({
      title: l10n.t("Entra Connect Sync is on the same server and shares the updater."),
      cause: l10n.t("Both products install the Agent Updater service, and disturb each other's updates."),
    }),
    fix: () => read("connectSyncReport", l10n.t("Put the provisioning agent on a server of its own.")),
    source: "connectSyncReport",
  },
];
