/** What registering would change. Microsoft's cmdlets and wizard tell nothing before; this is what they are asked for. */
import * as l10n from "@vscode/l10n";
import { plannedAccountName } from "../agent/account.ts";
import type { Change } from "../change.ts";
import { permissionChanges } from "../agent/directoryPermissions.ts";
import { valueOf } from "../values/fact.ts";
import type { AgentFacts, AgentHealth } from "../operations/agent.ts";
import type { SetupPlan } from "../plan.ts";
import { isOfDomain } from "../plans/names.ts";
import { newestCertificate } from "../agent/registeredAgain.ts";

interface Seen {
  readonly agent: AgentFacts;
  /** The domain that the server is joined to: the account is created there, whichever domains the agent reads. */
  readonly serverDomain?: string;
  readonly tenant?: string;
  /** The domains that the agent is registered with; undefined where they could not be read. */
  readonly listed: readonly string[] | undefined;
  readonly certificates: AgentHealth["certificates"];
}

export const registeringChanges = (
  on: string,
  plan: SetupPlan,
  { agent, serverDomain, tenant, listed, certificates }: Seen,
): readonly Change[] => {
  const account = plannedAccountName(plan.serviceAccount);
  const inTenant = l10n.t("the tenant");
  const certificate = newestCertificate(certificates);
  return [
    {
      on: serverDomain ?? l10n.t("the domain of {0}", on),
      target:
        plan.serviceAccount?.kind === "custom"
          ? l10n.t("Custom gMSA {0}: used as it is", account)
          : l10n.t("gMSA {0}: created, or found and allowed for this server", account),
      before: null,
      after: account,
    },
    {
      on,
      target: l10n.t("Log-on account of the agent's service"),
      before: valueOf(agent.agent)?.account ?? null,
      after: account,
    },
    {
      on: inTenant,
      target: l10n.t("Registered agent"),
      before: tenant ?? null,
      after: plan.tenant ?? l10n.t("the tenant of the account that signs in"),
    },
    ...plan.domains.flatMap(({ name, preferredDomainControllers }) => {
      const before =
        listed === undefined
          ? l10n.t("not known")
          : (listed.find((one) => one.toLowerCase() === name.toLowerCase()) ?? null);
      return [
        { on: inTenant, target: l10n.t("Domain of the agent"), before, after: name },
        ...preferredDomainControllers.map((controller) => ({
          on: name,
          target: isOfDomain(controller, name)
            ? l10n.t("Preferred domain controller")
            : l10n.t("Preferred domain controller, not in the domain {0}", name),
          // Which ones a domain has is not read.
          before: before === null ? null : l10n.t("not known"),
          after: controller,
        })),
      ];
    }),
    ...permissionChanges(plan, valueOf(agent.version)),
    ...(certificate
      ? [
          {
            on,
            target: l10n.t("Certificate of the agent"),
            before: l10n.t("valid until {0}", certificate.notAfter),
            after: l10n.t("a new one"),
          },
        ]
      : []),
    {
      on,
      target: l10n.t("The agent's service"),
      before: valueOf(agent.agent)?.state ?? null,
      after: l10n.t("restarted"),
    },
  ];
};
