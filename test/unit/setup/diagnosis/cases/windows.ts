import { said, seen, type Cases } from "./case.ts";

const fatal = 1603;
const signed = 0x80070643 | 0;
const ruledOut = { servicesMayLogOn: true, earlierAgent: false };
const notStarted =
  "Service 'Microsoft Entra Provisioning Agent' (AADConnectProvisioningAgent) failed to start. Verify that you have sufficient privileges to start system services.";
const unproven = ["servicesMayNotLogOn?", "earlierAgent?"];

export const windowsCases: Record<string, Cases> = {
  credentialManagerDisabled: {
    failures: [21],
    rows: [10],
    matches: [
      seen({ exitCode: fatal }, ["credentialManagerDisabled"], { credentialManagerStart: "Disabled" }),
      said(notStarted, ["credentialManagerDisabled"], { credentialManagerStart: "Disabled" }),
      said("The service VaultSvc is disabled", ["credentialManagerDisabled"]),
      said("Credential Manager could not be started", ["credentialManagerDisabled"]),
    ],
    nearMisses: [
      seen({ exitCode: fatal }, unproven, { credentialManagerStart: "Manual" }),
      said("The service Spooler is disabled", []),
    ],
  },
  serverCore: {
    failures: [24],
    matches: [
      said("Server Core is not supported", ["serverCore"]),
      seen({ exitCode: fatal }, ["serverCore"], { installation: "Server Core" }),
      said(notStarted, ["serverCore"], { installation: "Server Core" }),
    ],
    nearMisses: [
      seen({ exitCode: fatal }, unproven, { installation: "Server" }),
      said("Windows Server 2012 is not supported", []),
    ],
  },
  server2025Update: {
    failures: [22],
    rows: [22],
    matches: [
      seen({ observed: "nothingSynchronised" }, ["server2025Update"], {
        windows: { build: 26100, revision: 6900 },
      }),
      said("Synchronisation stopped after KB5065426", ["server2025Update"]),
    ],
    nearMisses: [
      seen({ observed: "nothingSynchronised" }, ["hostFirewall"], {
        windows: { build: 26100, revision: 6901 },
      }),
      said("Synchronisation stopped after KB5065426", [], { windows: { build: 20348, revision: 1 } }),
    ],
  },
  fips: {
    failures: [33],
    rows: [16],
    matches: [
      said(
        "System.InvalidOperationException: This implementation is not part of the Windows Platform FIPS validated cryptographic algorithms. at System.Security.Cryptography.MD5CryptoServiceProvider..ctor()",
        ["fips"],
      ),
      said("Password hash synchronisation failed in MD5", ["fips?"]),
    ],
    nearMisses: [
      said("Password hash synchronisation failed in MD5", [], { fips: false }),
      said("The MD5 of the file is right.", []),
    ],
  },
  notElevated: {
    matches: [
      seen({ exitCode: fatal }, ["notElevated"], { elevated: false }),
      said("Access denied", ["notElevated"], { elevated: false }),
      said(
        "You do not have sufficient privileges to complete this installation for all users of the machine.",
        ["notElevated"],
      ),
    ],
    nearMisses: [
      seen({ exitCode: fatal }, unproven, { elevated: true }),
      said("Access denied", [], { elevated: true }),
    ],
  },
  networkLogOn: {
    failures: [34],
    matches: [
      seen({ exitCode: fatal, text: "Access denied" }, ["networkLogOn"], { networkLogOn: true }),
      said("MSI (s): access is denied", ["networkLogOn"], { networkLogOn: true }),
      said("msiexec ended with code 1603: access is denied", ["networkLogOn"], { networkLogOn: true }),
    ],
    nearMisses: [
      seen({ exitCode: fatal, text: "Access denied" }, unproven, { networkLogOn: false }),
      seen({ exitCode: fatal }, unproven, { networkLogOn: true, installerUnderSystem: true }),
      said("Access denied", [], { networkLogOn: true }),
      said("Install-ADServiceAccount : Access denied", ["computerTicketOld"], { networkLogOn: true }),
    ],
  },
  connectSyncOnServer: {
    failures: [14],
    matches: [
      seen({ observed: "updaterTrouble" }, ["connectSyncOnServer"], { connectSyncOnServer: true }),
      seen({ observed: "nothingSynchronised" }, ["connectSyncOnServer"], { connectSyncOnServer: true }),
      said("Microsoft Entra Connect Agent Updater failed", ["connectSyncOnServer"], {
        connectSyncOnServer: true,
      }),
    ],
    nearMisses: [
      seen({ observed: "updaterTrouble" }, [], { connectSyncOnServer: false }),
      said("Microsoft Entra Connect Agent Updater failed", []),
    ],
  },
  setupCancelled: {
    rows: [9],
    matches: [
      seen({ exitCode: 1602 }, ["setupCancelled"]),
      seen({ exitCode: 1602, text: "Server Core is not supported" }, ["serverCore", "setupCancelled"]),
    ],
    nearMisses: [seen({ exitCode: 1604 }, [])],
  },
  setupFailed: {
    rows: [9],
    matches: [
      seen({ exitCode: fatal }, ["setupFailed"], ruledOut),
      seen({ exitCode: signed }, ["setupFailed"], ruledOut),
      seen({ exitCode: 0x80070643 }, ["setupFailed"], ruledOut),
      said("The installation failed with status: 1603.", ["setupFailed"], ruledOut),
      said("Error 0x80070643: Failed to install MSI package.", ["setupFailed"], ruledOut),
    ],
    nearMisses: [
      seen({ exitCode: fatal }, unproven),
      seen({ exitCode: 1638 }, []),
      said("Error code 16031", []),
    ],
  },
  setupBusy: {
    matches: [
      seen({ exitCode: 1618 }, ["setupBusy"]),
      seen({ exitCode: 1618, text: "Server Core is not supported" }, ["serverCore", "setupBusy"]),
    ],
    nearMisses: [seen({ exitCode: 1619 }, [])],
  },
};
