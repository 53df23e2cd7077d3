/**
 * Service records, asked for where Node's own resolver gives up: since c-ares 1.34.7 that takes an answer for damaged in which the name
 * of a target is shortened, as Samba's name server and some that only pass answers on write it
 * (https://github.com/c-ares/c-ares/issues/1287). Nobody should send that (RFC 2782), and whoever receives it should read it
 * (RFC 3597, section 4).
 */
import { decode, encode, RECURSION_DESIRED, type DecodedPacket } from "dns-packet";
import { randomInt } from "node:crypto";
import dgram from "node:dgram";
import type { SrvRecord } from "node:dns";
import net from "node:net";
import { domainToASCII } from "node:url";

/** A name server: an address and a port. */
interface Server {
  readonly address: string;
  readonly port: number;
}

/** As Node writes it: `192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:5353`. */
const serverOf = (text: string): Server => {
  const [, address = text, port = "53"] =
    net.isIP(text) === 0 ? (/^\[?(.+?)\]?:(\d{1,5})$/u.exec(text) ?? []) : [];
  return { address, port: Number(port) };
};

/** An error by the name that Node's resolver has for it. */
const named = (code: string): Error => Object.assign(new Error(code), { code });
const late = (): Error => named("ETIMEOUT");

interface Question {
  readonly id: number;
  readonly bytes: Buffer;
}

const questionOf = (name: string): Question => {
  const id = randomInt(0x10000);
  const bytes = encode({
    type: "query",
    id,
    flags: RECURSION_DESIRED,
    questions: [{ type: "SRV", name: domainToASCII(name) }],
  });
  return { id, bytes };
};

/** The answer to that question; undefined where it is none, or another's. */
const answerIn = (bytes: Buffer, { id }: Question): DecodedPacket | undefined => {
  try {
    const packet = decode(bytes);
    return packet.id === id && packet.flag_qr ? packet : undefined;
  } catch {
    return undefined;
  }
};

/** @throws Error ETIMEOUT, or of the socket */
const byDatagram = ({ address, port }: Server, question: Question, signal: AbortSignal) =>
  new Promise<DecodedPacket>((resolve, reject) => {
    const socket = dgram.createSocket({ type: net.isIPv6(address) ? "udp6" : "udp4", signal });
    socket.on("error", reject);
    socket.on("close", () => {
      reject(late());
    });
    socket.on("message", (bytes) => {
      const answer = answerIn(bytes, question);
      if (answer === undefined) return;
      resolve(answer);
      socket.close();
    });
    // Connected: what others send does not arrive.
    socket.connect(port, address, () => {
      socket.send(question.bytes);
    });
  });

/** In a stream a message has its length before it: RFC 1035, 4.2.2. @throws Error ETIMEOUT, or of the socket */
const byStream = ({ address, port }: Server, question: Question, signal: AbortSignal) =>
  new Promise<DecodedPacket>((resolve, reject) => {
    const socket = net.connect({ host: address, port, signal });
    let heard: Buffer = Buffer.alloc(0);
    socket.on("error", (error) => {
      reject(signal.aborted ? late() : error);
    });
    socket.on("close", () => {
      reject(named("ECONNRESET"));
    });
    socket.on("connect", () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(question.bytes.length);
      socket.write(Buffer.concat([length, question.bytes]));
    });
    socket.on("data", (bytes) => {
      heard = Buffer.concat([heard, bytes]);
      if (heard.length < 2 || heard.length < 2 + heard.readUInt16BE()) return;
      const answer = answerIn(heard.subarray(2, 2 + heard.readUInt16BE()), question);
      if (answer) resolve(answer);
      else reject(named("EBADRESP"));
      socket.destroy();
    });
  });

/** Codes of an answer: RFC 1035, 4.1.1. */
const codes: Readonly<Record<number, string>> = {
  1: "EFORMERR",
  2: "ESERVFAIL",
  3: "ENOTFOUND",
  5: "EREFUSED",
};

/** @throws Error by the code of the answer */
const recordsIn = ({ flags = 0, answers = [] }: DecodedPacket): readonly SrvRecord[] => {
  const code = flags & 0xf;
  if (code !== 0) throw named(codes[code] ?? "EBADRESP");
  const records = answers.flatMap((one) => {
    if (one.type !== "SRV") return [];
    const { target, port, priority = 0, weight = 0 } = one.data;
    return [{ name: target, port, priority, weight }];
  });
  if (records.length === 0) throw named("ENODATA");
  return records;
};

const askOne = async (server: Server, name: string, timeoutMs: number): Promise<readonly SrvRecord[]> => {
  const signal = AbortSignal.timeout(timeoutMs);
  const question = questionOf(name);
  const answer = await byDatagram(server, question, signal);
  // It did not fit.
  return recordsIn(answer.flag_tc ? await byStream(server, question, signal) : answer);
};

/**
 * Asks each of these name servers in its turn, all of them twice, within that time. An answer that says that there is nothing is one.
 * @throws Error by the name that Node's resolver has for it: ENOTFOUND, ENODATA, ETIMEOUT, ...
 */
export const readServiceRecords = async (
  name: string,
  servers: readonly string[],
  timeoutMs: number,
): Promise<readonly SrvRecord[]> => {
  const turns = [...servers, ...servers].map(serverOf);
  let why: unknown = named("ECONNREFUSED");
  for (const server of turns) {
    try {
      return await askOne(server, name, Math.ceil(timeoutMs / turns.length));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "ENOTFOUND" || code === "ENODATA") throw error;
      why = error;
    }
  }
  throw why;
};
