/** Connections to the lab's directory as they should be and as they should not, seen by ldapts and by Node's own TLS. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectSecurely } from "node:tls";
import { entryOf } from "../../../../lab/directory/entry.ts";
import { makeAuthority } from "../../../../lab/directory/authority.ts";
import {
  busy,
  cutsShort,
  limitedByAdministrator,
  manyReferences,
  manyReferrals,
  nameIsNone,
  repeatsAttributes,
  saysOfItself,
  slowQuery,
  wantsConfidentiality,
  withoutAttributes,
  type Way,
} from "../../../../lab/directory/way.ts";
import { ada, base, password, startedDirectory, type Started } from "../../support/directory.ts";
import { until } from "../../../until.ts";

/** A search of the RootDSE: message 1, base, no limits, (objectClass=*), no attributes. */
const rootDseSearch = Buffer.from(
  "3025020101632004000a01000a0100020100020100010100870b6f626a656374436c6173733000",
  "hex",
);

const self = { scope: "base" } as const;

/** What a search of the administrator's entry comes to in that way. */
const searched = async (
  { server, bound }: Started,
  way: Way,
  attributes: readonly string[] = [],
  timeout = 20_000,
) => {
  server.turn({});
  const client = await bound({ timeout });
  server.turn(way);
  return client.search(ada, { ...self, attributes: [...attributes] });
};

test("StartTLS makes a connection safe for a password, and without it none is taken", async (t) => {
  const { client, authority } = await startedDirectory(t);
  const connection = client({ plain: true });
  await assert.rejects(connection.bind(ada, password), {
    code: 8,
    message:
      /00002028: LdapErr: DSID-0C09\d+, comment: The server requires binds to turn on integrity checking/u,
  });
  await connection.startTLS({ ca: authority.cert, host: "localhost" });
  await connection.bind(ada, password);
  assert.equal((await connection.search(ada, self)).searchEntries.length, 1);
});

test("a certificate that has expired, is for another host or of an unknown authority is not accepted", async (t) => {
  const authority = makeAuthority("Contoso");
  const year = 365 * 24 * 3_600_000;
  const hosts = ["localhost", "127.0.0.1"];
  const kinds = [
    {
      certificate: authority.issue(hosts, { notAfter: new Date(Date.now() - 1000) }),
      code: "CERT_HAS_EXPIRED",
    },
    {
      certificate: authority.issue(hosts, { notBefore: new Date(Date.now() + year) }),
      code: "CERT_NOT_YET_VALID",
    },
    { certificate: authority.issue(["dc2.contoso.com"]), code: "ERR_TLS_CERT_ALTNAME_INVALID" },
    { certificate: makeAuthority("Contoso").issue(hosts), code: "CERT_SIGNATURE_FAILURE" },
    { certificate: makeAuthority("Fabrikam").issue(hosts), code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
  ];
  for (const { certificate, code } of kinds) {
    const { client, server } = await startedDirectory(t, { certificate });
    const made = client({ tlsOptions: { ca: authority.cert } });
    await assert.rejects(made.bind(ada, password), { code }, code);
    await until(() => server.open() === 0);
  }
});

test("what the server refuses has Active Directory's own number and form", async (t) => {
  const started = await startedDirectory(t);
  const refused = async (way: Way, code: number, message: RegExp) => {
    await assert.rejects(searched(started, way), { code, message }, String(code));
  };
  await refused(busy, 51, /problem 5001 \(BUSY\)/u);
  await refused(slowQuery, 3, /0x3/u);
  await refused(limitedByAdministrator, 11, /00002024: SvcErr: .*problem 5008 \(ADMIN_LIMIT_EXCEEDED\)/u);
  started.server.turn(wantsConfidentiality);
  await assert.rejects(started.bound(), { code: 13 });
});

test("10,000 references and 10,000 servers in one referral arrive whole", async (t) => {
  const started = await startedDirectory(t);
  assert.equal((await searched(started, manyReferences(10_000))).searchReferences.length, 10_000);
  await assert.rejects(searched(started, manyReferrals(10_000)), { code: 10 });
});

test("entries come in the wrong ways that are asked for", async (t) => {
  const descriptor = entryOf(`CN=held,${base}`, { cn: "held", objectGUID: Buffer.alloc(16, 7) });
  const started = await startedDirectory(t, { entries: [descriptor] });
  const twice = (await searched(started, repeatsAttributes)).searchEntries[0];
  // The client keeps the last one: the class is only the first of four.
  assert.equal(twice?.objectClass, "top");
  const without = (await searched(started, withoutAttributes("sAMAccountName"), ["sAMAccountName", "cn"]))
    .searchEntries[0];
  assert.deepEqual(without?.sAMAccountName, []);
  assert.equal(without.cn, "ada");
  assert.equal((await searched(started, nameIsNone)).searchEntries[0]?.dn, "no distinguished name");
  const client = await started.bound();
  started.server.turn(cutsShort("objectGUID", 3));
  const cut = (await client.search(descriptor.dn, { ...self, explicitBufferAttributes: ["objectGUID"] }))
    .searchEntries[0];
  assert.deepEqual(cut?.objectGUID, Buffer.alloc(3, 7));
  started.server.turn(saysOfItself({ dnsHostName: "dc9.contoso.com" }));
  assert.equal((await client.search("", self)).searchEntries[0]?.dnsHostName, "dc9.contoso.com");
  // AD LDS, which is no controller (MS-ADTS, 3.1.1.3.4.3).
  started.server.turn(saysOfItself({ supportedCapabilities: "1.2.840.113556.1.4.1851" }));
  assert.equal(
    (await client.search("", self)).searchEntries[0]?.supportedCapabilities,
    "1.2.840.113556.1.4.1851",
  );
});

test("a server that does not answer, late, in the middle, or with something else is one", async (t) => {
  const started = await startedDirectory(t);
  await assert.rejects(searched(started, { ignores: ["search"] }, [], 300), /timed out/u);
  await assert.rejects(searched(started, { resetsIn: "search" }), /closed|ECONNRESET/iu);
  await assert.rejects(searched(started, { garbageIn: "search" }), Error);
  const began = performance.now();
  assert.equal((await searched(started, { lateMs: 120 })).searchEntries.length, 1);
  assert.ok(performance.now() - began >= 119, "so much later");
  const others = started.server.open();
  started.server.turn({ closesAfterBind: true });
  await started.bound();
  await until(() => started.server.open() === others);
  started.server.turn({ silent: true });
  const secure = connectSecurely({
    port: started.server.ports.ldaps,
    host: "127.0.0.1",
    ca: started.authority.cert,
  });
  t.after(() => secure.destroy());
  secure.on("error", () => undefined);
  await until(() => started.server.open() === others + 1);
  assert.equal(secure.authorized, false);
});

test("a connection is reset, not closed, in the middle of an answer", async (t) => {
  const { server } = await startedDirectory(t);
  server.turn({ resetsIn: "search" });
  const socket = connect(server.ports.ldap, "127.0.0.1");
  // A search of the RootDSE: message 1, base, no limits, (objectClass=*), no attributes.
  socket.write(
    Buffer.from("3025020101632004000a01000a0100020100020100010100870b6f626a656374436c6173733000", "hex"),
  );
  let bytes = 0;
  socket.on("data", (part) => (bytes += part.length));
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.on("error", resolve));
  assert.equal(error.code, "ECONNRESET");
  assert.ok(bytes > 200, "half of it had arrived");
});

