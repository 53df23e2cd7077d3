import * as l10n from "@vscode/l10n";
import type { ConsentKind } from "../consent.ts";
import { customPermissions } from "../preflight/customPermissions.ts";
import { getAgentCmdlets, getAgentFacts, setAgentPermissions, type AgentFacts } from "../operations/agent.ts";
import { neededPermissions, permissionsGiven, permissionsStatement } from "../agent/permissions.ts";
import { asRegistered } from "../agent/directoryPermissions.ts";
import { explainingCmdlets } from "../actions/explaining.ts";
import { valueOf } from "../values/fact.ts";
import type { Finding } from "../finding.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import { plannedAccountName } from "../agent/account.ts";
import type { Checked } from "../stepState.ts";
import type { Step, StepContext } from "../step.ts";
import { askedPasswords } from "../actions/secrets.ts";
import { notInDirectory } from "../actions/notInDirectory.ts";
import { listedFirst } from "../actions/listedFirst.ts";
import { declaredChanges } from "../actions/declaredChanges.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly permissions: true;
  }
}

const cmdlet = "Set-AADCloudSyncPermissions";

const unchecked = (about: string): Finding =>
  notInDirectory(
    {
      rule: "permissions",
      about,
      why: l10n.t("Without them the agent reads nothing, and the configuration goes into quarantine."),
      source: "permissions",
    },
    l10n.t("the account's permissions"),
    [{ name: l10n.t("Permission sets"), value: neededPermissions.join(", ") }],
  );

/** @throws ProblemError `notReady` where the installed module lacks the cmdlet or its parameters. */
const offered = async ({ run }: StepContext): Promise<void> => {
  const { cmdlets } = await run(getAgentCmdlets, {});
  const found = valueOf(cmdlets)?.find(({ name }) => name === cmdlet);
  if (found && ["PermissionType", "EACredential"].every((one) => found.parameters.includes(one))) return;
  throw new ProblemError({
    code: "notReady",
    happened:
      "unread" in cmdlets
        ? l10n.t("What the agent's module can do could not be read: {0}", cmdlets.unread)
        : l10n.t("The installed agent has no cmdlet {0}.", cmdlet),
    means: l10n.t("Nothing was changed."),
    next: [l10n.t("Upgrade the agent, or give the permissions by hand as Microsoft's page says.")],
  });
};

const giveByCmdlet = async (ctx: StepContext): Promise<void> => {
  await offered(ctx);
  const credentials = await askedPasswords(ctx, [
    {
      title: l10n.t("Enterprise Admin"),
      user: ctx.plan.domains[0]?.administrator ?? "",
      prompt: l10n.t("Gives the permissions in every configured domain."),
    },
  ]);
  await explainingCmdlets(ctx, () =>
    ctx.perform(
      setAgentPermissions,
      { types: [...neededPermissions], domain: "" },
      { secrets: { EnterpriseCredential: credentials } },
    ),
  );
  await ctx.attest(permissionsStatement(ctx.plan, "cmdlet", ctx.attestations));
};

const byHand = (): string => l10n.t("They were given by hand");

const domainsOf = ({ domains }: StepContext["plan"]): string => domains.map(({ name }) => name).join(", ");

/** Whose permissions they are, and where: a yes for other domains is none for these. */
const aboutOf = (plan: StepContext["plan"]): string =>
  [plan.serviceAccount ? plannedAccountName(plan.serviceAccount) : "", domainsOf(plan)]
    .filter(Boolean)
    .join(", ");

const toByHand: ConsentKind = { id: "givenByHand", given: "button" };

const givenByHand = async (ctx: StepContext): Promise<void> => {
  const yes = await ctx.ask.consent({
    ...toByHand,
    about: aboutOf(ctx.plan),
    message: byHand(),
    detail: l10n.t("{0}, in {1}", neededPermissions.join(", "), domainsOf(ctx.plan)),
    yes: byHand(),
  });
  if (!yes) throw new CancelledError();
  await ctx.attest(permissionsStatement(ctx.plan, "hand", ctx.attestations));
};

/** Who gives the permissions without this step, in words; undefined where nobody does, or that is not known. */
const givenElsewhere = (agent: AgentFacts, plan: StepContext["plan"], left: readonly Finding[]) => {
  if (plan.serviceAccount?.kind !== "custom") return l10n.t("the registration, to the account it creates");
  const version = valueOf(agent.version);
  return version && left.length === 0 ? l10n.t("agent {0}, when it adds a domain", version) : undefined;
};

const judge = (agent: AgentFacts, ctx: StepContext): Checked => {
  if (!valueOf(agent.tenantId)) return { kind: "todo", findings: [] };
  const { plan, attestations, procedure } = ctx;
  const about = unchecked(domainsOf(plan));
  if (permissionsGiven(plan, attestations)) return { kind: "answered", findings: [about] };
  const left = customPermissions(agent, asRegistered(plan, attestations));
  // What an installer gives, it gives to a new agent only (Microsoft, "gMSA PowerShell cmdlets").
  if (procedure.bringsNewerAgent) return { kind: "todo", findings: left.length > 0 ? left : [about] };
  const by = givenElsewhere(agent, plan, left);
  return by === undefined
    ? { kind: "todo", findings: left }
    : { kind: "done", findings: [], proof: [{ name: l10n.t("Permissions given by"), value: by }] };
};

/**
 * Permissions of the service account. Adding a domain gives all of them to an account that the agent creates. A custom one
 * gets them too, but from the cmdlet of 1.1.2334.0 on, and from the wizard of 1.1.2505.0 on where it is told so; and no
 * account gets those of newer features at an upgrade.
 */
export const permissions: Step = {
  id: "permissions",
  lines: [],
  title: () => l10n.t("Give the account its permissions"),
  introduction: () => [
    l10n.t(
      "Reading the directory and its password hashes, by Microsoft's own cmdlet. Needed for a custom account where the agent gives it none, and for any account after an upgrade.",
    ),
    l10n.t(
      "An agent gives an account that it creates every permission there is, and a custom one too, except by the cmdlet from 1.1.2334.0 on, and by the wizard from 1.1.2505.0 on where it is told that the account has its permissions.",
    ),
    l10n.t(
      "Microsoft's list for a custom account also asks for full control of groups, and for creating and deleting users. This step gives neither.",
    ),
    l10n.t("The password of an Enterprise Admin is asked for when it is needed, and is not kept."),
  ],
  applies: ({ plan, procedure }) => procedure.bringsNewerAgent || plan.serviceAccount?.kind === "custom",
  check: async (ctx) => judge(await ctx.run(getAgentFacts, {}), ctx),
  changes: ({ server, plan }) =>
    Promise.resolve(
      declaredChanges(server.place, plan, { program: "permissions", types: neededPermissions }),
    ),
  apply: (ctx) => (ctx.wants === toByHand.id ? givenByHand(ctx) : giveByCmdlet(ctx)),
  actions: (state, { changesShown, plan }) => [
    ...listedFirst(
      { label: l10n.t("Give the permissions") },
      { changesShown, isNext: state.kind === "todo" },
    ),
    ...(state.kind === "todo" && state.findings.length > 0
      ? [
          {
            id: "byHand",
            label: byHand(),
            does: { consent: { ...toByHand, about: aboutOf(plan) } },
          },
        ]
      : []),
    { id: "check", label: l10n.t("Check again"), does: "check" },
  ],
};
