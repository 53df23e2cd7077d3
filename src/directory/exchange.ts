/**
 * Requests and answers on one connection. The messages are the library's; its client is not used: that connects again by itself, where
 * a connection has ended, without TLS and as nobody, and leaves off reading where a page is empty. Nor does its parser see more than
 * one message at a time: it would keep whatever comes, and copy it with each piece.
 */
import * as l10n from "@vscode/l10n";
import {
  MessageParser,
  SearchEntry,
  SearchReference,
  UnbindRequest,
  type Message,
  type MessageResponse,
} from "ldapts";
import type { Duplex } from "node:stream";
import { ofSocket, silent } from "./failure.ts";
import { messageSplitter } from "./framing.ts";
import type { DirectoryFailure } from "../setup/operations/directory.ts";

type Stage = DirectoryFailure["stage"];

export interface Heard {
  readonly final: MessageResponse;
  readonly entries: readonly SearchEntry[];
  readonly references: readonly string[];
}

interface Asked {
  readonly message: Message;
  readonly entries: SearchEntry[];
  readonly references: string[];
  readonly hear: (final: MessageResponse) => void;
  readonly fail: (error: unknown) => void;
}

/** The connection ended without a word of why: whoever asked knows at which stage. */
const gone = (): Error =>
  Object.assign(new Error(l10n.t("The domain controller ended the connection.")), { code: "ECONNRESET" });

/** More than any answer here has, in MB: a page of entries, each with lists of its own. */
const mostMegabytes = 64;

export class Exchange {
  readonly #parser = new MessageParser();
  readonly #asked = new Map<string, Asked>();
  readonly #split = messageSplitter((message) => {
    this.#parser.read(message, this.#asked);
  });
  #socket: Duplex;
  #lastId = 0;
  /** Bytes that came since the last request. */
  #heard = 0;

  constructor(socket: Duplex) {
    this.#socket = socket;
    this.#parser.on("message", this.#take);
    this.#parser.on("error", this.#notLdap);
    this.#listen(socket);
  }

  /** Reads nothing more on the bare connection: what comes next is TLS's. */
  pause(): void {
    this.#socket.off("data", this.#read);
  }

  /** Goes on within TLS. */
  secured(socket: Duplex): void {
    this.#socket = socket;
    this.#listen(socket);
  }

  /**
   * Asks, and waits for the whole answer. `make` is given the number of the request.
   * @throws Failed of that stage, where the connection ends or no answer comes in time
   */
  ask(stage: Stage, timeoutMs: number, make: (messageId: number) => Message): Promise<Heard> {
    this.#lastId += 1;
    this.#heard = 0;
    const id = String(this.#lastId);
    const message = make(this.#lastId);
    return new Promise<Heard>((resolve, reject) => {
      const entries: SearchEntry[] = [];
      const references: string[] = [];
      const over = () => {
        clearTimeout(timer);
        this.#asked.delete(id);
      };
      const fail = (error: unknown) => {
        over();
        reject(ofSocket(stage, error));
      };
      const timer = setTimeout(
        () => {
          fail(silent(stage));
        },
        Math.max(0, timeoutMs),
      );
      this.#asked.set(id, {
        message,
        entries,
        references,
        hear: (final) => {
          over();
          resolve({ final, entries, references });
        },
        fail,
      });
      if (!this.#socket.writable) fail(gone());
      else this.#socket.write(message.write());
    });
  }

  /** Says good-bye where somebody is there to hear it, and ends the connection. */
  end(): void {
    if (this.#socket.writable) this.#socket.write(new UnbindRequest({ messageId: this.#lastId + 1 }).write());
    this.#socket.end();
    this.#socket.destroy();
  }

  #listen(socket: Duplex): void {
    socket.on("data", this.#read);
    socket.on("error", this.#fail);
    socket.on("close", () => {
      this.#fail(gone());
    });
  }

  readonly #read = (data: Buffer): void => {
    this.#heard += data.length;
    if (this.#heard > mostMegabytes * 1024 * 1024) {
      this.#refuse(l10n.t("The domain controller sent more than {0} MB in one answer.", mostMegabytes));
      return;
    }
    try {
      this.#split(data);
    } catch {
      this.#notLdap();
    }
  };

  readonly #notLdap = (): void => {
    this.#refuse(l10n.t("What came from the domain controller is no LDAP."));
  };

  /** Nothing more is read of a connection on which that came. */
  #refuse(why: string): void {
    this.#fail(new Error(why));
    this.#socket.destroy();
  }

  readonly #take = (response: MessageResponse): void => {
    const asked = this.#asked.get(String(response.messageId));
    if (!asked) return;
    if (response instanceof SearchEntry) asked.entries.push(response);
    else if (response instanceof SearchReference) asked.references.push(...response.uris);
    else asked.hear(response);
  };

  readonly #fail = (error: unknown): void => {
    for (const { fail } of [...this.#asked.values()]) fail(error);
  };
}
