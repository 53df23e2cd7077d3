/** The plan in use as each server sees it, the answers on their way into it, and the plans that files replaced. */
import * as v from "valibot";
import { Answers, type PlanChange } from "./answers.ts";
import { wholePlanSchema, type ServerPart, type SetupPlan, type WholePlan } from "../plan.ts";
import { partOf, seenBy, withChange } from "../plans/serverParts.ts";
import type { KeptValue } from "../ports.ts";
import type { StepRef } from "../stepRef.ts";
import type { ServerId } from "../target.ts";
import type { Journal } from "./journal.ts";
import type { PlanFrom, TakenPlan } from "./planBefore.ts";

/** The plan as it is for one server. */
export interface ServerPlan {
  /** What is shared, with what this server's own part says in its place. */
  readonly plan: SetupPlan;
  readonly answers: Answers;
  /** The plan file that was taken last and not taken back, with the plan from before. */
  readonly taken: TakenPlan | undefined;
}

/** Servers by their names: all that this machine's windows have. */
export interface NamedServers {
  readonly all: readonly { readonly id: ServerId }[];
  /** What a server calls itself and is called, its own name first. */
  readonly namesOf: (id: ServerId) => readonly string[];
}

export class PlanStore {
  readonly #kept: KeptValue<WholePlan>;
  readonly #journal: Journal;
  readonly #servers: NamedServers;
  /** What each server saw last, and in which plan: as long as neither changes it is one and the same. */
  readonly #seen = new Map<ServerId, { whole: WholePlan; part: ServerPart | undefined; plan: SetupPlan }>();
  readonly #answers = new Map<ServerId, Answers>();
  readonly #listeners = new Set<() => void>();
  #plan: WholePlan;
  /** How many changes are on their way to where the plan is kept. */
  #pending = 0;

  constructor(plan: WholePlan, kept: KeptValue<WholePlan>, journal: Journal, servers: NamedServers) {
    this.#plan = plan;
    this.#kept = kept;
    this.#journal = journal;
    this.#servers = servers;
  }

  /** The plan with all that it says of any server. */
  get whole(): WholePlan {
    return this.#plan;
  }

  /** The servers that a plan names and no window of this machine has. */
  notHere({ servers = [] }: WholePlan): readonly string[] {
    const here = new Set(this.#servers.all.map(({ id }) => partOf({ servers }, this.#servers.namesOf(id))));
    return servers.filter((part) => !here.has(part)).map(({ name }) => name);
  }

  of(server: ServerId): ServerPlan {
    const answers = this.#answers.get(server) ?? new Answers();
    this.#answers.set(server, answers);
    return { plan: this.#seenBy(server), answers, taken: this.#journal.of(server).takenPlan };
  }

  /**
   * Changes the plan as the server sees it: what may differ where the plan names servers goes into that server's part. It is in
   * use at once, and kept and recorded when this resolves.
   * @throws ProblemError `planInvalid` where it has no place, and whatever keeps it throws when it cannot be kept
   */
  update(change: PlanChange, ref: StepRef): Promise<void> {
    return this.#update(
      (whole) => withChange(whole, this.#servers.namesOf(ref.server), change),
      ref,
      () => ({}),
    );
  }

  /** Works with another plan from now on, as `update`. `from` says where it comes from, given the plan it replaces. */
  replace(plan: WholePlan, ref: StepRef, from: (before: WholePlan) => PlanFrom = () => ({})): Promise<void> {
    return this.#update(() => plan, ref, from);
  }

  async #update(
    change: (whole: WholePlan) => WholePlan,
    { server, step }: StepRef,
    from: (before: WholePlan) => PlanFrom,
  ): Promise<void> {
    const changed = (plan: WholePlan) => v.parse(wholePlanSchema, change(plan));
    this.#use(changed(this.#plan));
    let before = this.#plan;
    this.#pending += 1;
    let kept: WholePlan;
    try {
      kept = await this.#kept.update((now) => changed((before = now)));
    } finally {
      this.#pending -= 1;
    }
    // Where another answer is under way it is in the plan already, and comes to where this is kept next.
    if (this.#pending === 0) this.#use(kept);
    const plan = seenBy(kept, partOf(kept, this.#servers.namesOf(server)));
    await this.#journal.of(server).note(step, { kind: "answered", plan, ...from(before) });
  }

  #seenBy(server: ServerId): SetupPlan {
    const whole = this.#plan;
    const part = partOf(whole, this.#servers.namesOf(server));
    const last = this.#seen.get(server);
    if (last?.whole === whole && last.part === part) return last.plan;
    const plan = seenBy(whole, part);
    this.#seen.set(server, { whole, part, plan });
    return plan;
  }

  /** Takes a plan that another window wrote. */
  take(plan: WholePlan): void {
    if (this.#pending === 0) this.#use(plan);
  }

  /** Calls `listener` whenever another plan is in use; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #use(plan: WholePlan): void {
    if (JSON.stringify(plan) === JSON.stringify(this.#plan)) return;
    this.#plan = plan;
    for (const listener of this.#listeners) listener();
  }
}
