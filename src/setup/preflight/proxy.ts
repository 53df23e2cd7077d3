/** The proxies of the server, which know nothing of each other. */
import * as l10n from "@vscode/l10n";
import { factOf, valueOf } from "../values/fact.ts";
import { type Evidence, type Finding, finding, notKnown, type RuleText } from "../finding.ts";
import { addressOf, foundProxies, proxyToTry, type FoundProxy, type Proxies } from "../network/proxy.ts";
import { judgeHosts } from "./network.ts";
import { type FactRule, type Facts } from "./rule.ts";
import { titleOf } from "../stepTitles.ts";
import { askOwner } from "./owner.ts";

const nameOf = (by: FoundProxy["by"]): string =>
  ({
    agent: () => l10n.t("The agent's configuration"),
    winHttp: () => "WinHTTP",
    user: () => l10n.t("The signed-in user"),
  })[by]();

/** The hosts that Windows reaches past its proxies, as it keeps them. */
const exceptions = ({ winHttp, user }: Proxies): Evidence[] =>
  [
    { name: l10n.t("WinHTTP goes past it for"), value: valueOf(winHttp)?.bypass ?? "" },
    { name: l10n.t("The signed-in user goes past it for"), value: valueOf(user)?.bypass ?? "" },
  ].filter(({ value }) => value !== "");

const rows = (facts: Proxies): Evidence[] => {
  const found = new Map(foundProxies(facts).map(({ by, kept }) => [by, kept]));
  const script = valueOf(facts.user)?.script ?? null;
  return [
    ...(["agent", "winHttp", "user"] as const).map((by) => ({
      name: nameOf(by),
      value: "unread" in facts[by] ? facts[by].unread : (found.get(by) ?? l10n.t("no proxy")),
    })),
    ...exceptions(facts),
    ...(script === null ? [] : [{ name: l10n.t("The user's configuration script"), value: script }]),
  ];
};

const why = () =>
  l10n.t(
    "The agent goes through the proxy of its own configuration file only. What WinHTTP or the signed-in user has set does not reach the account it runs as.",
  );

const needsProxy = (): RuleText => ({ rule: "agentNeedsProxy", why: why(), source: "proxy" });

/** The finding where what decides could not be read. */
export const needsProxyUnknown = (unread: string): readonly Finding[] => [
  notKnown(needsProxy(), l10n.t("Whether the agent lacks a proxy that the site needs"), unread),
];

/** The proxy leads where the direct way does not, and the agent does not know of it. */
const missing = (
  { agent, network }: Pick<Facts, "agent" | "network">,
  hosts: readonly string[],
  address: string,
): Finding => {
  const isInstalled = (valueOf(factOf(agent, "agent")) ?? null) !== null;
  const said = finding(
    needsProxy(),
    isInstalled
      ? l10n.t("The agent needs the proxy {0}, and its configuration has none.", address)
      : l10n.t("The agent will need the proxy {0} in its configuration.", address),
    [{ name: l10n.t("Reached through the proxy only"), value: hosts.join(", ") }, ...rows(network.proxies)],
  );
  if (!isInstalled)
    return {
      ...said,
      verdict: "warning",
      fix: {
        kind: "link",
        link: "proxy",
        whatToDo: l10n.t('The step "{0}" sets it, as soon as the agent is there.', titleOf("install")),
      },
    };
  return {
    ...said,
    verdict: "fail",
    fix: {
      kind: "operation",
      label: l10n.t("Set the proxy {0} for the agent", address),
      calls: [{ port: "server", op: "Set-CloudSyncAgentProxy", args: { address } }],
    },
  };
};

/**
 * The proxy that leads where the direct way does not, and that the agent does not know of. None where a backup names the
 * proxy that an update took away: the rule about that says so, with the same fix.
 */
export const proxyMissing = (
  facts: Pick<Facts, "agent" | "network" | "configuration">,
): readonly Finding[] => {
  const proxy = proxyToTry(facts.network.proxies);
  const only = judgeHosts(facts.network).filter(({ needsProxy }) => needsProxy);
  const isLost = (valueOf(factOf(facts.configuration, "backupProxy")) ?? null) !== null;
  if (proxy === null || only.length === 0 || isLost) return [];
  const own = facts.network.proxies.agent;
  // An agent that is there may go through one already.
  if ("unread" in own && valueOf(factOf(facts.agent, "agent"))) return needsProxyUnknown(own.unread);
  const hosts = only.map(({ endpoint }) => `${endpoint.host}:${endpoint.port}`);
  return [missing(facts, hosts, addressOf(proxy))];
};

export const proxies: FactRule = (facts) => {
  const seen = facts.network.proxies;
  const text = { rule: "proxies", why: why(), source: "proxy" } as const;
  const unread = [seen.agent, seen.winHttp, seen.user].flatMap((one) =>
    "unread" in one ? [one.unread] : [],
  );
  const found = foundProxies(seen);
  const distinct = new Set(
    found.map(({ proxy, kept }) => (proxy ? addressOf(proxy).toLowerCase() : kept.toLowerCase())),
  );
  const findings: Finding[] = [...proxyMissing(facts)];
  if (unread[0] !== undefined) return [...findings, notKnown(text, l10n.t("Proxies"), unread[0])];
  if (distinct.size > 1)
    findings.push({
      ...finding(text, l10n.t("Different proxies are set on this server."), rows(seen)),
      verdict: "warning",
      fix: askOwner(
        l10n.t("the network team"),
        l10n.t("Ask which of these proxies {0} must use, and set that one everywhere.", facts.on),
      ),
    });
  else
    findings.push({
      ...finding(
        text,
        found.length === 0 ? l10n.t("No proxy is set.") : l10n.t("The proxies that are set agree."),
        rows(seen),
      ),
      verdict: "pass",
    });
  return findings;
};
