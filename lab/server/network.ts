/**
 * The practice machine's network: what probes find, phase by phase. Hosts that are not named are reachable, with a
 * certificate as Microsoft's services have it. The functions stand in for those of Windows/Network.ps1 and Windows/Proxy.ps1.
 */
import type { Machine } from "./machine.ts";
import type { DirectoryState, HostState } from "./networkState.ts";
import { hostOf } from "./practiceForest.ts";
import { rootDseOf } from "./rootDse.ts";

/** Where Net Logon writes the site that it found. */
const netlogon = "SYSTEM\\CurrentControlSet\\Services\\Netlogon\\Parameters";

interface Target {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly proxyHost: string;
  readonly proxyPort: number;
  /** How often a directory is asked. */
  readonly reads: number;
}

const failureOf = (outcome: string) => ({
  value: { outcome, ms: 1, message: `Practice network: ${outcome}` },
});

const tlsOf = (host: HostState, name: string, inspectedBy: string | null) => {
  const organisation = inspectedBy ?? host.issuer ?? "Microsoft Corporation";
  return {
    value: {
      outcome: "ok",
      ms: 3,
      version: host.tlsVersion ?? "Tls12",
      subject: `CN=${name}`,
      issuer: `CN=Practice issuer, O=${organisation}, C=US`,
      issuerOrganization: organisation,
      root: `CN=Practice root, O=${organisation}, C=US`,
      rootOrganization: organisation,
      errors: "None",
    },
  };
};

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The phases of one probe as the real one reports them; never ends where the network is silent. */
async function* phasesOf(machine: Machine, target: Target): AsyncGenerator<Record<string, unknown>> {
  const { network, directory } = machine.state.now;
  const isController =
    network.controllers.includes(target.host) ||
    directory.children.some((child) => child.controllers.some((one) => hostOf(child, one) === target.host));
  const host = network.hosts[target.host] ?? {};
  const viaProxy = target.proxyHost !== "";
  const phases = ["lookup", "connect", ...(viaProxy ? ["tunnel"] : []), ...(target.tls ? ["tls"] : [])];
  await sleep(host.delayMs ?? network.delayMs);
  const fails = host.ports === undefined || host.ports.includes(target.port) ? host.fails : undefined;
  for (const phase of phases) {
    yield { phase };
    const isDropped = phase === "connect" && !viaProxy && !network.direct && !isController;
    if (isDropped || (fails?.phase === phase && fails.outcome === "silent"))
      await new Promise(() => undefined);
    if (fails?.phase === phase) {
      yield { phase, fact: failureOf(fails.outcome) };
      return;
    }
    const found = {
      lookup: { value: { outcome: "ok", ms: 1, addresses: host.addresses ?? ["203.0.113.10"] } },
      connect: { value: { outcome: "ok", ms: 2 } },
      tunnel: { value: { outcome: "ok", ms: 2, status: 200 } },
      tls: tlsOf(host, target.host, network.inspectedBy),
    }[phase];
    yield { phase, fact: found };
  }
  if (target.reads > 0) yield* answersOf(machine, target, host.directory ?? {});
}

const gone: Readonly<Record<string, object>> = {
  reset: failureOf("reset"),
  closed: { value: { outcome: "failed", ms: 1, message: { code: "Probe.closed", params: {} } } },
  garbled: { value: { outcome: "failed", ms: 1, message: { code: "Probe.notLdap", params: {} } } },
};

