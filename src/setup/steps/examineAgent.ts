/** How the installed agent is doing. */
import { circumstancesOf } from "../circumstances.ts";
import { judgeHealth } from "../health.ts";
import {
  getAgentConfiguration,
  getAgentFacts,
  getAgentHealth,
  getAgentSettings,
  getLogonRightFacts,
  getPolicyFacts,
  getServerFacts,
  getWindowsFacts,
} from "../operations.ts";
import { agentSettings, autoUpdate, heedingPolicies } from "../preflight/agentSettings.ts";
import type { StepContext } from "../step.ts";

/** Findings about the running agent, with the facts that decide between the causes of its errors. */
export const examineAgent = async ({ run, now }: StepContext) => {
  const facts = {
    server: await run(getServerFacts, {}),
    policy: await run(getPolicyFacts, {}),
    windows: await run(getWindowsFacts, {}),
    agent: await run(getAgentFacts, {}),
    rights: await run(getLogonRightFacts, {}),
    configuration: await run(getAgentConfiguration, {}),
  };
  const health = await run(getAgentHealth, {});
  const settings = await run(getAgentSettings, {});
  const said = judgeHealth(facts.agent, health, now(), circumstancesOf(facts, health));
  const installed = { agent: facts.agent, settings };
  // An updater that does not run has been found among the services, with its fix.
  const updates = autoUpdate(installed, facts.server.computer).filter(({ verdict }) => verdict !== "warning");
  return {
    facts,
    findings: [...heedingPolicies(said, settings), ...agentSettings(installed), ...updates],
  };
};
