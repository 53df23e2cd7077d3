/** What is true of a registration, and what is left of it. Pure. */
import * as l10n from "@vscode/l10n";
import { isPlannedAccount } from "./account.ts";
import type { Fact } from "../values/fact.ts";
import { valueOf } from "../values/fact.ts";
import type { Evidence, Finding } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import type { AgentFacts } from "../operations/agent.ts";
import type { SetupPlan } from "../plan.ts";

interface Registration {
  readonly findings: readonly Finding[];
  /** The tenant found on the server, where there is one. */
  readonly tenant?: string;
  readonly tenantAccepted: boolean;
  readonly accountRight: boolean;
  readonly domainsKnown: boolean;
  readonly proof: readonly Evidence[];
}

const about = (rule: string, why: string) => ({ rule, about: "", why, source: "install" as const });

const judgeTenant = (found: string, plan: SetupPlan): Finding => {
  const text = about(
    "tenant",
    l10n.t("An agent belongs to one tenant. The wrong one would receive the directory's accounts."),
  );
  const evidence = [
    { name: l10n.t("Tenant on the server"), value: found },
    ...(plan.tenant ? [{ name: l10n.t("Tenant of the plan"), value: plan.tenant }] : []),
  ];
  if (!plan.tenant)
    return {
      ...text,
      evidence,
      summary: l10n.t("The agent is registered with tenant {0}. Compare it with yours and accept it.", found),
      verdict: "warning",
      fix: {
        kind: "link",
        link: "portal",
        whatToDo: l10n.t("The portal shows the tenant id under Overview."),
      },
    };
  return plan.tenant.toLowerCase() === found.toLowerCase()
    ? {
        ...text,
        evidence,
        summary: l10n.t("The agent is registered with the tenant of the plan."),
        verdict: "pass",
      }
    : {
        ...text,
        evidence,
        summary: l10n.t("The agent is registered with another tenant than the plan's."),
        verdict: "fail",
        fix: {
          kind: "link",
          link: "install",
          whatToDo: l10n.t("Register again with an account of the plan's tenant, or correct the plan."),
        },
      };
};

const judgeAccount = (account: string, plan: SetupPlan): Finding => {
  const text = about(
    "serviceLogOn",
    l10n.t("The agent reads the directory with the rights of its service's account."),
  );
  const evidence = [{ name: l10n.t("Log-on account"), value: account }];
  return isPlannedAccount(account, plan.serviceAccount)
    ? { ...text, evidence, summary: l10n.t("The agent's service runs as {0}.", account), verdict: "pass" }
    : {
        ...text,
        evidence,
        summary: l10n.t("The agent's service runs as {0}, not as the planned account.", account),
        verdict: "fail",
        fix: {
          kind: "link",
          link: "troubleshoot",
          whatToDo: l10n.t("Registration is half done. Register again: what is there is found and finished."),
        },
      };
};

/** Compares what the server shows with what the plan wants. */
export const judgeRegistration = (
  facts: AgentFacts,
  listed: Fact<readonly string[]>,
  plan: SetupPlan,
  attestations: readonly Attestation[],
): Registration => {
  const service = valueOf(facts.agent) ?? undefined;
  const tenant = valueOf(facts.tenantId) ?? "";
  const accountRight = service !== undefined && isPlannedAccount(service.account, plan.serviceAccount);
  if (!service || (tenant === "" && !accountRight))
    return { findings: [], tenantAccepted: false, accountRight: false, domainsKnown: false, proof: [] };
  const wanted = plan.domains.map(({ name }) => name.toLowerCase());
  const seen = attestations.findLast((one) => one.about === "domains");
  const names = valueOf(listed)?.map((name) => name.toLowerCase());
  const known =
    names ?? (seen?.about === "domains" ? seen.domains.map((name) => name.toLowerCase()) : undefined);
  const domainsKnown = known !== undefined && wanted.every((name) => known.includes(name));
  const domainText = about(
    "registeredDomains",
    l10n.t("The agent serves the domains it was registered for."),
  );
  const source = { name: l10n.t("Domains"), value: (known ?? []).join(", ") || l10n.t("not known") };
  const domains: Finding =
    "unread" in listed
      ? {
          ...domainText,
          evidence: [source, ...(seen ? [{ name: l10n.t("Said by"), value: `${seen.by}, ${seen.at}` }] : [])],
          summary: l10n.t("The server does not show which domains are registered."),
          verdict: "unknown",
          unread: listed.unread,
        }
      : domainsKnown
        ? {
            ...domainText,
            evidence: [source],
            summary: l10n.t("Every domain of the plan is registered."),
            verdict: "pass",
          }
        : {
            ...domainText,
            evidence: [source],
            summary: l10n.t("Not every domain of the plan is registered."),
            verdict: "fail",
            fix: {
              kind: "link",
              link: "install",
              whatToDo: l10n.t("Register again: the missing domain is added."),
            },
          };
  const findings = [
    ...(tenant === ""
      ? [
          {
            ...about("tenant", l10n.t("Without a tenant the agent cannot synchronise.")),
            evidence: [{ name: "TenantID", value: l10n.t("missing") }],
            summary: l10n.t("Registration never finished: the server knows no tenant."),
            verdict: "fail",
            fix: {
              kind: "link",
              link: "install",
              whatToDo: l10n.t("Register again: what is there is found and finished."),
            },
          } as const satisfies Finding,
        ]
      : [judgeTenant(tenant, plan)]),
    judgeAccount(service.account, plan),
    domains,
  ];
  return {
    findings,
    ...(tenant === "" ? {} : { tenant }),
    tenantAccepted: plan.tenant?.toLowerCase() === tenant.toLowerCase(),
    accountRight,
    domainsKnown,
    proof: [
      { name: l10n.t("Tenant"), value: tenant },
      { name: l10n.t("Log-on account"), value: service.account },
      source,
    ],
  };
};
