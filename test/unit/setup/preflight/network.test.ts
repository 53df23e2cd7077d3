import assert from "node:assert/strict";
import { test } from "node:test";
import { findingKey, type Finding } from "../../../../src/setup/finding.ts";
import { clouds, type Cloud } from "../../../../src/setup/values/cloud.ts";
import { cloudNetworks, controllerPorts } from "../../../../src/setup/network/clouds.ts";
import { failures, type NetworkFacts, type ProbeFacts } from "../../../../src/setup/operations/network.ts";
import { reached, type Tls } from "../../../../src/setup/network/verdict.ts";
import { controllers } from "../../../../src/setup/preflight/controllers.ts";
import { network } from "../../../../src/setup/preflight/network.ts";
import type { Facts } from "../../../../src/setup/preflight/rule.ts";
import { healthy, factsWith, healthyServer, unread } from "../../support/facts.ts";
import {
  controllerProbes,
  controllersNamed,
  failedProbe,
  goodEndpoint,
  goodProbe,
  goodTls,
  healthyNetwork,
  networkOf,
  type AllTried,
  noProxies,
  viaProxy,
} from "../../support/networkFacts.ts";

const verdicts = (findings: readonly Finding[]) => findings.map((one) => `${findingKey(one)} ${one.verdict}`);
const withNetwork = (seen: AllTried): Facts => factsWith({ network: seen });
const broken = (findings: readonly Finding[]) => findings.filter(({ verdict }) => verdict !== "pass");
const textOf = (found: Finding | undefined) => JSON.stringify(found);

/** The facts of a cloud in which one host, or all, are found in another way. */
const where = (
  host: string | RegExp,
  change: (probe: ProbeFacts) => ProbeFacts,
  cloud: Cloud = "global",
  more: Partial<NetworkFacts> = {},
): Facts =>
  withNetwork(
    networkOf(cloud, {
      hosts: healthyHosts(cloud).map((probe) =>
        (typeof host === "string" ? `${probe.host}:${probe.port}` === host : host.test(probe.host))
          ? change(probe)
          : probe,
      ),
      ...more,
    }),
  );
const healthyHosts = (cloud: Cloud) => cloudNetworks[cloud].endpoints.map(goodEndpoint);
const withTls = (change: Partial<Tls>) => (probe: ProbeFacts) => ({
  ...probe,
  tls: { value: { ...goodTls, ...change } },
});

const login = "login.microsoftonline.com:443";

test("every host that is fine is in one finding, with its times and the names that cannot be tried", () => {
  for (const cloud of clouds) {
    const findings = network(withNetwork(networkOf(cloud)));
    assert.deepEqual(verdicts(findings), ["network pass"], cloud);
    const evidence = findings[0]?.evidence ?? [];
    assert.equal(evidence.length, cloudNetworks[cloud].endpoints.length + 1);
    assert.equal(
      evidence[0]?.value,
      "DNS 11 ms, TCP 21 ms, TLS 42 ms; TLS 1.2, issued by Microsoft Corporation",
    );
    assert.match(evidence.at(-1)?.value ?? "", /\*\./u);
  }
});

test("a host that is fine shows its aliases whole, or why they are not known", () => {
  const shown = (chain: NetworkFacts["aliases"][number]["chain"]) => {
    const aliases = [{ host: "login.microsoftonline.com", chain }];
    const [fine] = network(withNetwork(networkOf("global", { aliases })));
    return fine?.evidence
      .find(({ name }) => name === login)
      ?.value.split("; ")
      .slice(2);
  };
  assert.deepEqual(shown({ value: { names: ["a.contoso.net", "b.contoso.net"], complete: true } }), [
    "aliases: a.contoso.net → b.contoso.net",
  ]);
  assert.deepEqual(shown({ value: { names: [], complete: true } }), []);
  assert.deepEqual(shown(unread), [`aliases: not known: ${unread.unread}`]);
  const plain = network(withNetwork(networkOf("global")))[0]?.evidence;
  assert.equal(
    plain?.find(({ name }) => name === "ctldl.windowsupdate.com:443")?.value,
    "DNS 11 ms, TCP 21 ms",
  );
});

