/** Which domains the agent has, as it lists them itself. */
import { getAgentFacts } from "../operations/agent.ts";
import { getRegisteredDomains } from "../operations/registering.ts";
import type { FormContext, StepContext } from "../step.ts";
import { factOf, valueOf } from "../values/fact.ts";

/** The domains that the agent has, in small letters; none where it has none, or that is not to be read. */
export const listedDomains = async ({ read }: Pick<StepContext, "read">): Promise<readonly string[]> => {
  const agent = await read(getAgentFacts, {});
  if (!valueOf(factOf(agent, "tenantId"))) return [];
  const registered = await read(getRegisteredDomains, {});
  return valueOf(factOf(registered, "domains"))?.map((name) => name.toLowerCase()) ?? [];
};

/** The same, as it was read last: what a form may show. */
export const lastListed = ({ facts }: Pick<FormContext, "facts">): readonly string[] => {
  const registered = facts.last(getRegisteredDomains);
  return (registered && valueOf(registered.domains))?.map((name) => name.toLowerCase()) ?? [];
};
