/** The servers that were added, which one is at hand, and what tells each from another that is called the same. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { KeptValue } from "../ports.ts";
import { ProblemError } from "../problem.ts";
import { machine, sameGuid, sameMachine, sameName, type Machine } from "../machine.ts";
import {
  isThisMachine,
  serverId,
  target,
  thisMachine,
  type Reach,
  type ServerId,
  type Target,
} from "../target.ts";

const known = v.strictObject({
  target,
  /** Which procedure is followed there. */
  procedure: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** What was seen when it was first reached. */
  machine: v.optional(machine),
  /** What this machine called itself to VS Code, which need not be what Windows calls it. */
  host: v.optional(v.pipe(v.string(), v.maxLength(1000))),
});
type KnownServer = v.InferOutput<typeof known>;

/** What is kept of the servers. The same folder may be used on several machines: each of them is "this machine" in turn. */
export const servers = v.strictObject({
  version: v.literal(1),
  active: v.optional(serverId),
  servers: v.array(known),
});
export type Servers = v.InferOutput<typeof servers>;
export const noServers = (): Servers => ({ version: 1, servers: [] });

const isHere = ({ target: { reach } }: KnownServer): boolean => isThisMachine(reach);

const otherMachine = (was: string, is: string): ProblemError =>
  new ProblemError({
    code: "otherMachine",
    happened: l10n.t("This is not the Windows of {0} that is on record, but another one: {1}.", was, is),
    means: l10n.t("Nothing was done. Each Windows has a record of its own, and that of {0} is open now.", is),
    next: [l10n.t("Look at what is shown now, then do it again.")],
  });

export class TargetStore {
  readonly #kept: KeptValue<Servers>;
  readonly #newId: () => ServerId;
  readonly #listeners = new Set<() => void>();
  #servers: Servers;
  /** Which one commands are about in this window. */
  #active: ServerId | undefined;
  /** Which of those is this machine. It stays one where it could not be kept. */
  #here: KnownServer | undefined;

  constructor(stored: Servers, kept: KeptValue<Servers>, newId: () => ServerId) {
    this.#servers = stored;
    this.#active = stored.active;
    this.#kept = kept;
    this.#newId = newId;
  }

