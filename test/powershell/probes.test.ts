/** The module's own probes in a real PowerShell, against real servers of this test: sockets, TLS, HTTP CONNECT, DNS. */
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { createServer as createTlsServer } from "node:tls";
import * as v from "valibot";
import {
  getDomainControllerFacts,
  getNetworkFacts,
  type NetworkFacts,
  type ProbeFacts,
} from "../../src/setup/operations/network.ts";
import { certificateFor } from "../../lab/server/certificate.ts";
import { ownProbes } from "./ownProbes.ts";

const { ask, listen } = ownProbes();

interface Tried {
  readonly port: number;
  readonly tls?: boolean;
  readonly host?: string;
}
const probe = async (
  hosts: readonly Tried[],
  more: {
    proxy?: { host: string; port: number } | null;
    timeoutMs?: number;
    dns?: number | readonly number[];
  } = {},
): Promise<NetworkFacts> => {
  const { dns, ...args } = more;
  const answer = await ask(
    "Get-CloudSyncNetworkFact",
    {
      Hosts: hosts.map(({ port, tls = true, host = "127.0.0.1" }) => ({ host, port, tls })),
      Proxy: args.proxy ?? null,
      TimeoutMs: args.timeoutMs ?? 4000,
    },
    { dns: dns ?? 9 },
  );
  return v.parse(getNetworkFacts.result, answer);
};
const one = async (...args: Parameters<typeof probe>): Promise<ProbeFacts> => {
  const { hosts, throughProxy } = await probe(...args);
  const found = throughProxy[0] ?? hosts[0];
  assert.ok(found);
  return found;
};
const outcome = (phase: ProbeFacts["connect"] | ProbeFacts["tls"]) =>
  "unread" in phase ? "unread" : phase.value?.outcome;

const inspected = certificateFor("127.0.0.1", "Contoso, Inspection");
const tlsServer = (options: object = {}) =>
  listen(createTlsServer({ ...inspected, ...options }).on("tlsClientError", () => undefined));

test("a certificate that nobody trusts is shown with its issuer, and every phase has its time", async () => {
  const facts = await one([{ port: await tlsServer() }]);
  assert.equal(outcome(facts.lookup), "ok");
  assert.equal(outcome(facts.connect), "ok");
  assert.ok("value" in facts.tls && facts.tls.value?.outcome === "ok", JSON.stringify(facts));
  const tls = facts.tls.value;
  assert.equal(tls.version, "Tls12");
  assert.equal(tls.issuerOrganization, "Contoso, Inspection");
  assert.match(tls.issuer, /Contoso, Inspection/u);
  assert.equal(tls.rootOrganization, "Contoso, Inspection");
  assert.match(tls.errors, /RemoteCertificateChainErrors/u);
  assert.ok(tls.ms >= 0);
});

test("a refused port, a silent port, a name that is not there and a cut are told apart", async () => {
  const silent = await listen(createServer(() => undefined));
  const cutting = await listen(
    createServer((socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    }),
  );
  const closed = createServer();
  const refused = await listen(closed);
  await new Promise((resolve) => closed.close(resolve));
  const { hosts } = await probe(
    [
      { port: refused },
      { port: silent },
      { port: cutting },
      { port: silent, tls: false },
      { port: 443, host: "no.such.invalid" },
    ],
    { timeoutMs: 1500 },
  );
  const [one_, two, three, four, five] = hosts;
  assert.ok(one_ && two && three && four && five);
  assert.equal(outcome(one_.connect), "refused");
  assert.equal(outcome(one_.tls), "unread");
  assert.deepEqual([outcome(two.connect), outcome(two.tls)], ["ok", "timedOut"]);
  assert.deepEqual([outcome(three.connect), outcome(three.tls)], ["ok", "reset"]);
  assert.deepEqual([outcome(four.connect), four.tls], ["ok", { value: null }]);
  assert.ok(["notFound", "timedOut"].includes(String(outcome(five.lookup))), JSON.stringify(five));
  assert.equal(outcome(five.connect), "unread");
});

test("silent hosts take as long as one", async () => {
  const silent = await listen(createServer(() => undefined));
  const from = performance.now();
  const { hosts } = await probe(
    Array.from({ length: 20 }, () => ({ port: silent })),
    { timeoutMs: 1000 },
  );
  assert.ok(hosts.every(({ tls }) => outcome(tls) === "timedOut"));
  // Ten times less than one after the other; no measure of speed.
  assert.ok(performance.now() - from < 10_000);
});

