/** The right to log on as a service: of the agent's own service, and of the account it will run as. */
import * as l10n from "@vscode/l10n";
import { isManagedAccount } from "../agentAccount.ts";
import { valueOf } from "../fact.ts";
import type { Finding, Fix } from "../finding.ts";
import type { LogonRightFacts } from "../operations.ts";
import { found, judge, notKnown, pass, type Facts, type Planned } from "./rule.ts";

interface Holder {
  readonly sid: string | null;
  readonly name: string | null;
}

/** `NT SERVICE\ALL SERVICES`: Windows gives it the right by default, and Microsoft's fix gives it back. */
export const allServices = { sid: "S-1-5-80-0", name: "NT SERVICE\\ALL SERVICES" };
export const agentService = "NT SERVICE\\AADConnectProvisioningAgent";

/** Whether one of the holders is this account, by SID or by name. */
export const holds = (holders: readonly Holder[], account: { sid?: string; name: string }): boolean =>
  holders.some(
    ({ sid, name }) =>
      (account.sid !== undefined && sid === account.sid) ||
      name?.toLowerCase() === account.name.toLowerCase(),
  );

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

/** Who can change it: the group policy's owner, or we. */
const fixFor = (account: string, policy: string | null, allow: boolean): Fix =>
  policy === null
    ? {
        kind: "operation",
        label: allow
          ? l10n.t("Let {0} log on as a service", account)
          : l10n.t("Take {0} from the right", account),
        calls: [{ op: allow ? "Add-LogonRight" : "Remove-LogonRight", args: { account } }],
        needsRestart: false,
      }
    : {
        kind: "owner",
        owner: l10n.t('the owner of the group policy "{0}"', policy),
        whatToAsk: l10n.t(
          'Ask to add {0} to "Log on as a service" (Computer Configuration > Windows Settings > Security Settings > Local Policies > User Rights Assignment). A change made here would be reverted.',
          account,
        ),
      };

const judgeService = (rights: LogonRightFacts, holders: readonly Holder[]): readonly Finding[] => {
  const policy = valueOf(rights.policy) ?? null;
  const evidence = [
    { name: l10n.t("Holders"), value: shown(holders) },
    { name: l10n.t("Set by"), value: policy ?? l10n.t("this server") },
  ];
  const service = { sid: rights.serviceSid, name: agentService };
  const denied = valueOf(rights.denied) ?? [];
  if (holds(denied, allServices) || holds(denied, service))
    return found(
      text("service"),
      "fail",
      l10n.t("The agent's service is denied to log on as a service."),
      [{ name: l10n.t("Denied"), value: shown(denied) }],
      {
        kind: "owner",
        owner: policy ?? l10n.t("whoever set the local security policy"),
        whatToAsk: l10n.t('Ask to take {0} out of "Deny log on as a service".', agentService),
      },
    );
  return holds(holders, allServices) || holds(holders, service)
    ? pass(text("service"), l10n.t("The agent's service may log on as a service."), evidence)
    : found(
        text("service"),
        "fail",
        l10n.t("The agent's service may not log on as a service."),
        evidence,
        fixFor(allServices.name, policy, true),
      );
};

/**
 * The managed account: installer and wizard give it the right, but a group policy that sets the right takes it away
 * again. So it is asked for where a policy owns the right, or where a service that should run as it does not run.
 */
const judgeAccount = (
  account: string,
  rights: LogonRightFacts,
  holders: readonly Holder[],
  isStopped: boolean,
): readonly Finding[] => {
  const policy = valueOf(rights.policy) ?? null;
  if (policy === null && !isStopped) return [];
  const evidence = [
    { name: l10n.t("Account"), value: account },
    { name: l10n.t("Holders"), value: shown(holders) },
  ];
  const named = account.slice(account.indexOf("\\") + 1).toLowerCase();
  const has = holders.some(({ name }) => name?.slice(name.indexOf("\\") + 1).toLowerCase() === named);
  return has
    ? pass(text("account"), l10n.t("{0} may log on as a service.", account), evidence)
    : found(
        text("account"),
        "fail",
        l10n.t("{0} may not log on as a service.", account),
        evidence,
        fixFor(account, policy, true),
      );
};

export const logonRight = (
  { rights, agent }: Pick<Facts, "rights" | "agent">,
  { serviceAccount }: Planned,
): readonly Finding[] =>
  judge(text("service"), l10n.t("Right to log on as a service"), rights.holders, (holders) => {
    const service = valueOf(agent.agent);
    const given = service && isManagedAccount(service.account) ? service.account : undefined;
    const planned = serviceAccount?.kind === "custom" ? serviceAccount.name : undefined;
    const account = given ?? planned;
    const isStopped = given !== undefined && service?.state !== "Running";
    return [
      ...judgeService(rights, holders),
      ...(account === undefined ? [] : judgeAccount(account, rights, holders, isStopped)),
      ...("unread" in rights.policy
        ? [notKnown(text("policy"), l10n.t("Group policy of the right"), rights.policy.unread)]
        : []),
    ];
  });
