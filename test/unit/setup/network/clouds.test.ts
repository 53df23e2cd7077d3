/** The hosts and ports of each cloud, as Microsoft publishes them, and what a probe of one is shown as. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { clouds } from "../../../../src/setup/values/cloud.ts";
import {
  cloudNetworks,
  controllerPorts,
  endpointsOf,
  type Endpoint,
} from "../../../../src/setup/network/clouds.ts";
import { probeEvidence, reachedWords, tlsVersion } from "../../../../src/setup/network/words.ts";
import { controllers } from "../../../../src/setup/preflight/controllers.ts";
import { healthy } from "../../support/facts.ts";
import {
  controllerProbes,
  failedProbe,
  goodProbe,
  goodTls,
  networkOf,
  seen,
  viaProxy,
} from "../../support/networkFacts.ts";

/** Read off "Prerequisites", "Troubleshooting" and "National clouds", not off the sources. */
const published = {
  global: {
    title: "Global",
    endpoints: [
      "download.msappproxy.net:443 for *.msappproxy.net, required, prerequisites",
      "login.windows.net:443, required, prerequisites",
      "login.microsoftonline.com:443 for *.microsoftonline.com, required, prerequisites",
      "www.microsoft.com:443 for *.microsoft.com, recommended, prerequisites",
      "graph.microsoft.com:443 for *.microsoft.com, recommended, nationalClouds",
      "secure.aadcdn.microsoftonline-p.com:443 for *.microsoftonline-p.com, recommended, troubleshoot",
      "enterpriseregistration.windows.net:443, recommended, troubleshoot",
      "management.azure.com:443, recommended, troubleshoot",
      "policykeyservice.dc.ad.msft.net:443, recommended, troubleshoot",
      "aadcdn.msftauth.net:443 for *.msftauth.net, recommended, troubleshoot",
      "mscrl.microsoft.com:80, recommended, prerequisites",
      "crl.microsoft.com:80, recommended, prerequisites",
      "ocsp.msocsp.com:80, recommended, prerequisites",
      "www.microsoft.com:80, recommended, prerequisites",
      "crl3.digicert.com:80, recommended, troubleshoot",
      "crl4.digicert.com:80, recommended, troubleshoot",
      "ocsp.digicert.com:80, recommended, troubleshoot",
      "oneocsp.microsoft.com:80, recommended, troubleshoot",
      "ctldl.windowsupdate.com:80, recommended, troubleshoot",
      "ctldl.windowsupdate.com:443, recommended, troubleshoot, connected only",
    ],
    notProbed: [
      "*.servicebus.windows.net",
      "*.msappproxy.com",
      "*.cloudwebappproxy.net",
      "*.windowsazure.com",
      "*.msftauthimages.net",
      "*.msauth.net",
      "*.msauthimages.net",
      "*.msecnd.net",
      "*.phonefactor.net",
    ],
  },
  usGov: {
    title: "US government",
    endpoints: [
      "download.msappproxy.us:443 for *.msappproxy.us, required, prerequisites, may be missing",
      "login.windows.us:443, required, prerequisites",
      "login.microsoftonline.us:443 for *.microsoftonline.us, required, prerequisites",
      "graph.microsoft.us:443 for *.microsoft.us, recommended, nationalClouds",
      "secure.aadcdn.microsoftonline-p.com:443 for *.microsoftonline-p.com, recommended, prerequisites",
      "enterpriseregistration.windows.net:443, recommended, prerequisites",
      "management.azure.com:443, recommended, prerequisites",
      "policykeyservice.dc.ad.msft.net:443, recommended, prerequisites",
      "aadcdn.msftauthimages.us:443, recommended, prerequisites",
      "msauthimages.us:443, recommended, prerequisites, may be missing",
      "mfstauthimages.us:443, recommended, prerequisites, may be missing",
      "mscrl.microsoft.us:80, recommended, prerequisites",
      "crl.microsoft.us:80, recommended, prerequisites",
      "ocsp.msocsp.us:80, recommended, prerequisites",
      "www.microsoft.us:80, recommended, prerequisites",
      "ctldl.windowsupdate.us:80, recommended, prerequisites",
    ],
    notProbed: [
      "*.servicebus.usgovcloudapi.net",
      "*.microsoftonline-p.us",
      "*.msftauth.net",
      "*.msftauthimages.net",
      "*.msauth.net",
      "*.msauthimages.net",
      "*.msecnd.net",
      "*.phonefactor.net",
    ],
  },
  china: {
    title: "China (21Vianet)",
    endpoints: [
      "login.chinacloudapi.cn:443, unconfirmed, nationalClouds",
      "microsoftgraph.chinacloudapi.cn:443, unconfirmed, nationalClouds",
      "crl3.digicert.com:80, unconfirmed, prerequisites",
      "ocsp.digicert.com:80, unconfirmed, prerequisites",
    ],
    notProbed: ["*.msappproxy.cn", "*.servicebus.chinacloudapi.cn"],
  },
};

