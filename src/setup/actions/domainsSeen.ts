/** What can be seen of the plan's domains without a password, and what the record tells of their administrators. */
import { signInOf } from "../directory/signInOf.ts";
import type { Finding } from "../finding.ts";
import { getServerFacts, joinedDomain } from "../operations/server.ts";
import type { DomainPlan } from "../plan.ts";
import type { StepContext } from "../step.ts";
import { valueOf } from "../values/fact.ts";

/** What a look at domains finds, and what the record tells of their administrators. Nobody is asked for a password. */
export const domainsSeen = async (
  ctx: Pick<StepContext, "read" | "attestations" | "now" | "plan">,
  domains: readonly DomainPlan[],
): Promise<readonly Finding[]> => {
  const { administratorFindings, askDirectory, domainFindings, domainQuestion, notSignedIn } =
    await import("../health/assessment.ts");
  const own = joinedDomain(valueOf(await ctx.read(getServerFacts, {})));
  const findings: Finding[] = [];
  for (const { name, administrator } of domains) {
    findings.push(...domainFindings(name, await askDirectory(ctx, { domain: name }, domainQuestion)));
    if (administrator === undefined) continue;
    const said = signInOf(ctx.attestations, name, administrator);
    const createsAccount =
      ctx.plan.serviceAccount?.kind !== "custom" && name.toLowerCase() === own?.toLowerCase();
    findings.push(
      ...(said
        ? administratorFindings(said, { now: ctx.now(), createsAccount })
        : [notSignedIn(name, administrator)]),
    );
  }
  return findings;
};
