import { said, seen, type Cases } from "./case.ts";

const noObject =
  "Error while creating group managed service account (gMSA). Error: There is no such object on the server.";
const noObjectTrace = `Exception creating gmsa. Exception: System.DirectoryServices.DirectoryServicesCOMException (0x80072030): There is no such object on the server.

   at System.DirectoryServices.DirectoryEntry.Bind(Boolean throwIfFail)
   at Microsoft.Online.Deployment.Framework.Providers.GroupManagedServiceAccountProvider.CreateGroupManagedAccount(String serviceAccountName)`;
const noServer =
  "Unable to contact the server. This may be because this server does not exist, it is currently down, or it does not have the Active Directory Web Services running.";
const installDenied =
  "Install-ADServiceAccount : Cannot install service account. Error Message: 'Access Denied'.";
const badCredentials = "The user name or password is incorrect.";
const undecided = ["passwordRefused?", "notDomainAdmin?", "domainControllerUnreachable?", "ntlmDenied?"];
const fixedVersion = { agentVersion: "1.1.1365.0" };
const olderVersion = { agentVersion: "1.1.977.0" };
const writeback = "Password writeback failed: access denied for the user.";

export const directoryCases: Record<string, Cases> = {
  accountsContainerMissing: {
    failures: [5],
    matches: [
      said(noObject, ["accountsContainerMissing"], { accountsContainer: false }),
      said(noObject, ["accountsContainerMissing?", "accountsContainerMisnamed?"]),
      said(noObjectTrace, ["accountsContainerMissing"], { schemaVersion: 47 }),
    ],
    nearMisses: [
      said(noObject, ["accountsContainerMisnamed"], { accountsContainer: true }),
      said("Set-ADUser : There is no such object on the server (0x80072030)", []),
    ],
  },
  accountsContainerMisnamed: {
    failures: [6],
    matches: [
      said(noObject, ["accountsContainerMisnamed"], { accountsContainer: true }),
      said(noObjectTrace, ["accountsContainerMisnamed"], { accountsContainerNamed: "deleted" }),
      said(
        "ldap_search called for connection 0x4392e0d8: DN is <WKGUID=1eb93889e40c45df9f0c64d23bbb6237,DC=contoso,DC=com>. problem 2001 (NO_OBJECT)",
        ["accountsContainerMisnamed"],
      ),
      said(
        String.raw`B:32:1EB93889E40C45DF9F0C64D23BBB6237:CN=Managed Service Accounts\0ADEL:8b637607-65e8-4a80-b194-f738b26b9414,CN=Deleted Objects,DC=contoso,DC=com`,
        ["accountsContainerMisnamed"],
      ),
    ],
    nearMisses: [
      said(noObject, ["accountsContainerMissing"], { accountsContainer: false }),
      said(noObject, ["accountsContainerMissing?"], { accountsContainerNamed: "right" }),
      said("B:32:1EB93889E40C45DF9F0C64D23BBB6237:CN=Managed Service Accounts,DC=contoso,DC=com", []),
    ],
  },
  computerTicketOld: {
    failures: [18],
    matches: [
      said(installDenied, ["computerTicketOld"]),
      said(installDenied, ["computerTicketOld"], { mayReadPassword: true, groupChangedSinceStart: true }),
    ],
    nearMisses: [
      said(installDenied, [], { mayReadPassword: true, groupChangedSinceStart: false }),
      said(installDenied, ["passwordNotReadable"], { mayReadPassword: false }),
      said("Get-ADUser : Access is denied", []),
      said("Install-ADServiceAccount : 'The provided context did not match the target'", ["encryptionTypes"]),
    ],
  },
  passwordNotReadable: {
    failures: [],
    matches: [said(installDenied, ["passwordNotReadable"], { mayReadPassword: false })],
    nearMisses: [
      said(installDenied, ["computerTicketOld"], { mayReadPassword: true }),
      said("Get-ADUser : Access is denied", [], { mayReadPassword: false }),
    ],
  },
  doubleHop: {
    failures: [17],
    matches: [
      said(`${noServer} ActiveDirectoryServer:0`, ["doubleHop"], { networkLogOn: true }),
      said(noServer, ["doubleHop?", "webServicesUnreachable?"]),
    ],
    nearMisses: [said(noServer, ["webServicesUnreachable"], { networkLogOn: false })],
  },
  webServicesUnreachable: {
    failures: [17],
    matches: [said(noServer, ["webServicesUnreachable"], { domainControllerReachable: false })],
    nearMisses: [said(noServer, ["doubleHop"], { networkLogOn: true, domainControllerReachable: true })],
  },
  keyNotSupportedHere: {
    failures: [20],
    matches: [
      said("Add-KdsRootKey : The request is not supported. (Exception from HRESULT: 0x80070032)", [
        "keyNotSupportedHere",
      ]),
    ],
    nearMisses: [said("net use : The request is not supported. 0x80070032", [])],
  },
  passwordRefused: {
    matches: [
      said(badCredentials, ["passwordRefused"]),
      said("Logon failure: unknown user name or bad password.", ["passwordRefused"]),
      said("LDAP bind failed (0x8007052E)", ["passwordRefused"]),
    ],
    nearMisses: [
      said("AADSTS50126: The user name or password is incorrect.", ["wrongEntraPassword"]),
      said(badCredentials, ["ntlmDenied"], { ...olderVersion, ntlmDenied: true }),
      said("The user name is too long.", []),
    ],
  },
  notDomainAdmin: {
    failures: [28],
    rows: [2],
    matches: [
      said("invalid credentials", undecided),
      said("The supplied credential is invalid.", undecided),
      said(badCredentials, ["notDomainAdmin"], { domainAdmin: false }),
    ],
    nearMisses: [
      said("invalid credentials", ["passwordRefused?", ...undecided.slice(2)], { domainAdmin: true }),
      said(badCredentials, ["passwordRefused"], { domainAdmin: true }),
    ],
  },
  domainControllerUnreachable: {
    failures: [11, 28],
    rows: [7],
    matches: [
      said("The wizard takes a long time trying to load the AD schema and eventually times out", [
        "domainControllerUnreachable",
      ]),
      seen({ observed: "schemaNeverLoads" }, ["domainControllerUnreachable"]),
      said(badCredentials, ["domainControllerUnreachable"], { domainControllerReachable: false }),
    ],
    nearMisses: [
      said("invalid credentials", ["passwordRefused?", "notDomainAdmin?", "ntlmDenied?"], {
        domainControllerReachable: true,
      }),
      said("The AD schema was loaded.", []),
    ],
  },
  ntlmDenied: {
    failures: [28],
    matches: [
      said("invalid credentials", ["ntlmDenied"], { ...olderVersion, ntlmDenied: true }),
      said("invalid credentials", ["ntlmDenied?"], { ntlmDenied: true }),
    ],
    nearMisses: [said("invalid credentials", undecided.slice(0, 3), { ...olderVersion, ntlmDenied: false })],
    gates: [
      said("invalid credentials", ["ntlmDenied"], { agentVersion: "1.1.1364.9", ntlmDenied: true }),
      said("invalid credentials", undecided.slice(0, 3), { ...fixedVersion, ntlmDenied: true }),
    ],
  },
  protectedUser: {
    failures: [28],
    rows: [2],
    matches: [said(badCredentials, ["protectedUser"], { protectedUser: true })],
    nearMisses: [said(badCredentials, ["passwordRefused"], { protectedUser: false })],
  },
  directoryPasswordExpired: {
    rows: [2],
    matches: [
      said(badCredentials, ["directoryPasswordExpired"], { passwordExpired: true }),
      said("The password for this account has expired.", ["directoryPasswordExpired"]),
      said("LDAP bind failed: 0x80070532", ["directoryPasswordExpired"]),
      said("LDAP bind failed: 0x80070773", ["directoryPasswordExpired"]),
    ],
    nearMisses: [said(badCredentials, ["passwordRefused"], { passwordExpired: false })],
  },
  domainNotFound: {
    rows: [8],
    matches: [
      said("The specified domain does not exist or cannot be contacted", ["domainNotFound"]),
      said("Forest discovery failed: 0x8007054B", ["domainNotFound"]),
      said("The specified domain either does not exist or could not be contacted.", ["domainNotFound"]),
    ],
    nearMisses: [said("The specified account does not exist", [])],
  },
  externalIdMissing: {
    failures: [23],
    matches: [
      said("The schema has no attribute msDS-ExternalDirectoryObjectId.", ["externalIdMissing"]),
      seen({ observed: "nothingSynchronised" }, ["externalIdMissing"], { externalIdInSchema: false }),
    ],
    nearMisses: [
      said("The schema has no attribute msDS-ExternalDirectoryObjectId.", [], { schemaVersion: 87 }),
      said("The schema has no attribute msDS-KeyCredentialLink.", []),
      said("LDAP search for the attributes objectGUID, msDS-ExternalDirectoryObjectId timed out", []),
    ],
  },
  duplicateSchemaObjects: {
    failures: [32],
    matches: [
      said("Reading the schema failed: duplicate object class.", ["duplicateSchemaObjects"], olderVersion),
      said(
        "System.ArgumentException: An item with the same key has already been added. at Wizard.LoadSchema()",
        ["duplicateSchemaObjects?"],
      ),
    ],
    nearMisses: [
      said("An item with the same key has already been added.", [], olderVersion),
      said(
        '"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"] failed: duplicate value',
        [],
        olderVersion,
      ),
    ],
    gates: [
      said("duplicate objects in schema", ["duplicateSchemaObjects"], { agentVersion: "1.1.1364.0" }),
      said("duplicate objects in schema", [], fixedVersion),
    ],
  },
  searchTimedOut: {
    rows: [15],
    matches: [
      said(
        "System.DirectoryServices.Protocols.LdapException: The operation was aborted because the client side timeout limit was exceeded.",
        ["searchTimedOut"],
      ),
    ],
    nearMisses: [
      said("System.DirectoryServices.Protocols.LdapException: The LDAP server is unavailable.", []),
    ],
    gates: ["1.1.96.0", "1.1.281.0"].map((agentVersion) =>
      said(
        "The operation was aborted because the client side timeout limit was exceeded.",
        ["searchTimedOut"],
        { agentVersion },
      ),
    ),
  },
  hostFirewall: {
    failures: [29],
    matches: [
      said("Provisioning on demand: The object doesn't exist.", ["hostFirewall"]),
      said("The object doesn't exist.", ["hostFirewall?"]),
      seen({ observed: "nothingSynchronised" }, ["hostFirewall"]),
    ],
    nearMisses: [
      said("The file doesn't exist.", []),
      said("The objective does not exist.", []),
      seen({ observed: "nothingSynchronised" }, ["server2025Update"], {
        windows: { build: 26100, revision: 6584 },
      }),
    ],
  },
  objectsSkipped: {
    rows: [17],
    matches: [
      said("Skipped: isCriticalSystemObject is true", ["objectsSkipped"]),
      said("The object is a replication victim", ["objectsSkipped"]),
      said("The user was skipped because it is not in scope.", ["objectsSkipped"]),
    ],
    nearMisses: [
      said("The update was skipped.", []),
      said("Search timed out: (&(objectClass=user)(!(isCriticalSystemObject=TRUE)))", []),
    ],
  },
  writebackRights: {
    rows: [20],
    matches: [said(writeback, ["writebackRights"])],
    nearMisses: [
      said("Password writeback is switched on.", []),
      said(writeback, ["governmentWriteback"], { cloud: "usGov", agentVersion: "1.1.2102.0" }),
    ],
    gates: ["1.1.354.0", "1.1.359.0"].map((agentVersion) =>
      said(writeback, ["writebackRights"], { agentVersion }),
    ),
  },
  governmentWriteback: {
    rows: [21],
    matches: [said(writeback, ["governmentWriteback"], { cloud: "usGov", agentVersion: "1.1.2102.0" })],
    nearMisses: [said(writeback, ["writebackRights"], { cloud: "global", agentVersion: "1.1.2102.0" })],
    gates: [
      said(writeback, ["governmentWriteback"], { cloud: "usGov", agentVersion: "1.1.2107.9" }),
      said(writeback, ["writebackRights"], { cloud: "usGov", agentVersion: "1.1.2108.0" }),
      said(writeback, ["writebackRights"], { cloud: "usGov", agentVersion: "1.1.1586.0" }),
      said(writeback, ["writebackRights"], { cloud: "usGov" }),
    ],
  },
};
