/** The runs of all servers that were added: one each. */
import type { ServerId, Target } from "../target.ts";
import type { Run } from "./run.ts";
import type { TargetStore } from "./targetStore.ts";

export class Runs {
  readonly #targets: TargetStore;
  readonly #make: (target: Target) => Run;
  readonly #runs = new Map<ServerId, Run>();
  readonly #listeners = new Set<(changed: ServerId) => void>();
  readonly #stop: () => void;

  /** `make` makes the run of a server, once. */
  constructor(targets: TargetStore, make: (target: Target) => Run) {
    this.#targets = targets;
    this.#make = make;
    this.#follow();
    this.#stop = targets.onChange(() => {
      this.#follow();
    });
  }

  get all(): readonly Run[] {
    return this.#targets.all.flatMap(({ id }) => this.find(id) ?? []);
  }

  /** The run that a command is about where nothing else is said, and that the walkthrough shows. */
  get active(): Run {
    return this.of(this.#targets.active);
  }

  find(id: ServerId): Run | undefined {
    return this.#runs.get(id);
  }

  /** @throws where there is no such server. */
  of(id: ServerId): Run {
    const run = this.find(id);
    if (!run) throw new Error(`No server ${id}`);
    return run;
  }

  /** The run at work, where there is one; the active one first. */
  get busy(): Run | undefined {
    return [this.active, ...this.all].find(({ busyWith }) => busyWith !== undefined);
  }

  /** Makes a server the one that commands are about. */
  activate(id: ServerId): Promise<void> {
    return this.#targets.activate(id);
  }

  /** Calls `listener` after every change of a server, with which; returns how to stop that. */
  onChange(listener: (changed: ServerId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#stop();
    this.#listeners.clear();
    for (const run of this.#runs.values()) run.dispose();
  }

  /** Whoever hears of it sees all of it: the runs are those of the servers before anybody is told. */
  #follow(): void {
    const targets = this.#targets.all;
    const gone = [...this.#runs].filter(([id]) => !targets.some((target) => target.id === id));
    for (const [id] of gone) this.#runs.delete(id);
    for (const target of targets) {
      const { id } = target;
      if (this.#runs.has(id)) continue;
      const run = this.#make(target);
      run.onChange(() => {
        this.#publish(id);
      });
      this.#runs.set(id, run);
    }
    for (const [id, run] of gone) {
      run.dispose();
      this.#publish(id);
    }
    for (const { id } of targets) this.#publish(id);
  }

  #publish(id: ServerId): void {
    for (const listener of this.#listeners) listener(id);
  }
}