test("a server that knows nothing newer than TLS 1.1 is named, or refuses TLS 1.2", async () => {
  const port = await tlsServer({
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
    ciphers: "DEFAULT@SECLEVEL=0",
  });
  const facts = await one([{ port }]);
  assert.ok("value" in facts.tls && facts.tls.value, JSON.stringify(facts));
  if (facts.tls.value.outcome === "ok") assert.equal(facts.tls.value.version, "Tls11");
  else assert.ok(["failed", "reset"].includes(facts.tls.value.outcome));
});

/** A proxy that notes what it is asked and does what CONNECT says. */
const proxyServer = async (status = 200) => {
  const asked: string[] = [];
  const port = await listen(
    createServer((socket) => {
      socket.once("data", (data) => {
        asked.push(data.toString("latin1"));
        const [, target = ""] = /^CONNECT (\S+)/u.exec(data.toString("latin1")) ?? [];
        if (status !== 200 || target === "") {
          // In two pieces, as a network may deliver it.
          socket.write(`HTTP/1.1 ${status} Practice\r\nProxy-Authen`);
          setTimeout(() => socket.end("ticate: Negotiate\r\nContent-Length: 0\r\n\r\n"), 50);
          return;
        }
        const onward = connect(Number(target.split(":")[1]), "127.0.0.1", () => {
          socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
          socket.pipe(onward).pipe(socket);
        });
        onward.on("error", () => socket.destroy());
        socket.on("close", () => onward.destroy());
      });
    }),
  );
  return { proxy: { host: "127.0.0.1", port }, asked };
};

test("through a proxy TLS is with the host, whose name the proxy looks up", async () => {
  const { proxy, asked } = await proxyServer();
  const port = await tlsServer();
  const facts = await one([{ port, host: "known.to.the.proxy.only" }], { proxy });
  assert.deepEqual(asked, [
    `CONNECT known.to.the.proxy.only:${port} HTTP/1.1\r\nHost: known.to.the.proxy.only:${port}\r\n\r\n`,
  ]);
  assert.ok("value" in facts.tunnel && facts.tunnel.value?.outcome === "ok");
  assert.equal(facts.tunnel.value.status, 200);
  assert.ok("value" in facts.tls && facts.tls.value?.outcome === "ok", JSON.stringify(facts.tls));
  assert.match(facts.tls.value.errors, /RemoteCertificateNameMismatch/u);
});

test("a proxy's refusal is its status, and an answer that is no HTTP is a failure", async () => {
  for (const status of [403, 407]) {
    const { proxy } = await proxyServer(status);
    const facts = await one([{ port: 443, host: "login.contoso.com" }], { proxy });
    assert.ok("value" in facts.tunnel && facts.tunnel.value?.outcome === "ok");
    assert.equal(facts.tunnel.value.status, status);
    assert.equal(outcome(facts.tls), "unread");
  }
  const port = await listen(
    createServer((socket) => {
      socket.end("SSH-2.0-practice\r\n\r\n");
    }),
  );
  const facts = await one([{ port: 443, host: "login.contoso.com" }], { proxy: { host: "127.0.0.1", port } });
  assert.ok("value" in facts.tunnel && facts.tunnel.value?.outcome === "failed");
  assert.match(facts.tunnel.value.message, /HTTP\/1\.1/u);
});

test("plain HTTP goes through a proxy by its full address", async () => {
  const { proxy, asked } = await proxyServer(204);
  const facts = await one([{ port: 80, host: "crl.contoso.com", tls: false }], { proxy });
  assert.match(
    asked[0] ?? "",
    /^HEAD http:\/\/crl\.contoso\.com:80\/ HTTP\/1\.1\r\nHost: crl\.contoso\.com\r\n/u,
  );
  assert.ok("value" in facts.tunnel && facts.tunnel.value?.outcome === "ok");
  assert.equal(facts.tunnel.value.status, 204);
  assert.deepEqual(facts.tls, { value: null });
});

test("port 443 is asked for as a tunnel through a proxy, also where no TLS is wanted", async () => {
  const { proxy, asked } = await proxyServer(403);
  const facts = await one([{ port: 443, host: "list.contoso.com", tls: false }], { proxy });
  assert.match(asked[0] ?? "", /^CONNECT list\.contoso\.com:443 /u);
  assert.ok("value" in facts.tunnel && facts.tunnel.value?.outcome === "ok");
  assert.deepEqual([facts.tunnel.value.status, facts.tls], [403, { value: null }]);
});

const label = (name: string) =>
  Buffer.concat([
    ...name.split(".").map((part) => Buffer.from([part.length, ...Buffer.from(part)])),
    Buffer.from([0]),
  ]);
const record = (type: number, content: Buffer) =>
  Buffer.concat([
    // The name is the question's, by a pointer to it.
    Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, content.length >> 8, content.length & 255]),
    content,
  ]);

