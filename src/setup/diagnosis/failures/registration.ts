/** Registration with the cloud service: network, certificates, scripts, what the agent's own files hold. */
import * as l10n from "@vscode/l10n";
import { askOwner } from "../../preflight/owner.ts";
import { notLookedUp } from "../../preflight/owner.ts";
import { allowedPolicies, executionPolicyFix, scopeOwner } from "../../preflight/policy.ts";
import { quotedForPowerShell } from "../../text/quoting.ts";
import { onServer, read, type KnownFailure } from "../signs/failure.ts";
import { allOf, anyOf, code, observed, says, unless } from "../signs/sign.ts";
import { aboutTheService, registrationTimedOut } from "../signs/signs.ts";
import type { Circumstances } from "../signs/symptom.ts";
import { agentConfigurationFile } from "../../values/agentNames.ts";

/** The service's certificate; that of a domain controller is another matter. */
const untrusted = unless(
  anyOf(
    allOf(
      aboutTheService,
      says("certificate"),
      anyOf(says("isn't valid"), says("is not valid"), says("certificate is invalid")),
    ),
    says("remote certificate is invalid"),
    says("could not establish trust relationship"),
  ),
  says("LDAP"),
);

const scriptsBlocked = anyOf(
  says("PSSecurityException"),
  says("running scripts is disabled on this system"),
  allOf(says("security error"), anyOf(says("registration"), says("registering"), says("script"))),
);

const agentNotInPortal = anyOf(
  observed("agentNotInPortal"),
  allOf(says("agent"), anyOf(says("not in the portal"), says("does not appear in the portal"))),
);

/** The scopes that make registration fail. Process is a session's own and ends with it. */
const badScopes = ({ executionPolicies }: Circumstances) =>
  executionPolicies?.filter(({ scope, policy }) => scope !== "Process" && !allowedPolicies.includes(policy));

const proxyFix = () =>
  read(
    "troubleshoot",
    l10n.t(
      "Write the proxy into {0}, before </configuration>, and restart the agent's service.",
      agentConfigurationFile,
    ),
  );

