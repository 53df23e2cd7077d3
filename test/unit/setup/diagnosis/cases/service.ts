import { managedAccount, said, seen, serviceEvent, startEvent, virtualAccount, type Cases } from "./case.ts";

const notStarted =
  "Service 'Microsoft Azure AD Connect Provisioning Agent' (AADConnectProvisioningAgent) failed to start. Verify that you have sufficient privileges to start system services.";
const notStartedToday = notStarted.replace("Microsoft Azure AD Connect", "Microsoft Entra");
const logOn =
  "Failed changing Windows service credentials to gMSA. Please check the logs for more detailed information. If that doesn't help resolve this issue, please contact support.";
const kds =
  "Unable to create gMSA because KDS may not be running on domain controller. Please create/run KDS manually.";
const cannotStart = "Cannot start service AADConnectProvisioningAgent on computer '.'.";
const otherService = {
  ...serviceEvent(7041, "CONTOSO\\sql"),
  text: "The MSSQLSERVER service was unable to log on.",
};

export const serviceCases: Record<string, Cases> = {
  servicesMayNotLogOn: {
    failures: [1, 12],
    rows: [1, 3, 9],
    matches: [
      said(notStarted, ["servicesMayNotLogOn?", "earlierAgent?"]),
      said(`${notStarted} 0x80070643`, ["servicesMayNotLogOn?", "earlierAgent?"]),
      said(notStartedToday, ["servicesMayNotLogOn"], { servicesMayLogOn: false }),
      said(notStarted.replace("start system", "start the system"), ["servicesMayNotLogOn"], {
        events: [serviceEvent(7041, virtualAccount)],
      }),
      seen({ event: serviceEvent(7041, virtualAccount) }, ["servicesMayNotLogOn"]),
      seen({ observed: "serviceStuckStarting" }, ["servicesMayNotLogOn"]),
      seen({ event: startEvent(7000) }, ["servicesMayNotLogOn"], {
        events: [serviceEvent(7041, virtualAccount)],
      }),
      said(cannotStart, ["servicesMayNotLogOn"], { servicesMayLogOn: false }),
      seen({ code: "0x80070643" }, ["servicesMayNotLogOn?", "earlierAgent?"]),
    ],
    nearMisses: [
      said(notStarted, ["earlierAgent?"], { servicesMayLogOn: true }),
      said(
        "Service 'Print Spooler' (Spooler) failed to start. Verify that you have sufficient privileges.",
        [],
      ),
      seen({ event: otherService }, []),
      seen({ observed: "serviceStuckStarting" }, [], { servicesMayLogOn: true }),
      seen({ event: startEvent(7000) }, []),
      seen({ event: startEvent(7000, "Print Spooler") }, [], { servicesMayLogOn: false }),
      said(cannotStart, []),
    ],
    gates: [
      said(notStarted, ["servicesMayNotLogOn"], { servicesMayLogOn: false, agentVersion: "1.1.818.0" }),
      said(notStarted, ["servicesMayNotLogOn"], { servicesMayLogOn: false, agentVersion: "1.1.972.0" }),
    ],
  },
  earlierAgent: {
    failures: [1],
    rows: [1, 9],
    matches: [
      said(notStarted, ["earlierAgent"], { earlierAgent: true }),
      seen({ exitCode: 0x80070643 | 0 }, ["earlierAgent"], { earlierAgent: true }),
    ],
    nearMisses: [said(notStarted, ["servicesMayNotLogOn?"], { earlierAgent: false })],
  },
  domainControllerPolicy: {
    failures: [1],
    rows: [1],
    matches: [said(notStarted, ["domainControllerPolicy"], { domainController: true })],
    nearMisses: [
      said(notStarted, ["servicesMayNotLogOn?", "earlierAgent?"], { domainController: false }),
      said(notStarted, ["earlierAgent?"], { domainController: true, servicesMayLogOn: true }),
    ],
    gates: ["1.1.818.0", "1.1.972.0"].map((agentVersion) =>
      said(notStarted, ["domainControllerPolicy"], { domainController: true, agentVersion }),
    ),
  },
  accountMayNotLogOn: {
    failures: [2],
    rows: [2],
    matches: [
      said(logOn, ["accountMayNotLogOn"], { events: [serviceEvent(7041, managedAccount)] }),
      seen({ text: logOn, event: serviceEvent(7041, managedAccount) }, ["accountMayNotLogOn"]),
      said(logOn, ["accountMayNotLogOn?", "serviceNotManaged?"]),
      said(kds, ["accountMayNotLogOn"], { accountMayLogOn: false }),
      said(cannotStart, ["accountMayNotLogOn"], { events: [serviceEvent(7041, managedAccount)] }),
      seen({ event: serviceEvent(7041, managedAccount) }, ["accountMayNotLogOn"]),
    ],
    nearMisses: [
      said(logOn, ["serviceNotManaged"], { events: [serviceEvent(7038, managedAccount)] }),
      said(logOn, ["serviceNotManaged?"], { accountMayLogOn: true }),
      said(kds, ["kdsRootKey?", "encryptionTypes?"], { accountMayLogOn: true }),
      said(cannotStart, [], { accountMayLogOn: true }),
    ],
    gates: ["1.1.818.0", "1.1.972.0"].map((agentVersion) =>
      said(logOn, ["accountMayNotLogOn"], { accountMayLogOn: false, agentVersion }),
    ),
  },
  serviceNotManaged: {
    failures: [3],
    rows: [2],
    matches: [
      said(logOn, ["serviceNotManaged"], { events: [serviceEvent(7038, managedAccount)] }),
      said(logOn, ["serviceNotManaged"], { serviceIsManaged: false }),
      said(cannotStart, ["serviceNotManaged"], { serviceIsManaged: false }),
      seen({ event: serviceEvent(7038, managedAccount) }, ["serviceNotManaged"]),
    ],
    nearMisses: [
      said(logOn, ["accountMayNotLogOn"], { events: [serviceEvent(7041, managedAccount)] }),
      said(logOn, ["accountMayNotLogOn?"], { serviceIsManaged: true }),
      seen(
        { event: { ...serviceEvent(7038, "x"), text: "The MSSQLSERVER service was unable to log on." } },
        [],
      ),
    ],
  },
  serviceStartTimedOut: {
    matches: [
      seen({ event: startEvent(7009) }, ["serviceStartTimedOut"]),
      seen({ event: startEvent(7000) }, ["serviceStartTimedOut"], { events: [startEvent(7009)] }),
      seen({ exitCode: 1603 }, ["serviceStartTimedOut"], { events: [startEvent(7009)] }),
      said(cannotStart, ["serviceStartTimedOut"], { events: [startEvent(7009)] }),
    ],
    nearMisses: [
      seen({ event: startEvent(7009, "Print Spooler") }, []),
      said(cannotStart, [], { events: [startEvent(7009, "Print Spooler")] }),
      seen({ exitCode: 1603 }, ["servicesMayNotLogOn?", "earlierAgent?"], { events: [startEvent(7000)] }),
    ],
    gates: ["1.1.1586.0", "1.1.2102.0"].map((agentVersion) =>
      seen({ event: startEvent(7009) }, ["serviceStartTimedOut"], { agentVersion }),
    ),
  },
  logOnReplaced: {
    rows: [1, 2],
    matches: [said(logOn, ["logOnReplaced"], { serviceAccount: "CONTOSO\\administrator" })],
    nearMisses: [
      said(logOn, ["accountMayNotLogOn?", "serviceNotManaged?"], { serviceAccount: virtualAccount }),
      said(logOn, ["accountMayNotLogOn?", "serviceNotManaged?"], { serviceAccount: managedAccount }),
      said(logOn, ["accountMayNotLogOn?", "serviceNotManaged?"], { serviceAccount: "LocalSystem" }),
    ],
  },
  kdsRootKey: {
    failures: [4, 19],
    rows: [2],
    matches: [
      said(kds, ["kdsRootKey?", "encryptionTypes?"]),
      said(kds, ["kdsRootKey"], { kdsKey: "none" }),
      said(kds, ["kdsRootKey"], { kdsKey: "young" }),
      said("New-ADServiceAccount : Key does not exist", ["kdsRootKey"]),
    ],
    nearMisses: [
      said(kds, ["encryptionTypes?"], { kdsKey: "ready" }),
      said(kds, ["encryptionTypes"], { serverEncryptionTypes: 0x7ffffff8, accountEncryptionTypes: 0x1c }),
      said("Remove-Item : Key does not exist", []),
    ],
  },
  encryptionTypes: {
    failures: [4, 7],
    rows: [2],
    matches: [
      said(kds, ["encryptionTypes"], { serverEncryptionTypes: 0x7ffffff8 }),
      said(kds, ["kdsRootKey?", "encryptionTypes?"], {
        serverEncryptionTypes: 0x1c,
        accountEncryptionTypes: 0x18,
      }),
      said(kds, ["kdsRootKey?", "encryptionTypes?"], { serverEncryptionTypes: 0x1c }),
      said(kds, ["encryptionTypes"], {
        events: [
          {
            log: "System",
            source: "NETLOGON",
            id: 9002,
            text: "Netlogon failed to add the account as a managed service account.",
          },
        ],
      }),
      said(
        "Error while creating group managed service account (gMSA). Error: Unable to install service account pGMSA_2345ad35$ after 6 retries.",
        ["encryptionTypes"],
      ),
      said(
        "Install-ADServiceAccount : Cannot Install service account. Error Message: 'The provided context did not match the target'",
        ["encryptionTypes"],
      ),
      seen(
        {
          event: {
            log: "Microsoft-Windows-Security-Netlogon/Operational",
            source: "Microsoft-Windows-Security-Netlogon",
            id: 9001,
            text: "The account cannot be used as a managed service account: not all encryption types are supported.",
          },
        },
        ["encryptionTypes"],
      ),
    ],
    nearMisses: [
      said(kds, ["kdsRootKey?"], { serverEncryptionTypes: 0x1c, accountEncryptionTypes: 0x1c }),
      said(kds, ["kdsRootKey"], { serverEncryptionTypes: 0x1c, kdsKey: "none" }),
      said("Unable to install service account pGMSA_2345ad35$ after 6 retries.", [], {
        serverEncryptionTypes: 0x18,
        accountEncryptionTypes: 0x7ffffff8,
      }),
      seen({ event: { log: "System", source: "NETLOGON", id: 5719, text: "No logon server." } }, []),
    ],
  },
  kdsAfterFailedLogOn: {
    failures: [4],
    rows: [2],
    matches: [said(kds, ["kdsAfterFailedLogOn"], { afterFailedLogOnChange: true })],
    nearMisses: [said(kds, ["kdsRootKey?", "encryptionTypes?"], { afterFailedLogOnChange: false })],
  },
};
