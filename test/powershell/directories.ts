/** Servers that answer a question for the RootDSE, byte by byte, as real ones do and as none should. */
import { createServer, type Server, type Socket } from "node:net";

/** How a length is written: in as few bytes as it needs, or in four, as Active Directory does. */
type Lengths = "short" | "four";

const lengthOf = (length: number, how: Lengths): Buffer => {
  const four = Buffer.alloc(5);
  four.writeUInt8(0x84);
  four.writeUInt32BE(length, 1);
  if (how === "four") return four;
  return length < 128 ? Buffer.from([length]) : Buffer.from([0x82, length >> 8, length & 255]);
};
/** An element of BER (X.690 8.1). */
export const element = (tag: number, content: Buffer, how: Lengths = "short"): Buffer =>
  Buffer.concat([Buffer.from([tag]), lengthOf(content.length, how), content]);
const octets = (text: string, how: Lengths) => element(4, Buffer.from(text), how);

/** The answer to a search (RFC 4511 4.5.2): the entry, then how it ended. */
export const answerTo = (
  number: number,
  attributes: Readonly<Record<string, readonly string[]>>,
  how: Lengths = "short",
  code = 0,
): Buffer => {
  const message = (operation: Buffer) =>
    element(48, Buffer.concat([element(2, Buffer.from([number])), operation]), how);
  const list = Object.entries(attributes).map(([name, values]) => {
    const set = element(49, Buffer.concat(values.map((value) => octets(value, how))), how);
    return element(48, Buffer.concat([octets(name, how), set]), how);
  });
  const entry = element(100, Buffer.concat([octets("", how), element(48, Buffer.concat(list), how)]), how);
  const done = element(
    101,
    Buffer.concat([element(10, Buffer.from([code])), octets("", how), octets("", how)]),
    how,
  );
  return Buffer.concat([...(code === 0 ? [message(entry)] : []), message(done)]);
};

/** What somebody was asked: the number of each question, and how many connections there were. */
export interface Asked {
  readonly server: Server;
  readonly questions: Buffer[];
  readonly connections: () => number;
}

/** A server that does this with each question, by its number. */
export const directory = (does: (socket: Socket, number: number) => void): Asked => {
  const questions: Buffer[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.setNoDelay(true);
    socket.on("data", (question: Buffer) => {
      questions.push(question);
      // Behind the message's tag and its length, the number's own tag and length.
      does(socket, question[6] ?? 0);
    });
  });
  return { server, questions, connections: () => connections };
};
