/** What the practice machine's network is like: plain data, a part of its state. */

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
}

export interface NetworkState {
  hosts: Partial<Record<string, HostState>>;
  /** Names of the domain's controllers. */
  controllers: string[];
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
  delayMs: 0,
  waitsForOthers: 0,
  direct: true,
  inspectedBy: null,
  winHttp: null,
  user: { server: null, bypass: "", script: null },
});
