/** Signs that failures of several groups share. Sharing the function is what makes failures rivals. */
import { allOf, anyOf, code, event, exit, observed, says, unless, type Sign } from "./sign.ts";
import { agentService } from "../../values/agentNames.ts";

/** The installer's end without a cause: 1603, which bundles report as 0x80070643. */
export const setupFailed = anyOf(exit(1603, 0x80070643), code("0x80070643"), code("1603"));

/**
 * The service's display name has been "Microsoft Azure AD Connect", "Microsoft Entra Connect" and "Microsoft Entra
 * Provisioning Agent"; what stays is the service's name.
 */
export const serviceNotStarted = allOf(
  says(agentService, "failed to start"),
  anyOf(says("sufficient privileges to start"), says("error 1920")),
);

export const serviceStuckStarting = anyOf(
  observed("serviceStuckStarting"),
  says(agentService, "stuck in starting"),
  says("provisioning agent", "starting state"),
);

const controlManager = "Service Control Manager";

/** Windows gave up waiting for the service: event 7009. */
export const serviceTimedOut = event(controlManager, [7009], "provisioningagent");

/** The service did not start, said without a cause: event 7000, or what asked for the start. */
export const serviceCannotStart = anyOf(
  event(controlManager, [7000], "provisioningagent"),
  allOf(
    says(agentService),
    anyOf(says("cannot start service"), says("failed to start service"), says("cannot be started")),
  ),
);

export const logOnNotChanged = says("Failed changing Windows service credentials to gMSA");

/** Event 7041 names service and account: the account without the right is the virtual one, or else the managed one. */
const rightMissing = event(controlManager, [7041], "provisioningagent");
const virtualAccount: Sign = ({ symptom }) => /NT SERVICE\\/iu.test(symptom.event?.text ?? "");
export const servicesMayNotLogOn = allOf(rightMissing, virtualAccount);
export const accountMayNotLogOn = unless(rightMissing, virtualAccount);

export const wrongServicePassword = event(controlManager, [7038], "provisioningagent");

export const kdsMessage = says("Unable to create gMSA because KDS may not be running on domain controller");

const inAccountCreation = anyOf(
  says("creating group managed service account"),
  says("creating gmsa"),
  says("CreateGroupManagedAccount"),
);
export const noSuchObject = allOf(
  inAccountCreation,
  anyOf(says("no such object on the server"), code("0x80072030")),
);

/** Sign-ins to the tenant, which have their own causes. */
const ofTenant = anyOf(code("AzureActiveDirectoryInvalidCredential"), code("AADSTS50126"));

/** Name and password do not belong together, in the words of Windows; 0x8007052e is ERROR_LOGON_FAILURE. */
export const passwordRefused = unless(
  anyOf(
    says("user name or password is incorrect"),
    says("unknown user name or bad password"),
    code("0x8007052e"),
  ),
  ofTenant,
);

/** The wizard's and the cmdlets' own words, which they also use where rights are missing or nobody answers. */
export const wrongCredentials = unless(
  anyOf(says("invalid credentials"), says("supplied credential is invalid")),
  ofTenant,
);

export const accessDenied = anyOf(says("access denied"), says("access is denied"), code("0x80070005"));

/** Windows refuses the installer something; of an Active Directory cmdlet it would mean something else. */
export const setupDenied = allOf(accessDenied, anyOf(says("msi"), says("setup"), says("installer")));

/** The job's own time-out, which the cloud service reports. */
export const jobTimedOut = anyOf(
  code("TimeOut"),
  code("HybridIdentityServiceAgentTimeout"),
  says("request timeout error when contacting the on-premises agent"),
);

/** Registration, or another talk with the cloud service. */
export const aboutTheService = anyOf(
  says("register"),
  says("registration"),
  says("bootstrap"),
  says("msappproxy"),
  says("servicebus"),
  says("hybrid identity service"),
);

/** The agent does not get an answer of the cloud service. */
export const registrationTimedOut = unless(
  allOf(
    aboutTheService,
    anyOf(says("timed out"), says("timeout"), says("unable to connect to the remote server")),
  ),
  jobTimedOut,
);

export const passwordExpired = code("AADSTS50055");
export const accountUnknown = code("AADSTS50034");
export const passwordWritebackFails = allOf(
  anyOf(says("password writeback"), says("passwordwriteback"), says("password reset service")),
  anyOf(says("fail"), says("error"), says("denied"), says("exception")),
);

export const nothingSynchronised = observed("nothingSynchronised");
export const quarantined = anyOf(code("quarantine"), says("quarantine"));
