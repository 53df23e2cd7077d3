/** The way out to Microsoft's hosts: one finding for each that is not fine, and one for all that are. */
import * as l10n from "@vscode/l10n";
import { valueOf } from "../values/fact.ts";
import type { NetworkFacts, ProbeFacts } from "../operations/network.ts";
import type { NetworkSeen } from "../network/seen.ts";
import { type Evidence, type Finding, type Fix, finding, notKnown } from "../finding.ts";
import { cloudNetworks, endpointsOf, type Endpoint } from "../network/clouds.ts";
import { addressOf, agentUsesProxy, proxyToTry } from "../network/proxy.ts";
import { reached, type Aliases, type Reached } from "../network/verdict.ts";
import { passWords, probeEvidence, reachedWords } from "../network/words.ts";
import { type FactRule } from "./rule.ts";
import { askOwner } from "./owner.ts";

/** One host: the way the agent goes, the other way where there is one, and what came of it. */
export interface Judged {
  readonly endpoint: Endpoint;
  readonly probe: ProbeFacts;
  readonly aliases: Aliases | undefined;
  readonly own: Reached;
  /** What the proxy made of it, where the agent's own way is the direct one. */
  readonly other: Reached | undefined;
  /** Direct, but only the proxy leads there: one finding about the agent's proxy says it for all such hosts. */
  readonly needsProxy: boolean;
}

const nameOf = ({ host, port }: Endpoint) => `${host}:${port}`;

const notTried: ProbeFacts = (() => {
  const unread = { unread: "" };
  return { host: "", port: 0, lookup: unread, connect: unread, tunnel: unread, tls: unread };
})();

/** Every host of the cloud with what its probe found; none where nothing was tried. */
export const judgeHosts = (seen: NetworkSeen): readonly Judged[] => {
  const probes = valueOf(seen.probes);
  return probes ? judgeProbes(seen, probes) : [];
};

const judgeProbes = (
  { cloud, proxies, agentHosts }: NetworkSeen,
  probes: NetworkFacts,
): readonly Judged[] => {
  const throughProxy = agentUsesProxy(proxies);
  return endpointsOf(cloud, valueOf(agentHosts.names) ?? []).map((endpoint): Judged => {
    const of = (list: readonly ProbeFacts[]) =>
      list.find(({ host, port }) => host === endpoint.host && port === endpoint.port);
    const probe = of(throughProxy ? probes.throughProxy : probes.hosts) ?? notTried;
    // A proxy looks the name up by itself: what the server's own DNS says of it does not matter then.
    const aliases = throughProxy
      ? undefined
      : probes.aliases.find(({ host }) => host === endpoint.host)?.chain;
    const own =
      probe === notTried
        ? ({ kind: "unread", unread: l10n.t("It was not tried.") } as const)
        : reached(probe, aliases);
    const proxied = throughProxy ? undefined : of(probes.throughProxy);
    const other = proxied && reached(proxied);
    return { endpoint, probe, aliases, own, other, needsProxy: isBlocked(own) && other?.kind === "fine" };
  });
};

/** A way that does not lead there at all; one that is inspected or old does. */
const isBlocked = ({ kind }: Reached): boolean => kind === "failed" || kind === "brokenChain";

const why = () =>
  l10n.t(
    "The agent opens every connection itself, outbound only. Each of these hosts must be reachable from this server, and nothing may open TLS on the way.",
  );

const networkTeam = (whatToAsk: string): Fix => askOwner(l10n.t("the network team"), whatToAsk);

/** What exactly to ask for. */
const fixFor = ({ endpoint, own }: Judged, from: string, proxy: string | undefined): Fix => {
  const name = endpoint.publishedAs ?? endpoint.host;
  switch (own.kind) {
    case "inspected":
      return networkTeam(
        l10n.t(
          "Ask for an exception from TLS inspection for {0} on port {1}, from {2}.",
          name,
          endpoint.port,
          from,
        ),
      );
    case "untrusted":
      return networkTeam(
        l10n.t(
          "Ask why {0} cannot check the certificate of {1}: it needs the current root certificates, which Windows gets from ctldl.windowsupdate.com on port 80.",
          from,
          endpoint.host,
        ),
      );
    case "brokenChain":
      return networkTeam(
        l10n.t(
          "Ask that DNS on {0} resolves {1} to its end. Its aliases are: {2}.",
          from,
          endpoint.host,
          own.names.join(", "),
        ),
      );
    case "oldTls":
      return networkTeam(l10n.t("Ask what answers for {0} and does not know TLS 1.2.", endpoint.host));
    case "refusedByProxy":
      return networkTeam(
        l10n.t(
          "Ask that the proxy {0} lets {1} through to {2} on port {3}.",
          proxy ?? "",
          from,
          name,
          endpoint.port,
        ),
      );
    case "failed":
    case "fine":
    case "proxySignIn":
    case "unread":
      return networkTeam(
        own.kind === "failed" && own.phase === "lookup" && proxy === undefined
          ? l10n.t("Ask that DNS on {0} resolves {1}.", from, endpoint.host)
          : l10n.t(
              "Ask that {0} may reach {1} on TCP port {2}, outbound{3}.",
              from,
              name,
              endpoint.port,
              proxy === undefined ? "" : l10n.t(", through the proxy {0}", proxy),
            ),
      );
  }
};

