/** Reads back from the directory which permissions the account has: the proof, whoever gave them. */
import * as l10n from "@vscode/l10n";
import { isPlannedAccount, plannedAccountName } from "../agent/account.ts";
import { plannedTypes } from "../agent/permissionPlan.ts";
import type { SeenPermissions } from "../agent/permissions.ts";
import type { Who } from "../directory/comparePermissions.ts";
import { groupsQuestion } from "../directory/computers.ts";
import { heardOf, type Answered } from "../directory/heard.ts";
import { managedAccountsQuestion, plannedAccount } from "../directory/managedAccounts.ts";
import { together } from "../directory/question.ts";
import { ownPermissionsQuestion, rootPermissionsQuestion } from "../directory/rootPermissions.ts";
import type { SecurityDescriptor } from "../directory/securityDescriptor.ts";
import type { Finding } from "../finding.ts";
import { getServerFacts } from "../operations/server.ts";
import { restrictionFindings } from "../preflight/accountRestriction.ts";
import { plannedOf, ofServer } from "../preflight/accountSeen.ts";
import { askDirectory } from "../preflight/askDirectory.ts";
import { permissionFindings, typesThere } from "../preflight/directoryPermissions.ts";
import type { StepContext } from "../step.ts";
import { valueOf, type Fact } from "../values/fact.ts";

type Looking = Pick<StepContext, "read" | "remembered" | "plan">;

interface OwnAccount {
  /** With its groups; what it is in another domain, its own identifier tells alone. */
  readonly who: Fact<Who>;
  /** Its own object's rights. */
  readonly own: Answered<Fact<SecurityDescriptor>>;
}

/** The planned account, in the domain that the server is joined to. */
const accountIn = async (ctx: Looking): Promise<OwnAccount> => {
  const { read, plan } = ctx;
  const not = (why: { readonly unread: string }): OwnAccount => ({ who: why, own: why });
  const planned = plannedOf(plan);
  const facts = await read(getServerFacts, {});
  if ("unread" in facts) return not(facts);
  const server = ofServer(facts.value);
  if (planned === undefined || server === undefined)
    return not({ unread: l10n.t("It is not known to which domain the server is joined.") });
  const { domain } = server;
  const accounts = heardOf(
    await askDirectory(ctx, { domain }, managedAccountsQuestion(planned)),
    (said) => said,
  );
  if ("unread" in accounts) return not(accounts);
  const account = plannedAccount(planned, accounts);
  const { dn, sid } = account ?? {};
  if (dn === undefined || sid === undefined)
    return not({ unread: l10n.t("{0} has no such managed account yet.", domain) });
  const answered = await askDirectory(
    ctx,
    { domain },
    together({ groups: groupsQuestion(dn), own: ownPermissionsQuestion(dn) }),
  );
  if ("unread" in answered) return not(answered);
  const { said, bind } = answered.value;
  return {
    who: "unread" in said.groups ? said.groups : { value: { sid, groups: said.groups.value } },
    own: { value: { said: said.own, bind } },
  };
};

interface Read extends OwnAccount {
  /** What each domain of the plan says of its root, by its name. */
  readonly roots: readonly {
    readonly domain: string;
    readonly answered: Answered<Fact<SecurityDescriptor>>;
  }[];
}

const readBack = async (ctx: Looking): Promise<Read> => {
  const account = await accountIn(ctx);
  const { who } = account;
  const rootOf = async (domain: string) => ({
    domain,
    answered: "unread" in who ? who : await askDirectory(ctx, { domain }, rootPermissionsQuestion),
  });
  return { ...account, roots: await Promise.all(ctx.plan.domains.map(({ name }) => rootOf(name))) };
};

/** Of the account that the agent runs as, where it is a managed one: its name, and whether somebody restricted its own object. */
export interface RunningAs {
  readonly name: string;
  readonly wasRestricted: boolean;
}

/** The findings of each domain of the plan, and of the account's own object. */
export const permissionsSeen = async (
  ctx: Looking,
  running: RunningAs | undefined,
): Promise<readonly Finding[]> => {
  const { plan } = ctx;
  const { who, own, roots } = await readBack(ctx);
  const account = plan.serviceAccount ? plannedAccountName(plan.serviceAccount) : "";
  const custom = plan.serviceAccount?.kind === "custom";
  return [
    ...roots.flatMap(({ domain, answered }) =>
      permissionFindings({ domain, account, custom, types: plannedTypes(plan) }, who, answered),
    ),
    ...(running && isPlannedAccount(running.name, plan.serviceAccount)
      ? restrictionFindings(running.name, running.wasRestricted, own)
      : []),
  ];
};

/** Which types are there, whole, in each domain that could be read. */
export const permissionsThere = async (ctx: Looking): Promise<SeenPermissions> => {
  const { who, roots } = await readBack(ctx);
  const account = valueOf(who);
  return new Map(
    roots.flatMap(({ domain, answered }) => {
      const root = valueOf(heardOf(answered, (said) => said));
      return account && root ? [[domain.toLowerCase(), typesThere(root.dacl, account)] as const] : [];
    }),
  );
};
