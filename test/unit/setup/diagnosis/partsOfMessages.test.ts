/** A message is recognised by all that it says: a part of it can be said of anything. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnose } from "../../../../src/setup/diagnosis/diagnose.ts";

/** Each lacks one thing that the message has, and is nobody's. */
const parts: readonly string[] = [
  // Registration
  "The registration certificate was renewed.",
  "Registration: the name is not valid.",
  "The certificate isn't valid.",
  "Security error.",
  "The printer is not in the portal.",
  "The agent is in the portal.",
  "The configuration was overwritten by the upgrade.",
  "The upgrade read AADConnectProvisioningAgent.exe.config.",
  "AADConnectProvisioningAgent.exe.config was overwritten.",
  "Newtonsoft.Json 13.0.1 is there.",
  "Could not load file or assembly 'System.Net'.",
  "There is an inactive agent.",
  "It cannot be deleted.",
  "Registration with the cloud service goes on.",
  "The remote server timed out.",
  // Managed accounts
  "Unable to contact the server.",
  "Active Directory Web Services are there.",
  "0ADEL",
  "B:32:1EB93889E40C45DF9F0C64D23BBB6237:CN=Managed Service Accounts",
  "<WKGUID=1EB93889E40C45DF9F0C64D23BBB6237>",
  "New-ADServiceAccount was called.",
  "The key does not exist.",
  "It failed after 6 retries.",
  "Unable to install service account pGMSA_1$.",
  "Add-KdsRootKey was called.",
  "The request is not supported.",
  "0x80070032",
  "Creating gMSA.",
  "There is no such object on the server.",
  "Install-ADServiceAccount was called.",
  "Install service account",
  "Access is denied.",
  // The service
  "AADConnectProvisioningAgent failed to start.",
  "Verify that you have sufficient privileges to start system services.",
  "Error 1920.",
  "Spooler failed to start. Error 1920.",
  "AADConnectProvisioningAgent: error 1920",
  "Something is stuck in starting.",
  "The AADConnectProvisioningAgent is there.",
  "The provisioning agent is there.",
  "The service is in starting state.",
  "Cannot start service Spooler.",
  // Sign-in
  "MFA is on.",
  "These instructions will not work for you.",
  "The sign-in page is there.",
  "The page is blank.",
  "The service account that is used to run",
  "Cloud Sync is there.",
  "401 of the portal",
  "401 in the blade",
  "The cloud sync portal",
  // Directory
  "msDS-ExternalDirectoryObjectId",
  "The attribute does not exist.",
  "The schema is read.",
  "There is a duplicate object.",
  "AD schema is read.",
  "The read times out.",
  "Provision on demand is there.",
  "isCriticalSystemObject",
  "The user was skipped.",
  "The user is not in scope.",
  "Password writeback is on.",
  "It failed with an error.",
  // Windows
  "VaultSvc runs.",
  "The service is disabled.",
  "Server Core is installed.",
  "This is not supported.",
  "The agent updater runs.",
  "Password hash synchronisation is on.",
  "MD5",
  // Synchronisation
  "There is no active agent for the network.",
  "Agents have been removed.",
  "The agent is running.",
  "A credential is kept.",
];

for (const text of parts)
  test(`nobody's: ${text}`, () => {
    assert.deepEqual(diagnose({ text }), [{ kind: "unknown", raw: text }]);
  });
