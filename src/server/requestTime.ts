/**
 * The time of one request: its own, and apart from that the time for which it waits until the server is its own. Each runs
 * while the other stands still, and both have an end, however often one takes the other's place.
 */

type Of = "own" | "waiting";

export class RequestTime {
  readonly #limits: Readonly<Record<Of, number>>;
  readonly #left: Record<Of, number>;
  readonly #isOver: (limitMs: number) => void;
  #runs: Of = "own";
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #hasStopped = false;

  /** Begins. `isOver` is told which limit has passed. */
  constructor(limits: Readonly<Record<Of, number>>, isOver: (limitMs: number) => void) {
    this.#limits = limits;
    this.#left = { ...limits };
    this.#isOver = isOver;
    this.#start();
  }

  get isWaiting(): boolean {
    return this.#runs === "waiting";
  }

  /** From now on it waits, or does so no more. */
  sawWaiting(isWaiting: boolean): void {
    if (this.#hasStopped || isWaiting === this.isWaiting) return;
    clearTimeout(this.#timer);
    this.#left[this.#runs] -= performance.now() - this.#since;
    this.#runs = isWaiting ? "waiting" : "own";
    this.#start();
  }

  /** For good, whatever is seen of others afterwards. */
  stop(): void {
    this.#hasStopped = true;
    clearTimeout(this.#timer);
  }

  #start(): void {
    this.#since = performance.now();
    const limitMs = this.#limits[this.#runs];
    this.#timer = setTimeout(
      () => {
        this.#isOver(limitMs);
      },
      Math.max(0, this.#left[this.#runs]),
    );
  }
}