/** A DNS server that answers everything with these records. */
const dnsServer = async (
  answers: readonly Buffer[],
  code = 0,
  change: (reply: Buffer) => Buffer = (reply) => reply,
) => {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const end = query.indexOf(0, 12) + 5;
    const head = Buffer.from([
      query[0] ?? 0,
      query[1] ?? 0,
      0x81,
      0x80 | code,
      0,
      1,
      0,
      answers.length,
      0,
      0,
      0,
      0,
    ]);
    socket.send(change(Buffer.concat([head, query.subarray(12, end), ...answers])), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  socket.unref();
  return socket.address().port;
};
const chainOf = async (dns: number | readonly number[], timeoutMs = 1500) => {
  const { aliases } = await probe([{ port: 9, host: "127.0.0.1" }], { dns, timeoutMs });
  return aliases[0]?.chain;
};

test("a chain of aliases is told whole, and whether it ends at an address", async () => {
  const whole = [
    record(5, label("a.trafficmanager.contoso.net")),
    record(5, label("b.cloudapp.contoso.net")),
    record(1, Buffer.from([127, 0, 0, 1])),
  ];
  const names = ["a.trafficmanager.contoso.net", "b.cloudapp.contoso.net"];
  assert.deepEqual(await chainOf(await dnsServer(whole)), { value: { names, complete: true } });
  assert.deepEqual(await chainOf(await dnsServer(whole.slice(0, 2), 3)), {
    value: { names, complete: false },
  });
});

test("a DNS answer that is broken, endless or somebody else's is not known, and harms nothing", async () => {
  const bad = [
    await dnsServer([record(5, Buffer.from([0xc0, 12 + 0]))], 0, (reply) => reply.subarray(0, 20)),
    await dnsServer([Buffer.from([0xc0, 255, 0])]),
    await dnsServer([record(5, Buffer.from([0xc0, 200]))]),
    // A name that is a pointer to itself.
    await dnsServer([], 0, (reply) => {
      const endless = Buffer.concat([reply.subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])]);
      return endless;
    }),
    await dnsServer([], 0, (reply) => Buffer.concat([Buffer.from([1, 2]), reply.subarray(2)])),
    await dnsServer([], 0, () => Buffer.alloc(0)),
  ];
  for (const dns of bad) {
    const chain = await chainOf(dns);
    assert.ok(chain && "unread" in chain, JSON.stringify(chain));
  }
});

const alias = record(5, label("a.contoso.net"));
const known = { value: { names: ["a.contoso.net"], complete: false } };
/** A DNS server that takes questions and never answers. */
const silentServer = async () => {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  socket.unref();
  return socket.address().port;
};

test("where a DNS server is silent, gone, broken or refuses, the next one is asked", async () => {
  const good = await dnsServer([alias]);
  const gone = createSocket("udp4");
  await new Promise<void>((resolve) => gone.bind(0, "127.0.0.1", resolve));
  const { port } = gone.address();
  gone.close();
  for (const bad of [
    await silentServer(),
    port,
    await dnsServer([], 0, (reply) => reply.subarray(0, 9)),
    await dnsServer([], 2),
    await dnsServer([], 5),
  ])
    assert.deepEqual(await chainOf([bad, good], 5000), known);
  assert.deepEqual(await chainOf([good, await silentServer()], 5000), known);
});

test("what no server knows is told as its answer, not asked for without an end", async () => {
  let asked = 0;
  const failing = await dnsServer([], 2, (reply) => {
    asked += 1;
    return reply;
  });
  assert.deepEqual(await chainOf(failing, 5000), { value: { names: [], complete: false } });
  assert.equal(asked, 2);
});

test("a question that gets lost is asked again", async () => {
  let asked = 0;
  const forgetful = await dnsServer([alias], 0, (reply) => {
    asked += 1;
    return asked === 1 ? Buffer.concat([Buffer.from([0, 0]), reply.subarray(2, 4)]) : reply;
  });
  assert.deepEqual(await chainOf(forgetful, 5000), known);
  assert.equal(asked, 2);
});

