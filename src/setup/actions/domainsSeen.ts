/** What can be seen of the plan's domains without a password, and what the record tells of their administrators. */
import { signInOf } from "../directory/signInOf.ts";
import type { Finding } from "../finding.ts";
import { getServerFacts, joinedDomain } from "../operations/server.ts";
import type { DomainPlan } from "../plan.ts";
import type { StepContext } from "../step.ts";
import { valueOf } from "../values/fact.ts";

/** What a look at domains finds, and what the record tells of their administrators. Nobody is asked for a password. */
export const domainsSeen = async (
  ctx: Pick<StepContext, "read" | "remembered" | "attestations" | "now" | "plan">,
  domains: readonly DomainPlan[],
): Promise<readonly Finding[]> => {
  const { administratorFindings, askDirectory, domainFindings, domainQuestion, notSignedIn } =
    await import("../health/assessment.ts");
  const own = joinedDomain(valueOf(await ctx.read(getServerFacts, {})));
  const ofDomain = async ({ name, administrator }: DomainPlan): Promise<readonly Finding[]> => {
    const seen = domainFindings(name, await askDirectory(ctx, { domain: name }, domainQuestion));
    if (administrator === undefined) return seen;
    const said = signInOf(ctx.attestations, name, administrator);
    const createsAccount =
      ctx.plan.serviceAccount?.kind !== "custom" && name.toLowerCase() === own?.toLowerCase();
    return [
      ...seen,
      ...(said
        ? administratorFindings(said, { now: ctx.now(), createsAccount })
        : [notSignedIn(name, administrator)]),
    ];
  };
  // A domain that does not answer is waited for beside the others.
  return (await Promise.all(domains.map(ofDomain))).flat();
};