const line = ({ host, port, publishedAs, need, source, mayBeMissing, connectOnly }: Endpoint): string =>
  [
    `${host}:${port}${publishedAs === undefined ? "" : ` for ${publishedAs}`}`,
    need,
    source,
    ...(mayBeMissing === true ? ["may be missing"] : []),
    ...(connectOnly === true ? ["connected only"] : []),
  ].join(", ");

for (const cloud of clouds)
  test(`the hosts of ${cloud} are those that are published, each on its port`, () => {
    const { title, endpoints, notProbed } = cloudNetworks[cloud];
    assert.deepEqual({ title: title(), endpoints: endpoints.map(line), notProbed }, published[cloud]);
  });

test("a host that the agent's records name is tried on port 443, under the name it is published by, and once", () => {
  const named = (...hosts: string[]) => endpointsOf("global", hosts).slice(published.global.endpoints.length);
  for (const [host, name] of [
    ["ns1.servicebus.windows.net", "*.servicebus.windows.net"],
    ["ns1.servicebus.usgovcloudapi.net", "*.servicebus.usgovcloudapi.net"],
    ["ns1.servicebus.chinacloudapi.cn", "*.servicebus.chinacloudapi.cn"],
    ["t.registration.msappproxy.net", "*.msappproxy.net"],
    ["t.registration.msappproxy.us", "*.msappproxy.us"],
    ["t.registration.msappproxy.cn", "*.msappproxy.cn"],
    ["t.cloudwebappproxy.net", "*.cloudwebappproxy.net"],
  ] as const) {
    const [one] = named(host);
    assert.ok(one);
    assert.equal(line(one), `${host}:443 for ${name}, recommended, troubleshoot`);
    assert.match(one.purpose(), /records/u);
  }
  const [other] = named("agent.contoso.com");
  assert.ok(other && !("publishedAs" in other));
  assert.deepEqual(named("login.windows.net"), []);
  assert.equal(named("crl.microsoft.com").length, 1, "another port is another matter");
});

test("Kerberos and LDAP of a domain controller are required, the other ports are for tools and for setup", () => {
  assert.deepEqual(
    controllerPorts.map(({ port, name, required }) => `${port} ${name}${required ? ", required" : ""}`),
    [
      "88 Kerberos, required",
      "389 LDAP, required",
      "53 DNS",
      "135 RPC",
      "445 SMB",
      "636 LDAPS",
      "3268 Global Catalog",
      "9389 AD Web Services",
    ],
  );
});

const shown = (...of: Parameters<typeof probeEvidence>) =>
  probeEvidence(...of).map(({ name, value }) => `${name}: ${value}`);

test("a probe is shown with everything it saw", () => {
  const two = {
    ...viaProxy(goodProbe("login.windows.net", 443)),
    lookup: { value: { outcome: "ok" as const, ms: 11, addresses: ["20.1.1.1", "20.1.1.2"] } },
  };
  const chain = { value: { names: ["a.contoso.com", "b.contoso.com"], complete: true } };
  const tls = [
    "TLS: TLS 1.2",
    `Certificate of: ${goodTls.subject}`,
    `Issued by: ${goodTls.issuer}`,
    `Root: ${goodTls.root}`,
  ];
  assert.deepEqual(shown(two, chain), [
    "Addresses: 20.1.1.1, 20.1.1.2",
    "Aliases (CNAME): a.contoso.com → b.contoso.com",
    ...tls,
    "Times: DNS 11 ms, TCP 21 ms, proxy 5 ms, TLS 42 ms",
  ]);
  const untrusted = { ...goodProbe("x", 443), tls: { value: { ...goodTls, root: "", errors: "Chain" } } };
  assert.deepEqual(shown(untrusted).slice(1), [
    ...tls.slice(0, 3),
    "Not trusted because of: Chain",
    "Times: DNS 11 ms, TCP 21 ms, TLS 42 ms",
  ]);
  assert.deepEqual(shown(failedProbe(goodProbe("x", 443), "lookup", "notFound")), [
    "Windows says: No such host is known",
    "Times: DNS 5000 ms",
  ]);
  assert.deepEqual(shown(failedProbe(goodProbe("x", 443), "connect", "refused")), [
    "Addresses: 20.190.128.1",
    "Windows says: No such host is known",
    "Times: DNS 11 ms, TCP 5000 ms",
  ]);
});

