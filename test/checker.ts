/** The checker of expressions that a text can make slow, as every test uses it. */
import type { Parameters } from "recheck";

// In this process and in JavaScript: neither Java nor another program is started.
process.env.RECHECK_SYNC_BACKEND = "pure";
export const { checkSync } = await import("recheck");

/**
 * What the automaton does not decide is attacked; more attempts found nothing else, and take minutes. By steps, not by time:
 * a busy machine must not decide.
 */
export const bySteps: Parameters = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  maxNFASize: 300,
  maxIteration: 1,
  maxInitialGenerationSize: 20,
  maxGenerationSize: 6,
  mutationSize: 4,
  crossoverSize: 3,
  maxGeneStringSize: 300,
  incubationLimit: 5_000,
  attackLimit: 10_000_000,
  maxAttackStringSize: 10_000,
};
