/**
 * The order of domain controllers that the agent was registered with, as the record tells: nothing on the server shows it. Microsoft
 * documents no way to change it afterwards; that adding the domain once more takes the new one, on this agent alone, is inferred from
 * `Add-AADCloudSyncADDomain -PreferredDomainControllers` ("Install the provisioning agent using PowerShell") and is unconfirmed.
 */
import * as l10n from "@vscode/l10n";
import type { Finding } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import type { DomainPlan, SetupPlan } from "../plan.ts";
import { getAgentFacts } from "../operations/agent.ts";
import type { FormContext } from "../step.ts";
import { valueOf } from "../values/fact.ts";
import { lastOrders, type SaidOrders } from "./givenOrders.ts";
import { registerAgainLabel } from "./register.ts";

const listed = (controllers: readonly string[]): string =>
  controllers.length === 0 ? l10n.t("any") : controllers.join(", ");

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((host, at) => host.toLowerCase() === other[at]?.toLowerCase());

const found = (
  { name, preferredDomainControllers }: DomainPlan,
  said: SaidOrders | undefined,
): readonly Finding[] => {
  const given = said?.orders.find(({ domain }) => domain.toLowerCase() === name.toLowerCase())?.controllers;
  if (isSame(given ?? [], preferredDomainControllers)) return [];
  return [
    {
      rule: "orderHeld",
      about: name,
      verdict: "warning",
      summary: l10n.t("The order of {0} holds once the domain is added again on this agent.", name),
      evidence: [
        { name: l10n.t("Order of the plan"), value: listed(preferredDomainControllers) },
        {
          name: l10n.t("Order the agent was registered with"),
          value: given === undefined ? l10n.t("not known") : listed(given),
        },
        ...(said ? [{ name: l10n.t("Said by"), value: `${said.by}, ${said.at}` }] : []),
      ],
      why: l10n.t(
        "The agent takes the order when a domain is added. Microsoft describes no way to change it afterwards, so adding the domain again is not confirmed. Each agent has an order of its own.",
      ),
      source: "commandLine",
      fix: {
        kind: "link",
        link: "commandLine",
        whatToDo: l10n.t('Look at what will change, then choose "{0}" on this page.', registerAgainLabel()),
      },
    },
  ];
};

/** The domains of a registered agent whose planned order is another than the one it was registered with. */
export const ordersNotHeld = (
  { domains }: Pick<SetupPlan, "domains">,
  attestations: readonly Attestation[],
): readonly Finding[] => domains.flatMap((domain) => found(domain, lastOrders(attestations)));

/** The same of what a form knows: at once when the order is changed. None where the agent was not seen to be registered. */
export const heldOtherwise = ({ attestations, facts, plan }: FormContext): readonly Finding[] => {
  const agent = facts.last(getAgentFacts);
  return agent && valueOf(agent.tenantId) ? ordersNotHeld(plan, attestations) : [];
};
