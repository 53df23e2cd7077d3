/** Takes into the record what was about to be changed and nobody told the end of: an earlier session's, or another window's. */
import * as v from "valibot";
import { isDeclared, type Change } from "../change.ts";
import { leaseOf, settledBy, type OpenIntention } from "./intentions.ts";
import { isChanging, type Changing, type Operation } from "../operations/operation.ts";
import { ProblemError, tellsNothing } from "../problem.ts";
import { isSilence } from "./silence.ts";
import type { Checked } from "../stepState.ts";
import type { DoorHost, Door } from "./door.ts";
import { asStepId } from "../step.ts";

/** What is needed of the execution that looks. */
export interface SettlingHost extends Pick<DoorHost, "carriers" | "step" | "note" | "lease" | "context"> {
  /** As the record is known here. */
  readonly open: () => readonly OpenIntention[];
  /** Takes in what other windows have recorded. */
  readonly catchUp: () => Promise<void>;
}

export class Settling {
  readonly #at: SettlingHost;
  readonly #door: Door;

  constructor(at: SettlingHost, door: Door) {
    this.#at = at;
    this.#door = door;
  }

  /**
   * Before a look at the step: by what the port itself lists now. After one (`found`): by what the step lists, where the changes
   * are another program's.
   */
  async settle(found?: Checked): Promise<void> {
    const { carriers, lease, open, catchUp, step } = this.#at;
    for (const { id, port, operation: name, step: of, changes } of open()) {
      const operation = carriers.find(port, name);
      if (operation === undefined || !isChanging(operation)) continue;
      if (changes.some(isDeclared) !== (found !== undefined)) continue;
      if (found && of !== step.id) continue;
      const taken = await lease.acquire(leaseOf(id));
      // Another window is at it.
      if ("heldBy" in taken) continue;
      try {
        await catchUp();
        const intention = open().find((one) => one.id === id);
        if (!intention) continue;
        const now = found ? await this.#listedNow(found) : await this.#previewed(operation, intention);
        if (now === "notNow") continue;
        await this.#take(intention, operation, now, found?.kind === "done");
      } finally {
        await taken.release();
      }
    }
  }

  /**
   * What its port lists; undefined where it refuses to list that, so that it can no longer be told. `notNow` where this session
   * may not look, or the answer leaves it open: a later look may tell. Neither keeps the look at the step from going on; a server
   * that gives no answer does.
   */
  async #previewed(
    operation: Changing,
    { args }: OpenIntention,
  ): Promise<readonly Change[] | "notNow" | undefined> {
    const parsed = v.safeParse(operation.args, args);
    if (!parsed.success) return undefined;
    try {
      return await this.#door.preview(operation, parsed.output);
    } catch (error) {
      if (!(error instanceof ProblemError) || isSilence(error)) throw error;
      return tellsNothing(error) ? "notNow" : undefined;
    }
  }

  /** What a step lists after a look; undefined where it cannot, for the plan has become another one. */
  async #listedNow(found: Checked): Promise<readonly Change[] | undefined> {
    if (found.kind === "done") return [];
    const { context, step } = this.#at;
    try {
      return (await step.changes?.(context(), found)) ?? [];
    } catch (error) {
      if (error instanceof ProblemError && !isSilence(error)) return undefined;
      throw error;
    }
  }

  async #take(
    { id, left, step, takesBack }: OpenIntention,
    { outlives }: Pick<Operation, "outlives">,
    now: readonly Change[] | undefined,
    isDone: boolean,
  ): Promise<void> {
    const { note } = this.#at;
    const by = asStepId(step);
    const { made, unknown } = settledBy(left, now);
    const taking = takesBack ? { takesBack } : {};
    for (const change of made) await note(by, { kind: "change", change, of: id, seen: true, ...taking });
    // It may still be at work: what was not made yet may be by the next look.
    if (outlives && made.length < left.length && !isDone) return;
    await note(by, { kind: "settled", id, how: "seen", unknown: [...unknown] });
  }
}
