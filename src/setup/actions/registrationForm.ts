/** What is asked before registering: the way, and what that way needs. */
import * as l10n from "@vscode/l10n";
import { plannedAccountName } from "../agent/account.ts";
import { agentDoes } from "../agent/versions.ts";
import { getAgentFacts } from "../operations/agent.ts";
import { getServerFacts, joinedDomain } from "../operations/server.ts";
import { knownModule, lacking } from "../agent/module.ts";
import { planSchema, registrationMethods, wrongIn, type DomainPlan, type SetupPlan } from "../plan.ts";
import { controllerLine, domainLines } from "../plans/names.ts";
import type { Question } from "../question.ts";
import type { FormContext } from "../step.ts";
import { valueOf } from "../values/fact.ts";
import { lastListed } from "./listedDomains.ts";

type Way = SetupPlan["registrationMethod"];

const words: Readonly<Record<Way, () => { label: string; detail: string }>> = {
  wizard: () => ({
    label: l10n.t("The agent's wizard"),
    detail: l10n.t("Opens on this desktop and is watched until the registration appears."),
  }),
  credential: () => ({
    label: l10n.t("Credential"),
    detail: l10n.t(
      "Asks for the Entra account's and the domain administrator's password now, and keeps neither.",
    ),
  }),
  accessToken: () => ({
    label: l10n.t("Access token (experimental)"),
    detail: l10n.t(
      "For a tenant that asks for a second factor where there is no desktop. Microsoft does not document it. The token is pasted when it is used, and is not kept.",
    ),
  }),
};

/** Only what the installed agent can do is offered, where that was read; what was chosen stays in sight. */
const offered = ({ plan, facts }: FormContext): readonly Way[] => {
  const module = knownModule(facts);
  return registrationMethods.filter(
    (way) =>
      way === plan.registrationMethod || module === undefined || lacking(module, plan, way).length === 0,
  );
};

const account = (plan: SetupPlan): Question => ({
  kind: "text",
  id: "account",
  label: l10n.t("Microsoft Entra account"),
  help:
    plan.registrationMethod === "accessToken"
      ? l10n.t("Hybrid Identity Administrator: the account that the token is of.")
      : l10n.t(
          "Hybrid Identity Administrator (formerly: Global Administrator), without a second factor. The password is asked for when it is needed.",
        ),
  placeholder: "admin@contoso.onmicrosoft.com",
  value: plan.entraAccount ?? "",
  wrong: (value) => wrongIn(planSchema.entries.entraAccount, value),
  set: (before, value) => ({ ...before, entraAccount: value }),
});

const ofToken = (plan: SetupPlan, audience: string): readonly Question[] => [
  {
    kind: "text",
    id: "tenant",
    label: l10n.t("Tenant"),
    help: l10n.t("The portal shows the tenant id under Overview."),
    placeholder: "72f988bf-86f1-41af-91ab-2d7cd011db47",
    value: plan.tenant ?? "",
    wrong: (value) => wrongIn(planSchema.entries.tenant, value),
    set: (before, value) => ({ ...before, tenant: value }),
  },
  account(plan),
  {
    kind: "readOnly",
    id: "audience",
    label: l10n.t("Audience of the token"),
    help: l10n.t("Not documented by Microsoft. The setting cloudSyncSetup.tokenAudience changes it."),
    value: audience === "" ? l10n.t("any") : audience,
  },
];

/** The account is created in the server's own domain, which need not be one that the agent reads. */
const createdIn = ({ domains }: SetupPlan, own: string | undefined): string =>
  own === undefined || domains.some(({ name }) => name.toLowerCase() === own.toLowerCase())
    ? l10n.t("Configure Service Account: create gMSA")
    : l10n.t("Configure Service Account: create gMSA, as an administrator of {0}", own);

/** Microsoft, "Install the provisioning agent": a domain that stands under "Configured domains" is not added again. */
const inWizard = (domain: DomainPlan, listed: readonly string[]): readonly string[] => {
  const { name, administrator, preferredDomainControllers: order } = domain;
  // An order is taken where a domain is added.
  return order.length === 0 && listed.includes(name.toLowerCase())
    ? [l10n.t("Connect Active Directory: {0} is configured already", name)]
    : [
        l10n.t("Connect Active Directory: add {0} as {1}", name, administrator ?? ""),
        ...order.map((one) => controllerLine(one, name)),
      ];
};

const forWizard = ({ plan, facts }: FormContext): Question => {
  const agent = facts.last(getAgentFacts);
  const version = agent && valueOf(agent.version);
  const listed = lastListed({ facts });
  return {
    kind: "readOnly",
    id: "answers",
    label: l10n.t("Answers for the wizard"),
    value: [
      ...(version && agentDoes(version, "asksNoExtension")
        ? []
        : [l10n.t("Select extension, where it is asked for: HR-driven provisioning / cloud sync")]),
      plan.serviceAccount?.kind === "custom"
        ? l10n.t("Configure Service Account: use custom gMSA, {0}", plannedAccountName(plan.serviceAccount))
        : createdIn(plan, joinedDomain(facts.last(getServerFacts))),
      ...plan.domains.flatMap((domain) => inWizard(domain, listed)),
    ].join("\n"),
  };
};

const domainsOf = ({ domains }: SetupPlan): readonly Question[] =>
  domains.length === 0
    ? []
    : [
        {
          kind: "readOnly",
          id: "domains",
          label: l10n.t("Domains of the plan"),
          value: domainLines(domains).join("\n"),
        },
      ];

const more: Readonly<Record<Way, (known: FormContext) => readonly Question[]>> = {
  wizard: (known) => [forWizard(known)],
  credential: ({ plan }) => [account(plan), ...domainsOf(plan)],
  accessToken: ({ plan, settings }) => [...ofToken(plan, settings.tokenAudience), ...domainsOf(plan)],
};

export const registeringForm = (known: FormContext): readonly Question[] => [
  {
    kind: "choice",
    id: "registration",
    label: l10n.t("How to register"),
    options: offered(known).map((value) => ({ value, ...words[value]() })),
    value: known.plan.registrationMethod,
    set: (plan, value) => ({
      ...plan,
      registrationMethod: registrationMethods.find((one) => one === value) ?? plan.registrationMethod,
    }),
  },
  ...more[known.plan.registrationMethod](known),
];
