/** Reads back from the directory which permissions the account has: the proof, whoever gave them. */
import * as l10n from "@vscode/l10n";
import { plannedAccountName } from "../agent/account.ts";
import { plannedTypes } from "../agent/permissionPlan.ts";
import type { Who } from "../directory/comparePermissions.ts";
import { groupsQuestion } from "../directory/computers.ts";
import { heardOf } from "../directory/heard.ts";
import { managedAccountsQuestion, plannedAccount } from "../directory/managedAccounts.ts";
import { rootPermissionsQuestion } from "../directory/rootPermissions.ts";
import type { Finding } from "../finding.ts";
import { getServerFacts } from "../operations/server.ts";
import { plannedOf, ofServer } from "../preflight/accountSeen.ts";
import { askDirectory } from "../preflight/askDirectory.ts";
import { permissionFindings } from "../preflight/directoryPermissions.ts";
import type { StepContext } from "../step.ts";
import type { Fact } from "../values/fact.ts";

type Looking = Pick<StepContext, "read" | "remembered" | "plan">;

/** The planned account with its groups; what it is in another domain, its own identifier tells alone. */
const whoIs = async (ctx: Looking): Promise<Fact<Who>> => {
  const { read, plan } = ctx;
  const planned = plannedOf(plan);
  const facts = await read(getServerFacts, {});
  if ("unread" in facts) return facts;
  const server = ofServer(facts.value);
  if (planned === undefined || server === undefined)
    return { unread: l10n.t("It is not known to which domain the server is joined.") };
  const { domain } = server;
  const accounts = heardOf(
    await askDirectory(ctx, { domain }, managedAccountsQuestion(planned)),
    (said) => said,
  );
  if ("unread" in accounts) return accounts;
  const account = plannedAccount(planned, accounts);
  if (account?.sid === undefined) return { unread: l10n.t("{0} has no such managed account yet.", domain) };
  const groups = heardOf(await askDirectory(ctx, { domain }, groupsQuestion(account.dn)), (said) => said);
  return "unread" in groups ? groups : { value: { sid: account.sid, groups: groups.value } };
};

/** The findings of each domain of the plan. */
export const permissionsSeen = async (ctx: Looking): Promise<readonly Finding[]> => {
  const { plan } = ctx;
  const who = await whoIs(ctx);
  const account = plan.serviceAccount ? plannedAccountName(plan.serviceAccount) : "";
  const ofDomain = async (domain: string): Promise<readonly Finding[]> => {
    const answered = "unread" in who ? who : await askDirectory(ctx, { domain }, rootPermissionsQuestion);
    const wanted = {
      domain,
      account,
      custom: plan.serviceAccount?.kind === "custom",
      types: plannedTypes(plan),
    };
    return permissionFindings(wanted, who, answered);
  };
  return (await Promise.all(plan.domains.map(({ name }) => ofDomain(name)))).flat();
};
