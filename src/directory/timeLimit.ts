/** The limit of several stages together. */
import { CancelledError } from "../setup/problem.ts";
import { silent } from "./failure.ts";

/** The time that is left for all stages together, and what is ended with it. */
export class TimeLimit {
  readonly #from = performance.now();
  readonly #limitMs: number;
  readonly #signal: AbortSignal | undefined;
  constructor(limitMs: number, signal: AbortSignal | undefined) {
    this.#limitMs = limitMs;
    this.#signal = signal;
  }
  get ms(): number {
    return Math.round(performance.now() - this.#from);
  }
  get left(): number {
    return Math.max(0, this.#limitMs - this.ms);
  }
  /** Waits for a stage; `end` lets go of what it holds. @throws Failed, CancelledError */
  async of<T>(stage: "connect" | "secure" | "bind", work: Promise<T>, end: (late: T) => void): Promise<T> {
    let over: (() => void) | undefined;
    try {
      const ended = new Promise<never>((_resolve, reject) => {
        const timer = setTimeout(() => {
          reject(silent(stage));
        }, this.left);
        const cancel = () => {
          reject(new CancelledError());
        };
        this.#signal?.addEventListener("abort", cancel);
        over = () => {
          clearTimeout(timer);
          this.#signal?.removeEventListener("abort", cancel);
        };
      });
      return await Promise.race([work, ended]);
    } catch (error) {
      // What comes later all the same is not kept.
      work.then(end, () => undefined);
      throw error;
    } finally {
      over?.();
    }
  }
}