const purposeRow = (endpoint: Endpoint): Evidence => ({
  name: l10n.t("For"),
  value:
    endpoint.publishedAs === undefined
      ? endpoint.purpose()
      : l10n.t(
          "{0}; published as {1}, of which this host was tried",
          endpoint.purpose(),
          endpoint.publishedAs,
        ),
});

const proxyRows = ({ other }: Judged, proxy: string | undefined): Evidence[] => {
  if (proxy !== undefined) return [{ name: l10n.t("Through the proxy"), value: proxy }];
  if (other === undefined || other.kind === "fine") return [];
  return [{ name: l10n.t("Tried through the proxy as well"), value: reachedWords(other) }];
};

const judgeHost = (judged: Judged, from: string, proxy: string | undefined): Finding => {
  const { endpoint, own } = judged;
  const name = nameOf(endpoint);
  const source = own.kind === "inspected" ? "certificateAuthorities" : endpoint.source;
  const text = { rule: "network", about: name, why: why(), source } as const;
  const evidence = [
    purposeRow(endpoint),
    ...proxyRows(judged, proxy),
    ...probeEvidence(judged.probe, judged.aliases),
  ];
  const said = finding(text, `${name}: ${reachedWords(own)}.`, evidence);
  if (own.kind === "unread" || own.kind === "proxySignIn") {
    const unread =
      own.kind === "unread"
        ? own.unread
        : l10n.t(
            "The proxy asks for a sign-in, which a probe does not have; the agent signs in as its account.",
          );
    return { ...said, verdict: "unknown", unread };
  }
  const fix = fixFor(judged, from, proxy);
  const doubt = doubtOf(judged, proxy);
  if (doubt !== undefined) return { ...said, verdict: "warning", fix, why: doubt };
  return { ...said, verdict: endpoint.need === "required" ? "fail" : "warning", fix };
};

/** Why a host that fails may be none that is needed; nothing where that is certain. */
const doubtOf = ({ endpoint, probe }: Judged, proxy: string | undefined): string | undefined => {
  if (endpoint.need === "unconfirmed")
    return l10n.t(
      "Microsoft publishes no such host for the agent in this cloud; its name follows that of another cloud, so this is no proof that something is wrong.",
    );
  // A name that this server's DNS knows is there. What a proxy cannot look up, it reports in its own words.
  const isThere = proxy === undefined && "value" in probe.lookup && probe.lookup.value.outcome === "ok";
  if (endpoint.mayBeMissing !== true || isThere) return undefined;
  return endpoint.publishedAs === undefined
    ? l10n.t(
        "Microsoft publishes this name, but it may be a slip: that DNS does not know it is no proof that something is wrong.",
      )
    : l10n.t(
        "Microsoft publishes {0} only. That there is this host below it no document says, so this is no proof that something is wrong; the name itself must be open all the same.",
        endpoint.publishedAs,
      );
};

const allFine = (
  fine: readonly Judged[],
  { cloud, agentHosts }: NetworkSeen,
  proxy: string | undefined,
): Finding => {
  const { title, notProbed } = cloudNetworks[cloud];
  return {
    ...finding(
      { rule: "network", why: why(), source: "prerequisites" },
      l10n.t("{0} hosts of the cloud {1} are reachable.", fine.length, title()),
      [
        ...(proxy === undefined ? [] : [{ name: l10n.t("Through the proxy"), value: proxy }]),
        ...fine.map(({ endpoint, probe, aliases }) => ({
          name: nameOf(endpoint),
          value: passWords(probe, aliases),
        })),
        ...("unread" in agentHosts.names
          ? [
              {
                name: l10n.t("Hosts in the agent's records"),
                value: l10n.t("not known: {0}", agentHosts.names.unread),
              },
            ]
          : []),
        {
          name: l10n.t("Names that nothing can be tried for"),
          value: notProbed.join(", "),
        },
      ],
    ),
    verdict: "pass",
  };
};

export const network: FactRule = ({ network: seen, on }) => {
  const text = { rule: "network", why: why(), source: "prerequisites" } as const;
  for (const needed of [seen.probes, seen.proxies.agent])
    if ("unread" in needed)
      return [notKnown(text, l10n.t("The agent's way out to Microsoft's hosts"), needed.unread)];
  const proxy = agentUsesProxy(seen.proxies) ? proxyToTry(seen.proxies) : null;
  const address = proxy === null ? undefined : addressOf(proxy);
  const judged = judgeHosts(seen);
  const fine = judged.filter(({ own }) => own.kind === "fine");
  return [
    ...(fine.length > 0 ? [allFine(fine, seen, address)] : []),
    ...judged
      .filter(({ own, needsProxy }) => own.kind !== "fine" && !needsProxy)
      .map((one) => judgeHost(one, on, address)),
  ];
};
