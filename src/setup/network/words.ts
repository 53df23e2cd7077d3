/** What a probe found, in words. */
import * as l10n from "@vscode/l10n";
import { type Evidence, factWords } from "../finding.ts";
import type { Failure, ProbeFacts } from "../operations/network.ts";
import type { Aliases, Reached } from "./verdict.ts";

const versions: Readonly<Record<string, string>> = {
  Ssl3: "SSL 3.0",
  Tls: "TLS 1.0",
  Tls11: "TLS 1.1",
  Tls12: "TLS 1.2",
  Tls13: "TLS 1.3",
};
export const tlsVersion = (version: string): string => versions[version] ?? version;

/** How a phase failed. A name that is not there, a port that refuses and a silent one are three different firewalls. */
const failureWords = ({ outcome }: Failure, phase: "lookup" | "connect" | "tunnel" | "tls"): string => {
  if (phase === "lookup")
    return outcome === "timedOut"
      ? l10n.t("DNS did not answer in time")
      : l10n.t("DNS does not know the name");
  if (phase === "tunnel") return l10n.t("the proxy did not answer");
  if (phase === "tls") {
    if (outcome === "timedOut") return l10n.t("TLS was not answered in time");
    return outcome === "reset"
      ? l10n.t("the connection was cut during TLS")
      : l10n.t("TLS 1.2 could not be agreed on");
  }
  if (outcome === "refused") return l10n.t("the connection was refused");
  if (outcome === "timedOut") return l10n.t("nothing answered in time");
  return outcome === "unreachable"
    ? l10n.t("there is no route to it")
    : l10n.t("the connection could not be opened");
};

/** What is wrong, to follow "Host: ". Empty for what is fine. */
export const reachedWords = (of: Reached): string => {
  switch (of.kind) {
    case "fine":
      return "";
    case "unread":
      return of.unread;
    case "failed":
      return failureWords(of.failure, of.phase);
    case "brokenChain":
      return l10n.t("its aliases in DNS end at {0}, which has no address", of.names.at(-1) ?? "");
    case "refusedByProxy":
      return l10n.t("the proxy refuses it (HTTP {0})", of.status);
    case "proxySignIn":
      return l10n.t("the proxy asks for a sign-in (HTTP {0})", of.status);
    case "oldTls":
      return l10n.t("it offers {0} only", tlsVersion(of.tls.version));
    case "inspected":
      return l10n.t("its certificate is issued by {0}: TLS is opened on the way", issuerName(of.tls));
    case "untrusted":
      return l10n.t("this server does not trust its certificate");
  }
};

/** The organisation, or the whole issuer where it names none. */
const issuerName = (tls: { readonly issuerOrganization: string; readonly issuer: string }): string =>
  tls.issuerOrganization === "" ? tls.issuer : tls.issuerOrganization;

const milliseconds = (ms: number) => l10n.t("{0} ms", ms);

type Phase = Extract<ProbeFacts["connect"], { readonly value: unknown }>["value"];

/** Name, connection, proxy, TLS with the time of each: one line. */
export const times = ({ lookup, connect, tunnel, tls }: ProbeFacts): string => {
  const parts: string[] = [];
  const add = (name: string, phase: Pick<Phase, "ms"> | null) => {
    if (phase) parts.push(`${name} ${milliseconds(phase.ms)}`);
  };
  add("DNS", "value" in lookup ? lookup.value : null);
  add("TCP", "value" in connect ? connect.value : null);
  add(l10n.t("proxy"), "value" in tunnel ? tunnel.value : null);
  add("TLS", "value" in tls ? tls.value : null);
  return parts.join(", ");
};

const aliasWords = (aliases: Aliases): string => factWords(aliases, ({ names }) => names.join(" → "));

/** What a probe that went well saw, in one line: times, version of TLS, issuer, aliases. */
export const passWords = (probe: ProbeFacts, aliases?: Aliases): string => {
  const { tls } = probe;
  const parts = [times(probe)];
  if ("value" in tls && tls.value?.outcome === "ok")
    parts.push(l10n.t("{0}, issued by {1}", tlsVersion(tls.value.version), issuerName(tls.value)));
  if (aliases !== undefined && (!("value" in aliases) || aliases.value.names.length > 0))
    parts.push(l10n.t("aliases: {0}", aliasWords(aliases)));
  return parts.join("; ");
};

/** Everything a probe saw, a row for each thing. */
export const probeEvidence = (probe: ProbeFacts, aliases?: Aliases): Evidence[] => {
  const rows: Evidence[] = [];
  const add = (name: string, value: string) => {
    if (value !== "") rows.push({ name, value });
  };
  const { lookup, connect, tunnel, tls } = probe;
  if ("value" in lookup && lookup.value.outcome === "ok")
    add(l10n.t("Addresses"), lookup.value.addresses.join(", "));
  if (aliases !== undefined) add(l10n.t("Aliases (CNAME)"), aliasWords(aliases));
  for (const phase of [lookup, connect, tunnel, tls])
    if ("value" in phase && phase.value !== null && phase.value.outcome !== "ok")
      add(l10n.t("Windows says"), phase.value.message);
  if ("value" in tls && tls.value?.outcome === "ok") {
    add("TLS", tlsVersion(tls.value.version));
    add(l10n.t("Certificate of"), tls.value.subject);
    add(l10n.t("Issued by"), tls.value.issuer);
    add(l10n.t("Root"), tls.value.root);
    if (tls.value.errors !== "None") add(l10n.t("Not trusted because of"), tls.value.errors);
  }
  add(l10n.t("Times"), times(probe));
  return rows;
};
