/**
 * Everything a server can be asked, as data. `src/server/powershell` holds one PowerShell function for each entry, with the
 * same name and parameters (PowerShell ignores case); a test holds the two lists against each other.
 */
import type { Operation } from "./operation.ts";
import * as agent from "./agent.ts";
import * as installer from "./installer.ts";
import * as network from "./network.ts";
import * as logs from "./logs.ts";
import * as registering from "./registering.ts";
import * as rights from "./rights.ts";
import * as server from "./server.ts";
import * as settings from "./settings.ts";
import * as windows from "./windows.ts";

/** Every operation, by name. */
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
  network.getControllerPortFacts,
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
  agent.uninstallAgentProduct,
  logs.saveLogBundle,
] as const satisfies readonly Operation[];

/** What can be changed in a directory and in a cloud: nothing yet. Each is a closed list, as the server's is. */
export const directoryOperations = [] as const satisfies readonly Operation[];
export const cloudOperations = [] as const satisfies readonly Operation[];
