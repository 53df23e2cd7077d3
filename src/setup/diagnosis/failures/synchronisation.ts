/** The synchronisation job: its error codes and its quarantine. Codes: Microsoft's list of cloud sync error codes. */
import * as l10n from "@vscode/l10n";
import { askOwner } from "../../preflight/owner.ts";
import type { LinkId } from "../../links.ts";
import { read, type KnownFailure } from "../signs/failure.ts";
import { allOf, anyOf, code, says, unless } from "../signs/sign.ts";
import { jobTimedOut, quarantined } from "../signs/signs.ts";

const removed = anyOf(
  code("HybridIdentityServiceNoAgentsAssigned"),
  says("active agent for the domain", "agents have been removed"),
);
const notListening = says("active agent for the domain", "agent is running");
const noActiveAgents = code("HybridIdentityServiceNoActiveAgents");
/** The beginning of two messages, which a list of errors cuts off. */
const noAgentFound = unless(says("active agent for the domain"), removed, notListening, noActiveAgents);

/**
 * Two limits stop deletions: the configuration's own, which its status and the reason of its quarantine name, and the
 * tenant's, which came with Connect Sync. What may be said of either is certain for neither.
 */
const ownWords = anyOf(says("delete threshold exceeded"), code("TooManyDeletes"));
const connectWords = anyOf(
  says("stopped-deletion-threshold-exceeded"),
  says("Connect Sync"),
  says("ADSync"),
  says("DirSync"),
);
const ownThreshold = unless(ownWords, connectWords);
const connectThreshold = unless(says("stopped-deletion-threshold-exceeded"), ownWords);
const someThreshold = unless(
  anyOf(
    ownWords,
    says("deletion threshold"),
    says("delete threshold"),
    says("deletes threshold"),
    says("accidental deletion prevention"),
    says("accidental deletions"),
    says("accidental delete prevention"),
    says("accidental deletes"),
  ),
  ownThreshold,
  connectThreshold,
);
const credentialQuarantine = allOf(quarantined, says("credential"));

const support = (what: string): ReturnType<KnownFailure["fix"]> => read("errorCodes", what);
const errorCodes: LinkId = "errorCodes";

