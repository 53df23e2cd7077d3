/** One connection: its requests are answered one after the other. */
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import { mayWrite, type SignIn } from "./accounts.ts";
import { firstElement, octets, type Element } from "./ber.ts";
import { pagedAnswer, readControls } from "./controls.ts";
import type { Directory } from "./directory.ts";
import { textOf, type Entry } from "./entry.ts";
import {
  answers,
  readMessage,
  writeEntry,
  writeMessage,
  writeReference,
  writeResult,
  type Control,
  type Message,
  type Request,
  type SearchRequest,
} from "./messages.ts";
import { modify } from "./modify.ts";
import { Refused, results, success, wrongCredentials, type Result } from "./results.ts";
import { Searches } from "./search.ts";
import type { Who } from "./tokenGroups.ts";
import type { Way } from "./way.ts";

export interface Answering {
  readonly directory: Directory;
  /** Who is bound by a name and a password. */
  readonly signIn: (name: string, password: string) => SignIn;
  /** NetBIOS name of the domain, for the answer to "Who am I?". */
  readonly netBios: string;
  /**
   * Whether a password is taken on a connection that others can read. Not where it is left out, as a domain controller has it that
   * requires signing (Microsoft, "LDAP signing for Active Directory Domain Services"), which Windows Server 2025 does by default.
   */
  readonly takesPlainPasswords?: boolean;
  /** Called before the first answer of a connection, and after a change, with what it changed. */
  readonly connects?: () => void;
  readonly changes?: (entry: Entry, attributes: readonly string[]) => void;
  readonly way: () => Way;
  /** Gets the kind of every request. */
  readonly requests: string[];
}

const extensions = {
  /** RFC 4511, section 4.14. */
  startTls: "1.3.6.1.4.1.1466.20037",
  /** RFC 4532. */
  whoAmI: "1.3.6.1.4.1.4203.1.11.3",
  /** RFC 4511, section 4.4.1: the server ends the connection. */
  disconnection: "1.3.6.1.4.1.1466.20036",
} as const;

/** MS-ADTS, 3.1.1.3.4.6: MaxReceiveBuffer. */
const maxReceiveBuffer = 10_485_760;

/** The tag that a request is answered with; undefined for one that has no answer. */
const answerTo = (request: Request): number | undefined => {
  if (request.kind === "other") return request.answer;
  return request.kind === "unbind" || request.kind === "abandon" ? undefined : answers[request.kind];
};

export class Connection {
  readonly #answering: Answering;
  readonly #searches: Searches;
  readonly #raw: Socket;
  readonly #secured: (socket: Socket) => TLSSocket;
  #socket: Socket | undefined;
  #isSecure = false;
  #who: Who | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #last: Promise<void> = Promise.resolve();

  /** `raw`: the connection below TLS. It answers once it is attached. */
  constructor(answering: Answering, isCatalog: boolean, raw: Socket, secured: (socket: Socket) => TLSSocket) {
    this.#answering = answering;
    this.#raw = raw;
    this.#searches = new Searches(answering.directory, isCatalog);
    this.#secured = secured;
  }

