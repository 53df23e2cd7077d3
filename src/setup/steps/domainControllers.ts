import * as l10n from "@vscode/l10n";
import { controllerLists, orderField, withOrder, type PreferenceList } from "../actions/controllerLists.ts";
import { heldOtherwise, ordersNotHeld } from "../actions/heldOrders.ts";
import { listedFirst } from "../actions/listedFirst.ts";
import { orderFindings } from "../actions/orderFindings.ts";
import { registerAgainLabel } from "../actions/register.ts";
import { registerAgain, registrationChanges, toRegisterAgain } from "../actions/renewRegistration.ts";
import type { ToldControllers } from "../directory/seenControllers.ts";
import { notKnown, type Finding } from "../finding.ts";
import { controllerProbesOf } from "../network/probing.ts";
import { getAgentFacts } from "../operations/agent.ts";
import { getControllerFacts, getDomainControllerFacts } from "../operations/network.ts";
import { getServerFacts, joinedDomain } from "../operations/server.ts";
import { domainDoubts } from "../plans/names.ts";
import type { OneQuestion } from "../question.ts";
import type { Step, StepContext } from "../step.ts";
import { titleOf } from "../stepTitles.ts";
import { factOf, valueOf } from "../values/fact.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly domainControllers: true;
  }
}

/** What of the agent has to be known of a list: that there is none, that it does not hold yet. */
const helpOf = (
  { domain, items }: PreferenceList,
  notHeld: readonly Finding[],
): { readonly help?: string } => {
  const said = [
    ...(items.length === 0
      ? [l10n.t("There is no list: the agent asks any domain controller of {0}.", domain)]
      : []),
    ...notHeld.filter(({ about }) => about === domain).map(({ summary }) => summary),
  ];
  return said.length === 0 ? {} : { help: said.join(" ") };
};

const question = (list: PreferenceList, notHeld: readonly Finding[]): OneQuestion<"orderedList"> => ({
  kind: "orderedList",
  id: orderField(list.domain),
  label: l10n.t("Preferred domain controllers of {0}", list.domain),
  ...helpOf(list, notHeld),
  items: list.items,
  removes: true,
  add: list.add,
  arrange: list.arrange,
  set: (plan, ids) => withOrder(plan, list.domain, ids),
});

/** Where the way to the controllers was not measured, why. */
const unmeasured = (unread: string): Finding =>
  notKnown(
    {
      rule: "controllersMeasured",
      why: l10n.t(
        "What is measured shows which controllers are near. The list may be in any order without it.",
      ),
      source: "controllerPorts",
    },
    l10n.t("How soon the domain controllers answer"),
    unread,
  );

/** Measures now, from the agent's server. */
const measure = async (
  ctx: StepContext,
): Promise<{ readonly told: ToldControllers; readonly findings: readonly Finding[] }> => {
  const { plan, read, run } = ctx;
  const serverDomain = joinedDomain(await run(getServerFacts, {}));
  const names = await read(getDomainControllerFacts, {});
  if ("unread" in names)
    return {
      told: { names: undefined, asked: undefined, serverDomain },
      findings: [unmeasured(names.unread)],
    };
  const asked = await read(getControllerFacts, controllerProbesOf(plan, { controllers: names.value }));
  return {
    told: { names: names.value, asked: valueOf(asked), serverDomain },
    findings: "unread" in asked ? [unmeasured(asked.unread)] : [],
  };
};

export const domainControllers: Step = {
  id: "domainControllers",
  lines: ["13"],
  title: () => l10n.t("Prefer domain controllers"),
  introduction: () => [
    l10n.t(
      "Optional: the domain controllers that the agent asks, in this order. Without a list, it asks any.",
    ),
    l10n.t(
      "Writable ones of the server's own site that answer soon stand first in the order that is proposed. Times are measured from the agent's server.",
    ),
    l10n.t(
      'Registering by cmdlets hands the list over. In the agent\'s wizard, choose "Select domain controller priority" and enter it there.',
    ),
  ],
  form: (known) =>
    known.plan.domains.length === 0
      ? [
          {
            kind: "readOnly",
            id: "none",
            label: l10n.t("Preferred domain controllers"),
            value: l10n.t('Answer the step "{0}".', titleOf("directory")),
          },
        ]
      : controllerLists(known).map((list) => question(list, heldOtherwise(known))),
  async check(ctx) {
    const { plan, attestations, read } = ctx;
    if (plan.domains.length === 0) return { kind: "todo", findings: [] };
    const { told, findings } = await measure(ctx);
    const tenant = valueOf(factOf(await read(getAgentFacts, {}), "tenantId"));
    return {
      kind: "answered",
      findings: [
        ...(tenant ? ordersNotHeld(plan, attestations) : []),
        ...domainDoubts(plan).filter(({ rule }) => rule === "controllerOutside"),
        ...orderFindings(plan, told),
        ...findings,
      ],
    };
  },
  /** What adding a domain again takes with it is listed; where the order is the one that was handed over, nothing changes. */
  async changes(ctx) {
    return ordersNotHeld(ctx.plan, ctx.attestations).length > 0 ? registrationChanges(ctx) : [];
  },
  async apply(ctx) {
    if (ctx.wants === toRegisterAgain.id) await registerAgain(ctx);
  },
  actions: (state, { changesShown, ...known }) => [
    ...(heldOtherwise(known).length > 0
      ? listedFirst(
          {
            id: "again",
            label: registerAgainLabel(),
            does: { consent: { ...toRegisterAgain, about: known.server } },
          },
          { changesShown, isNext: true },
        )
      : []),
    { id: "check", label: l10n.t("Measure again"), primary: state.kind === "todo", does: "check" },
  ],
};