test("a host with two ports is judged port by port, and says what it is for and stands for", () => {
  const closed = (probe: ProbeFacts) => failedProbe(probe, "connect", "refused");
  for (const name of ["ctldl.windowsupdate.com:80", "ctldl.windowsupdate.com:443", "www.microsoft.com:80"])
    assert.deepEqual(verdicts(broken(network(where(name, closed)))), [`network:${name} warning`]);
  const row = (name: string) => broken(network(where(name, closed)))[0]?.evidence[0];
  assert.deepEqual(row("ctldl.windowsupdate.com:443"), {
    name: "For",
    value: "Certificate revocation lists and root certificates",
  });
  assert.match(row(login)?.value ?? "", /^Sign-in and registration; published as \*\.microsoftonline\.com/u);
});

const bus = "cwap-cu-2.servicebus.windows.net";
const naming = (change: (probe: ProbeFacts) => ProbeFacts): Facts =>
  withNetwork({
    ...networkOf("global", { hosts: [...healthyHosts("global"), change(goodProbe(bus, 443))] }),
    agentHosts: { names: { value: [bus] } },
  });

test("a host that the agent names in its records is judged, and asked for by its published name", () => {
  const [fine] = network(naming((probe) => probe));
  assert.ok(fine?.evidence.some(({ name }) => name === `${bus}:443`));
  const [found] = broken(network(naming((probe) => failedProbe(probe, "connect", "timedOut"))));
  assert.ok(found?.verdict === "warning" && found.fix.kind === "owner");
  assert.match(found.fix.whatToAsk, /\*\.servicebus\.windows\.net on TCP port 443/u);
  const seen = { ...healthyNetwork, agentHosts: { names: unread } };
  assert.match(textOf(network(withNetwork(seen))[0]), /Hosts in the agent's records.*not known: Requested/u);
});

const government = "download.msappproxy.us:443";

test("a host in a wildcard's place fails where it is there and stays closed; where DNS does not know it, it is a warning", () => {
  const found = (change: (probe: ProbeFacts) => ProbeFacts, host = government) =>
    broken(network(where(host, change, "usGov")))[0];
  const missing = (probe: ProbeFacts) => failedProbe(probe, "lookup", "notFound");
  const closed = (probe: ProbeFacts) => failedProbe(probe, "connect", "timedOut");
  assert.equal(found(closed)?.verdict, "fail");
  assert.equal(found(missing)?.verdict, "warning");
  assert.match(found(missing)?.why ?? "", /publishes \*\.msappproxy\.us only/u);
  const slip = found(missing, "mfstauthimages.us:443");
  assert.equal(slip?.verdict, "warning");
  assert.match(slip.why, /may be a slip/u);
  assert.doesNotMatch(found(closed, "mfstauthimages.us:443")?.why ?? "", /slip/u);
  // What a proxy cannot find it says in its own words.
  const behind = network({
    ...withNetwork({
      ...networkOf("usGov", {
        throughProxy: healthyHosts("usGov").map((probe) => ({
          ...viaProxy(probe),
          ...(`${probe.host}:443` === government
            ? { tunnel: { value: { outcome: "ok" as const, ms: 1, status: 502 } } }
            : {}),
        })),
      }),
      proxies: { ...noProxies, agent: { value: "http://proxy.contoso.com:8080" } },
    }),
  });
  assert.deepEqual(verdicts(broken(behind)), [`network:${government} warning`]);
});

test("no published name of the agent's is left out: it is tried, stood in for, or named as one that cannot be tried", () => {
  const named = (cloud: Cloud) => {
    const { endpoints, notProbed } = cloudNetworks[cloud];
    return new Set([
      ...endpoints.flatMap(({ host, publishedAs }) => [host, publishedAs ?? host]),
      ...notProbed,
    ]);
  };
  for (const name of ["*.servicebus.windows.net", "*.msappproxy.net", "*.cloudwebappproxy.net"])
    assert.ok(named("global").has(name), name);
  for (const name of [
    "*.msappproxy.us",
    "msauthimages.us",
    "mfstauthimages.us",
    "*.servicebus.usgovcloudapi.net",
  ])
    assert.ok(named("usGov").has(name), name);
  assert.ok(cloudNetworks.usGov.endpoints.every(({ need }) => need !== "unconfirmed"));
});

test("the table of each cloud names each host once, by a concrete name, and its sources", () => {
  for (const cloud of clouds) {
    const { endpoints, notProbed } = cloudNetworks[cloud];
    const names = endpoints.map(({ host, port }) => `${host}:${port}`);
    assert.equal(new Set(names).size, names.length, cloud);
    for (const { host, purpose } of endpoints) {
      assert.match(host, /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u);
      assert.notEqual(purpose(), "");
    }
    assert.ok(notProbed.length > 0);
  }
  const { endpoints } = cloudNetworks.china;
  assert.ok(endpoints.every(({ need }) => need === "unconfirmed"));
});

test("a required host that fails is a failure, any other a warning, and an unconfirmed one says so", () => {
  const refused = (probe: ProbeFacts) => failedProbe(probe, "connect", "refused");
  assert.deepEqual(verdicts(broken(network(where(login, refused)))), [`network:${login} fail`]);
  assert.deepEqual(verdicts(broken(network(where("crl.microsoft.com:80", refused)))), [
    "network:crl.microsoft.com:80 warning",
  ]);
  const china = broken(network(where(/./u, refused, "china")));
  assert.equal(china.length, cloudNetworks.china.endpoints.length);
  assert.ok(china.every(({ verdict, why }) => verdict === "warning" && why.includes("no such host")));
});

test("the network team is told what to open: the published name, the port, the server", () => {
  const [found] = broken(network(where(login, (probe) => failedProbe(probe, "connect", "timedOut"))));
  assert.ok(found?.verdict === "fail" && found.fix.kind === "owner");
  assert.match(found.fix.whatToAsk, /SYNC01 .*\*\.microsoftonline\.com .*443/u);
  assert.match(found.summary, /nothing answered in time/u);
});

test("a name, a refusal, silence, a cut and a version are told apart", () => {
  const said = new Map<string, string>();
  for (const phase of ["lookup", "connect", "tls"] as const)
    for (const outcome of failures) {
      const [found] = broken(network(where(login, (probe) => failedProbe(probe, phase, outcome))));
      assert.equal(found?.verdict, "fail");
      said.set(`${phase} ${outcome}`, found.summary);
    }
  const distinct = [
    "lookup notFound",
    "lookup timedOut",
    "connect refused",
    "connect timedOut",
    "connect unreachable",
    "connect failed",
    "tls timedOut",
    "tls reset",
    "tls failed",
  ];
  assert.equal(new Set(distinct.map((one) => said.get(one))).size, distinct.length);
  const [dns] = broken(network(where(login, (probe) => failedProbe(probe, "lookup", "notFound"))));
  assert.match(textOf(dns), /Ask that DNS on SYNC01 resolves login\.microsoftonline\.com/u);
  assert.match(textOf(dns), /No such host is known/u);
});

test("aliases that lead to no address are named to their end; whole ones leave the failure as it is", () => {
  const chain = (complete: boolean): NetworkFacts["aliases"] => [
    {
      host: "login.microsoftonline.com",
      chain: { value: { names: ["a.privatelink.contoso.net", "b.trafficmanager.net"], complete } },
    },
  ];
  const missing = (probe: ProbeFacts) => failedProbe(probe, "lookup", "notFound");
  const [found] = broken(network(where(login, missing, "global", { aliases: chain(false) })));
  assert.match(found?.summary ?? "", /aliases in DNS end at b\.trafficmanager\.net/u);
  assert.ok(found?.verdict === "fail" && found.fix.kind === "owner");
  assert.match(found.fix.whatToAsk, /a\.privatelink\.contoso\.net, b\.trafficmanager\.net/u);
  const [whole] = broken(network(where(login, missing, "global", { aliases: chain(true) })));
  assert.match(whole?.summary ?? "", /DNS does not know the name/u);
  const unknown = [{ host: "login.microsoftonline.com", chain: unread }];
  const [other] = broken(network(where(login, missing, "global", { aliases: unknown })));
  assert.match(textOf(other), /not known: Requested registry access/u);
});

test("an issuer that Microsoft does not use opens TLS on the way: it is named, and an exception asked for", () => {
  for (const [change, issuer] of [
    [{ issuerOrganization: "Contoso Web Security" }, "Contoso Web Security"],
    [{ issuerOrganization: "", issuer: "CN=inspect" }, "CN=inspect"],
    // One that borrows a public name is known by its root.
    [{ rootOrganization: "Contoso Root" }, "Microsoft Corporation"],
  ] as const) {
    const [found] = broken(network(where(login, withTls(change))));
    assert.ok(found?.verdict === "fail" && found.fix.kind === "owner");
    assert.ok(found.summary.includes(issuer), found.summary);
    assert.match(found.fix.whatToAsk, /exception from TLS inspection for \*\.microsoftonline\.com/u);
    assert.equal(found.source, "certificateAuthorities");
  }
  for (const issuerOrganization of ["DigiCert Inc", "GlobalSign nv-sa", "Entrust, Inc."])
    assert.deepEqual(broken(network(where(login, withTls({ issuerOrganization })))), []);
});

test("a public certificate that the server does not trust is no inspection, but the way to root certificates", () => {
  const errors = "RemoteCertificateChainErrors";
  const [found] = broken(network(where(login, withTls({ errors, rootOrganization: "" }))));
  assert.match(found?.summary ?? "", /does not trust its certificate/u);
  assert.match(textOf(found), /ctldl\.windowsupdate\.com/u);
  const [inspected] = broken(network(where(login, withTls({ errors, issuerOrganization: "Contoso" }))));
  assert.match(inspected?.summary ?? "", /opened on the way/u);
});

test("TLS 1.1 is too old, 1.2 and 1.3 are not", () => {
  for (const version of ["Ssl3", "Tls", "Tls11", "SomethingNew"])
    assert.equal(broken(network(where(login, withTls({ version }))))[0]?.verdict, "fail", version);
  for (const version of ["Tls12", "Tls13"])
    assert.deepEqual(broken(network(where(login, withTls({ version })))), []);
  assert.match(textOf(broken(network(where(login, withTls({ version: "Tls11" }))))[0]), /TLS 1\.1 only/u);
});

test("a host whose probe could not be read, or was not made, is not known", () => {
  for (const phase of ["lookup", "connect", "tunnel", "tls"] as const) {
    const [found] = broken(network(where(login, (probe) => ({ ...probe, [phase]: unread }))));
    assert.equal(found?.verdict, "unknown", phase);
    assert.equal(found.unread, unread.unread);
  }
  const seen = networkOf("global", { hosts: [] });
  assert.ok(network(withNetwork(seen)).every(({ verdict }) => verdict === "unknown"));
});

/** The agent's own proxy is in use: only what the proxy says counts. */
const proxied = (change: (probe: ProbeFacts) => ProbeFacts): Facts =>
  withNetwork({
    ...networkOf("global", {
      hosts: healthyHosts("global").map((probe) => failedProbe(probe, "connect", "timedOut")),
      throughProxy: healthyHosts("global").map(viaProxy).map(change),
    }),
    proxies: { ...noProxies, agent: { value: "http://proxy.contoso.com:8080" } },
  });

test("an agent with a proxy is judged by what the proxy lets through, not by the direct way", () => {
  const findings = network(proxied((probe) => probe));
  assert.deepEqual(verdicts(findings), ["network pass"]);
  assert.match(textOf(findings[0]), /http:\/\/proxy\.contoso\.com:8080/u);
  assert.match(textOf(findings[0]), /proxy 5 ms/u);
  const at = (status: number) => (probe: ProbeFacts) =>
    `${probe.host}:${probe.port}` === login
      ? { ...probe, tunnel: { value: { outcome: "ok" as const, ms: 1, status } }, tls: unread }
      : probe;
  const [refused] = broken(network(proxied(at(403))));
  assert.ok(refused?.verdict === "fail" && refused.fix.kind === "owner");
  assert.match(refused.fix.whatToAsk, /the proxy http:\/\/proxy\.contoso\.com:8080 lets SYNC01 through/u);
  const [signIn] = broken(network(proxied(at(407))));
  assert.equal(signIn?.verdict, "unknown");
  const dead = (probe: ProbeFacts) => failedProbe(probe, "tunnel", "timedOut");
  assert.match(broken(network(proxied(dead)))[0]?.summary ?? "", /the proxy did not answer/u);
  const lost = (probe: ProbeFacts) => failedProbe(probe, "lookup", "notFound");
  assert.match(textOf(broken(network(proxied(lost)))[0]), /through the proxy http:\/\/proxy/u);
});

test("of a page asked for through a proxy, only the proxy's own errors are a refusal", () => {
  const probe = (status: number): ProbeFacts => ({
    ...goodProbe("crl.microsoft.com", 80),
    tunnel: { value: { outcome: "ok", ms: 1, status } },
  });
  for (const status of [200, 404, 400]) assert.equal(reached(probe(status)).kind, "fine");
  for (const status of [403, 502, 503, 504]) assert.equal(reached(probe(status)).kind, "refusedByProxy");
  assert.equal(reached(probe(407)).kind, "proxySignIn");
  // Port 443 is a tunnel even where no TLS follows.
  const tunnel = (status: number) => reached({ ...probe(status), port: 443 }).kind;
  assert.deepEqual([tunnel(200), tunnel(405)], ["fine", "refusedByProxy"]);
});

test("what neither way reaches is one finding that tells of both", () => {
  const failing = (probe: ProbeFacts) => failedProbe(probe, "connect", "timedOut");
  const facts = where(login, failing, "global", {
    throughProxy: healthyHosts("global").map((probe) => ({
      ...viaProxy(probe),
      tunnel: { value: { outcome: "ok" as const, ms: 1, status: 407 } },
    })),
  });
  const findings = broken(network(facts));
  assert.deepEqual(verdicts(findings), [`network:${login} fail`]);
  assert.match(textOf(findings[0]), /Tried through the proxy as well.*asks for a sign-in/u);
});

const withControllers = (probes: ProbeFacts[], more: Partial<Facts> = {}): Facts => ({
  ...withNetwork(networkOf("global", { domainControllers: probes })),
  ...more,
});
const close = (probes: ProbeFacts[], ...closed: readonly (readonly [name: string, port: number])[]) =>
  probes.map((probe) =>
    closed.some(([name, port]) => probe.host === name && probe.port === port)
      ? failedProbe(probe, "connect", "timedOut")
      : probe,
  );
const both = controllerProbes("dc1.contoso.com", "dc2.contoso.com");

test("controllers that are open on every port are one finding", () => {
  const findings = controllers(withControllers(both));
  assert.deepEqual(verdicts(findings), ["controllers pass"]);
  assert.deepEqual(
    findings[0]?.evidence.map(({ name }) => name),
    ["dc1.contoso.com", "dc2.contoso.com"],
  );
});

test("a closed port that is only needed at times is a warning, naming it", () => {
  const findings = broken(controllers(withControllers(close(both, ["dc2.contoso.com", 9389]))));
  assert.deepEqual(verdicts(findings), ["controllers:dc2.contoso.com warning"]);
  assert.ok(findings[0]?.verdict === "warning" && findings[0].fix.kind === "owner");
  assert.match(findings[0].fix.whatToAsk, /SYNC01 may reach dc2\.contoso\.com on TCP ports 9389 \(AD Web/u);
});

test("a closed global catalog says what it is required for, and the server's own site stands beside what is open", () => {
  const [, closed] = controllers(withControllers(close(both, ["dc2.contoso.com", 3268])));
  assert.match(textOf(closed), /3268 \(Global Catalog\).*provisioned to Active Directory/u);
  const site = (value: string | null) =>
    controllers({
      ...withControllers(both),
      network: {
        ...withControllers(both).network,
        controllers: { ...controllersNamed(unread), site: { value } },
      },
    }).find(({ verdict }) => verdict === "pass")?.evidence[0];
  assert.deepEqual(site("Paris"), { name: "Site of this server", value: "Paris" });
  assert.equal(site(null)?.name, "dc1.contoso.com");
});

test("without Kerberos or LDAP on any controller nothing works; with one that has both, the others are a warning", () => {
  for (const { port } of controllerPorts.filter(({ required }) => required)) {
    const all = close(both, ["dc1.contoso.com", port], ["dc2.contoso.com", port]);
    assert.deepEqual(verdicts(controllers(withControllers(all))), [
      "controllers:dc1.contoso.com fail",
      "controllers:dc2.contoso.com fail",
    ]);
    const one = close(both, ["dc1.contoso.com", port]);
    assert.deepEqual(verdicts(broken(controllers(withControllers(one)))), [
      "controllers:dc1.contoso.com warning",
    ]);
  }
});

test("controllers that were not found, or not tried, are not known; in a workgroup there are none", () => {
  const seen = { ...networkOf("global", { domainControllers: [] }), controllers: controllersNamed(unread) };
  assert.deepEqual(verdicts(controllers(withNetwork(seen))), ["controllers unknown"]);
  const none = { ...seen, controllers: controllersNamed({ value: [] }) };
  assert.deepEqual(verdicts(controllers(withNetwork(none))), ["controllers unknown"]);
  const server = { ...healthyServer, domain: { value: { joined: false, name: "WORKGROUP" } } };
  assert.deepEqual(controllers({ ...withNetwork(none), server: { value: server } }), []);
  const strange = both.map((probe) => ({ ...probe, lookup: unread }));
  assert.ok(controllers(withControllers(strange)).every(({ verdict }) => verdict === "unknown"));
  const other = controllers(
    withControllers([...both, failedProbe(goodProbe("dc1.contoso.com", 5985), "connect", "refused")]),
  );
  assert.match(textOf(broken(other)[0]), /5985/u);
});

test("a healthy network is one pass for each of its rules", () => {
  assert.deepEqual(verdicts([...network(withNetwork(healthyNetwork)), ...controllers(healthy)]), [
    "network pass",
    "controllers pass",
  ]);
});
