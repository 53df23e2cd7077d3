/** What the probe of one host means. Pure. */
import { publicIssuers } from "./clouds.ts";
import type { Failure, NetworkFacts, ProbeFacts } from "../operations/network.ts";

type Value<F> = F extends { readonly value: infer V } ? V : never;
type Phase = "lookup" | "connect" | "tunnel" | "tls";
export type Tls = Extract<Value<ProbeFacts["tls"]>, { readonly outcome: "ok" }>;
export type Aliases = NetworkFacts["aliases"][number]["chain"];

/** How far a probe came, and what stopped it. */
export type Reached =
  | { readonly kind: "fine" }
  | { readonly kind: "failed"; readonly phase: Phase; readonly failure: Failure }
  /** The name's aliases lead on, but not to an address. */
  | { readonly kind: "brokenChain"; readonly names: readonly string[]; readonly failure: Failure }
  /** The proxy refused, or asks for a sign-in that a probe does not have. */
  | { readonly kind: "refusedByProxy" | "proxySignIn"; readonly status: number }
  | { readonly kind: "oldTls"; readonly tls: Tls }
  | { readonly kind: "inspected"; readonly tls: Tls }
  | { readonly kind: "untrusted"; readonly tls: Tls }
  | { readonly kind: "unread"; readonly unread: string };

const goodVersions = ["Tls12", "Tls13"];

/** Whether the issuer, or the root that Windows found above it, is one of those that Microsoft's services use. */
const isPublic = ({ issuerOrganization, rootOrganization, errors }: Tls): boolean =>
  publicIssuers.includes(issuerOrganization) &&
  // A chain that could not be built ends anywhere; it is untrusted then, not inspected.
  (publicIssuers.includes(rootOrganization) || errors.includes("RemoteCertificateChainErrors"));

const judgeTls = (tls: Tls): Reached => {
  if (!isPublic(tls)) return { kind: "inspected", tls };
  if (tls.errors !== "None") return { kind: "untrusted", tls };
  return goodVersions.includes(tls.version) ? { kind: "fine" } : { kind: "oldTls", tls };
};

/** A proxy that was asked for a page, not for a tunnel, passes on what the host says: only these are its own. */
const gatewayErrors = [403, 502, 503, 504];

const judgeTunnel = (status: number, isTunnel: boolean): Reached | undefined => {
  if (status === 407) return { kind: "proxySignIn", status };
  const refused = isTunnel ? status !== 200 : gatewayErrors.includes(status);
  return refused ? { kind: "refusedByProxy", status } : undefined;
};

/** The verdict on one probe, phase by phase; the first that is not fine decides. */
export const reached = (probe: ProbeFacts, aliases?: Aliases): Reached => {
  if ("unread" in probe.lookup) return { kind: "unread", unread: probe.lookup.unread };
  if (probe.lookup.value.outcome !== "ok") {
    const failure = probe.lookup.value;
    const chain = aliases !== undefined && "value" in aliases ? aliases.value : undefined;
    return chain !== undefined && chain.names.length > 0 && !chain.complete
      ? { kind: "brokenChain", names: chain.names, failure }
      : { kind: "failed", phase: "lookup", failure };
  }
  if ("unread" in probe.connect) return { kind: "unread", unread: probe.connect.unread };
  if (probe.connect.value.outcome !== "ok")
    return { kind: "failed", phase: "connect", failure: probe.connect.value };
  if ("unread" in probe.tunnel) return { kind: "unread", unread: probe.tunnel.unread };
  const tunnel = probe.tunnel.value;
  if (tunnel !== null) {
    if (tunnel.outcome !== "ok") return { kind: "failed", phase: "tunnel", failure: tunnel };
    const needsTls = !("value" in probe.tls && probe.tls.value === null);
    const stopped = judgeTunnel(tunnel.status, needsTls || probe.port === 443);
    if (stopped) return stopped;
  }
  if ("unread" in probe.tls) return { kind: "unread", unread: probe.tls.unread };
  const tls = probe.tls.value;
  if (tls === null) return { kind: "fine" };
  return tls.outcome === "ok" ? judgeTls(tls) : { kind: "failed", phase: "tls", failure: tls };
};