export const registration: readonly KnownFailure[] = [
  {
    id: "outboundBlocked",
    matches: [registrationTimedOut, untrusted],
    facts: ({ unreachableHosts }) => (unreachableHosts && unreachableHosts.length > 0 ? true : undefined),
    words: () => ({
      title: l10n.t("The agent does not reach the cloud service, or not unchanged."),
      cause: l10n.t(
        "A firewall or a proxy is between them: ports 443 and 80 are closed, the proxy is not in the agent's configuration, or TLS is inspected.",
      ),
    }),
    fix: ({ unreachableHosts = [] }) =>
      unreachableHosts.length > 0
        ? askOwner(
            l10n.t("the network team"),
            l10n.t(
              "Ask for outbound TCP ports 443 and 80 without inspection to {0}.",
              unreachableHosts.join(", "),
            ),
          )
        : proxyFix(),
    source: "troubleshoot",
  },
  {
    // Which version did it is no longer to be seen after the upgrade, so what was lost has to speak for itself.
    id: "configurationLost",
    matches: [
      observed("configurationLost"),
      allOf(says("exe.config"), anyOf(says("overwritten"), says("reset"), says("lost")), says("upgrade")),
    ],
    whenProven: [registrationTimedOut],
    facts: ({ proxyLost }) => proxyLost,
    words: () => ({
      title: l10n.t("An upgrade took the proxy out of the agent's configuration."),
      cause: l10n.t("Agents before 1.1.1365.0 replace their configuration file when they are upgraded."),
    }),
    fix: proxyFix,
    source: "versions",
  },
  {
    id: "executionPolicy",
    matches: [scriptsBlocked],
    facts: (known) => {
      const bad = badScopes(known);
      return bad && bad.length > 0;
    },
    words: () => ({
      title: l10n.t("The execution policy keeps registration from running its scripts."),
      cause: l10n.t(
        "Registration works with the policies Undefined and RemoteSigned; Unrestricted fails too.",
      ),
    }),
    fix: (known) => {
      const scope = badScopes(known)?.[0]?.scope ?? "LocalMachine";
      const owners = known.policyOwners;
      return executionPolicyFix(scope, owners ? scopeOwner(scope, owners) : notLookedUp());
    },
    source: "troubleshoot",
  },
  {
    id: "tlsTooOld",
    matches: [says("could not create SSL/TLS secure channel")],
    words: () => ({
      title: l10n.t("The server and the cloud service agree on no version of TLS."),
      cause: l10n.t("TLS 1.2 is not switched on, for Windows or for .NET."),
    }),
    fix: () => read("prerequisites", l10n.t("Set the TLS 1.2 registry values, restart, and try again.")),
    source: "prerequisites",
  },
  {
    id: "newtonsoftVersion",
    matches: [says("could not load file or assembly", "Newtonsoft.Json")],
    words: () => ({
      title: l10n.t("The agent's module wants another version of a library than the session has loaded."),
      cause: l10n.t(
        "The module was built for Newtonsoft.Json 12, the installer brings 13, and Windows PowerShell does not redirect the one to the other.",
      ),
    }),
    fix: () =>
      read(
        "newtonsoftReport",
        l10n.t(
          "Install the newest agent and run it in a fresh Windows PowerShell. Do not exchange DLL files.",
        ),
      ),
    source: "newtonsoftReport",
  },
  {
    id: "agentNotInPortalYet",
    matches: [agentNotInPortal],
    words: () => ({
      title: l10n.t("The portal does not show the agent yet."),
      cause: l10n.t("A new agent appears 10 to 20 minutes after its first contact with the cloud service."),
    }),
    fix: () =>
      read(
        "troubleshoot",
        l10n.t("Wait 20 minutes; then look for a failed bootstrap in the agent's Admin event log."),
      ),
    source: "troubleshoot",
  },
  {
    id: "agentStopped",
    matches: [observed("agentInactive")],
    whenProven: [agentNotInPortal, code("HybridIdentityServiceNoActiveAgents")],
    facts: ({ agentRunning }) => (agentRunning === undefined ? undefined : !agentRunning),
    words: () => ({
      title: l10n.t("The agent's service does not run."),
      cause: l10n.t("An agent whose service is stopped is shown as inactive, and nothing is synchronised."),
    }),
    fix: () => ({
      kind: "operation",
      label: l10n.t("Restart the agent's service"),
      calls: [{ port: "server", op: "Restart-CloudSyncAgentService", args: {} }],
    }),
    source: "troubleshoot",
  },
  {
    id: "agentCutOff",
    matches: [observed("agentInactive")],
    facts: ({ agentRunning }) => agentRunning,
    words: () => ({
      title: l10n.t("The agent runs, but the cloud service does not hear from it."),
      cause: l10n.t(
        "Service Bus is blocked, the server's clock is wrong, or the agent's certificate could not be renewed.",
      ),
    }),
    fix: () =>
      askOwner(
        l10n.t("the network team"),
        l10n.t(
          "Ask for outbound TCP port 443 to {0}. If that is open and the clock is right, register the agent again.",
          "*.servicebus.windows.net",
        ),
      ),
    source: "troubleshoot",
  },
  {
    id: "inactiveAgentStays",
    matches: [observed("inactiveAgentStays"), allOf(says("inactive agent"), says("delete"))],
    words: () => ({
      title: l10n.t("Inactive agents cannot be deleted from the portal."),
      cause: l10n.t(
        "That is by design: an agent that was uninstalled is inactive after about an hour, leaves the portal after about ten days, and is gone for good when its certificate ends.",
      ),
    }),
    fix: () => read("agentRemoval", l10n.t("Wait ten days; nothing has to be done.")),
    source: "agentRemoval",
  },
  {
    id: "metricsCollector",
    matches: [
      says("unable to initialize metrics collector"),
      says("access to the registry key 'Global' is denied"),
    ],
    harmless: true,
    words: () => ({
      title: l10n.t("The agent may not write performance counters. It works all the same."),
      cause: l10n.t("Its account is not a member of the server's local group Performance Log Users."),
    }),
    fix: ({ serviceAccount = "DOMAIN\\account$" }) =>
      onServer(
        `Add-LocalGroupMember -Group 'Performance Log Users' -Member ${quotedForPowerShell(serviceAccount)}`,
      ),
    source: "metrics",
  },
];
