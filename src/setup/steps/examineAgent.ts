/** How the installed agent is doing. */
import { circumstancesOf } from "../circumstances.ts";
import { judgeHealth } from "../health.ts";
import {
  getAgentConfiguration,
  getAgentFacts,
  getAgentHealth,
  getLogonRightFacts,
  getPolicyFacts,
  getServerFacts,
  getWindowsFacts,
} from "../operations.ts";
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
  return { facts, findings: judgeHealth(facts.agent, health, now(), circumstancesOf(facts, health)) };
};
