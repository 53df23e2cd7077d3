import { existingAgent } from "./agent.ts";
import { credentialManager, executionPolicy } from "./policy.ts";
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
  existingAgent,
];
