import { existingAgent } from "./agent.ts";
import { controllers } from "./controllers.ts";
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
  memory,
  tls,
  executionPolicy,
  credentialManager,
  proxies,
  network,
  controllers,
  existingAgent,
];
