/**
 * Whose turn it is at a session, in the order in which they came. One request is worked on at a time. One that only waits
 * for something outside gives its place to those that only read; what changes the server has it alone.
 */

export interface Turn {
  /** It only waits from now on. `others` is told whenever another one begins or ends to be worked on. */
  readonly waits: (others: (isAtWork: boolean) => void) => void;
  readonly end: () => void;
}

interface Coming {
  readonly reads: boolean;
  readonly begin: () => void;
}

export class Turns {
  readonly #line: Coming[] = [];
  readonly #waiting = new Map<Turn, (isAtWork: boolean) => void>();
  #working: Turn | undefined;

  /** Resolves when it is its turn. `reads`: it changes nothing. */
  take(reads: boolean): Promise<Turn> {
    return new Promise((resolve) => {
      const turn: Turn = {
        waits: (others) => {
          if (this.#working !== turn) return;
          this.#waiting.set(turn, others);
          this.#work(undefined);
        },
        end: () => {
          this.#waiting.delete(turn);
          if (this.#working === turn) this.#work(undefined);
          else this.#next();
        },
      };
      this.#line.push({
        reads,
        begin: () => {
          this.#work(turn);
          resolve(turn);
        },
      });
      this.#next();
    });
  }

  #work(turn: Turn | undefined): void {
    this.#working = turn;
    for (const others of this.#waiting.values()) others(turn !== undefined);
    this.#next();
  }

  #next(): void {
    const [first] = this.#line;
    if (!first || this.#working || (this.#waiting.size > 0 && !first.reads)) return;
    this.#line.shift();
    first.begin();
  }
}
