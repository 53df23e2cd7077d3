/**
 * The items of a question that is asked of many: each has a key for as long as it is there, whatever comes or goes before it. What
 * somebody typed into one, or wants removed, is never taken for another's.
 */
import type { ManyQuestion } from "../question.ts";
import type { StepId } from "../step.ts";

/** One item of a form, with its place; `isNew` where the plan has none at that place yet. */
export interface GroupItem {
  readonly key: string;
  readonly at: number;
  readonly isNew: boolean;
}

interface NamedKey {
  readonly key: string;
  readonly name: string;
}

export class Groups {
  readonly #known = new Map<string, readonly NamedKey[]>();
  /** Keys of items that were added and not answered yet. */
  readonly #added = new Map<string, string>();
  #last = 0;

  /** The items as they are now. */
  of(step: StepId, question: ManyQuestion): readonly GroupItem[] {
    const field = `${step}.${question.id}`;
    const before = this.#known.get(field) ?? [];
    const names = Array.from({ length: question.count }, (_, at) => question.named(at));
    const now = this.#keyed(field, names, before);
    this.#known.set(field, now);
    const added = this.#added.get(field);
    return [
      ...now.map(({ key }, at) => ({ key, at, isNew: false })),
      ...(added === undefined ? [] : [{ key: added, at: now.length, isNew: true }]),
    ];
  }

  /** Shows one more, to be answered; one at a time. */
  add(step: StepId, question: ManyQuestion): void {
    const field = `${step}.${question.id}`;
    if (question.add !== undefined && !this.#added.has(field)) this.#added.set(field, this.#newKey());
  }

  /** Forgets one that was added and not answered. */
  drop(step: StepId, question: ManyQuestion): void {
    this.#added.delete(`${step}.${question.id}`);
  }

  forget(): void {
    this.#added.clear();
  }

  #newKey(): string {
    this.#last += 1;
    return String(this.#last);
  }

  /** By the name each has; one of another name at the same place is the same one renamed, where none came or went. */
  #keyed(field: string, names: readonly string[], before: readonly NamedKey[]): readonly NamedKey[] {
    const left = new Set(before);
    const takes = (known: NamedKey | undefined) => {
      if (known && left.delete(known)) return known.key;
      return undefined;
    };
    const byName = names.map((name, at) => {
      const here = before[at]?.name === name ? before[at] : undefined;
      return takes(here ?? [...left].find((one) => one.name === name));
    });
    return names.map((name, at) => {
      const renamed = () => (before.length === names.length ? takes(before[at]) : undefined);
      return { name, key: byName[at] ?? renamed() ?? this.#answered(field, at, names) ?? this.#newKey() };
    });
  }

  /** The key of the item that was added, where it is now the last of the plan. */
  #answered(field: string, at: number, names: readonly string[]): string | undefined {
    const added = this.#added.get(field);
    if (added === undefined || at !== names.length - 1) return undefined;
    this.#added.delete(field);
    return added;
  }
}
