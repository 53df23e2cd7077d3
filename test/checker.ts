/** The checker of expressions that a text can make slow, as every test uses it. */
import { createRequire } from "node:module";
import type { Parameters } from "recheck";

/** The same checker comes as a program for one kind of machine and, slower, in JavaScript. Java is never started. */
const hasProgram = (): boolean => {
  if (process.platform !== "linux" || process.arch !== "x64") return false;
  try {
    createRequire(import.meta.url).resolve("recheck-linux-x64/package.json");
    return true;
  } catch {
    return false;
  }
};
process.env.RECHECK_BACKEND = hasProgram() ? "native" : "pure";
export const { check } = await import("recheck");

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
