/** The right to log on as a service: of the agent's own service, and of the account it will run as. */
import * as l10n from "@vscode/l10n";
import { isManagedAccount } from "../agent/account.ts";
import { factOf, valueOf, type Fact } from "../values/fact.ts";
import type { Holder, LogonRightFacts } from "../operations/rights.ts";
import { type Finding, type Fix, found, judge, notKnown, pass } from "../finding.ts";
import { agentService } from "../values/agentNames.ts";
import { askOwner, ownerRow, unlessOwned } from "./owner.ts";
import type { RegistrationPlan } from "../plan.ts";
import { type Facts } from "./rule.ts";

/** `NT SERVICE\ALL SERVICES`: Windows gives it the right by default, and Microsoft's fix gives it back. */
export const allServices = { sid: "S-1-5-80-0", name: "NT SERVICE\\ALL SERVICES" };
/** Groups that every service belongs to: what they may, it may (well-known SIDs: Everyone, Authenticated Users). */
const everybody = [
  { sid: "S-1-1-0", name: "Everyone" },
  { sid: "S-1-5-11", name: "NT AUTHORITY\\Authenticated Users" },
];
/** The virtual account that the service begins as. */
export const agentServiceAccount = `NT SERVICE\\${agentService}`;

/** Whether one of the holders is this account, by SID or by name. */
export const holds = (holders: readonly Holder[], account: { sid?: string; name: string }): boolean =>
  holders.some(
    ({ sid, name }) =>
      (account.sid !== undefined && sid === account.sid) ||
      name?.toLowerCase() === account.name.toLowerCase(),
  );

/** Whether a right or a denial reaches every account. */
const reachesAll = (holders: readonly Holder[]): boolean => everybody.some((group) => holds(holders, group));

const shown = (holders: readonly Holder[]): string =>
  holders.length === 0 ? l10n.t("nobody") : holders.map(({ sid, name }) => name ?? sid ?? "").join(", ");

const text = (about: string) =>
  ({
    rule: "logonRight",
    about,
    why: l10n.t(
      "Without the right to log on as a service the agent does not start; installer or wizard end with a message about privileges or credentials.",
    ),
    source: "serviceNotStarting",
  }) as const;

const service = (rights: LogonRightFacts) => ({ sid: rights.serviceSid, name: agentServiceAccount });

/** Who can let it in: the group policy's owner, or we where no policy sets the right. */
const letIn = (account: string, rights: LogonRightFacts): Fix =>
  unlessOwned(
    rights.policy,
    {
      kind: "operation",
      label: l10n.t("Let {0} log on as a service", account),
      calls: [{ port: "server", op: "Add-CloudSyncLogonRight", args: { account } }],
    },
    l10n.t(
      'Ask to add {0} to "Log on as a service" (Computer Configuration > Windows Settings > Security Settings > Local Policies > User Rights Assignment).',
      account,
    ),
  );

/** A denial is never taken back from here: whoever set it had a reason. */
const denialFound = (
  about: string,
  account: string,
  summary: string,
  { denied, denyPolicy }: LogonRightFacts,
): readonly Finding[] => {
  const whatToAsk = l10n.t('Ask to take {0} out of "Deny log on as a service".', account);
  return found(
    text(about),
    "fail",
    summary,
    [{ name: l10n.t("Denied"), value: shown(valueOf(denied) ?? []) }, ownerRow(denyPolicy)],
    unlessOwned(denyPolicy, askOwner(l10n.t("whoever set the local security policy"), whatToAsk), whatToAsk),
  );
};

const judgeService = (rights: LogonRightFacts): readonly Finding[] => {
  const { holders, denied } = rights;
  const account = service(rights);
  const title = l10n.t("Right to log on as a service");
  const includes = (them: readonly Holder[]) =>
    holds(them, allServices) || holds(them, account) || reachesAll(them);
  if ("value" in denied && includes(denied.value))
    return denialFound(
      "service",
      agentServiceAccount,
      l10n.t("The agent's service is denied to log on as a service."),
      rights,
    );
  return judge(text("service"), title, holders, (may) => {
    const evidence = [{ name: l10n.t("Holders"), value: shown(may) }, ownerRow(rights.policy)];
    if (!includes(may))
      return found(
        text("service"),
        "fail",
        l10n.t("The agent's service may not log on as a service."),
        evidence,
        letIn(allServices.name, rights),
      );
    // It has the right; whether it is denied all the same must be known for a pass.
    return judge(text("service"), title, denied, () =>
      pass(text("service"), l10n.t("The agent's service may log on as a service."), evidence),
    );
  });
};

/** By the name without its domain: a plan names the account so. */
const isAmong = (holders: readonly Holder[], account: string): boolean => {
  const bare = (name: string) => name.slice(name.indexOf("\\") + 1).toLowerCase();
  return holders.some(({ name }) => name !== null && bare(name) === bare(account));
};

/**
 * The managed account: installer and wizard give it the right, but a group policy that sets the right takes it away
 * again. So it is asked for where a policy owns the right, or may own it, and where a service that should run as it does
 * not run. A denial stands above the right, whoever has given it.
 */
const judgeAccount = (account: string, rights: LogonRightFacts, isStopped: boolean): readonly Finding[] => {
  const { holders, denied, policy } = rights;
  const of = text("account");
  const title = l10n.t("Right of {0} to log on as a service", account);
  if ("value" in denied && (isAmong(denied.value, account) || reachesAll(denied.value)))
    return denialFound("account", account, l10n.t("{0} is denied to log on as a service.", account), rights);
  if (valueOf(policy) === null && !isStopped)
    return "unread" in denied ? [notKnown(of, title, denied.unread)] : [];
  return judge(of, title, holders, (may) => {
    const evidence = [
      { name: l10n.t("Account"), value: account },
      { name: l10n.t("Holders"), value: shown(may) },
      ownerRow(policy),
    ];
    if (isAmong(may, account) || reachesAll(may))
      return judge(of, title, denied, () =>
        pass(of, l10n.t("{0} may log on as a service.", account), evidence),
      );
    // Not yet given, and nobody knows whether a policy would take it away again.
    if ("unread" in policy && !isStopped) return [notKnown(of, title, policy.unread)];
    return found(
      of,
      "fail",
      l10n.t("{0} may not log on as a service.", account),
      evidence,
      letIn(account, rights),
    );
  });
};

/** Whether there is an account to judge is not known where neither the service nor the plan names one. */
const accountUnread = (service: Fact<unknown>): readonly Finding[] =>
  "unread" in service
    ? [notKnown(text("account"), l10n.t("Log-on account of the agent"), service.unread)]
    : [];

export const logonRight = (
  { rights, agent }: Pick<Facts, "rights" | "agent">,
  { serviceAccount }: RegistrationPlan,
): readonly Finding[] => {
  const service = factOf(agent, "agent");
  const installed = valueOf(service);
  const given = installed && isManagedAccount(installed.account) ? installed.account : undefined;
  const planned = serviceAccount?.kind === "custom" ? serviceAccount.name : undefined;
  const account = given ?? planned;
  const isStopped = given !== undefined && installed?.state !== "Running";
  return judge(text("service"), l10n.t("Right to log on as a service"), rights, (read) => [
    ...judgeService(read),
    ...(account === undefined ? accountUnread(service) : judgeAccount(account, read, isStopped)),
    ...("unread" in read.policy && "value" in read.holders
      ? [notKnown(text("policy"), l10n.t("Group policy of the right"), read.policy.unread)]
      : []),
  ]);
};
