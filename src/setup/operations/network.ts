/** The network, as the server sees it. */
import * as v from "valibot";
import { fact, reason } from "../values/fact.ts";
import { count, moment, reading, text } from "./entry.ts";

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

/** What an attribute with one value says; null where it is not there, or has several. */
const said = v.nullable(text);

/**
 * What a directory says of itself to anybody (RootDSE), by the names of its attributes and as it writes them.
 * Source: [MS-ADTS] 3.1.1.3.2.
 */
const rootDse = phase({
  /** This server's clock half-way between question and answer. */
  at: moment,
  dnsHostName: said,
  /** Distinguished name of the controller's server object: its site is in it. */
  serverName: said,
  defaultNamingContext: said,
  /** Generalized time (RFC 4517 3.3.13). */
  currentTime: said,
  isGlobalCatalogReady: said,
  isSynchronized: said,
  domainControllerFunctionality: said,
  supportedCapabilities: texts,
  supportedSASLMechanisms: texts,
});

/**
 * The way to the domain controllers, every probe at the same time, and what each says of itself: on port 389, where that is among the
 * ports, it is asked `reads` times over one connection.
 */
export const getControllerFacts = reading(
  "Get-CloudSyncControllerFact",
  { domainControllers: texts, ports: v.array(count), reads: count, timeoutMs: count },
  v.strictObject({
    /** One for each port of each domain controller. */
    ports: v.array(probe),
    /** One for each domain controller that was asked. */
    directories: v.array(
      v.strictObject({
        host: text,
        /** The first answer. */
        directory: fact(rootDse),
        /** The answers after it, in their order; where one failed it is the last. */
        again: v.array(phase({})),
      }),
    ),
  }),
);

/** The domain controllers of the server's domain; none where it is in a workgroup. */
export const getDomainControllerFacts = reading(
  "Get-CloudSyncDomainControllerFact",
  {},
  v.strictObject({
    names: fact(texts),
    /** The server's own site; null where Windows knows none. */
    site: fact(v.nullable(text)),
    /** Those that are named for that site: in it, or nearest to it where it has none. */
    inSite: fact(texts),
  }),
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
export type ControllerFacts = v.InferOutput<typeof getControllerFacts.result>;
export type AgentHosts = v.InferOutput<typeof getAgentHosts.result>;
export type DomainControllerFacts = v.InferOutput<typeof getDomainControllerFacts.result>;
export type ProxyFacts = v.InferOutput<typeof getProxyFacts.result>;
export type ProbeFacts = v.InferOutput<typeof probe>;
export type Failure = v.InferOutput<typeof failed>;