/** A DNS server whose answers have no room in a datagram: they come by TCP, of which `streams` are the questions. */
const longServer = async (answers: readonly Buffer[]) => {
  const streams: Buffer[] = [];
  const reply = (query: Buffer) => {
    const end = query.indexOf(0, 12) + 5;
    const head = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80, 0, 1, 0, answers.length, 0, 0, 0, 0]);
    return Buffer.concat([head, query.subarray(12, end), ...answers]);
  };
  const stream = createServer((socket) => {
    socket.on("data", (data: Buffer) => {
      streams.push(data);
      const message = reply(data.subarray(2));
      const whole = Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]);
      // As a network may bring it: the length alone, then the rest in two.
      socket.write(whole.subarray(0, 1));
      setTimeout(() => socket.write(whole.subarray(1, 20)), 20);
      setTimeout(() => socket.end(whole.subarray(20)), 40);
    });
  });
  const port = await listen(stream);
  const datagrams = createSocket("udp4");
  datagrams.on("message", (query, from) => {
    // TC (RFC 1035 4.1.1): what is there does not fit.
    const cut = Buffer.concat([query.subarray(0, 2), Buffer.from([0x83, 0x80, 0, 0, 0, 0, 0, 0, 0, 0])]);
    datagrams.send(cut, from.port, from.address);
  });
  await new Promise<void>((resolve) => datagrams.bind(port, "127.0.0.1", resolve));
  datagrams.unref();
  return { port, streams };
};

test("an answer that was cut is asked for by TCP, of the same server, and read to its end", async () => {
  const { port, streams } = await longServer([alias]);
  assert.deepEqual(await chainOf(port, 5000), known);
  assert.equal(streams.length, 1);
  assert.equal(streams[0]?.readUInt16BE(0), (streams[0]?.length ?? 0) - 2);
});

const service = (target: string) =>
  record(33, Buffer.concat([Buffer.from([0, 0, 0, 100, 1, 133]), label(target)]));
const findControllers = (dns: number) => ask("Get-CloudSyncDomainControllerFact", {}, { dns });

test("the domain controllers are the targets of the service records, of the domain and of the server's own site", async () => {
  const asked: string[] = [];
  const dns = await dnsServer([service("dc1.contoso.com"), service("dc2.contoso.com")], 0, (reply) => {
    asked.push(reply.subarray(12, reply.indexOf(0, 12)).toString("latin1"));
    return reply;
  });
  const names = { value: ["dc1.contoso.com", "dc2.contoso.com"] };
  assert.deepEqual(await findControllers(dns), { names, site: { value: "Paris" }, inSite: names });
  assert.deepEqual(asked.toSorted(), [
    "\x05_ldap\x04_tcp\x02dc\x06_msdcs\x07contoso\x03com",
    "\x05_ldap\x04_tcp\x05Paris\x06_sites\x02dc\x06_msdcs\x07contoso\x03com",
  ]);
  const none = v.parse(getDomainControllerFacts.result, await findControllers(await dnsServer([], 3)));
  assert.ok("unread" in none.names);
  assert.deepEqual(none.inSite, { value: [] }, "a site may have none");
  const failing = v.parse(getDomainControllerFacts.result, await findControllers(await dnsServer([], 2)));
  assert.ok("unread" in failing.inSite);
});

test("more domain controllers than a datagram has room for are all found", async () => {
  const names = Array.from({ length: 200 }, (_, at) => `controller-${at}.branch-offices.contoso.com`);
  const { port, streams } = await longServer(names.map(service));
  const found = v.parse(getDomainControllerFacts.result, await findControllers(port));
  assert.deepEqual(found.names, { value: names });
  assert.deepEqual(found.inSite, { value: names });
  assert.equal(streams.length, 2);
});

test("a DNS server that is silent is not known when the time is up", async () => {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  socket.unref();
  const chain = await chainOf(socket.address().port);
  assert.ok(chain && "unread" in chain && chain.unread.includes("in time"), JSON.stringify(chain));
});

test("WinHTTP's settings are read as Windows writes them; what is shorter is none, what is wrong is not known", async () => {
  const settings = (flags: number, ...texts: string[]) =>
    Buffer.concat([
      Buffer.from([40, 0, 0, 0, 0, 0, 0, 0, flags, 0, 0, 0]),
      ...texts.flatMap((text) => [Buffer.from([text.length, 0, 0, 0]), Buffer.from(text)]),
    ]).toString("base64");
  const read = (Base64: string) => ask("Read-WinHttpSetting", { Base64 });
  assert.deepEqual(await read(settings(3, "proxy:8080", "<local>")), {
    value: { server: "proxy:8080", bypass: "<local>" },
  });
  assert.deepEqual(await read(settings(3, "proxy:8080")), { value: { server: "proxy:8080", bypass: "" } });
  assert.deepEqual(await read(settings(1, "", "")), { value: null });
  assert.deepEqual(await read(""), { value: null });
  assert.deepEqual(await read(Buffer.from([1]).toString("base64")), { value: null });
  const wrong = Buffer.from(settings(3, "proxy:8080", "x"), "base64");
  wrong.writeInt32LE(100_000, 12);
  assert.ok(JSON.stringify(await read(wrong.toString("base64"))).includes("unread"));
});