test("each way a probe can end has its own words", () => {
  const failure = (outcome: "notFound" | "timedOut" | "refused" | "reset" | "unreachable" | "failed") => ({
    outcome,
    ms: 1,
    message: "x",
  });
  const failed = (phase: "lookup" | "connect" | "tunnel" | "tls", outcome: Parameters<typeof failure>[0]) =>
    reachedWords({ kind: "failed", phase, failure: failure(outcome) });
  assert.deepEqual(
    [
      failed("lookup", "timedOut"),
      failed("lookup", "notFound"),
      failed("tunnel", "failed"),
      failed("tls", "timedOut"),
      failed("tls", "reset"),
      failed("tls", "failed"),
      failed("connect", "refused"),
      failed("connect", "timedOut"),
      failed("connect", "unreachable"),
      failed("connect", "failed"),
    ],
    [
      "DNS did not answer in time",
      "DNS does not know the name",
      "the proxy did not answer",
      "TLS was not answered in time",
      "the connection was cut during TLS",
      "TLS 1.2 could not be agreed on",
      "the connection was refused",
      "nothing answered in time",
      "there is no route to it",
      "the connection could not be opened",
    ],
  );
  assert.match(
    reachedWords({ kind: "brokenChain", names: ["a.net", "b.net"], failure: failure("notFound") }),
    /end at b\.net/u,
  );
  assert.equal(reachedWords({ kind: "unread", unread: "denied" }), "denied");
  assert.match(reachedWords({ kind: "refusedByProxy", status: 403 }), /refuses .*403/u);
  assert.match(reachedWords({ kind: "proxySignIn", status: 407 }), /sign-in .*407/u);
  assert.deepEqual(["Ssl3", "Tls", "Tls11", "Tls12", "Tls13", "Tls14"].map(tlsVersion), [
    "SSL 3.0",
    "TLS 1.0",
    "TLS 1.1",
    "TLS 1.2",
    "TLS 1.3",
    "Tls14",
  ]);
});

test("a domain controller is shown port by port, and the team is asked for what is closed", () => {
  const judged = (...closed: number[]) =>
    controllers({
      ...healthy,
      network: seen(
        networkOf("global", {
          domainControllers: controllerProbes("dc1.contoso.com").map((probe) =>
            closed.includes(probe.port) ? failedProbe(probe, "connect", "refused") : probe,
          ),
        }),
      ),
    });
  const [fine] = judged();
  assert.deepEqual(
    [fine?.verdict, fine?.evidence],
    [
      "pass",
      [
        {
          name: "dc1.contoso.com",
          value: "TCP 88, 389, 53, 135, 445, 636, 3268, 9389. LDAP: DNS 11 ms, TCP 21 ms",
        },
      ],
    ],
  );
  const [tools] = judged(636, 9389);
  assert.ok(tools?.verdict === "warning" && tools.fix.kind === "owner");
  assert.equal(
    tools.summary,
    "dc1.contoso.com cannot be reached on every port: 636 (LDAPS), 9389 (AD Web Services).",
  );
  assert.deepEqual(
    tools.evidence.slice(4).map(({ name, value }) => `${name}: ${value}`),
    [
      "445 (SMB): DNS 11 ms, TCP 21 ms",
      "636 (LDAPS): the connection was refused",
      "3268 (Global Catalog): DNS 11 ms, TCP 21 ms",
      "9389 (AD Web Services): the connection was refused",
    ],
  );
  assert.match(
    tools.fix.whatToAsk,
    /SYNC01 may reach dc1\.contoso\.com .*636 \(LDAPS\), 9389 \(AD Web Services\)/u,
  );
  assert.equal(judged(88, 9389)[0]?.verdict, "fail", "one that is required is enough");
});
