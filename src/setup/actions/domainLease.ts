/** A domain while an agent is registered for it. */
import * as l10n from "@vscode/l10n";
import { ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";

/**
 * Works while it has the domains to itself: of the windows of this machine one registers an agent for a domain at a time,
 * whichever server it is for. @throws ProblemError `busy` where another one does.
 */
export const whileHoldingDomains = async <T>(
  { lease, plan }: Pick<StepContext, "lease" | "plan">,
  work: () => Promise<T>,
): Promise<T> => {
  const releases: (() => Promise<void>)[] = [];
  // In one order, whatever the order in the plan: two that want the same ones never wait for each other.
  const names = [...new Set(plan.domains.map(({ name }) => name.toLowerCase()))].toSorted();
  try {
    for (const name of names) {
      const taken = await lease.acquire(`domain:${name}`);
      if ("heldBy" in taken)
        throw new ProblemError({
          code: "busy",
          happened: l10n.t(
            "An agent is being registered for {0} from another window: {1}.",
            name,
            taken.heldBy,
          ),
          means: l10n.t(
            "Nothing was registered. Two registrations for one domain at a time can spoil each other.",
          ),
          next: [l10n.t("Wait until the other registration has ended, then do this again.")],
        });
      releases.push(taken.release);
    }
    return await work();
  } finally {
    for (const release of releases) await release();
  }
};
