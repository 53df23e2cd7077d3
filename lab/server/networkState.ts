/** What the practice machine's network is like: plain data, a part of its state. */

/** What a domain controller's directory says of itself. What is left out is as it should be. */
export interface DirectoryState {
  /** How long it takes to answer. */
  answerMs?: number;
  /** What becomes of the answer instead; `silent` is never given, `garbled` is no LDAP. */
  fails?: "silent" | "reset" | "closed" | "garbled";
  /** The answers before `fails`. */
  answersFirst?: number;
  /** What it calls itself. */
  dnsHostName?: string;
  /** How far its clock is ahead of the domain's. */
  clockAheadMs?: number;
  site?: string;
  readOnly?: boolean;
  globalCatalog?: boolean;
  synchronized?: boolean;
  /** As `domainControllerFunctionality` counts: 7 is Windows Server 2016. */
  level?: number;
}

/** One host. What is left out is as it should be. */
export interface HostState {
  addresses?: string[];
  /** Its aliases (CNAME), in their order. */
  aliases?: string[];
  /** Where it ends; everything before goes well. `silent` is never answered. */
  fails?: {
    phase: "lookup" | "connect" | "tunnel" | "tls";
    outcome: "notFound" | "refused" | "reset" | "unreachable" | "failed" | "silent";
  };
  tlsVersion?: string;
  /** Organisation of issuer and root. */
  issuer?: string;
  /** Only these ports fail; all without it. */
  ports?: number[];
  delayMs?: number;
  /** Of a domain controller. */
  directory?: DirectoryState;
}

export interface NetworkState {
  hosts: Partial<Record<string, HostState>>;
  /** Names of the domain's controllers. */
  controllers: string[];
  /** Those that DNS names for the server's own site. */
  inSite: string[];
  /** How long each probe takes that says nothing else. */
  delayMs: number;
  /** No probe goes on before so many have begun: what is not tried at the same time then never ends. */
  waitsForOthers: number;
  /** Whether the firewall lets connections out that do not go through the proxy. */
  direct: boolean;
  /** The organisation that opens TLS on the way. */
  inspectedBy: string | null;
  winHttp: { server: string; bypass: string } | null;
  user: { server: string | null; bypass: string; script: string | null };
}

export const openNetwork = (): NetworkState => ({
  hosts: {},
  controllers: ["dc1.contoso.com", "dc2.contoso.com"],
  inSite: ["dc1.contoso.com"],
  delayMs: 0,
  waitsForOthers: 0,
  direct: true,
  inspectedBy: null,
  winHttp: null,
  user: { server: null, bypass: "", script: null },
});
