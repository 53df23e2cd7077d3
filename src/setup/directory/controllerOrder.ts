/**
 * The order in which an agent asks domain controllers. Proposed: writable ones first, then those of the server's own site, then those that
 * are reached, then the fastest. Microsoft's page has no rule for it but that one of the same site cures a schema that never loads
 * ("Provisioning agent errors", Workday inbound tutorial). Pure.
 */
import * as l10n from "@vscode/l10n";
import type { Controller } from "./controllers.ts";

/** Ports that are tried of a controller; the agent needs the second and the last ("Prerequisites", Microsoft Entra ID to AD). */
export const measuredPorts = [88, 389, 636, 3268] as const;
export type MeasuredPort = (typeof measuredPorts)[number];

/** What was seen of a controller from the server: each port that was tried, and medians of several times. */
export interface Measurement {
  /** DNS name. */
  readonly host: string;
  readonly ports: Readonly<Partial<Record<MeasuredPort, "ok" | "failed">>>;
  /** Milliseconds until the connection, and until the answer of a search; null where none came. */
  readonly connectMs: number | null;
  readonly answerMs: number | null;
  /** How far its clock is ahead of the server's; null where it said none. */
  readonly clockSeconds: number | null;
}

/** `answers`: what the agent needs is open. `partly`: LDAP is. `silent`: not even that. */
export type ControllerReach = "answers" | "partly" | "silent" | "notMeasured";

export interface Placed {
  readonly host: string;
  readonly controller: Controller;
  readonly reach: ControllerReach;
  readonly answerMs: number | null;
  readonly inSite: boolean;
  /** Beside its name: why it stands where it does, the first first. */
  readonly reasons: readonly string[];
}

export const hostKey = (host: string): string => host.replace(/\.$/u, "").toLowerCase();

export const reachOf = (measured: Measurement | undefined): ControllerReach => {
  if (measured === undefined) return "notMeasured";
  if (measured.ports[389] !== "ok") return "silent";
  return measured.ports[88] === "failed" || measured.ports[3268] === "failed" ? "partly" : "answers";
};

/** In the order in which they are preferred. */
const reaches: readonly ControllerReach[] = ["answers", "partly", "notMeasured", "silent"];
const reachWords: Readonly<Record<ControllerReach, () => string>> = {
  answers: () => l10n.t("reached on every port that is needed"),
  partly: () => l10n.t("LDAP is reached, another port is not"),
  notMeasured: () => l10n.t("not measured"),
  silent: () => l10n.t("not reached"),
};

/** Kerberos takes no clock that differs by more ("Maximum tolerance for computer clock synchronization", Microsoft: 5 minutes). */
const mostClockSeconds = 300;

const reasonsOf = (
  controller: Controller,
  {
    inSite,
    reach,
    measured,
  }: {
    readonly inSite: boolean;
    readonly reach: ControllerReach;
    readonly measured: Measurement | undefined;
  },
): readonly string[] => {
  const { site } = controller;
  const clock = measured?.clockSeconds ?? 0;
  return [
    ...(controller.isReadOnly ? [l10n.t("read-only")] : []),
    site === undefined
      ? l10n.t("in no known site")
      : inSite
        ? l10n.t("in the server's site {0}", site)
        : l10n.t("in site {0}", site),
    reachWords[reach](),
    ...(measured?.answerMs == null ? [] : [l10n.t("answers in {0} ms", Math.round(measured.answerMs))]),
    ...(controller.isCatalog === false ? [l10n.t("no global catalog")] : []),
    ...(Math.abs(clock) > mostClockSeconds
      ? [l10n.t("its clock differs by {0} seconds", Math.round(Math.abs(clock)))]
      : []),
  ];
};

/** How two stand to each other by one of the reasons: the first that tells them apart decides, at last the name. */
const comparisons: readonly ((one: Placed, other: Placed) => number)[] = [
  (one, other) => Number(one.controller.isReadOnly) - Number(other.controller.isReadOnly),
  (one, other) => Number(other.inSite) - Number(one.inSite),
  (one, other) => reaches.indexOf(one.reach) - reaches.indexOf(other.reach),
  (one, other) => (one.answerMs ?? Infinity) - (other.answerMs ?? Infinity) || 0,
  (one, other) => (hostKey(one.host) < hostKey(other.host) ? -1 : 1),
];

const inOrder = (all: readonly Placed[], by: typeof comparisons): readonly Placed[] =>
  all.toSorted((one, other) => {
    for (const compare of by) {
      const way = compare(one, other);
      if (way !== 0) return way;
    }
    return 0;
  });

export interface ToOrder {
  readonly controllers: readonly Controller[];
  readonly measurements: readonly Measurement[];
  /** The site the server stands in; undefined where that is not known. */
  readonly site: string | undefined;
}

/** Each controller that could be asked, with why it stands where it would. What is left behind of others is not among them. */
const placed = ({ controllers, measurements, site }: ToOrder): readonly Placed[] => {
  const byHost = new Map(measurements.map((one) => [hostKey(one.host), one]));
  const seen = new Set<string>();
  return controllers
    .filter(({ standing, host }) => {
      const isNew = standing === "whole" && !seen.has(hostKey(host));
      seen.add(hostKey(host));
      return isNew;
    })
    .map((controller) => {
      const measured = byHost.get(hostKey(controller.host));
      const reach = reachOf(measured);
      const inSite = site !== undefined && controller.site?.toLowerCase() === site.toLowerCase();
      return {
        host: controller.host,
        controller,
        reach,
        answerMs: measured?.answerMs ?? null,
        inSite,
        reasons: reasonsOf(controller, { inSite, reach, measured }),
      };
    });
};

export const proposedOrder = (of: ToOrder): readonly Placed[] => inOrder(placed(of), comparisons);

/** Those of a kept order by their time alone; what has none keeps its place among the last. */
export const byLatency = (
  order: readonly string[],
  measurements: readonly Measurement[],
): readonly string[] => {
  const times = new Map(measurements.map(({ host, answerMs }) => [hostKey(host), answerMs]));
  const timeOf = (host: string) => times.get(hostKey(host)) ?? Infinity;
  return order.toSorted((one, other) => timeOf(one) - timeOf(other) || 0);
};

/** What a kept order says beside what is true now. */
export interface OrderTruth {
  /** Of the order, and no controller of the domain any more. */
  readonly gone: readonly string[];
  /** Of the order, and not reached just now. */
  readonly silent: readonly string[];
  /** Of the order, and changes nothing in the directory: password writeback, for one, does not work by it. */
  readonly readOnly: readonly string[];
  /** Controllers that could be asked and are in no place of the order; where there is an order at all. */
  readonly added: readonly string[];
}

/** `list.isWhole`: where not all controllers are known, none is called gone. */
export const compareOrder = (
  order: readonly string[],
  of: ToOrder & { readonly isWhole: boolean },
): OrderTruth => {
  const all = new Map(placed(of).map((one) => [hostKey(one.host), one]));
  const kept = new Set(order.map(hostKey));
  const known = (is: (one: Placed) => boolean) =>
    order.filter((host) => {
      const one = all.get(hostKey(host));
      return one !== undefined && is(one);
    });
  return {
    gone: of.isWhole ? order.filter((host) => !all.has(hostKey(host))) : [],
    silent: known(({ reach }) => reach === "silent"),
    readOnly: known(({ controller }) => controller.isReadOnly),
    added: order.length === 0 ? [] : [...all].flatMap(([key, { host }]) => (kept.has(key) ? [] : [host])),
  };
};
