/** Whether the installed agent lacks the proxy that the site needs: a fix that only an installed agent can take. */
import { factOf, valueOf, type Fact } from "../values/fact.ts";
import type { Finding } from "../finding.ts";
import { agentUsesProxy, proxyToTry } from "../network/proxy.ts";
import { requiredProbesOf } from "../network/probing.ts";
import type { AgentFacts } from "../operations/agent.ts";
import { getNetworkFacts } from "../operations/network.ts";
import type { ReadParts } from "../preflight/partReadings.ts";
import { readParts } from "../preflight/readParts.ts";
import { networkOf, wayOutOf } from "../preflight/wayOut.ts";
import type { StepContext } from "../step.ts";

/** Nothing but what the agent does not work without is tried. */
const noneOther = {
  controllerProbes: { value: { ports: [], directories: [] } },
  controllers: { value: { names: { value: [] }, site: { value: null }, inSite: { value: [] } } },
  agentHosts: { value: { names: { value: [] } } },
};

/**
 * A failure with its fix, or nothing; not known where what decides could not be read. The network is tried only where Windows
 * or the user has a proxy and the agent has none: a probe that gets no answer takes its time. Whoever has read the agent's
 * configuration already has judged it too.
 */
export const proxyNeeded = async (
  ctx: StepContext,
  agent: Fact<AgentFacts>,
  judged?: ReadParts<"configuration">,
): Promise<readonly Finding[]> => {
  // Without an agent there is nothing to set.
  if (!valueOf(factOf(agent, "agent"))) return [];
  const { needsProxyUnknown, proxyMissing } = await import("../health/assessment.ts");
  const known = await readParts(ctx, ["configuration", "proxies"], judged);
  const { proxies } = wayOutOf(known);
  if ("unread" in proxies.agent) return judged ? [] : needsProxyUnknown(proxies.agent.unread);
  if (agentUsesProxy(proxies)) return [];
  if (proxyToTry(proxies) === null) {
    const unread = [proxies.winHttp, proxies.user].flatMap((one) => ("unread" in one ? [one.unread] : []));
    return unread[0] === undefined ? [] : needsProxyUnknown(unread[0]);
  }
  const probes = await ctx.read(getNetworkFacts, requiredProbesOf(ctx.plan, proxies));
  if ("unread" in probes) return needsProxyUnknown(probes.unread);
  const network = networkOf(ctx.plan.cloud, { ...known, ...noneOther, probes });
  return proxyMissing({ agent, configuration: known.configuration, network });
};
