/** Service records of name servers that write them otherwise than they should. */
import assert from "node:assert/strict";
import dgram from "node:dgram";
import { once } from "node:events";
import net from "node:net";
import { after, test } from "node:test";
import { recordsBy } from "../../../src/directory/lookup.ts";
import { readServiceRecords } from "../../../src/directory/serviceRecords.ts";

const question = "_ldap._tcp.dc._msdcs.contoso.lan";
/** Where `contoso.lan` begins in a message that asks for that: after the head and four labels. */
const domainAt = 12 + "_ldap._tcp.dc._msdcs.".length;

const number = (...values: readonly number[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(2);
      bytes.writeUInt16BE(value);
      return bytes;
    }),
  );
const label = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
/** Goes on at another place of the message: RFC 1035, 4.1.4. */
const goesOnAt = (place: number): Buffer => number(0xc000 + place);

/** A record of the name that was asked for, whose target is in the domain that was asked for, and written so. */
const shortened = (host: string): Buffer => {
  const data = Buffer.concat([number(0, 100, 389), label(host), goesOnAt(domainAt)]);
  return Buffer.concat([goesOnAt(12), number(33, 1, 0, 900, data.length), data]);
};

interface Said {
  /** Flags beside the one of an answer. */
  readonly flags?: number;
  readonly records?: readonly Buffer[];
  /** Added to the number of the question. */
  readonly off?: number;
}
const answerTo = (asked: Buffer, { flags = 0, records = [], off = 0 }: Said): Buffer => {
  const name = asked.subarray(12);
  const head = number(
    (asked.readUInt16BE() + off) & 0xffff,
    0x8580 | flags,
    asked.readUInt16BE(4),
    records.length,
    0,
    // The resolver's own addition is not answered.
    0,
  );
  const end = name.indexOf(0) + 5;
  return Buffer.concat([head, name.subarray(0, end), ...records]);
};

const open: (() => void)[] = [];
after(() => {
  for (const close of open) close();
});
/** A name server that says the first to a datagram, all of them one after the other, and the second in a stream. */
const nameServer = async (datagrams: readonly Said[], stream?: Said): Promise<string> => {
  const streams = net.createServer((socket) => {
    socket.on("data", (bytes) => {
      const answer = answerTo(bytes.subarray(2), stream ?? {});
      socket.end(Buffer.concat([number(answer.length), answer]));
    });
  });
  streams.listen(0, "127.0.0.1");
  await once(streams, "listening");
  const at = streams.address();
  assert.ok(typeof at === "object" && at !== null);
  const socket = dgram.createSocket("udp4", (asked, { port, address }) => {
    for (const one of datagrams) socket.send(answerTo(asked, one), port, address);
  });
  socket.bind(at.port, "127.0.0.1");
  await once(socket, "listening");
  open.push(() => {
    socket.close();
    streams.close();
  });
  return `127.0.0.1:${at.port}`;
};
const names = async (servers: readonly string[], timeoutMs = 5000): Promise<readonly string[]> =>
  (await readServiceRecords(question, servers, timeoutMs)).map(
    ({ name, port, priority, weight }) => `${name} ${port} ${priority} ${weight}`,
  );
const both = ["dc1.contoso.lan 389 0 100", "dc2.contoso.lan 389 0 100"];
const records = [shortened("dc1"), shortened("dc2")];

test("targets whose names are shortened are read, where Node's own resolver calls the answer damaged", async () => {
  const server = await nameServer([{ records }]);
  assert.deepEqual(await names([server]), both);
  const found = await recordsBy([server])(question, 5000);
  assert.deepEqual(
    found.map(({ name }) => name),
    ["dc1.contoso.lan", "dc2.contoso.lan"],
  );
});

test("an answer that did not fit is asked for in a stream", async () => {
  assert.deepEqual(await names([await nameServer([{ flags: 0x200 }], { records })]), both);
});

test("what answers another question, or is no message, is waited past", async () => {
  const server = await nameServer([
    { off: 1, records: [shortened("other")] },
    { records: [Buffer.from([0xff])] },
    { records },
  ]);
  assert.deepEqual(await names([server]), both);
});

test("no such name and none of that kind are answers; a server that fails or is silent is passed over", async () => {
  const good = await nameServer([{ records }]);
  for (const [said, code] of [
    [{ flags: 3 }, "ENOTFOUND"],
    [{}, "ENODATA"],
  ] as const) {
    const server = await nameServer([said]);
    await assert.rejects(names([server, good]), { code });
    await assert.rejects(recordsBy([server])(question, 5000), { code });
  }
  const failing = await nameServer([{ flags: 2 }]);
  const silent = await nameServer([]);
  assert.deepEqual(await names([failing, silent, good], 1200), both);
  await assert.rejects(names([failing]), { code: "ESERVFAIL" });
  await assert.rejects(names([silent], 100), { code: "ETIMEOUT" });
  await assert.rejects(names([]), { code: "ECONNREFUSED" });
});
