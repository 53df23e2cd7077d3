/** Gives the service account what it lacks, with Microsoft's cmdlet: who may is asked for, and what was given is recorded call by call. */
import * as l10n from "@vscode/l10n";
import { assertOffered, toGive } from "../agent/permissionCmdlets.ts";
import { plannedGiver } from "../agent/permissionPlan.ts";
import {
  permissionCalls,
  permissionsByCmdlet,
  type PermissionCall,
  type SeenPermissions,
} from "../agent/permissions.ts";
import type { Change } from "../change.ts";
import { getAgentCmdlets, setAgentPermissions } from "../operations/agent.ts";
import type { Credential } from "../operations/operation.ts";
import type { CredentialQuestion } from "../ports.ts";
import { ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";
import { titleOf } from "../stepTitles.ts";
import { agreedNames } from "./agreedNames.ts";
import { explainingCmdlets } from "./explaining.ts";
import { askedPasswords } from "./secrets.ts";

/** Whose right a call needs: one for all calls of the forest's administrator, one for each domain else. */
const giverOf = ({ plan }: Pick<StepContext, "plan">, { domain }: PermissionCall): CredentialQuestion => {
  if (plannedGiver(plan) === "enterpriseAdmin")
    return {
      title: l10n.t("Enterprise Admin"),
      user: plan.permissions?.enterpriseAdmin ?? "",
      prompt: l10n.t("Gives the permissions in every configured domain."),
    };
  const planned = plan.domains.find(({ name }) => name === domain);
  return {
    title: l10n.t("Administrator of {0}", domain),
    user: planned?.permissionsAdministrator ?? planned?.administrator ?? "",
    prompt: l10n.t("A Domain or Enterprise Admin of {0}, who gives the permissions there.", domain),
  };
};

/** Asks each of them once, before anything is given. */
const askedGivers = async (
  ctx: StepContext,
  calls: readonly PermissionCall[],
): Promise<(call: PermissionCall) => Credential | undefined> => {
  const questions = new Map(calls.map((call) => giverOf(ctx, call)).map((one) => [one.title, one]));
  const answers = await askedPasswords(ctx, [...questions.values()]);
  const titles = [...questions.keys()];
  return (call) => answers[titles.indexOf(giverOf(ctx, call).title)];
};

/** Of the listed changes those that a call makes. */
const ofCall =
  ({ type, gives }: PermissionCall) =>
  ({ on, params }: Change): boolean =>
    on.port === "directory" && params.type === type && gives.includes(on.domain);

/**
 * `seen`: what the directory shows to be there. Each call is recorded as it ends, so that one after an interruption begins where that was.
 * @throws ProblemError `notReady` where no domain is known, or the installed module cannot
 */
export const givePermissions = async (ctx: StepContext, seen: SeenPermissions): Promise<void> => {
  const calls = permissionCalls(ctx.plan, ctx.attestations, seen);
  if (calls.length === 0 && ctx.plan.domains.length === 0)
    throw new ProblemError({
      code: "notReady",
      happened: l10n.t("No domain is named in which the account could be given permissions."),
      means: l10n.t("Nothing was changed."),
      next: [l10n.t('Answer the step "{0}".', titleOf("directory"))],
    });
  if (calls.length === 0) return;
  const cmdlets = await ctx.run(getAgentCmdlets, {});
  for (const { domain } of calls)
    assertOffered(
      cmdlets,
      toGive(domain === ""),
      l10n.t("Upgrade the agent, or give the permissions by hand as Microsoft's page says."),
    );
  await agreedNames(ctx);
  const giverFor = await askedGivers(ctx, calls);
  for (const call of calls) {
    const giver = giverFor(call);
    if (giver === undefined) return;
    await explainingCmdlets(ctx, () =>
      ctx.perform(
        setAgentPermissions,
        { types: [call.type], domain: call.domain },
        { secrets: { EnterpriseCredential: [giver] }, only: ofCall(call) },
      ),
    );
    await ctx.attest(permissionsByCmdlet(ctx.plan, call, giver.user));
  }
};