  /** This machine first, once it `begins`. */
  get all(): readonly Target[] {
    const ofAll = this.#servers.servers.map((one) => one.target);
    return [
      ...ofAll.filter(({ id }) => id === this.#here?.target.id),
      ...ofAll.filter(({ reach }) => !isThisMachine(reach)),
    ];
  }

  /** The server that commands are about where nothing else is said. @throws where there is none yet. */
  get active(): ServerId {
    const { all } = this;
    const active = all.find(({ id }) => id === this.#active) ?? all[0];
    if (!active) throw new Error("No server was added");
    return active.id;
  }

  /** What a server calls itself and is called, its own name first. */
  readonly namesOf = (id: ServerId): readonly string[] => {
    const one = this.#find(this.#servers, id);
    return [one?.machine?.name, one?.host, one?.target.label].filter((name) => name !== undefined);
  };

  procedureOf(id: ServerId): string | undefined {
    return this.#find(this.#servers, id)?.procedure;
  }

  /**
   * Makes this machine one of the servers where it is not; `name` is what it calls itself.
   * @throws whatever keeps them throws; this machine can be worked with all the same.
   */
  async begin(name: string): Promise<void> {
    const ofName = ({ servers: all }: Servers) =>
      all.findLast((one) =>
        [one.host, one.machine?.name].some((is) => is !== undefined && isHere(one) && sameName(is, name)),
      );
    this.#here = ofName(this.#servers);
    if (this.#here) return;
    const made = { target: this.#make(name, thisMachine), host: name };
    try {
      // Another window may have done the same meanwhile.
      const kept = await this.#kept.update((now) =>
        ofName(now) ? now : { ...now, servers: [...now.servers, made] },
      );
      this.#servers = kept;
      this.#here = ofName(kept) ?? made;
    } catch (error) {
      this.#servers = { ...this.#servers, servers: [...this.#servers.servers, made] };
      this.#here = made;
      throw error;
    } finally {
      this.#publish();
    }
  }

  async add(label: string, reach: Reach): Promise<Target> {
    const made = this.#make(label, reach);
    await this.#update((now) => ({ ...now, servers: [...now.servers, { target: made }] }));
    this.#publish();
    return made;
  }

  /** Its records stay until a person deletes them. */
  async remove(id: ServerId): Promise<void> {
    await this.#update((now) => ({ ...now, servers: now.servers.filter((one) => one.target.id !== id) }));
    this.#publish();
  }

  async activate(id: ServerId): Promise<void> {
    if (this.active === id) return;
    this.#active = id;
    this.#publish();
    await this.#update((now) => ({ ...now, active: id }));
  }

  async follow(id: ServerId, procedure: string): Promise<void> {
    await this.#change(id, (one) => ({ ...one, procedure }));
  }

  /**
   * Compares what was reached with what was seen there before; a new name is taken over.
   * @throws ProblemError `otherMachine` where it is another Windows. That has a record of its own then, and is shown in its place.
   */
  async met(id: ServerId, seen: Machine): Promise<void> {
    const one = this.#find(this.#servers, id);
    if (!one) return;
    // Known by its own identifier, whatever it was called when this one was added.
    const known = this.#servers.servers.find(
      (other) =>
        other !== one && isHere(one) && isHere(other) && other.machine && sameGuid(other.machine, seen),
    );
    if (!known && (!one.machine || sameMachine(one.machine, seen))) {
      const is = { guid: seen.guid ?? one.machine?.guid ?? null, name: seen.name };
      if (JSON.stringify(one.machine) === JSON.stringify(is)) return;
      const named = (now: Target): Target => (isHere(one) ? { ...now, label: seen.name } : now);
      await this.#change(id, (now) => ({ ...now, machine: is, target: named(now.target) }));
      return;
    }
    const { host } = one;
    const label = isHere(one) ? seen.name : one.target.label;
    const is: KnownServer = {
      ...(known ?? { target: this.#make(label, one.target.reach), machine: seen }),
      ...(host === undefined ? {} : { host }),
    };
    await this.#update((now) => ({
      ...now,
      servers: [
        // One that was never reached, and one that can be reached no more, are no servers any longer.
        ...now.servers.filter(
          ({ machine: reached, target: { id: other } }) =>
            other !== is.target.id && (other !== id || (isHere(one) && reached !== undefined)),
        ),
        is,
      ],
    }));
    if (isHere(one)) this.#here = is;
    this.#publish();
    throw otherMachine(one.machine?.name ?? one.target.label, seen.name);
  }

  /** Takes in what another window has changed meanwhile; which server is active is each window's own. */
  take(now: Servers): void {
    const before = JSON.stringify(this.#servers.servers);
    this.#use(now);
    if (JSON.stringify(this.#servers.servers) !== before) this.#publish();
  }

  /** Calls `listener` after every change; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #make(label: string, how: Reach): Target {
    return { id: this.#newId(), label, reach: how };
  }

  #find({ servers: all }: Servers, id: ServerId): KnownServer | undefined {
    return all.find((one) => one.target.id === id);
  }

  async #change(id: ServerId, change: (one: KnownServer) => KnownServer): Promise<void> {
    await this.#update((now) => ({
      ...now,
      servers: now.servers.map((one) => (one.target.id === id ? change(one) : one)),
    }));
    this.#publish();
  }

  async #update(change: (now: Servers) => Servers): Promise<void> {
    this.#use(await this.#kept.update((now) => change(this.#withHere(now))));
  }

  #withHere(now: Servers): Servers {
    const here = this.#here;
    return here && !this.#find(now, here.target.id) ? { ...now, servers: [...now.servers, here] } : now;
  }

  #use(now: Servers): void {
    this.#servers = this.#withHere(now);
    this.#here = this.#here && this.#find(this.#servers, this.#here.target.id);
  }

  #publish(): void {
    for (const listener of this.#listeners) listener();
  }
}
