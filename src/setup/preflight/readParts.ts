/** Reads parts of a server, each by itself: what cannot be read says why, and the others are read all the same. */
import type { StepContext } from "../step.ts";
import { networkOf } from "./wayOut.ts";
import { readings, type ReadParts, type neededFor, type Part } from "./partReadings.ts";
import type { Facts } from "./rule.ts";

/** The parts as they are read, each once: whoever needs one waits for that one. */
class Reads {
  readonly #ctx: Pick<StepContext, "read" | "plan">;
  readonly #already: Partial<ReadParts<Part>>;
  readonly #begun = new Map<Part, Promise<ReadParts<Part>[Part]>>();
  #isOver = false;

  constructor(ctx: Pick<StepContext, "read" | "plan">, already: Partial<ReadParts<Part>>) {
    this.#ctx = ctx;
    this.#already = already;
  }

  of(part: Part): Promise<ReadParts<Part>[Part]> {
    const begun = this.#begun.get(part) ?? this.#begin(part);
    this.#begun.set(part, begun);
    return begun;
  }

  async #begin(part: Part): Promise<ReadParts<Part>[Part]> {
    const already = this.#already[part];
    if (already) return already;
    const { after, read } = readings[part];
    return read(this.#ctx, after.length === 0 ? {} : await this.#together(after));
  }

  async #together<P extends Part>(parts: readonly P[]): Promise<ReadParts<P>> {
    const read = await Promise.all(parts.map(async (part) => [part, await this.of(part)] as const));
    return Object.fromEntries(read) as ReadParts<P>;
  }

  /**
   * First what others are made of, and those as soon as that is known; the rest meanwhile, one after the other, so that
   * nobody stands behind all of them.
   */
  async all<P extends Part>(parts: readonly P[]): Promise<ReadParts<P>> {
    const isMade = (part: Part) => readings[part].after.length > 0;
    const inRow = async () => {
      for (const part of parts.filter((one) => !isMade(one))) {
        if (this.#isOver) return;
        await this.of(part);
      }
    };
    await Promise.all([...parts.filter(isMade).map((part) => this.of(part)), inRow()]);
    return this.#together(parts);
  }

  /** Begins nothing more; resolves once nothing is being read any more. */
  async settled(): Promise<void> {
    this.#isOver = true;
    await Promise.allSettled(this.#begun.values());
  }
}

/**
 * What waits for the network is asked for before the rest. What was read `already` is not read again.
 * @throws ProblemError where the server itself is lost, CancelledError; nothing is being read then any more
 */
export const readParts = async <P extends Part>(
  ctx: Pick<StepContext, "read" | "plan">,
  parts: readonly P[],
  already: Partial<ReadParts<Part>> = {},
): Promise<ReadParts<P>> => {
  const reads = new Reads(ctx, already);
  try {
    return await reads.all(parts);
  } finally {
    await reads.settled();
  }
};

/** What the rules look at. */
export const factsOf = (
  { plan, server }: Pick<StepContext, "plan" | "server">,
  known: ReadParts<(typeof neededFor.prerequisites)[number]>,
): Facts => ({
  ...known,
  on: server.name,
  reachWords: server.reachWords,
  network: networkOf(plan.cloud, known),
});
