/**
 * What the agent's installer leaves on a server, as public documentation and reports describe it: two services, the
 * registry key with an empty TenantID, and the program folder. The agent first runs under its virtual account.
 * Source: Microsoft, "Install the Microsoft Entra provisioning agent" and "Cloud sync: how it works".
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { programBytes } from "./programFile.ts";
import type { MachineState } from "./state.ts";

export const agentVersion = "1.1.2334.0";
export const agentKey = "SOFTWARE\\Microsoft\\Azure AD Connect Agents\\Azure AD Connect Provisioning Agent";
export const wizardFile = "AADConnectProvisioningAgentWizard.exe";

export const agentFolder = (dir: string): string =>
  path.join(dir, "Program Files", "Microsoft Azure AD Connect Provisioning Agent");
export const downloadFolder = (dir: string): string =>
  path.join(dir, "Program Files", "Cloud Sync Agent Setup", "Downloads");

export const stateFolder = (dir: string): string =>
  path.join(dir, "Program Files", "Cloud Sync Agent Setup", "State");

/** Where the agent writes its trace: below ProgramData. */
export const traceFolder = (dir: string): string =>
  path.join(dir, "ProgramData", "Microsoft", "Azure AD Connect Provisioning Agent", "Trace");

/** System32. */
export const systemFolder = (dir: string): string => path.join(dir, "Windows", "System32");

/** For temporary files of the session's user. */
export const temporaryFolder = (dir: string): string => path.join(dir, "Temp");
/** For temporary files of SYSTEM. */
export const systemTemporaryFolder = (dir: string): string => path.join(dir, "Windows", "Temp");

/** The log that setup leaves. Its real name is not documented; the module looks for the product's name in it. */
export const writeSetupLog = (dir: string, exitCode: number, asSystem: boolean): void => {
  const folder = asSystem ? systemTemporaryFolder(dir) : temporaryFolder(dir);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, "Microsoft_Entra_Provisioning_Agent_Package.log"),
    `Practice setup ended with exit code ${exitCode}\n`,
  );
};

/** The three programs that Windows lists afterwards. */
const products = (version: string) => [
  {
    id: "{6E3A1B52-5E0E-4B7B-9A55-0A1D7C0B1111}",
    name: "Microsoft Entra Provisioning Agent",
    version,
    publisher: "Microsoft Corporation",
    isMsi: true,
    uninstall: "MsiExec.exe /X{6E3A1B52-5E0E-4B7B-9A55-0A1D7C0B1111}",
    quietUninstall: "",
  },
  {
    id: "{6E3A1B52-5E0E-4B7B-9A55-0A1D7C0B2222}",
    name: "Microsoft Entra Connect Agent Updater",
    version,
    publisher: "Microsoft Corporation",
    isMsi: true,
    uninstall: "MsiExec.exe /X{6E3A1B52-5E0E-4B7B-9A55-0A1D7C0B2222}",
    quietUninstall: "",
  },
  {
    id: "{0b0e2b7c-32c1-4f0e-8d0b-7a5c5cf73333}",
    name: "Microsoft Entra Provisioning Agent Package",
    version,
    publisher: "Microsoft Corporation",
    isMsi: false,
    uninstall: '"C:\\ProgramData\\Package Cache\\AADConnectProvisioningAgentSetup.exe" /uninstall',
    quietUninstall:
      '"C:\\ProgramData\\Package Cache\\AADConnectProvisioningAgentSetup.exe" /uninstall /quiet',
  },
];

/** Services and registry, as after the installer. Keeps a registration that is there already, as an update does. */
export const installAgentInto = (state: MachineState, version = agentVersion): void => {
  state.agentVersion = version;
  state.products = products(version);
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
  state.registry[agentKey] ??= {
    ServiceName: "AADConnectProvisioningAgent",
    ServiceProcessName: "AADConnectProvisioningAgent.exe",
    InstallDir: "C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\",
    ProgramDataFolderName: "Microsoft\\Azure AD Connect Provisioning Agent",
    TenantID: "",
  };
};

/** What uninstalling one product takes away. Trace files, registry key and the account stay, as on a real server. */
export const uninstallFrom = (state: MachineState, dir: string, id: string): void => {
  const product = state.products.find((one) => one.id === id);
  state.products = state.products.filter((one) => one.id !== id);
  // Removing the package removes the agent with it (since 1.1.972.0, version history).
  if (product?.name === "Microsoft Entra Connect Agent Updater") {
    delete state.services.AzureADConnectAgentUpdater;
    return;
  }
  state.products = state.products.filter(({ name }) => name !== "Microsoft Entra Provisioning Agent");
  delete state.services.AADConnectProvisioningAgent;
  state.agentVersion = null;
  rmSync(agentFolder(dir), { recursive: true, force: true });
};

const configuration = `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <startup>
    <supportedRuntime version="v4.0" sku=".NETFramework,Version=v4.7.1" />
  </startup>
</configuration>
`;

/** Whether the agent gets out to Microsoft's service: past a firewall only through a proxy of its own configuration. */
export const agentGetsOut = (dir: string, { network }: Pick<MachineState, "network">): boolean => {
  if (network.direct) return true;
  const config = path.join(agentFolder(dir), "AADConnectProvisioningAgent.exe.config");
  return existsSync(config) && /\bproxyaddress="[^"]+"/u.test(readFileSync(config, "utf8"));
};

/**
 * What is said where the agent does not get out. Microsoft's page ("Agent times out or certificate isn't valid") shows the
 * message as a picture only, so these words are our own.
 */
export const registrationTimedOut =
  "The registration of the agent timed out: Unable to connect to the remote server.";

/** The program files, which the module really looks for. The configuration is kept where it is there already. */
export const writeAgentFiles = (dir: string, version = agentVersion, losesConfiguration = false): void => {
  const folder = agentFolder(dir);
  mkdirSync(folder, { recursive: true });
  const product = {
    product: "Microsoft Entra Provisioning Agent",
    version,
    signer: "Microsoft Corporation",
  };
  const config = path.join(folder, "AADConnectProvisioningAgent.exe.config");
  if (losesConfiguration || !existsSync(config)) writeFileSync(config, configuration);
  for (const file of ["AADConnectProvisioningAgent.exe", wizardFile])
    writeFileSync(path.join(folder, file), programBytes({ ...product, kind: "program" }, 1024));
};
