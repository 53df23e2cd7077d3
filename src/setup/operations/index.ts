/**
 * Everything that can be asked, as data: a closed list for each port. `src/server/powershell` holds one PowerShell function for each
 * entry of the server's, with the same name and parameters (PowerShell ignores case); a test holds the two lists against each other.
 */
import type { Operation, Port } from "./operation.ts";
import * as agent from "./agent.ts";
import * as directory from "./directory.ts";
import * as installer from "./installer.ts";
import * as network from "./network.ts";
import * as logs from "./logs.ts";
import * as registering from "./registering.ts";
import * as rights from "./rights.ts";
import * as server from "./server.ts";
import * as settings from "./agentSettings.ts";
import * as windows from "./windows.ts";

type OperationOf<P extends Port> = Operation & { readonly port: P };

/** What can be asked of a server. */
export const operations = [
  server.getServerFacts,
  server.getTlsFacts,
  server.getPolicyFacts,
  agent.getAgentFacts,
  registering.getRegisteredDomains,
  installer.getInstallerFacts,
  windows.getWindowsFacts,
  windows.getLoggingFacts,
  rights.getLogonRightFacts,
  agent.getAgentConfiguration,
  agent.getAgentHealth,
  settings.getAgentSettings,
  agent.getDecidingEvents,
  agent.getAgentCmdlets,
  agent.getAgentLeftovers,
  network.getProxyFacts,
  network.getDomainControllerFacts,
  network.getAgentHosts,
  network.getNetworkFacts,
  network.getControllerFacts,
  logs.getTraceFiles,
  logs.getTracePart,
  logs.getLogPreview,
  server.setTlsValue,
  server.setRestartMark,
  server.setExecutionPolicyScope,
  server.setCredentialManagerStart,
  server.restartServer,
  installer.saveInstaller,
  installer.copyInstaller,
  installer.removeInstaller,
  installer.installAgent,
  registering.startAgentWizard,
  registering.registerAgent,
  agent.restartAgentService,
  rights.addLogonRight,
  rights.removeLogonRight,
  rights.setManagedAccount,
  rights.setAgentServiceStart,
  agent.setAgentProxy,
  agent.setAgentPermissions,
  agent.protectAgentAccount,
  agent.uninstallAgentProduct,
  logs.saveLogBundle,
] as const satisfies readonly OperationOf<"server">[];

/** What can be asked of a directory and of a cloud. */
export const directoryOperations = [
  directory.getDirectoryEntries,
  directory.setDirectoryValue,
] as const satisfies readonly OperationOf<"directory">[];
export const cloudOperations = [
  // Nothing of the cloud yet.
] as const satisfies readonly OperationOf<"cloud">[];

/** The lists of all ports. */
export type Listed = { readonly [P in Port]: readonly OperationOf<P>[] };
export const listed: Listed = {
  server: operations,
  directory: directoryOperations,
  cloud: cloudOperations,
};
