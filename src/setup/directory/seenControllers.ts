/**
 * The domain controllers of a domain as the agent's server sees them: whom DNS names, and what each said of itself when it was asked.
 * Pure.
 */
import { controllersSeen, type AnsweringController } from "../network/controllers.ts";
import type { ControllerFacts, DomainControllerFacts } from "../operations/network.ts";
import { valueOf } from "../values/fact.ts";
import { hostKey, measuredPorts, type Measurement, type ToOrder } from "./controllerOrder.ts";
import type { Controller } from "./controllers.ts";

/** What the server has told; undefined where it was not asked yet. */
export interface ToldControllers {
  readonly names: DomainControllerFacts | undefined;
  readonly asked: ControllerFacts | undefined;
  /** The domain that the server is joined to: DNS is asked for the controllers of that one. */
  readonly serverDomain: string | undefined;
}

/** `isWhole`: whether these are all that the domain has. */
export interface SeenControllers extends ToOrder {
  readonly isWhole: boolean;
}

const isSame = (one: string | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();

const measurementOf = (
  host: string,
  { ports }: ControllerFacts,
  answer: AnsweringController | undefined,
): Measurement => {
  const of = ports.filter((probe) => hostKey(probe.host) === hostKey(host));
  const connectOf = (port: number) => {
    const connect = of.find((probe) => probe.port === port)?.connect;
    return connect && "value" in connect ? connect.value : undefined;
  };
  const ldap = connectOf(389);
  return {
    host,
    ports: Object.fromEntries(
      measuredPorts.flatMap((port) =>
        of.some((probe) => probe.port === port)
          ? [[port, connectOf(port)?.outcome === "ok" ? "ok" : "failed"] as const]
          : [],
      ),
    ),
    connectMs: ldap?.outcome === "ok" ? ldap.ms : null,
    answerMs: answer?.medianMs ?? null,
    clockSeconds: answer?.secondsAhead ?? null,
  };
};

/** Of a domain: the controllers that DNS names for it, and those that said that they are of it. */
export const controllersOf = (
  domain: string,
  { names, asked, serverDomain }: ToldControllers,
): SeenControllers => {
  const site = (names && valueOf(names.site)) ?? undefined;
  const near = new Set((names && valueOf(names.inSite))?.map(hostKey));
  const listed = isSame(serverDomain, domain) ? names && valueOf(names.names) : undefined;
  const seen = asked ? controllersSeen(asked) : [];
  const answers = new Map(
    seen.flatMap((one) => (one.kind === "answers" ? [[hostKey(one.host), one] as const] : [])),
  );
  const told = [...answers.values()].filter((one) => isSame(one.domain, domain)).map(({ host }) => host);
  const hosts = new Map([...(listed ?? []), ...told].map((host) => [hostKey(host), host]));
  const controllers = [...hosts].map(([key, host]): Controller => {
    const answer = answers.get(key);
    return {
      host,
      standing: "whole",
      site: answer?.site ?? (near.has(key) ? site : undefined),
      isCatalog: answer?.isGlobalCatalog,
      isReadOnly: answer?.isReadOnly ?? false,
      isPdc: false,
      operatingSystem: answer?.level,
      version: undefined,
    };
  });
  return {
    controllers,
    measurements: asked
      ? [...new Set(seen.map(({ host }) => host))].map((host) =>
          measurementOf(host, asked, answers.get(hostKey(host))),
        )
      : [],
    site,
    isWhole: listed !== undefined,
  };
};