  /** Answers on this socket from now on. */
  attach(socket: Socket, isSecure: boolean): void {
    this.#socket = socket;
    this.#isSecure = isSecure;
    this.#bytes = Buffer.alloc(0);
    // Whoever does not accept the certificate, or is gone.
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      this.#take();
    });
  }

  #take(): void {
    try {
      for (let next = firstElement(this.#bytes); next; next = firstElement(this.#bytes)) {
        this.#bytes = next.rest;
        this.#queue(next.first);
      }
      if (this.#bytes.length > maxReceiveBuffer) throw new Error("A message is longer than is taken.");
    } catch {
      this.#disconnect();
    }
  }

  #queue(element: Element): void {
    const message = readMessage(element);
    this.#answering.requests.push(message.request.kind);
    this.#last = this.#last.then(async () => this.#answer(message));
  }

  async #answer(message: Message): Promise<void> {
    const way = this.#answering.way();
    const { request } = message;
    if (request.kind === "unbind") {
      this.#socket?.end();
      return;
    }
    if (way.ignores?.includes(request.kind) === true) return;
    const bytes = this.#answerBytes(message, way);
    if (way.lateMs !== undefined) await sleep(way.lateMs, undefined, { ref: false });
    if (bytes.length === 0) return;
    if (way.garbageIn === request.kind) {
      this.#socket?.write(Buffer.alloc(bytes.length, 0xa5));
      return;
    }
    if (way.endlessIn === request.kind) {
      this.#goOn();
      return;
    }
    if (way.resetsIn === request.kind) {
      await this.#sendHalf(bytes);
      return;
    }
    this.#socket?.write(bytes);
    if (request.kind === "extended" && request.oid === extensions.startTls) this.#startTls();
    if (request.kind === "bind" && this.#who && way.closesAfterBind === true) this.#socket?.end();
  }

  /** A message that does not end. */
  #goOn(): void {
    const socket = this.#socket;
    socket?.write(Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]));
    const more = setInterval(() => socket?.write(Buffer.alloc(4096, 0x30)), 10);
    more.unref();
    socket?.on("close", () => {
      clearInterval(more);
    });
  }

  /** Half of it arrives, then the connection is gone. */
  async #sendHalf(bytes: Buffer): Promise<void> {
    const socket = this.#socket;
    await new Promise((resolve) => socket?.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), resolve));
    // A reset at once would throw away what was sent a moment ago.
    await sleep(20, undefined, { ref: false });
    this.#raw.resetAndDestroy();
  }

  #startTls(): void {
    const socket = this.#socket;
    if (!socket || this.#isSecure) return;
    socket.removeAllListeners("data");
    this.attach(this.#secured(socket), true);
  }

  #answerBytes({ id, request, controls }: Message, way: Way): Buffer {
    const tag = answerTo(request);
    if (tag === undefined) return Buffer.alloc(0);
    try {
      const refused = way.refuses?.(request);
      if (refused) throw new Refused(refused);
      return request.kind === "search"
        ? this.#search(id, request, controls, way)
        : writeMessage(id, this.#do(request, tag));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return writeMessage(id, writeResult(tag, error.result));
    }
  }

  #do(request: Exclude<Request, SearchRequest>, tag: number): Buffer {
    if (request.kind === "bind") return writeResult(tag, this.#bind(request.name, request.password));
    if (request.kind === "extended") return this.#extended(request.oid, tag);
    if (request.kind !== "modify") throw new Refused(results.unwilling);
    const { directory } = this.#answering;
    if (!this.#who) throw new Refused(results.bindFirst);
    directory.at(request.dn);
    if (!mayWrite(directory, this.#who)) throw new Refused(results.insufficientAccess);
    modify(directory, request.dn, request.changes);
    this.#answering.changes?.(
      directory.at(request.dn),
      request.changes.map(({ attribute }) => attribute.name),
    );
    return writeResult(tag, success);
  }

  #bind(name: string, password: string | undefined): Result {
    const { takesPlainPasswords } = this.#answering;
    this.#who = undefined;
    if (password === undefined) return results.noSuchMethod;
    // RFC 4513, sections 5.1.1 and 5.1.2: no password is no sign-in, whatever the name. Active Directory accepts it as anonymous.
    if (password === "") return success;
    if (!this.#isSecure && takesPlainPasswords !== true) return results.signingRequired;
    const signedIn = this.#answering.signIn(name, password);
    if ("data" in signedIn) return wrongCredentials(signedIn.data);
    this.#who = signedIn;
    return success;
  }

  #extended(oid: string, tag: number): Buffer {
    if (oid === extensions.startTls)
      return writeResult(tag, this.#isSecure ? results.unwilling : success, octets(oid, 0x8a));
    if (oid !== extensions.whoAmI) return writeResult(tag, results.protocolError);
    const name = this.#who && (textOf(this.#who.account, "sAMAccountName") ?? "");
    const identity = name === undefined ? "" : `u:${this.#answering.netBios}\\${name}`;
    return writeResult(tag, success, octets(identity, 0x8b));
  }

  #search(id: number, request: SearchRequest, controls: readonly Control[], way: Way): Buffer {
    const asked = readControls(controls);
    const isEndless = way.endlessPages !== undefined && asked.page !== undefined;
    const read = isEndless ? { ...asked, page: { ...asked.page, cookie: "" } } : asked;
    const isOfRootDse = request.base === "" && request.scope === "base";
    if (!this.#who && !isOfRootDse) throw new Refused(results.bindFirst);
    const found = this.#searches.run(request, read, this.#who);
    const elsewhere = [...found.elsewhere, ...(isOfRootDse ? [] : (way.elsewhere ?? []))];
    const there = isEndless && way.endlessPages === "empty" ? [] : found.entries;
    const entries = way.entry ? there.map(way.entry) : there;
    const cookie = isEndless ? "again" : found.cookie;
    return Buffer.concat([
      ...entries.map((entry) => writeMessage(id, writeEntry(entry))),
      ...elsewhere.map((url) => writeMessage(id, writeReference([url]))),
      writeMessage(
        id,
        writeResult(answers.search, found.result),
        cookie === undefined ? [] : [pagedAnswer(cookie)],
      ),
    ]);
  }

  /** What came is no message of LDAP (RFC 4511, section 4.1.1). */
  #disconnect(): void {
    const notice = writeResult(
      answers.extended,
      results.protocolError,
      octets(extensions.disconnection, 0x8a),
    );
    this.#socket?.end(writeMessage(0, notice));
  }
}