test("what is no message of LDAP ends the connection, and the server goes on", async (t) => {
  const { server, bound } = await startedDirectory(t);
  for (const bytes of ["16030100", "30840000000102", "30050201016307", "ff".repeat(40), "3003020101"]) {
    const socket = connect(server.ports.ldap, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.on("data", () => undefined);
    socket.end(Buffer.from(bytes, "hex"));
    await new Promise((resolve) => socket.on("close", resolve));
  }
  assert.equal((await (await bound()).search(ada, self)).searchEntries.length, 1);
});

test("what is sent before an answer has come is one round trip", async (t) => {
  const { server, proxy } = await startedDirectory(t);
  const { port, roundTrips } = await proxy(server.ports.ldap);
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  t.after(() => socket.destroy());
  let ends = 0;
  socket.on(
    "data",
    (bytes: Buffer) => (ends += bytes.toString("latin1").split("e\u0007\n\u0001\0").length - 1),
  );
  for (const trips of [1, 2]) {
    // Nothing is answered before the whole of it is there.
    for (const [from, to] of [
      [0, 10],
      [10, 20],
      [20, undefined],
    ] as const) {
      socket.write(rootDseSearch.subarray(from, to));
      await sleep(30);
    }
    await until(() => ends === trips);
    assert.equal(roundTrips(), trips);
  }
});

test("the proxy counts round trips and connections, and 100 binds leave none open", async (t) => {
  const started = await startedDirectory(t);
  const proxy = await started.proxy();
  const client = await started.bound({ port: proxy.port });
  const before = proxy.roundTrips();
  await client.search(ada, self);
  assert.equal(proxy.roundTrips() - before, 1);
  await client.search(ada, self);
  await client.search(ada, self);
  assert.equal(proxy.roundTrips() - before, 3);
  await client.search(ada, { ...self, filter: "(cn=nobody)" });
  assert.equal(proxy.roundTrips() - before, 4);
  assert.deepEqual([proxy.made(), proxy.open()], [1, 1]);
  const clients = await Promise.all(Array.from({ length: 100 }, () => started.bound({ port: proxy.port })));
  assert.deepEqual([proxy.open(), started.server.open()], [101, 101]);
  for (const one of clients) await one.unbind();
  await client.unbind();
  await until(() => proxy.open() === 0 && started.server.open() === 0);
  assert.equal(proxy.made(), 101);
});
