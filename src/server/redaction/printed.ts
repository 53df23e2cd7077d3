/**
 * One stream of what a session prints beside its events, on its way to the log. Lines are masked together with those before
 * them, since a secret may be broken over several.
 */
import { shortened } from "../../setup/text/cutText.ts";
import type { Redactor } from "./redact.ts";

/** Characters of a line that are looked at. */
const lineLength = 32_768;
/** Where there is a secret, lines wait so long for those that belong to them, up to so many characters. */
const waitMs = 100;
const waitingLength = 65_536;
/** So much of what has been said already is looked at again with what follows. */
const contextLength = 16_384;

export class Printed {
  readonly #redactor: Redactor;
  readonly #say: (line: string) => void;
  #waiting: string[] = [];
  #waitingLength = 0;
  #context: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `say` takes the masked lines, and must not throw. */
  constructor(redactor: Redactor, say: (line: string) => void) {
    this.#redactor = redactor;
    this.#say = say;
  }

  readonly take = (line: string): void => {
    const bounded = shortened(line, lineLength);
    if (!this.#redactor.knows && this.#waiting.length === 0) {
      this.#context = [];
      this.#say(this.#redactor.redact(bounded));
      return;
    }
    this.#waiting.push(bounded);
    this.#waitingLength += bounded.length;
    if (this.#waitingLength > waitingLength) this.flush();
    else this.#timer ??= setTimeout(this.flush, waitMs).unref();
  };

  /** Says what waits. */
  readonly flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#waiting;
    if (lines.length === 0) return;
    this.#waiting = [];
    this.#waitingLength = 0;
    const all = [...this.#context, ...lines];
    const masked = this.#redactor.redactTexts(all).slice(-lines.length);
    this.#keepContext(all);
    for (const line of masked) this.#say(line);
  };

  /** Says what waits, and keeps nothing of it as it was. */
  forget(): void {
    this.flush();
    this.#context = [];
  }

  #keepContext(lines: readonly string[]): void {
    let length = 0;
    let first = lines.length;
    while (this.#redactor.knows && first > 0) {
      length += lines[first - 1]?.length ?? 0;
      if (length > contextLength) break;
      first -= 1;
    }
    this.#context = lines.slice(first);
  }
}
