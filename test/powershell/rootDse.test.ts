/** What the module's own probes make of directories that answer, byte by byte, and of those that do not. */
import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import * as v from "valibot";
import { getControllerFacts } from "../../src/setup/operations/network.ts";
import { answerTo, directory, element, type Asked } from "./directories.ts";
import { ownProbes } from "./ownProbes.ts";

const { ask, listen } = ownProbes();

const attributes = {
  dNSHostName: ["dc1.contoso.com"],
  serverName: ["CN=DC1,CN=Servers,CN=Paris,CN=Sites,CN=Configuration,DC=contoso,DC=com"],
  defaultNamingContext: ["DC=contoso,DC=com"],
  currentTime: ["20261130181213.0Z"],
  isGlobalCatalogReady: ["TRUE"],
  isSynchronized: ["TRUE"],
  domainControllerFunctionality: ["7"],
  supportedCapabilities: ["1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1920"],
  supportedSASLMechanisms: ["GSSAPI", "GSS-SPNEGO"],
};

/** What is known of directories, each on a port of its own, in their order. */
const ask389 = async (servers: readonly Asked[], { reads = 5, timeoutMs = 2000 } = {}) => {
  const ports: number[] = [];
  for (const { server } of servers) ports.push(await listen(server));
  const args = { DomainControllers: ["127.0.0.1"], Ports: ports, Reads: reads, TimeoutMs: timeoutMs };
  return v.parse(getControllerFacts.result, await ask("Get-CloudSyncControllerFact", args));
};
type Answered = Awaited<ReturnType<typeof ask389>>["directories"][number];
const first = ({ directory: found }: Answered): object => ("value" in found ? found.value : found);
const outcomes = ({ directory: found, again }: Answered) => [
  "unread" in found ? "unread" : found.value.outcome,
  ...again.map((one) => one.outcome),
];

test("a directory is asked several times over one connection, and what it says is read whatever way its bytes come", async () => {
  const waitMs = 60;
  const whole = directory((socket, number) => {
    setTimeout(() => socket.write(answerTo(number, attributes, "four")), waitMs);
  });
  const inPieces = directory((socket, number) => {
    const bytes = answerTo(number, attributes);
    for (let at = 0; at < bytes.length; at += 7) socket.write(bytes.subarray(at, at + 7));
  });
  const from = Date.now();
  const { directories, ports } = await ask389([whole, inPieces]);
  const five = Array.from({ length: 5 }, () => "ok");
  assert.deepEqual(directories.map(outcomes), [five, five]);
  const { dNSHostName, ...others } = attributes;
  const single = Object.entries(others).filter(([name]) => !name.startsWith("supported"));
  for (const found of directories) {
    const { at, ms, outcome: how, ...said } = { at: "", ms: undefined, outcome: "", ...first(found) };
    assert.deepEqual(said, {
      dnsHostName: dNSHostName[0],
      ...Object.fromEntries(single.map(([name, [value]]) => [name, value])),
      supportedCapabilities: attributes.supportedCapabilities,
      supportedSASLMechanisms: attributes.supportedSASLMechanisms,
    });
    assert.ok(how === "ok" && Date.parse(at) >= from && Date.parse(at) <= Date.now());
    assert.ok(typeof ms === "number");
  }
  // Each answer has its own time.
  const times = directories[0]?.again.map(({ ms }) => ms) ?? [];
  assert.deepEqual(
    times.map((ms) => ms >= waitMs - 5),
    [true, true, true, true],
    times.join(),
  );
  for (const { questions, connections } of [whole, inPieces]) {
    assert.equal(connections(), 1);
    assert.deepEqual(
      questions.map((question) => question[6]),
      [1, 2, 3, 4, 5],
    );
  }
  assert.ok(
    ports.every(
      ({ connect, tls }) =>
        "value" in connect && connect.value.outcome === "ok" && "value" in tls && tls.value === null,
    ),
  );
});

/** More than an answer may have. */
const endless = (socket: Socket, head: Buffer) => {
  socket.write(head);
  const piece = Buffer.alloc(4096, 4);
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on("drain", more);
  more();
};

