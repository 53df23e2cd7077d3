/**
 * What the agent's installer leaves on a server, as public documentation and reports describe it: two services, the
 * registry key with an empty TenantID, and the program folder. The agent first runs under its virtual account.
 * Source: Microsoft, "Install the Microsoft Entra provisioning agent" and "Cloud sync: how it works".
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { programBytes } from "./program.ts";
import type { MachineState } from "./state.ts";

export const agentVersion = "1.1.2334.0";
export const agentKey = "SOFTWARE\\Microsoft\\Azure AD Connect Agents\\Azure AD Connect Provisioning Agent";
export const wizardFile = "AADConnectProvisioningAgentWizard.exe";

export const agentFolder = (dir: string): string =>
  path.join(dir, "Program Files", "Microsoft Azure AD Connect Provisioning Agent");
export const downloadFolder = (dir: string): string =>
  path.join(dir, "Program Files", "Cloud Sync Agent Setup", "Downloads");

export const temporaryFolder = (dir: string): string => path.join(dir, "Temp");

/** The log that setup leaves. Its real name is not documented; the module looks for the product's name in it. */
export const writeSetupLog = (dir: string, exitCode: number): void => {
  mkdirSync(temporaryFolder(dir), { recursive: true });
  writeFileSync(
    path.join(temporaryFolder(dir), "Microsoft_Entra_Provisioning_Agent_Package.log"),
    `Practice setup ended with exit code ${exitCode}\n`,
  );
};

/** Services and registry, as after the installer. Keeps a registration that is there already, as an update does. */
export const installAgentInto = (state: MachineState): void => {
  state.services.AADConnectProvisioningAgent ??= {
    name: "AADConnectProvisioningAgent",
    displayName: "Microsoft Entra Provisioning Agent",
    state: "Running",
    startMode: "Auto",
    account: "NT SERVICE\\AADConnectProvisioningAgent",
  };
  state.services.AzureADConnectAgentUpdater ??= {
    name: "AzureADConnectAgentUpdater",
    displayName: "Microsoft Entra Connect Agent Updater",
    state: "Running",
    startMode: "Auto",
    account: "LocalSystem",
  };
  state.registry[agentKey] ??= { ServiceName: "AADConnectProvisioningAgent", TenantID: "" };
};

/** The program files, which the module really looks for. */
export const writeAgentFiles = (dir: string): void => {
  const folder = agentFolder(dir);
  mkdirSync(folder, { recursive: true });
  const product = {
    product: "Microsoft Entra Provisioning Agent",
    version: agentVersion,
    signer: "Microsoft Corporation",
  };
  for (const file of ["AADConnectProvisioningAgent.exe", wizardFile])
    writeFileSync(path.join(folder, file), programBytes({ ...product, kind: "program" }, 1024));
  // The configuration of a .NET Framework program; an update keeps what somebody wrote into it.
  const configuration = path.join(folder, "AADConnectProvisioningAgent.exe.config");
  if (!existsSync(configuration))
    writeFileSync(
      configuration,
      '<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n</configuration>\n',
    );
};
