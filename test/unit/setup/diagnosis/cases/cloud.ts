import { said, seen, type Cases } from "./case.ts";

const timedOut = "Registration of the agent failed: The operation has timed out.";
const security = "Registration failed with a security error: running scripts is disabled on this system.";
const policies = (machine: string, scope = "LocalMachine") => ({
  executionPolicies: [
    { scope: "Process", policy: "Unrestricted" },
    { scope, policy: machine },
  ],
});
const noAgent = "We're unable to find an active agent for the domain you're trying to sync.";
const noAgents = ["noActiveAgents?", "noAgentsAssigned?"];
const missing =
  "CredentialsInvalid AADSTS50034: The user account {EmailHidden} doesn't exist in the contoso.onmicrosoft.com directory. (ADToAADSyncServiceAccount)";
const expired = "CredentialsExpired AADSTS50055: The password is expired.";
const couldNotProcess =
  "We were unable to process this request at this point. If this issue persists, please contact support.";
/** What may be said of either limit is certain for neither. */
const eitherThreshold = ["deletionThreshold?", "tenantDeletionThreshold?"];
const bus = { agentRunning: true };

export const cloudCases: Record<string, Cases> = {
  outboundBlocked: {
    failures: [8],
    rows: [4],
    matches: [
      said(timedOut, ["outboundBlocked"]),
      said(timedOut, ["outboundBlocked", "configurationLost"], {
        unreachableHosts: ["login.windows.net"],
        proxyLost: true,
        agentVersion: "1.1.977.0",
      }),
      said("Registration: the certificate isn't valid", ["outboundBlocked"]),
      said("The remote certificate is invalid according to the validation procedure.", ["outboundBlocked"]),
      said(timedOut, ["outboundBlocked"], { unreachableHosts: ["login.windows.net"] }),
    ],
    nearMisses: [
      said(timedOut, ["configurationLost"], { proxyLost: true }),
      said("The certificate was renewed.", []),
      said("Server certificate is not valid for LDAPS", []),
      said("The certificate of the web server is not valid.", []),
      said("Bind to the domain controller failed: the remote certificate is invalid (LDAPS)", []),
      said("The registry could not be read: timed out", []),
    ],
  },
  configurationLost: {
    failures: [31],
    matches: [
      seen({ observed: "configurationLost" }, ["configurationLost"], { agentVersion: "1.1.972.0" }),
      said("AADConnectProvisioningAgent.exe.config was reset by the upgrade", ["configurationLost"]),
      said(timedOut, ["configurationLost"], { proxyLost: true, agentVersion: "1.1.977.0" }),
      // The version that lost it is gone after the upgrade.
      said(timedOut, ["configurationLost"], { proxyLost: true, agentVersion: "1.1.2505.0" }),
    ],
    nearMisses: [
      said("AADConnectProvisioningAgent.exe.config was reset by the upgrade", [], { proxyLost: false }),
      said(timedOut, ["outboundBlocked"], { proxyLost: false, agentVersion: "1.1.977.0" }),
    ],
  },
  executionPolicy: {
    failures: [9],
    rows: [5],
    matches: [
      said(security, ["executionPolicy"]),
      said(
        "register-agent.ps1 : PSSecurityException: UnauthorizedAccess",
        ["executionPolicy"],
        policies("Unrestricted"),
      ),
      said(
        'Registration ended with "security error"',
        ["executionPolicy"],
        policies("Unrestricted", "MachinePolicy"),
      ),
    ],
    nearMisses: [
      said(security, [], policies("RemoteSigned")),
      said("A security update is due.", []),
      said("A security error at the registry key Global", []),
    ],
  },
  tlsTooOld: {
    matches: [said("The request was aborted: Could not create SSL/TLS secure channel.", ["tlsTooOld"])],
    nearMisses: [
      said("Could not establish trust relationship for the SSL/TLS secure channel.", ["outboundBlocked"]),
    ],
  },
  newtonsoftVersion: {
    failures: [16],
    matches: [
      said(
        "Add-AADCloudSyncADDomain : Could not load file or assembly 'Newtonsoft.Json, Version=12.0.0.0, Culture=neutral, PublicKeyToken=30ad4fe6b2a6aeed' or one of its dependencies. (Exception from HRESULT: 0x80131040)",
        ["newtonsoftVersion"],
      ),
    ],
    nearMisses: [said("Could not load file or assembly 'System.Memory, Version=4.0.1.1' (0x80131040)", [])],
  },
  agentNotInPortalYet: {
    rows: [11],
    matches: [
      seen({ observed: "agentNotInPortal" }, ["agentNotInPortalYet"], { agentRunning: true }),
      said("The agent does not appear in the portal", ["agentNotInPortalYet"]),
    ],
    nearMisses: [
      seen({ observed: "agentNotInPortal" }, ["agentStopped"], { agentRunning: false }),
      said("The agent is not in the portal", ["agentStopped"], { agentRunning: false }),
    ],
  },
  agentStopped: {
    rows: [13],
    matches: [
      seen({ observed: "agentInactive" }, ["agentStopped"], { agentRunning: false }),
      seen({ observed: "agentInactive" }, ["agentStopped?", "agentCutOff?"]),
      seen({ code: "HybridIdentityServiceNoActiveAgents" }, ["agentStopped"], { agentRunning: false }),
    ],
    nearMisses: [seen({ observed: "agentInactive" }, ["agentCutOff"], bus)],
  },
  agentCutOff: {
    rows: [13],
    matches: [seen({ observed: "agentInactive" }, ["agentCutOff"], bus)],
    nearMisses: [seen({ observed: "agentInactive" }, ["agentStopped"], { agentRunning: false })],
  },
  inactiveAgentStays: {
    failures: [30],
    matches: [
      said("inactive agents cannot be deleted from portal", ["inactiveAgentStays"]),
      seen({ observed: "inactiveAgentStays" }, ["inactiveAgentStays"]),
    ],
    nearMisses: [
      said("The inactive agent was seen an hour ago.", []),
      seen({ observed: "agentInactive" }, ["agentCutOff"], bus),
    ],
  },
  metricsCollector: {
    matches: [
      said(
        "Unable to initialize metrics collector, exception: 'System.UnauthorizedAccessException: Access to the registry key 'Global' is denied.'",
        ["metricsCollector"],
      ),
      said("Access to the registry key 'Global' is denied.", ["metricsCollector"]),
      said("Unable to initialize metrics collector.", ["metricsCollector"]),
    ],
    nearMisses: [
      said("Access to the registry key 'HKEY_LOCAL_MACHINE' is denied.", []),
      said("Access to the registry key 'HKEY_LOCAL_MACHINE\\Globals' is denied.", []),
    ],
  },
  enhancedSecurity: {
    failures: [10],
    rows: [6],
    matches: [
      said(
        "Content within this application coming from the website listed below is being blocked by Internet Explorer Enhanced Security Configuration.",
        ["enhancedSecurity"],
      ),
      said("The sign-in page is blank", ["enhancedSecurity"]),
      seen({ observed: "signInPageBlank" }, ["enhancedSecurity"]),
    ],
    nearMisses: [
      seen({ observed: "signInPageBlank" }, [], { enhancedSecurity: false }),
      said("The sign-in page was shown.", []),
    ],
  },
  secondFactorNeeded: {
    failures: [15],
    rows: [23],
    matches: [
      said("In a headless session with MFA these instructions will not work for you", ["secondFactorNeeded"]),
      said(
        "AADSTS50076: Due to a configuration change made by your administrator you must use multi-factor authentication to access 'x'.",
        ["secondFactorNeeded"],
      ),
      seen({ code: "AADSTS50079" }, ["secondFactorNeeded"]),
    ],
    nearMisses: [
      said("AADSTS50126: Error validating credentials due to invalid username or password.", [
        "wrongEntraPassword",
      ]),
    ],
  },
  personalAccount: {
    rows: [23],
    matches: [
      said(
        "AADSTS50020: User account 'ada@outlook.com' from identity provider 'live.com' does not exist in tenant.",
        ["personalAccount"],
      ),
    ],
    nearMisses: [said("AADSTS500200: another error", [])],
  },
  syncAccountMissing: {
    failures: [27],
    matches: [
      said(missing, ["syncAccountMissing"], { during: "synchronise" }),
      said("AzureActiveDirectoryInvalidCredential", ["syncAccountMissing"]),
      said("We found an issue with the service account that is used to run Microsoft Entra Cloud Sync.", [
        "syncAccountMissing",
      ]),
      said("AADSTS50034: The user account does not exist.", ["syncAccountMissing?", "signInAccountMissing?"]),
    ],
    nearMisses: [
      said(missing.replace("ADToAADSyncServiceAccount", "x"), ["signInAccountMissing"], { during: "signIn" }),
      said("AADSTS50126", ["wrongEntraPassword"]),
    ],
    gates: [
      said(missing, ["syncAccountMissing"], { during: "synchronise", agentVersion: "1.1.96.0" }),
      said(missing, ["syncAccountMissing"], { during: "synchronise", agentVersion: "1.1.2334.0" }),
      said(missing, ["syncAccountMissing"], { during: "synchronise", agentVersion: "1.1.2505.0" }),
    ],
  },
  signInAccountMissing: {
    matches: [
      said("AADSTS50034: The user account ad@contoso.com does not exist.", ["signInAccountMissing"], {
        during: "signIn",
      }),
    ],
    nearMisses: [said(missing, ["syncAccountMissing"], { during: "synchronise" })],
  },
  syncAccountExpired: {
    failures: [27],
    matches: [
      said(expired, ["syncAccountExpired"], { during: "synchronise" }),
      said("AADSTS50055: The password is expired.", ["syncAccountExpired?", "signInPasswordExpired?"]),
      said("AADSTS50055: The password is expired.", ["syncAccountExpired"], { during: "synchronise" }),
      said("CredentialsExpired", ["syncAccountExpired"]),
      seen({ code: "AzureActiveDirectoryExpiredCredentials" }, ["syncAccountExpired"]),
    ],
    nearMisses: [
      said("AADSTS50055: The password is expired.", ["signInPasswordExpired"], { during: "register" }),
    ],
    gates: [
      said(expired, ["syncAccountExpired"], { during: "synchronise", agentVersion: "1.1.2334.0" }),
      said(expired, ["syncAccountExpired"], { during: "synchronise", agentVersion: "1.1.2505.0" }),
    ],
  },
  signInPasswordExpired: {
    matches: [said("AADSTS50055: The password is expired.", ["signInPasswordExpired"], { during: "signIn" })],
    nearMisses: [said(expired, ["syncAccountExpired"], { during: "synchronise" })],
  },
  wrongEntraPassword: {
    matches: [
      said("AADSTS50126: Error validating credentials due to invalid username or password.", [
        "wrongEntraPassword",
      ]),
    ],
    nearMisses: [said("AADSTS50020", ["personalAccount"])],
  },
  portalSession: {
    rows: [12],
    matches: [
      seen({ observed: "portalUnauthorized" }, ["portalSession"]),
      said("401 on the Cloud sync blade of the portal", ["portalSession"]),
    ],
    nearMisses: [said("401 Unauthorized", [])],
  },
  noActiveAgents: {
    failures: [25],
    matches: [
      said(`HybridIdentityServiceNoActiveAgents ${noAgent}`, ["noActiveAgents"]),
      seen({ code: "hybrididentityservicenoactiveagents" }, ["noActiveAgents"]),
      said(noAgent, noAgents),
      said(`${noAgent} Please check to see if the agent is running by going to the server.`, [
        "noActiveAgents",
      ]),
    ],
    nearMisses: [
      said(`HybridIdentityServiceNoAgentsAssigned ${noAgent}`, ["noAgentsAssigned"]),
      seen({ code: "HybridIdentityServiceNoActiveAgents" }, ["agentStopped"], { agentRunning: false }),
    ],
  },
  noAgentsAssigned: {
    failures: [26],
    matches: [
      seen({ code: "HybridIdentityServiceNoAgentsAssigned" }, ["noAgentsAssigned"]),
      said(
        `${noAgent} Please check to see if the agents have been removed. If so, re-install the agent again.`,
        ["noAgentsAssigned"],
      ),
    ],
    nearMisses: [said(`HybridIdentityServiceNoActiveAgents ${noAgent}`, ["noActiveAgents"])],
  },
  jobTimedOut: {
    matches: [
      seen({ code: "TimeOut" }, ["jobTimedOut"]),
      said(
        "We've detected a request timeout error when contacting the on-premises agent and synchronizing your configuration.",
        ["jobTimedOut"],
      ),
      said("HybridIdentityServiceAgentTimeout: GatewayTimeout 600000", ["jobTimedOut"]),
    ],
    nearMisses: [
      said("A timeout of 30 seconds is configured.", []),
      seen({ code: "TimeOut" }, ["server2025Update"], { windows: { build: 26100, revision: 6584 } }),
    ],
  },
  directoryInternalError: {
    matches: [
      seen({ code: "HybridSynchronizationActiveDirectoryInternalServerError", text: couldNotProcess }, [
        "directoryInternalError",
      ]),
    ],
    nearMisses: [said(couldNotProcess, [])],
  },
  invalidResource: {
    matches: [
      seen({ code: "HybridIdentityServiceInvalidResource" }, ["invalidResource"]),
      said(
        `${couldNotProcess} Please re-register your cloud sync agent on your on-premises AD domain and restart configuration from portal.`,
        ["invalidResource"],
      ),
    ],
    nearMisses: [seen({ code: "HybridIdentityServiceAgentSignalingError" }, ["agentSignaling"])],
  },
  agentSignaling: {
    matches: [
      seen({ code: "HybridIdentityServiceAgentSignalingError", text: couldNotProcess }, ["agentSignaling"]),
    ],
    nearMisses: [seen({ code: "HybridIdentityServiceInvalidResource" }, ["invalidResource"])],
  },
  serverBusy: {
    matches: [
      seen({ code: "AzureDirectoryServiceServerBusy" }, ["serverBusy"]),
      said("Error Code: 81. Error Description: Microsoft Entra ID is currently busy.", ["serverBusy"]),
    ],
    nearMisses: [said("Error Code: 81", [])],
  },
  cloudAuthenticationFailed: {
    matches: [
      seen({ code: "AzureActiveDirectoryAuthenticationFailed", text: couldNotProcess }, [
        "cloudAuthenticationFailed",
      ]),
    ],
    nearMisses: [seen({ code: "AzureActiveDirectoryExpiredCredentials" }, ["syncAccountExpired"])],
  },
  deletionThreshold: {
    rows: [18],
    matches: [
      said("Delete threshold exceeded", ["deletionThreshold"]),
      seen({ code: "TooManyDeletes" }, ["deletionThreshold"]),
      said("The job is in quarantine: TooManyDeletes", ["deletionThreshold"]),
      said("The export was stopped: the deletion threshold was exceeded.", eitherThreshold),
      said("Accidental deletion prevention stopped the job.", eitherThreshold),
      said("Accidental deletes were prevented.", eitherThreshold),
      said("Prevent accidental deletions: the export stopped", eitherThreshold),
      said("Connect Sync: delete threshold exceeded", eitherThreshold),
    ],
    nearMisses: [
      said("The threshold of the meter was exceeded.", []),
      said("stopped-deletion-threshold-exceeded", ["tenantDeletionThreshold"]),
    ],
  },
  tenantDeletionThreshold: {
    rows: [18],
    matches: [
      said("Export: stopped-deletion-threshold-exceeded", ["tenantDeletionThreshold"]),
      said("The deletion threshold of the tenant was exceeded.", eitherThreshold),
      said("TooManyDeletes: stopped-deletion-threshold-exceeded", eitherThreshold),
    ],
    nearMisses: [
      said("Delete threshold exceeded", ["deletionThreshold"]),
      said("Connect Sync is on this server.", []),
    ],
  },
  agentsSetUpTogether: {
    failures: [13],
    rows: [14],
    matches: [
      said("The job is in quarantine with credential errors", ["agentsSetUpTogether"]),
      seen({ code: "quarantine" }, ["agentsSetUpTogether"], { agentsSetUpTogether: true }),
      seen({ code: "AzureActiveDirectoryInvalidCredential" }, ["agentsSetUpTogether"], {
        agentsSetUpTogether: true,
      }),
    ],
    nearMisses: [
      said("The job is in quarantine", ["quarantined"]),
      said("The job is in quarantine with credential errors", ["quarantined"], {
        agentsSetUpTogether: false,
      }),
    ],
  },
  quarantined: {
    rows: [19],
    matches: [
      seen({ code: "Quarantine" }, ["quarantined"]),
      said("The job is in quarantine.", ["quarantined"]),
    ],
    nearMisses: [
      said("Quarantine: HybridIdentityServiceNoAgentsAssigned", ["noAgentsAssigned"]),
      said("The job is active.", []),
    ],
  },
};
