/** The list of preferred domain controllers of each planned domain, with all that is known of them: what the page and the view show. Pure. */
import * as l10n from "@vscode/l10n";
import {
  byLatency,
  compareOrder,
  hostKey,
  proposedOrder,
  type Placed,
} from "../directory/controllerOrder.ts";
import { orderBefore } from "../directory/orderBefore.ts";
import type { Order } from "../directory/orderEdits.ts";
import { controllersOf, type SeenControllers, type ToldControllers } from "../directory/seenControllers.ts";
import { dnsName } from "../names.ts";
import { getControllerFacts, getDomainControllerFacts } from "../operations/network.ts";
import { getServerFacts, joinedDomain } from "../operations/server.ts";
import type { Adding, Arrangement, Item, Measured } from "../order.ts";
import { mostPreferred, wrongIn, type SetupPlan } from "../plan.ts";
import { isOfDomain } from "../plans/names.ts";
import type { FormContext } from "../step.ts";

/** How a controller stands, for whoever draws it; its marks and its detail say the same in words. */
export type ControllerState = "answers" | "partly" | "silent" | "notMeasured" | "gone";

export interface PreferredItem extends Item {
  readonly state: ControllerState;
  readonly site: string | undefined;
}

/** One domain's list. */
export interface PreferenceList {
  readonly domain: string;
  readonly order: Order;
  readonly items: readonly PreferredItem[];
  readonly add: Adding & { readonly others: readonly PreferredItem[] };
  /** As it is proposed, by latency, and as it was before the last change. */
  readonly arrange: readonly Arrangement[];
}

/** The name of a domain's list among the questions of the step. */
export const orderField = (domain: string): string => `order.${domain.toLowerCase()}`;

const told = ({ facts }: Pick<FormContext, "facts">): ToldControllers => ({
  names: facts.last(getDomainControllerFacts),
  asked: facts.last(getControllerFacts),
  serverDomain: joinedDomain(facts.last(getServerFacts)),
});

/** The plan with another order of one domain; the same plan where it has no such domain any more. */
export const withOrder = (plan: SetupPlan, domain: string, order: Order): SetupPlan => ({
  ...plan,
  domains: plan.domains.map((one) =>
    one.name.toLowerCase() === domain.toLowerCase()
      ? { ...one, preferredDomainControllers: [...order] }
      : one,
  ),
});

const measuredOf = ({ answerMs, reach }: Placed, slowest: number): Measured | undefined => {
  if (answerMs !== null)
    return {
      text: l10n.t("{0} ms", Math.round(answerMs)),
      share: slowest > 0 ? Math.min(1, answerMs / slowest) : 1,
    };
  return reach === "notMeasured" ? undefined : { text: l10n.t("no answer") };
};

const wrongToAdd =
  (order: Order) =>
  (name: string): string | undefined => {
    if (order.some((host) => hostKey(host) === hostKey(name)))
      return l10n.t("{0} is in the list already.", name);
    if (order.length >= mostPreferred) return l10n.t("A list takes {0} at most.", mostPreferred);
    return wrongIn(dnsName, name);
  };

const isOther = (one: Order, other: Order): boolean =>
  one.length !== other.length || one.some((host, at) => host !== other[at]);

/** Undefined where it would change nothing. */
const change = (from: Order, to: Order | undefined): Order | undefined =>
  to !== undefined && isOther(from, to) ? to : undefined;

/** What is proposed of those that answer, and so many as a list takes. */
const proposalOf = (placed: readonly Placed[]): Order | undefined => {
  const hosts = placed.filter(({ reach }) => reach !== "silent").map(({ host }) => host);
  return hosts.length === 0 ? undefined : hosts.slice(0, mostPreferred);
};

const listOf = (
  domain: string,
  order: Order,
  seen: SeenControllers,
  before: Order | undefined,
): PreferenceList => {
  const placed = proposedOrder(seen);
  const known = new Map(placed.map((one) => [hostKey(one.host), one]));
  const truth = compareOrder(order, seen);
  const slowest = Math.max(0, ...placed.map(({ answerMs }) => answerMs ?? 0));
  const [gone, added] = [new Set(truth.gone), new Set(truth.added)];
  const itemOf = (host: string): PreferredItem => {
    const one = known.get(hostKey(host));
    const measured = one && measuredOf(one, slowest);
    const marks = [
      ...(gone.has(host) ? [l10n.t("gone")] : []),
      ...(added.has(host) ? [l10n.t("new")] : []),
      ...(one?.controller.isReadOnly ? [l10n.t("read-only")] : []),
      ...(isOfDomain(host, domain) ? [] : [l10n.t("not in the domain {0}", domain)]),
    ];
    const detail = one
      ? one.reasons.join(", ")
      : gone.has(host)
        ? l10n.t("DNS names no such domain controller")
        : l10n.t("not measured");
    return {
      id: host,
      label: host,
      detail,
      state: gone.has(host) ? "gone" : (one?.reach ?? "notMeasured"),
      site: one?.controller.site,
      ...(marks.length > 0 ? { marks } : {}),
      ...(measured ? { measured } : {}),
    };
  };
  const kept = new Set(order.map(hostKey));
  const isTimed = seen.measurements.some(({ answerMs }) => answerMs !== null);
  return {
    domain,
    order,
    items: order.map(itemOf),
    add: {
      label: l10n.t("Add by name"),
      placeholder: `dc1.${domain}`,
      wrong: wrongToAdd(order),
      others: placed.filter(({ host }) => !kept.has(hostKey(host))).map(({ host }) => itemOf(host)),
    },
    arrange: [
      {
        id: "proposed",
        label: l10n.t("Take the proposed order"),
        ids: change(order, proposalOf(placed)),
      },
      {
        id: "latency",
        label: l10n.t("Order by latency"),
        ids: isTimed ? change(order, byLatency(order, seen.measurements)) : undefined,
      },
      { id: "undo", label: l10n.t("Undo the last change"), ids: before },
    ],
  };
};

/** Every planned domain's list, as the plan has it and as the server sees its controllers. */
export const controllerLists = (known: FormContext): readonly PreferenceList[] =>
  known.plan.domains.map(({ name, preferredDomainControllers: order }) => {
    const before = orderBefore(known.record, name, order);
    return listOf(name, order, controllersOf(name, told(known)), before);
  });
