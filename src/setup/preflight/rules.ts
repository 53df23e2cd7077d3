import { agentProxy, agentRegistration, agentVersion, existingAgent, neighbours } from "./agent.ts";
import { agentSettings, autoUpdate } from "./agentSettings.ts";
import { controllerAnswers } from "./controllerAnswers.ts";
import { controllers } from "./controllers.ts";
import { enhancedSecurity, fips, ntlm, powerShellLogging } from "./hardening.ts";
import { logonRight } from "./logonRight.ts";
import { clock, diskSpace, domainControllerRole, pendingRestart, powerShellEngine } from "./machine.ts";
import { network } from "./network.ts";
import { credentialManager, executionPolicy } from "./policy.ts";
import { proxies } from "./proxy.ts";
import type { Rule } from "./rule.ts";
import { tls } from "./tls.ts";
import { domainMember, elevation, memory, netFramework, serverCore, windowsBuild } from "./windows.ts";

/** Every prerequisite, in the order in which they are shown. */
export const rules: readonly Rule[] = [
  elevation,
  windowsBuild,
  serverCore,
  domainMember,
  netFramework,
  powerShellEngine,
  memory,
  diskSpace,
  clock,
  pendingRestart,
  tls,
  executionPolicy,
  credentialManager,
  logonRight,
  fips,
  enhancedSecurity,
  ntlm,
  powerShellLogging,
  domainControllerRole,
  neighbours,
  proxies,
  network,
  controllers,
  controllerAnswers,
  existingAgent,
  agentVersion,
  agentRegistration,
  agentProxy,
  agentSettings,
  autoUpdate,
];