test("a directory that is silent, cuts, says no LDAP, lies about lengths or never ends is shown so, and holds up no other", async () => {
  const good = directory((socket, number) => socket.write(answerTo(number, attributes)));
  const servers = {
    silent: directory(() => undefined),
    reset: directory((socket) => socket.resetAndDestroy()),
    closed: directory((socket) => socket.end()),
    web: directory((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    huge: directory((socket) => socket.write(Buffer.from([48, 0x84, 0xff, 0xff, 0xff, 0xff, 2, 1, 1]))),
    endless: directory((socket) => {
      endless(socket, Buffer.from([48, 0x82, 0x3f, 0xfc]));
    }),
    endlessMessages: directory((socket, number) => {
      endless(socket, Buffer.concat(Array.from({ length: 900 }, () => answerTo(number, attributes))));
    }),
    refuses: directory((socket, number) => socket.write(answerTo(number, {}, "short", 53))),
    other: directory((socket, number) => socket.write(answerTo(number + 1, attributes))),
    notice: directory((socket) => socket.write(element(48, Buffer.from([2, 1, 0, 0x78, 0])))),
    cut: directory((socket, number) => socket.end(answerTo(number, attributes).subarray(0, 90))),
    half: directory((socket, number) => socket.write(answerTo(number, attributes).subarray(0, 90))),
    dying: directory((socket, number) => {
      if (number < 3) socket.write(answerTo(number, attributes));
      else socket.resetAndDestroy();
    }),
    stopping: directory((socket, number) => {
      if (number < 4) socket.write(answerTo(number, attributes));
    }),
    good,
  };
  const { directories } = await ask389(Object.values(servers), { timeoutMs: 1500 });
  const told = Object.fromEntries(Object.keys(servers).map((name, at) => [name, directories[at]]));
  assert.deepEqual(
    Object.fromEntries(Object.entries(told).map(([name, one]) => [name, one && outcomes(one)])),
    {
      silent: ["timedOut"],
      reset: ["reset"],
      closed: ["failed"],
      web: ["failed"],
      huge: ["failed"],
      endless: ["failed"],
      endlessMessages: ["failed"],
      refuses: ["failed"],
      other: ["failed"],
      notice: ["failed"],
      cut: ["failed"],
      half: ["timedOut"],
      dying: ["ok", "ok", "reset"],
      stopping: ["ok", "ok", "ok", "timedOut"],
      good: ["ok", "ok", "ok", "ok", "ok"],
    },
  );
  const why = (name: string) => JSON.stringify(told[name]);
  assert.match(why("closed"), /closed before the answer/u);
  assert.match(why("web"), /is not LDAP/u);
  assert.match(why("huge"), /longer than 16 KB/u);
  assert.match(why("refuses"), /code 53/u);
});

test("fifty directories of which ten never answer take as long as one that never does", async () => {
  const answers = directory((socket, number) => socket.write(answerTo(number, attributes)));
  const silent = directory(() => undefined);
  const ports = [await listen(answers.server), await listen(silent.server)];
  const [open = 0, mute = 0] = ports;
  const from = performance.now();
  const { directories } = v.parse(
    getControllerFacts.result,
    await ask("Get-CloudSyncControllerFact", {
      DomainControllers: ["127.0.0.1"],
      Ports: Array.from({ length: 50 }, (_, at) => (at % 5 === 0 ? mute : open)),
      Reads: 5,
      TimeoutMs: 2000,
    }),
  );
  const counts = directories.map(({ directory: found, again }) =>
    "value" in found && found.value.outcome === "ok" ? 1 + again.length : 0,
  );
  assert.deepEqual(
    counts,
    Array.from({ length: 50 }, (_, at) => (at % 5 === 0 ? 0 : 5)),
  );
  // Ten of them, one after the other, would take twenty seconds; no measure of speed.
  assert.ok(performance.now() - from < 10_000);
  assert.equal(answers.connections() + silent.connections(), 50);
});
