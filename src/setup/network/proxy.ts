/** The proxies a server knows, and which of them matters to the agent. */
import { valueOf } from "../values/fact.ts";
import type { AgentConfiguration } from "../operations/agent.ts";
import type { ProxyFacts } from "../operations/network.ts";

/** Three settings that know nothing of each other. */
export type Proxies = ProxyFacts & { readonly agent: AgentConfiguration["proxy"] };

export interface Proxy {
  readonly host: string;
  readonly port: number;
}

/**
 * The proxy for https from what Windows or a configuration file keeps: `proxy:8080`, `http://proxy:8080/`, or a list such
 * as `http=a:80;https=b:81`. Of a user and a password before the host the session shows a mask. Undefined where there is
 * none. Source: Microsoft, "WINHTTP_PROXY_INFO" (lpszProxy).
 */
export const proxyOf = (kept: string): Proxy | undefined => {
  const entries = kept.split(/[;\s]+/u).filter((one) => one !== "");
  const forScheme = (scheme: string) =>
    entries.find((one) => one.toLowerCase().startsWith(`${scheme}=`))?.slice(scheme.length + 1);
  const chosen = forScheme("https") ?? entries.find((one) => !one.includes("=")) ?? forScheme("http");
  const parts = /^(?:https?:\/\/)?(?:\*{8}@)?(?<host>\[[^\]]+\]|[^:/[\]@]+)(?::(?<port>\d{1,5}))?\/?$/iu.exec(
    chosen ?? "",
  );
  const host = parts?.groups?.host?.replace(/^\[|\]$/gu, "");
  const port = Number(parts?.groups?.port ?? 80);
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : undefined;
};

export const addressOf = ({ host, port }: Proxy): string =>
  `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

/** Where a proxy was found. */
export interface FoundProxy {
  readonly by: "agent" | "winHttp" | "user";
  readonly kept: string;
  readonly proxy: Proxy | undefined;
}

/** Every proxy that is set, the agent's own first. */
export const foundProxies = (facts: Proxies): readonly FoundProxy[] => {
  const kept = [
    { by: "agent", kept: valueOf(facts.agent) ?? null },
    { by: "winHttp", kept: valueOf(facts.winHttp)?.server ?? null },
    { by: "user", kept: valueOf(facts.user)?.server ?? null },
  ] as const;
  return kept.flatMap((one) =>
    one.kept === null || one.kept === "" ? [] : [{ by: one.by, kept: one.kept, proxy: proxyOf(one.kept) }],
  );
};

/** The proxy to try: the agent's own, else the one that WinHTTP or the user has. */
export const proxyToTry = (facts: Proxies): Proxy | null =>
  foundProxies(facts).find(({ proxy }) => proxy)?.proxy ?? null;

/** Whether the agent itself goes through the proxy. WinHTTP's and the user's proxy do not reach its service account. */
export const agentUsesProxy = (facts: Proxies): boolean =>
  foundProxies(facts).some(({ by, proxy }) => by === "agent" && proxy !== undefined);
