/** The network, as the server sees it. */
import * as v from "valibot";
import { fact, reason } from "../values/fact.ts";
import { count, reading, text } from "./entry.ts";

const texts = v.array(text);

/** How a phase of a probe failed; `message` is ours, or in the language of Windows. */
export const failures = ["notFound", "timedOut", "refused", "reset", "unreachable", "failed"] as const;
const failed = v.strictObject({ outcome: v.picklist(failures), ms: count, message: reason });
const phase = <const E extends v.ObjectEntries>(more: E) =>
  v.variant("outcome", [v.strictObject({ outcome: v.literal("ok"), ms: count, ...more }), failed]);

/** One host, phase by phase. A phase that was not reached is unread; one that the host does not need is null. */
const probe = v.strictObject({
  host: text,
  port: count,
  lookup: fact(phase({ addresses: texts })),
  connect: fact(phase({})),
  /** What the proxy said; null without one. */
  tunnel: fact(v.nullable(phase({ status: count }))),
  tls: fact(
    v.nullable(
      phase({
        /** As .NET names it: `Tls12`, `Tls`, ... */
        version: text,
        subject: text,
        issuer: text,
        issuerOrganization: text,
        /** The last certificate of the chain that Windows could build. */
        root: text,
        rootOrganization: text,
        /** SslPolicyErrors: `None`, `RemoteCertificateChainErrors`, ... */
        errors: text,
      }),
    ),
  ),
});

/** The way out: every probe at the same time, each for `timeoutMs` of its own at most. */
export const getNetworkFacts = reading(
  "Get-CloudSyncNetworkFact",
  {
    hosts: v.array(v.strictObject({ host: text, port: count, tls: v.boolean() })),
    /** A proxy through which the hosts are tried as well. */
    proxy: v.nullable(v.strictObject({ host: text, port: count })),
    timeoutMs: count,
  },
  v.strictObject({
    hosts: v.array(probe),
    throughProxy: v.array(probe),
    /** The aliases (CNAME) of each host as the DNS server says them, and whether they end at an address. */
    aliases: v.array(
      v.strictObject({
        host: text,
        chain: fact(v.strictObject({ names: texts, complete: v.boolean() })),
      }),
    ),
  }),
);

/** The way to the domain controllers, every probe at the same time. */
export const getControllerPortFacts = reading(
  "Get-CloudSyncControllerPortFact",
  { domainControllers: texts, ports: v.array(count), timeoutMs: count },
  v.strictObject({
    /** One for each port of each domain controller. */
    domainControllers: v.array(probe),
  }),
);

/** The domain controllers of the server's domain; none where it is in a workgroup. */
export const getDomainControllerFacts = reading(
  "Get-CloudSyncDomainControllerFact",
  {},
  v.strictObject({ names: fact(texts) }),
);

/**
 * Hosts of the cloud service below names of a tenant's own, as the installed agent names them in its event channel and its
 * newest trace; none where no agent is installed.
 */
export const getAgentHosts = reading("Get-CloudSyncAgentHost", {}, v.strictObject({ names: fact(texts) }));

/** Two settings that know nothing of each other, nor of the agent's own. `server` is as Windows keeps it: `proxy:8080`, `http=a:80;https=b:81`. */
export const getProxyFacts = reading(
  "Get-CloudSyncProxyFact",
  {},
  v.strictObject({
    /** Null for a direct connection. */
    winHttp: fact(v.nullable(v.strictObject({ server: text, bypass: text }))),
    /** The session's user's; `script` is the address of a configuration script. */
    user: fact(v.strictObject({ server: v.nullable(text), bypass: text, script: v.nullable(text) })),
  }),
);

export type NetworkFacts = v.InferOutput<typeof getNetworkFacts.result>;
export type ControllerPortFacts = v.InferOutput<typeof getControllerPortFacts.result>;
export type AgentHosts = v.InferOutput<typeof getAgentHosts.result>;
export type DomainControllerFacts = v.InferOutput<typeof getDomainControllerFacts.result>;
export type ProxyFacts = v.InferOutput<typeof getProxyFacts.result>;
export type ProbeFacts = v.InferOutput<typeof probe>;
export type Failure = v.InferOutput<typeof failed>;
