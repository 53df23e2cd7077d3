/** The group managed service account cannot be made or used. */
import * as l10n from "@vscode/l10n";
import { leastSchema } from "../../directory/levels.ts";
import { askOwner } from "../../preflight/owner.ts";
import { isManagedAccount, withoutDomain } from "../../agent/account.ts";
import { firstKey } from "../../preflight/rootKey.ts";
import { quotedForPowerShell } from "../../text/quoting.ts";
import { knowsEvent, onDomainController, onServer, read, type KnownFailure } from "../signs/failure.ts";
import { allOf, anyOf, code, event, says } from "../signs/sign.ts";
import { accessDenied, kdsMessage, noSuchObject } from "../signs/signs.ts";
import type { Circumstances } from "../signs/symptom.ts";

/** DES, RC4, AES128 and AES256; the other bits of the value are kept for encryption types to come. */
const encryptionBits = 0x1f;
const rc4 = 0x4;
const aes128 = 0x8;
const aes256 = 0x10;

/**
 * Whether the account has an encryption type that the server does not accept, which is what event 9001 says. An account
 * that was not read is taken for what the wizard creates: RC4 and AES.
 */
const encryptionDiffers = (known: Circumstances): boolean | undefined => {
  if (knowsEvent(known, /netlogon/iu, [9001, 9002], /./u)) return true;
  const { serverEncryptionTypes: server, accountEncryptionTypes: account } = known;
  if (server === undefined) return undefined;
  if (account === undefined) return (server & rc4) === 0 ? true : undefined;
  if ((account & ~server & encryptionBits) !== 0) return true;
  return (account & encryptionBits) === (server & encryptionBits) ? false : undefined;
};

/**
 * The account to change: the one that the service runs as, or that the plan names, by its sAMAccountName. Where neither is
 * known it is the wizard's, which is found by its name only: its sAMAccountName is made up (pGMSA_ with eight hex digits).
 */
const theAccount = ({ serviceAccount, plannedAccount }: Circumstances): string => {
  const named =
    serviceAccount !== undefined && isManagedAccount(serviceAccount)
      ? withoutDomain(serviceAccount)
      : plannedAccount;
  return named === undefined
    ? `Get-ADServiceAccount -Filter "Name -eq 'provAgentgMSA'"`
    : `Get-ADServiceAccount -Identity ${quotedForPowerShell(named)}`;
};

/** What the server accepts, as Set-ADServiceAccount calls it; AES where that was not read. */
const serverTypes = ({ serverEncryptionTypes: server = 0 }: Circumstances): string => {
  const accepted = [
    ...((server & rc4) === 0 ? [] : ["RC4"]),
    ...((server & aes128) === 0 ? [] : ["AES128"]),
    ...((server & aes256) === 0 ? [] : ["AES256"]),
  ];
  return (accepted.length > 0 ? accepted : ["AES128", "AES256"]).join(",");
};

const installing = anyOf(says("Install-ADServiceAccount"), says("install service account"));
const noWebServices = anyOf(
  says("unable to contact the server", "Active Directory Web Services"),
  says("ActiveDirectoryServer:0"),
);
const wellKnown = "1EB93889E40C45DF9F0C64D23BBB6237";