export const synchronisation: readonly KnownFailure[] = [
  {
    id: "noActiveAgents",
    matches: [noActiveAgents, notListening, noAgentFound],
    words: () => ({
      title: l10n.t("No agent of the domain listens to the cloud service."),
      cause: l10n.t("The service does not run, or a firewall blocks its connection to Service Bus."),
    }),
    fix: () =>
      askOwner(
        l10n.t("the network team"),
        l10n.t("Ask for outbound TCP port 443 to {0}.", "*.servicebus.windows.net"),
      ),
    source: errorCodes,
  },
  {
    id: "noAgentsAssigned",
    matches: [removed, noAgentFound],
    words: () => ({
      title: l10n.t("The domain has no agent."),
      cause: l10n.t("Its agents were removed, or none was registered for this domain."),
    }),
    fix: () => read("install", l10n.t("Run the agent's wizard again and add the domain.")),
    source: errorCodes,
  },
  {
    id: "jobTimedOut",
    matches: [jobTimedOut],
    words: () => ({
      title: l10n.t("The agent did not answer the cloud service within ten minutes."),
      cause: l10n.t("The directory or the network is slow, or the agent is overloaded."),
    }),
    fix: () =>
      read("troubleshoot", l10n.t("Look at the agent's trace for slow searches, and at its connection.")),
    source: errorCodes,
  },
  {
    id: "directoryInternalError",
    matches: [code("HybridSynchronizationActiveDirectoryInternalServerError")],
    words: () => ({
      title: l10n.t("The agent could not make a search of the cloud service's request."),
      cause: l10n.t("A filter or an attribute mapping holds something the directory does not understand."),
    }),
    fix: () => support(l10n.t("Look at scope and attribute mapping; give support the job's id.")),
    source: errorCodes,
  },
  {
    id: "invalidResource",
    matches: [code("HybridIdentityServiceInvalidResource"), says("re-register your cloud sync agent")],
    words: () => ({
      title: l10n.t("The cloud service does not know which agent to ask."),
      cause: l10n.t("The registration of the agent for this domain is incomplete."),
    }),
    fix: () =>
      read("install", l10n.t("Run the agent's wizard again, then restart the configuration in the portal.")),
    source: errorCodes,
  },
  {
    id: "agentSignaling",
    matches: [code("HybridIdentityServiceAgentSignalingError")],
    words: () => ({
      title: l10n.t("The cloud service could not send the agent a message."),
      cause: l10n.t("Service Bus has an outage, or the agent does not answer."),
    }),
    fix: () => support(l10n.t("Restart the agent's service; if it stays, give support the job's id.")),
    source: errorCodes,
  },
  {
    id: "serverBusy",
    matches: [code("AzureDirectoryServiceServerBusy"), says("Microsoft Entra ID is currently busy")],
    words: () => ({
      title: l10n.t("Microsoft Entra ID is busy."),
      cause: l10n.t("It happens at times; the job tries again by itself."),
    }),
    fix: () => support(l10n.t("Wait. After more than 24 hours, give support the tracking id.")),
    source: errorCodes,
  },
  {
    id: "cloudAuthenticationFailed",
    matches: [code("AzureActiveDirectoryAuthenticationFailed")],
    words: () => ({
      title: l10n.t("The job could not sign in to Microsoft Entra ID."),
      cause: l10n.t(
        "Microsoft names no cause; a Conditional Access policy for the synchronising account is one.",
      ),
    }),
    fix: () =>
      support(
        l10n.t(
          "Look in the tenant's sign-in log which policy refused ADToAADSyncServiceAccount, and except this one account from that one policy; where none did, give support the job's id.",
        ),
      ),
    source: errorCodes,
  },
  {
    // Microsoft, "Microsoft Entra Connect cloud sync accidental deletes": status, provisioning log, Allow deletes, Restart sync.
    id: "deletionThreshold",
    matches: [ownThreshold, someThreshold],
    words: () => ({
      title: l10n.t("Cloud sync stopped before it deletes many objects."),
      cause: l10n.t("More objects would be deleted at once than the configuration allows."),
    }),
    fix: () =>
      read(
        "accidentalDeletes",
        l10n.t(
          "In the portal, open the configuration's status and look at every StagedDelete entry of the provisioning log. Where these objects should stay, mend the scope or the directory and choose Restart sync. Choose Allow deletes only where all of them are to go.",
        ),
      ),
    source: "accidentalDeletes",
  },
  {
    // Microsoft, "Cloud sync troubleshooting": "This error isn't related to the cloud sync accidental deletions prevention".
    id: "tenantDeletionThreshold",
    matches: [connectThreshold, someThreshold],
    words: () => ({
      title: l10n.t("The tenant's own protection stopped the deletion of many objects."),
      cause: l10n.t(
        "Connect Sync once switched on a limit for the whole tenant. It is another one than the configuration's.",
      ),
    }),
    fix: () =>
      read(
        "troubleshoot",
        l10n.t(
          "Look in the provisioning log whether these objects are to go; else mend the scope. Where they are, the administrator of Connect Sync lets them through there. Disable-AADCloudSyncToolsDirSyncAccidentalDeletionPrevention is for tenants without Connect Sync: it switches the protection of the whole tenant off, and nothing switches it on again.",
        ),
      ),
    source: "troubleshoot",
  },
  {
    id: "agentsSetUpTogether",
    matches: [credentialQuarantine],
    whenProven: [quarantined, code("AzureActiveDirectoryInvalidCredential")],
    facts: ({ agentsSetUpTogether }) => agentsSetUpTogether,
    words: () => ({
      title: l10n.t("Two agents were set up at the same time."),
      cause: l10n.t(
        "Each of them changes the account that synchronises, and the other one's job is locked out.",
      ),
    }),
    fix: () =>
      read(
        "twoAgentsReport",
        l10n.t("Set up one agent after the other: see the first one active before beginning the second."),
      ),
    source: "twoAgentsReport",
  },
  {
    id: "quarantined",
    matches: [quarantined],
    general: true,
    words: () => ({
      title: l10n.t("The job is in quarantine."),
      cause: l10n.t("It failed again and again, and runs rarely until that ends."),
    }),
    fix: () =>
      read(
        "troubleshoot",
        l10n.t("Solve the error the portal names, then clear the quarantine; restart for a full cycle."),
      ),
    source: "troubleshoot",
  },
];
