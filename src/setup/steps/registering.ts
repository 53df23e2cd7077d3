/** The two ways to register the agent. */
import * as l10n from "@vscode/l10n";
import { plannedAccountName } from "../agentAccount.ts";
import { valueOf } from "../fact.ts";
import {
  getAgentFacts,
  getServerFacts,
  registerAgent,
  startAgentWizard,
  type Credential,
} from "../operations.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";

/** @throws ProblemError `notReady`, naming the steps that are missing. */
export const ready = async (ctx: StepContext): Promise<void> => {
  const missing = [
    ...(valueOf((await ctx.run(getAgentFacts, {})).agent)
      ? []
      : [l10n.t('Finish the step "Install the agent".')]),
    ...(ctx.plan.serviceAccount && plannedAccountName(ctx.plan.serviceAccount) !== ""
      ? []
      : [l10n.t('Answer the step "Choose the service account".')]),
    ...(ctx.plan.domains.length > 0 ? [] : [l10n.t('Answer the step "Name the directory".')]),
  ];
  if (missing.length > 0)
    throw new ProblemError({
      code: "notReady",
      happened: l10n.t("The agent cannot be registered yet."),
      means: l10n.t("Nothing was changed."),
      next: missing,
    });
};

/**
 * Opens the agent's wizard on this desktop. The step's check then waits until tenant and account appear.
 * @throws ProblemError `noDesktop` where nobody would see it.
 */
export const byWizard = async (ctx: StepContext): Promise<void> => {
  const { desktop } = await ctx.run(getServerFacts, {});
  if (valueOf(desktop) !== true)
    throw new ProblemError({
      code: "noDesktop",
      happened: l10n.t("This session has no desktop, so the agent's wizard would open where nobody sees it."),
      means: l10n.t("The wizard was not started."),
      next: [
        l10n.t("Sign in to {0} with a remote desktop and open VS Code there.", ctx.server.name),
        l10n.t("Or register by credential, with an account that needs no second factor."),
      ],
    });
  await ctx.run(startAgentWizard, {});
};

const asked = async (ctx: StepContext, title: string, user: string, prompt: string): Promise<Credential> => {
  const credential = await ctx.ask.credential({ title, user, prompt });
  if (!credential) throw new CancelledError();
  return credential;
};

/** Asks for the passwords now, registers, and keeps neither. */
export const byCredential = async (ctx: StepContext): Promise<void> => {
  const { plan } = ctx;
  const account = await asked(
    ctx,
    l10n.t("Microsoft Entra account"),
    plan.account ?? "",
    l10n.t("A Hybrid Identity Administrator that needs no second factor."),
  );
  const domains: Credential[] = [];
  for (const { name, administrator } of plan.domains)
    domains.push(
      await asked(
        ctx,
        l10n.t("Administrator of {0}", name),
        administrator ?? "",
        l10n.t("A Domain or Enterprise Admin of {0}.", name),
      ),
    );
  await ctx.run(
    registerAgent,
    {
      customAccount: plan.serviceAccount?.kind === "custom" ? plannedAccountName(plan.serviceAccount) : "",
      domains: plan.domains.map(({ name, preferredDomainControllers }) => ({
        name,
        preferredDomainControllers,
      })),
      way: "credential",
      tenant: "",
    },
    { secrets: { AccountCredential: [account], DomainCredential: domains } },
  );
  await ctx.say({ about: "domains", domains: plan.domains.map(({ name }) => name), seenIn: "cmdlets" });
};