/** What a directory answers, as often as it is asked. */
async function* answersOf(
  { state }: Machine,
  { host, reads }: Target,
  directory: DirectoryState,
): AsyncGenerator<Record<string, unknown>> {
  const { computer, directory: forest, windows } = state.now;
  const domain = forest.children.find(({ dns }) => host.endsWith(`.${dns}`))?.dns ?? computer.domain;
  const ms = directory.answerMs ?? 1;
  for (let number = 1; number <= reads; number += 1) {
    const phase = number === 1 ? "directory" : `again${number}`;
    yield { phase };
    if (directory.fails !== undefined && number > (directory.answersFirst ?? 0)) {
      const fact = gone[directory.fails];
      if (fact === undefined) await new Promise(() => undefined);
      yield { phase, fact };
      return;
    }
    if (directory.answerMs !== undefined) await sleep(ms);
    const said = number === 1 ? rootDseOf(host, domain, directory, Date.now(), windows.clockAheadMs) : {};
    yield { phase, fact: { value: { outcome: "ok", ms, ...said } } };
  }
}

/** TcpClient, SslStream, Dns of .NET Framework, and LDAP over them: each phase as it begins (without a fact) and as it ended (with one). */
const hostProbe = (machine: Machine, args: Record<string, unknown>) =>
  phasesOf(machine, args.Target as Target);

/** A DNS server's answer: code 0 with what there is, code 3 where the name is not known (RFC 1035, section 4.1.1). */
async function* dnsProbe(
  { state }: Machine,
  { Name, Type }: Record<string, unknown>,
): AsyncGenerator<Record<string, unknown>> {
  const { network, computer, directory, registry } = state.now;
  yield { phase: "answer" };
  const value = { code: 0, names: [] as string[], complete: false, targets: [] as string[] };
  if (Type === "SRV") {
    const site = registry[netlogon]?.DynamicSiteName;
    const named: Partial<Record<string, readonly string[]>> = {
      [`_ldap._tcp.dc._msdcs.${computer.domain}`]: network.controllers,
      [`_ldap._tcp.${String(site)}._sites.dc._msdcs.${computer.domain}`]: network.inSite,
      // Every controller is a global catalog, which is the forest's (MS-ADTS, 6.3.2.3).
      [`_ldap._tcp.gc._msdcs.${computer.domain}`]: network.controllers,
      [`_ldap._tcp.${String(site)}._sites.gc._msdcs.${computer.domain}`]: network.inSite,
    };
    for (const child of directory.children)
      named[`_ldap._tcp.dc._msdcs.${child.dns}`] = child.controllers.map((one) => hostOf(child, one));
    value.targets = [...(named[String(Name)] ?? [])];
    value.code = value.targets.length > 0 ? 0 : 3;
  } else {
    const host = network.hosts[String(Name)] ?? {};
    const isKnown = host.fails?.phase !== "lookup";
    value.names = host.aliases ?? [];
    value.complete = isKnown;
    value.code = isKnown ? 0 : 3;
  }
  await sleep(network.delayMs);
  yield { phase: "answer", fact: { value } };
}

/** The probes that run at the same time: each over a connection of its own, a line for each thing that happens. */
export const probeOf: Readonly<
  Record<string, (machine: Machine, args: Record<string, unknown>) => AsyncGenerator<Record<string, unknown>>>
> = {
  // TcpClient, SslStream and Dns of .NET Framework, phase by phase.
  "Open-HostProbe": hostProbe,
  // A question over UDP to the DNS server of Windows (RFC 1035).
  "Open-DnsProbe": dnsProbe,
};

/** What "netsh winhttp set proxy" writes: version, counter, flags (3: proxy), then length and text, twice. */
const winHttpSettings = ({ server, bypass }: { server: string; bypass: string }): string => {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes;
  };
  const text = (value: string) => [number(value.length), Buffer.from(value, "latin1")];
  return Buffer.concat([number(40), number(0), number(3), ...text(server), ...text(bypass)]).toString(
    "base64",
  );
};

export const networkStandIns = {
  // The registry value WinHttpSettings, in base64; null for a server on which nobody set a proxy.
  "Get-WinHttpSetting": ({ state }: Machine) =>
    state.now.network.winHttp === null ? null : winHttpSettings(state.now.network.winHttp),
  // Internet Settings of the user: ProxyEnable, ProxyServer, ProxyOverride, AutoConfigURL.
  "Get-UserProxy": ({ state }: Machine) => state.now.network.user,
};
