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
import { said } from "../told/values.ts";

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
      what: plan.serviceAccount?.kind === "custom" ? "accountUsed" : "accountMade",
      params: { account },
      before: null,
      after: account,
    },
    {
      on,
      what: "agentLogonAccount",
      params: {},
      before: valueOf(agent.agent)?.account ?? null,
      after: account,
    },
    {
      on: inTenant,
      what: "registeredAgent",
      params: {},
      before: tenant ?? null,
      after: plan.tenant ?? said("signedInTenant"),
    },
    ...plan.domains.flatMap(({ name, preferredDomainControllers }) => {
      const before =
        listed === undefined
          ? said("notKnown")
          : (listed.find((one) => one.toLowerCase() === name.toLowerCase()) ?? null);
      return [
        { on: inTenant, what: "agentDomain" as const, params: {}, before, after: name },
        ...preferredDomainControllers.map((controller) => ({
          on: name,
          ...(isOfDomain(controller, name)
            ? { what: "preferredController" as const, params: {} }
            : { what: "preferredControllerElsewhere" as const, params: { domain: name } }),
          // Which ones a domain has is not read.
          before: before === null ? null : said("notKnown"),
          after: controller,
        })),
      ];
    }),
    ...permissionChanges(plan, valueOf(agent.version)),
    ...(certificate
      ? [
          {
            on,
            what: "agentCertificate" as const,
            params: {},
            before: said("validUntil", { at: certificate.notAfter }),
            after: said("aNewOne"),
          },
        ]
      : []),
    {
      on,
      what: "agentService",
      params: {},
      before: valueOf(agent.agent)?.state ?? null,
      after: said("restarted"),
    },
  ];
};