export const managedAccount: readonly KnownFailure[] = [
  {
    id: "kdsRootKey",
    matches: [kdsMessage, says("New-ADServiceAccount", "key does not exist")],
    facts: ({ kdsKey }) => (kdsKey === undefined ? undefined : kdsKey !== "ready"),
    words: () => ({
      title: l10n.t("The forest has no KDS root key that can be used."),
      cause: l10n.t(
        "Domain controllers make passwords of managed service accounts from a KDS root key, and wait ten hours after it was created.",
      ),
    }),
    fix: (known) =>
      known.kdsKey === "young" || knowsEvent(known, /KdsSvc/iu, [4004], /./u)
        ? read("kdsRootKey", l10n.t("Wait until the KDS root key is ten hours old, and try again."))
        : onDomainController(firstKey),
    source: "kdsRootKey",
  },
  {
    id: "encryptionTypes",
    matches: [
      kdsMessage,
      allOf(says("unable to install service account"), says("after 6 retries")),
      says("provided context did not match the target"),
      event("netlogon", [9001, 9002]),
    ],
    facts: encryptionDiffers,
    words: () => ({
      title: l10n.t("Server and managed service account accept different encryption types."),
      cause: l10n.t(
        "RC4 is switched off on one side only - by a Kerberos policy of the server, most often - so the server cannot use the account. After the change the server must restart, and the agent be installed again.",
      ),
    }),
    fix: (known) =>
      onDomainController(
        `${theAccount(known)} | Set-ADServiceAccount -KerberosEncryptionType ${serverTypes(known)}`,
      ),
    source: "kdsMessage",
  },
  {
    id: "kdsAfterFailedLogOn",
    matches: [],
    whenProven: [kdsMessage],
    facts: ({ afterFailedLogOnChange }) => afterFailedLogOnChange === true,
    words: () => ({
      title: l10n.t("The message about KDS follows from the failure before it."),
      cause: l10n.t(
        "The service's log-on could not be changed to the managed service account; every further attempt then speaks of KDS.",
      ),
    }),
    fix: () =>
      read("serviceNotStarting", l10n.t("Solve why the log-on could not be changed; leave KDS as it is.")),
    source: "serviceNotStarting",
  },
  {
    id: "accountsContainerMissing",
    matches: [noSuchObject],
    facts: ({ accountsContainer, schemaVersion }) =>
      accountsContainer === undefined
        ? (schemaVersion ?? leastSchema) < leastSchema
          ? true
          : undefined
        : !accountsContainer,
    words: () => ({
      title: l10n.t("The domain has no container Managed Service Accounts."),
      cause: l10n.t(
        "The wizard creates the account in CN=Managed Service Accounts, which comes with the schema of Windows Server 2012.",
      ),
    }),
    fix: () =>
      askOwner(
        l10n.t("the owner of the domain"),
        l10n.t(
          "Ask for adprep.exe /domainprep of Windows Server 2012 or later. It changes the whole domain and cannot be taken back.",
        ),
      ),
    source: "noSuchObject",
  },
  {
    id: "accountsContainerMisnamed",
    matches: [
      noSuchObject,
      says(wellKnown, "0ADEL"),
      allOf(says(`WKGUID=${wellKnown}`), anyOf(says("NO_OBJECT"), says("no such object"))),
    ],
    facts: ({ accountsContainer, accountsContainerNamed: named }) => {
      if (accountsContainer === false || named === "right") return false;
      return named !== undefined || accountsContainer === true ? true : undefined;
    },
    words: () => ({
      title: l10n.t("The domain names a deleted object as its container Managed Service Accounts."),
      cause: l10n.t(
        "The entry {0} of otherWellKnownObjects is missing or points to an object that was deleted.",
        wellKnown,
      ),
    }),
    fix: () =>
      read(
        "noSuchObject",
        l10n.t(
          "Have otherWellKnownObjects repaired to B:32:{0}:CN=Managed Service Accounts,<domain>; Microsoft asks for a support ticket.",
          wellKnown,
        ),
      ),
    source: "noSuchObject",
  },
  {
    id: "computerTicketOld",
    matches: [allOf(installing, accessDenied)],
    facts: ({ mayReadPassword, groupChangedSinceStart }) =>
      mayReadPassword === false ? false : groupChangedSinceStart,
    words: () => ({
      title: l10n.t("The server does not know yet that it may use the account."),
      cause: l10n.t(
        "The server was added to the group that may read the account's password, but its Kerberos ticket is from before.",
      ),
    }),
    fix: () => onServer("klist -li 0x3e7 purge"),
    source: "ticketReport",
  },
  {
    id: "passwordNotReadable",
    matches: [],
    whenProven: [allOf(installing, accessDenied)],
    facts: ({ mayReadPassword }) => (mayReadPassword === undefined ? undefined : !mayReadPassword),
    words: () => ({
      title: l10n.t("The server may not read the account's password."),
      cause: l10n.t("Neither the server nor a group that it is in is among those who may."),
    }),
    fix: () =>
      askOwner(
        l10n.t("the owner of the account"),
        l10n.t(
          "Ask that the server be added to those who may read its password, or to a group of them. Restart the server then.",
        ),
      ),
    source: "serviceAccount",
  },
  {
    id: "doubleHop",
    matches: [noWebServices],
    facts: ({ networkLogOn, domainControllerReachable }) =>
      domainControllerReachable === false ? false : networkLogOn,
    words: () => ({
      title: l10n.t("The session cannot pass your identity on to a domain controller."),
      cause: l10n.t(
        "In a remote PowerShell session Windows does not hand credentials to a second server, and the cmdlet says that no server answers.",
      ),
    }),
    fix: () =>
      read(
        "doubleHopReport",
        l10n.t("Run it on the server itself, or give the command credentials of its own."),
      ),
    source: "doubleHopReport",
  },
  {
    id: "webServicesUnreachable",
    matches: [noWebServices],
    facts: ({ networkLogOn, domainControllerReachable: reachable }) =>
      reachable === undefined ? (networkLogOn === false ? true : undefined) : !reachable,
    words: () => ({
      title: l10n.t("No domain controller answers with Active Directory Web Services."),
      cause: l10n.t("TCP port 9389 of the domain controllers is closed, or the service does not run there."),
    }),
    fix: () =>
      askOwner(
        l10n.t("the network team"),
        l10n.t("Ask for TCP port 9389 from the agent's server to its domain controllers."),
      ),
    source: "prerequisites",
  },
  {
    id: "keyNotSupportedHere",
    matches: [allOf(says("Add-KdsRootKey"), anyOf(code("0x80070032"), says("the request is not supported")))],
    words: () => ({
      title: l10n.t("The KDS root key cannot be created from this session."),
      cause: l10n.t(
        "Add-KdsRootKey refuses in some remote sessions, and before the KDS service has started.",
      ),
    }),
    fix: () => onDomainController(`Start-Service KdsSvc; ${firstKey}`),
    source: "keyNotSupportedReport",
  },
];
