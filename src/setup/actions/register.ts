/** The ways to register the agent, and what each of them needs. */
import * as l10n from "@vscode/l10n";
import { plannedAccountName } from "../agent/account.ts";
import { type AgentModule, getAgentCmdlets, getAgentFacts, type AgentFacts } from "../operations/agent.ts";
import { getServerFacts, joinedDomain } from "../operations/server.ts";
import { registerAgent, startAgentWizard } from "../operations/registering.ts";
import type { Credential } from "../operations/operation.ts";
import { signInOf } from "../directory/signInOf.ts";
import { lacking, withoutAdministrators, withoutCmdlets } from "../agent/module.ts";
import { valueOf } from "../values/fact.ts";
import type { CredentialQuestion } from "../ports.ts";
import { ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";
import { whileHoldingDomains } from "./domainLease.ts";
import { agreedNames } from "./agreedNames.ts";
import { saysOrders } from "./givenOrders.ts";
import { askedPasswords, askedToken, stillConsented } from "./secrets.ts";
import { titleOf } from "../stepTitles.ts";

/** What the button is called that registers once more what is registered: other steps send a reader to it. */
export const registerAgainLabel = (): string => l10n.t("Register again");

/** What the installed agent can be asked. The session remembers it for the module's version. */
export const moduleOf = async ({ run }: StepContext, { version }: AgentFacts): Promise<AgentModule> =>
  withoutCmdlets(version) ?? { version, cmdlets: (await run(getAgentCmdlets, {})).cmdlets };

const unanswered = ({ plan }: StepContext, agent: AgentFacts): readonly string[] => [
  ...(valueOf(agent.agent) ? [] : [l10n.t('Finish the step "{0}".', titleOf("install"))]),
  ...(plan.serviceAccount && plannedAccountName(plan.serviceAccount) !== ""
    ? []
    : [l10n.t('Answer the step "{0}".', titleOf("serviceAccount"))]),
  ...(plan.domains.length > 0 ? [] : [l10n.t('Answer the step "{0}".', titleOf("directory"))]),
  ...(plan.registrationMethod === "accessToken" &&
  (plan.tenant === undefined || plan.entraAccount === undefined)
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

export interface Begin {
  /** The tenant the agent was seen registered with; null for none. */
  readonly seenTenant: string | null;
  /** Called when everything was asked, right before the server is told to begin. */
  readonly begin: () => Promise<void>;
}

/**
 * Opens the agent's wizard on this desktop, not while cmdlets register for one of the planned domains. The step's check then waits
 * until tenant and account appear. The open wizard holds no domain: it is left open for days, outlives VS Code, and
 * which domains are registered is decided in it.
 * @throws ProblemError `noDesktop` where nobody would see it.
 */
const byWizard = async (ctx: StepContext, { begin }: Begin): Promise<boolean> => {
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
  await whileHoldingDomains(ctx, async () => {
    await begin();
    await saysOrders(ctx, "wizard");
    await ctx.perform(startAgentWizard, {});
  });
  return true;
};

/** Registers with Microsoft's cmdlets. Nothing is kept of what was asked. False where it was registered by others meanwhile. */
const byCmdlets = async (
  ctx: StepContext,
  account: Credential,
  administrators: Administrators,
  { begin, seenTenant }: Begin,
): Promise<boolean> => {
  const { plan } = ctx;
  const isToken = plan.registrationMethod === "accessToken";
  const { steps } = await whileHoldingDomains(ctx, async () => {
    await begin();
    return ctx.perform(
      registerAgent,
      {
        customAccount: plan.serviceAccount?.kind === "custom" ? plannedAccountName(plan.serviceAccount) : "",
        domains: plan.domains.map(({ name, preferredDomainControllers }) => ({
          name,
          preferredDomainControllers,
        })),
        way: isToken ? "token" : "credential",
        tenant: isToken ? (plan.tenant ?? "") : "",
        seenTenant,
      },
      {
        secrets: {
          AccountCredential: [account],
          ServiceAccountCredential: administrators.serviceAccount,
          DomainCredential: administrators.domains,
        },
      },
    );
  });
  if (steps.length === 0) return false;
  await ctx.attest({ about: "domains", domains: plan.domains.map(({ name }) => name), seenIn: "cmdlets" });
  await saysOrders(ctx, "cmdlets");
  return true;
};

/** The domain that the server is joined to; undefined where that was not read, or there is none. */
export const serverDomainOf = async ({ run }: Pick<StepContext, "run">): Promise<string | undefined> =>
  joinedDomain(await run(getServerFacts, {}));

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Why a password is asked for that was entered before. */
const askedAgain = (
  { attestations }: Pick<StepContext, "attestations">,
  name: string,
  user: string,
): string =>
  signInOf(attestations, name, user) === undefined
    ? ""
    : l10n.t("It is asked for again: the one that was entered to sign in to the directory was not kept.");

const questionFor = (name: string, user: string, more = ""): CredentialQuestion => ({
  title: l10n.t("Administrator of {0}", name),
  user,
  prompt: [l10n.t("A Domain or Enterprise Admin of {0}.", name), more].join(" ").trim(),
});

/** Whoever adds each domain, and whoever creates the service account; empty where nobody has to. */
interface Administrators {
  readonly serviceAccount: readonly Credential[];
  readonly domains: readonly Credential[];
}

/**
 * The administrators that the installed agent needs, and how their answers are used. The account is created in the domain
 * that the server is joined to, by an administrator of that one (Microsoft, "Install the provisioning agent"), who is asked
 * for where it is none of the plan's domains.
 */
const administratorsOf = async (ctx: StepContext, module: AgentModule) => {
  const { plan, attestations } = ctx;
  if (withoutAdministrators(module, plan, attestations))
    return { questions: [], of: (): Administrators => ({ serviceAccount: [], domains: [] }) };
  const ofDomains = plan.domains.map(({ name, administrator = "" }) =>
    questionFor(name, administrator, askedAgain(ctx, name, administrator)),
  );
  if (plan.serviceAccount?.kind === "custom")
    return {
      questions: ofDomains,
      of: (domains: readonly Credential[]): Administrators => ({ serviceAccount: [], domains }),
    };
  const own = await serverDomainOf(ctx);
  const place = plan.domains.findIndex(({ name }) => own !== undefined && isSame(name, own));
  const asked =
    place < 0
      ? [
          questionFor(
            own ?? l10n.t("the domain of {0}", ctx.server.name),
            "",
            l10n.t("Creates the gMSA there."),
          ),
        ]
      : [];
  return {
    questions: [...asked, ...ofDomains],
    of: (answers: readonly Credential[]): Administrators => ({
      serviceAccount: place < 0 ? answers.slice(0, 1) : answers.slice(place, place + 1),
      domains: answers.slice(asked.length),
    }),
  };
};

/** Registers the way the plan wants it. False where nothing was done, because the agent was registered by others meanwhile. */
export const register = async (ctx: StepContext, module: AgentModule, begin: Begin): Promise<boolean> => {
  const { registrationMethod, entraAccount = "", tenant = "" } = ctx.plan;
  if (registrationMethod === "wizard") return byWizard(ctx, begin);
  await agreedNames(ctx);
  if (registrationMethod === "accessToken") {
    const audience = ctx.settings.tokenAudience;
    const token = await askedToken(ctx, { tenant, account: entraAccount, audience });
    const administrators = await administratorsOf(ctx, module);
    const answers = await askedPasswords(ctx, administrators.questions);
    await stillConsented(ctx, token);
    return byCmdlets(ctx, token.credential, administrators.of(answers), begin);
  }
  const administrators = await administratorsOf(ctx, module);
  const [entra, ...answers] = await askedPasswords(ctx, [
    {
      title: l10n.t("Microsoft Entra account"),
      user: entraAccount,
      prompt: l10n.t("A Hybrid Identity Administrator that needs no second factor."),
    },
    ...administrators.questions,
  ]);
  return entra !== undefined && byCmdlets(ctx, entra, administrators.of(answers), begin);
};
