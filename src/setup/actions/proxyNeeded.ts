/** Whether the installed agent lacks the proxy that the site needs: a fix that only an installed agent can take. */
import { valueOf } from "../values/fact.ts";
import type { Finding } from "../finding.ts";
import { agentUsesProxy, proxyToTry, type Proxies } from "../network/proxy.ts";
import { readRequiredHosts } from "../network/read.ts";
import { getAgentConfiguration, type AgentFacts } from "../operations/agent.ts";
import { getProxyFacts } from "../operations/network.ts";
import { proxyMissing } from "../preflight/proxy.ts";
import type { StepContext } from "../step.ts";

/**
 * A failure with its fix, or nothing. The network is tried only where Windows or the user has a proxy and the agent has
 * none: a probe that gets no answer takes its time.
 */
export const proxyNeeded = async (ctx: StepContext, agent: AgentFacts): Promise<readonly Finding[]> => {
  if (!valueOf(agent.agent)) return [];
  const configuration = await ctx.run(getAgentConfiguration, {});
  if ("unread" in configuration.proxy) return [];
  const seen: Proxies = { ...(await ctx.run(getProxyFacts, {})), agent: configuration.proxy };
  if (proxyToTry(seen) === null || agentUsesProxy(seen)) return [];
  return proxyMissing({ agent, configuration, network: await readRequiredHosts(ctx, seen) });
};
