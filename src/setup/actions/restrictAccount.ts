/** Restricts the rights on the service account's own object, with Microsoft's cmdlet, after a yes to what it does. */
import * as l10n from "@vscode/l10n";
import { isManagedAccount } from "../agent/account.ts";
import { assertOffered, toRestrict } from "../agent/permissionCmdlets.ts";
import type { ConsentKind } from "../consent.ts";
import { getAgentCmdlets, getAgentFacts, protectAgentAccount, type AgentFacts } from "../operations/agent.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";
import { said, sayValue } from "../told/values.ts";
import { valueOf } from "../values/fact.ts";
import { explainingCmdlets } from "./explaining.ts";
import { serverDomainOf } from "./register.ts";
import { askedPasswords } from "./secrets.ts";

export const toRestrictAccount: ConsentKind = { id: "restrictAccount", given: "box", withList: true };

export const restrictLabel = (): string => l10n.t("Restrict the account's own object");

/** The managed account that the agent runs as; undefined where it runs as none, or that is not known. */
export const restrictable = (agent: AgentFacts | undefined): string | undefined => {
  const account = agent && valueOf(agent.tenantId) ? valueOf(agent.agent)?.account : undefined;
  return account !== undefined && isManagedAccount(account) ? account : undefined;
};

/** The forest's administrator of the plan, or that of the domain that the server is joined to; empty where none is named. */
const plannedAdministrator = async (ctx: StepContext): Promise<string> => {
  const { domains, permissions } = ctx.plan;
  if (permissions?.enterpriseAdmin !== undefined) return permissions.enterpriseAdmin;
  const own = (await serverDomainOf(ctx))?.toLowerCase();
  const planned = domains.find(({ name }) => name.toLowerCase() === own);
  return planned?.permissionsAdministrator ?? planned?.administrator ?? "";
};

/**
 * @throws CancelledError where there is no yes; ProblemError `notReady` where the agent runs as no managed account, or the installed
 * module lacks the cmdlet
 */
export const restrictAccount = async (ctx: StepContext): Promise<void> => {
  const account = restrictable(await ctx.run(getAgentFacts, {}));
  if (account === undefined)
    throw new ProblemError({
      code: "notReady",
      happened: l10n.t("The agent on {0} runs as no managed account yet.", ctx.server.name),
      means: l10n.t("Nothing was changed."),
      next: [l10n.t("Register the agent first.")],
    });
  assertOffered(
    await ctx.run(getAgentCmdlets, {}),
    toRestrict,
    l10n.t("Upgrade the agent, or restrict the account's object by hand as Microsoft's page says."),
  );
  const yes = await ctx.ask.consent({
    ...toRestrictAccount,
    about: account,
    message: l10n.t("Restrict the rights on the object of {0}?", account),
    detail: [
      l10n.t("They become: {0}.", sayValue(said("restricted")) ?? ""),
      l10n.t(
        "Whoever else has rights on it now loses them, and the cmdlet does not keep what they were. What the account may do in the directory stays as it is.",
      ),
    ].join("\n\n"),
    yes: restrictLabel(),
  });
  if (!yes) throw new CancelledError();
  const [administrator] = await askedPasswords(ctx, [
    {
      title: l10n.t("Administrator of the account's domain"),
      user: await plannedAdministrator(ctx),
      prompt: l10n.t("A Domain Admin of the domain of {0}, or an Enterprise Admin.", account),
    },
  ]);
  if (administrator === undefined) return;
  await explainingCmdlets(ctx, () =>
    ctx.perform(protectAgentAccount, { account }, { secrets: { AdministratorCredential: [administrator] } }),
  );
  await ctx.attest({ about: "accountRestricted", account, givenBy: administrator.user });
};
