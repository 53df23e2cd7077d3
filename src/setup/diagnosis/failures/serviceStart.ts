/** The agent's service does not start, or its log-on cannot be changed. */
import * as l10n from "@vscode/l10n";
import { askOwner } from "../../preflight/owner.ts";
import {
  inRange,
  knowsEvent,
  onServer,
  policyOwner,
  read,
  upgrade,
  type KnownFailure,
} from "../signs/failure.ts";
import {
  accountMayNotLogOn,
  kdsMessage,
  logOnNotChanged,
  serviceCannotStart,
  servicesMayNotLogOn,
  serviceNotStarted,
  serviceStuckStarting,
  serviceTimedOut,
  setupFailed,
  wrongServicePassword,
} from "../signs/signs.ts";
import type { Circumstances } from "../signs/symptom.ts";
import { agentService } from "../../values/agentNames.ts";

const controlManager = /Service Control Manager/iu;
const virtualAccount = /NT SERVICE\\/iu;
/** An event 7041 of the agent that does not name a virtual account names the managed one. */
const managedAccount = /^(?![^]*NT SERVICE\\)[^]*provisioning ?agent/iu;

/** A service log-on that a person typed in: neither virtual, nor built in, nor a managed account with its $. */
const personAccount = (account: string): boolean =>
  !/^(?:NT SERVICE|NT AUTHORITY)\\|^LocalSystem$|\$$/iu.test(account);

/** The version history: 1.1.818.0 and 1.1.972.0 mend how the right is granted. */
const grantsRight = "1.1.972.0";

const logOnAsService = (account: string, { agentVersion }: Circumstances) =>
  inRange(agentVersion, { before: grantsRight }) === true
    ? askOwner(
        policyOwner(),
        l10n.t(
          'Add {0} to the right "Log on as a service" (User Rights Assignment), and install the newest agent: those before {1} do not always grant it.',
          account,
          grantsRight,
        ),
      )
    : askOwner(
        policyOwner(),
        l10n.t(
          'Add {0} to the right "Log on as a service" (User Rights Assignment). Where no policy owns it, secpol.msc on the server does. Then run it again.',
          account,
        ),
      );

/** What is known of a right: an event says it is missing, or it was read. */
const missing = (event: boolean, mayLogOn: boolean | undefined): boolean | undefined =>
  event || (mayLogOn === undefined ? undefined : !mayLogOn);

export const serviceStart: readonly KnownFailure[] = [
  {
    id: "servicesMayNotLogOn",
    matches: [serviceNotStarted, serviceStuckStarting, servicesMayNotLogOn],
    hints: [setupFailed],
    whenProven: [serviceCannotStart],
    facts: (known) =>
      missing(knowsEvent(known, controlManager, [7041], virtualAccount), known.servicesMayLogOn),
    words: () => ({
      title: l10n.t("The agent's service may not log on."),
      cause: l10n.t(
        'A group policy takes the right "Log on as a service" from NT SERVICE\\ALL SERVICES, so the service the installer creates cannot start.',
      ),
    }),
    fix: (known) => logOnAsService("NT SERVICE\\ALL SERVICES", known),
    source: "noPrivileges",
  },
  {
    id: "earlierAgent",
    matches: [serviceNotStarted],
    hints: [setupFailed],
    facts: ({ earlierAgent }) => earlierAgent,
    words: () => ({
      title: l10n.t("An earlier agent is in the way."),
      cause: l10n.t(
        "An agent that was installed before, or what is left of it, keeps the new one from starting.",
      ),
    }),
    fix: () =>
      read(
        "setupAnswer",
        l10n.t(
          "Uninstall the earlier agent, see that the service AADConnectProvisioningAgent is gone, restart, and install again. The Agent Updater may stay: Microsoft's other connectors on this server use it too.",
        ),
      ),
    source: "setupAnswer",
  },
  {
    id: "domainControllerPolicy",
    matches: [],
    whenProven: [serviceNotStarted],
    facts: ({ domainController, servicesMayLogOn }) => domainController === true && servicesMayLogOn !== true,
    words: () => ({
      title: l10n.t("The domain controllers' policy keeps the service from starting."),
      cause: l10n.t(
        'The server is a domain controller: the policy of the domain controllers owns the right "Log on as a service" there.',
      ),
    }),
    fix: (known) => logOnAsService("NT SERVICE\\ALL SERVICES", known),
    source: "noPrivileges",
  },
  {
    id: "accountMayNotLogOn",
    matches: [logOnNotChanged, accountMayNotLogOn],
    whenProven: [kdsMessage, serviceCannotStart, serviceStuckStarting],
    facts: (known) =>
      missing(knowsEvent(known, controlManager, [7041], managedAccount), known.accountMayLogOn),
    words: () => ({
      title: l10n.t("The managed service account may not log on as a service."),
      cause: l10n.t(
        'A group policy owns the right "Log on as a service" and leaves the managed service account out. The second attempt then speaks of KDS.',
      ),
    }),
    fix: (known) => logOnAsService(l10n.t("the managed service account"), known),
    source: "serviceNotStarting",
  },
  {
    id: "serviceNotManaged",
    matches: [logOnNotChanged, wrongServicePassword],
    whenProven: [serviceCannotStart, serviceStuckStarting],
    facts: (known) =>
      knowsEvent(known, controlManager, [7038], /provisioning ?agent/iu) ||
      (known.serviceIsManaged === undefined ? undefined : !known.serviceIsManaged),
    words: () => ({
      title: l10n.t("Windows does not know that the service's account is a managed one."),
      cause: l10n.t(
        "The service is not marked as one with a managed account, so Windows logs it on with a password it does not have.",
      ),
    }),
    fix: () => onServer(`sc.exe managedaccount ${agentService} true`),
    source: "serviceNotManaged",
  },
  {
    id: "serviceStartTimedOut",
    matches: [serviceTimedOut],
    whenProven: [serviceNotStarted, serviceStuckStarting, serviceCannotStart, setupFailed],
    facts: (known) => knowsEvent(known, controlManager, [7009], /provisioning ?agent/iu) || undefined,
    words: () => ({
      title: l10n.t("The service did not answer Windows in time when it was started."),
      cause: l10n.t(
        "Windows waits 30 seconds for a service. Agents before 1.1.2102.0 need longer at times; on a slow server any may.",
      ),
    }),
    // The version history: 1.1.2102.0 mends time-outs of the service at installation and upgrade.
    fix: ({ agentVersion }) =>
      inRange(agentVersion, { before: "1.1.2102.0" }) === true
        ? upgrade()
        : read(
            "troubleshoot",
            l10n.t(
              "Start it once more. If it stays so, look for what slows the server down, and whether it reaches revocation lists on port 80.",
            ),
          ),
    source: "versions",
  },
  {
    id: "logOnReplaced",
    matches: [],
    whenProven: [logOnNotChanged],
    facts: ({ serviceAccount }: Circumstances) =>
      serviceAccount !== undefined && personAccount(serviceAccount),
    words: () => ({
      title: l10n.t("The service was given a person's account before."),
      cause: l10n.t(
        "The service's log-on was set to an administrator, an old cure for one that does not start. The wizard cannot change that to the managed service account; after a change to LocalSystem it can.",
      ),
    }),
    fix: () => ({
      ...onServer(`sc.exe config ${agentService} obj= LocalSystem`),
      warning: l10n.t(
        "As LocalSystem the agent has every right on this server: run its wizard right afterwards, and see that the account was changed.",
      ),
    }),
    source: "logonReplacedReport",
  },
];
