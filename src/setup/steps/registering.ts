/** The ways to register the agent, and what each of them needs. */
import * as l10n from "@vscode/l10n";
import { plannedAccountName } from "../agentAccount.ts";
import { lacking, withoutAdministrators, withoutCmdlets, type AgentModule } from "../agentModule.ts";
import { valueOf } from "../fact.ts";
import {
  getAgentCmdlets,
  getAgentFacts,
  getServerFacts,
  registerAgent,
  startAgentWizard,
  type AgentFacts,
  type Credential,
} from "../operations.ts";
import { ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";
import { askedPasswords, askedToken, stillConsented } from "./secrets.ts";

/** What the installed agent can be asked. The session remembers it for the module's version. */
export const moduleOf = async ({ run }: StepContext, { version }: AgentFacts): Promise<AgentModule> =>
  withoutCmdlets(version) ?? { version, cmdlets: (await run(getAgentCmdlets, {})).cmdlets };

const unanswered = ({ plan }: StepContext, agent: AgentFacts): readonly string[] => [
  ...(valueOf(agent.agent) ? [] : [l10n.t('Finish the step "Install the agent".')]),
  ...(plan.serviceAccount && plannedAccountName(plan.serviceAccount) !== ""
    ? []
    : [l10n.t('Answer the step "Choose the service account".')]),
  ...(plan.domains.length > 0 ? [] : [l10n.t('Answer the step "Name the directory".')]),
  ...(plan.registration === "accessToken" && (plan.tenant === undefined || plan.account === undefined)
    ? [l10n.t("Name the tenant and the account of the token, in this step.")]
    : []),
];

/**
 * What the agent can be asked, where it can be registered as the plan wants it.
 * @throws ProblemError `notReady`, naming what is missing: steps, or what the installed agent lacks.
 */
export const ready = async (ctx: StepContext): Promise<AgentModule> => {
  const agent = await ctx.run(getAgentFacts, {});
  const missing = unanswered(ctx, agent);
  const means = l10n.t("Nothing was changed.");
  if (missing.length > 0)
    throw new ProblemError({
      code: "notReady",
      happened: l10n.t("The agent cannot be registered yet."),
      means,
      next: missing,
    });
  const module = await moduleOf(ctx, agent);
  const lacks = lacking(module, ctx.plan);
  if (lacks.length > 0)
    throw new ProblemError({
      code: "notReady",
      happened: l10n.t("The installed agent cannot be registered this way."),
      means,
      next: [...lacks, l10n.t("Choose another way to register, or upgrade the agent.")],
    });
  return module;
};

/** Called when everything was asked, right before the server is told to begin. */
type Begin = () => Promise<void>;

/**
 * Opens the agent's wizard on this desktop. The step's check then waits until tenant and account appear.
 * @throws ProblemError `noDesktop` where nobody would see it.
 */
const byWizard = async (ctx: StepContext, begin: Begin): Promise<void> => {
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
  await begin();
  await ctx.run(startAgentWizard, {});
};

/** Registers with Microsoft's cmdlets. Nothing is kept of what was asked. */
const byCmdlets = async (
  ctx: StepContext,
  account: Credential,
  administrators: readonly Credential[],
  begin: Begin,
): Promise<void> => {
  const { plan } = ctx;
  const isToken = plan.registration === "accessToken";
  await begin();
  await ctx.run(
    registerAgent,
    {
      customAccount: plan.serviceAccount?.kind === "custom" ? plannedAccountName(plan.serviceAccount) : "",
      domains: plan.domains.map(({ name, preferredDomainControllers }) => ({
        name,
        preferredDomainControllers,
      })),
      way: isToken ? "token" : "credential",
      tenant: isToken ? (plan.tenant ?? "") : "",
    },
    { secrets: { AccountCredential: [account], DomainCredential: administrators } },
  );
  await ctx.say({ about: "domains", domains: plan.domains.map(({ name }) => name), seenIn: "cmdlets" });
};

/** The administrators of the domains, where the installed agent needs them. */
const administratorQuestions = ({ plan, said }: StepContext, module: AgentModule) =>
  withoutAdministrators(module, plan, said)
    ? []
    : plan.domains.map(({ name, administrator }) => ({
        title: l10n.t("Administrator of {0}", name),
        user: administrator ?? "",
        prompt: l10n.t("A Domain or Enterprise Admin of {0}.", name),
      }));

/** Registers the way the plan wants it. `audience` is the one a token must be for; empty for any. */
export const register = async (
  ctx: StepContext,
  module: AgentModule,
  audience: string,
  begin: Begin,
): Promise<void> => {
  const { registration, account = "", tenant = "" } = ctx.plan;
  if (registration === "wizard") return byWizard(ctx, begin);
  if (registration === "accessToken") {
    const token = await askedToken(ctx, { tenant, account, audience });
    const administrators = await askedPasswords(ctx, administratorQuestions(ctx, module));
    await stillConsented(ctx, token);
    return byCmdlets(ctx, token.credential, administrators, begin);
  }
  const [entra, ...administrators] = await askedPasswords(ctx, [
    {
      title: l10n.t("Microsoft Entra account"),
      user: account,
      prompt: l10n.t("A Hybrid Identity Administrator that needs no second factor."),
    },
    ...administratorQuestions(ctx, module),
  ]);
  if (entra) await byCmdlets(ctx, entra, administrators, begin);
};
