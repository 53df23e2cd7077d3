/** What was read last of a server and of what is about it, by operation: what forms suggest and offer. One for each run. */
import type { Operation, Reading } from "../operations/operation.ts";
import type { KnownFacts } from "../step.ts";

/** What is remembered by its operation, with what that says of how long it holds. */
type Remembered<R> = Pick<Operation<never, R>, "port" | "name" | "result"> &
  Partial<Pick<Reading, "lasts" | "holdsWith" | "differsByArgs">>;

/** Two ports may have operations of one name. */
const keyOf = ({ port, name }: Pick<Operation, "port" | "name">): string => `${port} ${name}`;
const keyWith = (of: Pick<Remembered<never>, "port" | "name" | "differsByArgs">, args: unknown): string =>
  of.differsByArgs === true ? `${keyOf(of)} ${JSON.stringify(args)}` : keyOf(of);

export class FactCache implements KnownFacts {
  readonly #last = new Map<
    string,
    { readonly of: Omit<Remembered<never>, "result">; readonly result: unknown }
  >();

  /** What the operation gave last; undefined where it was not asked since anything was forgotten. */
  last<R>(operation: Remembered<R>, args?: unknown): R | undefined {
    // It was held against the operation's own schema on its way in.
    return this.#last.get(keyWith(operation, args))?.result as R | undefined;
  }

  remember<R>(operation: Remembered<R>, result: R, args?: unknown): void {
    const key = keyWith(operation, args);
    const before = this.#last.get(key);
    this.#last.set(key, { of: operation, result });
    this.#forgetWhere(({ holdsWith }) => {
      if (holdsWith === undefined || keyOf(holdsWith.reading) !== key) return false;
      const { part } = holdsWith;
      return (before && part(before.result)) !== part(result);
    });
  }

  /** What was read may not be so any more; what lasts stays. */
  forget(): void {
    this.#forgetWhere(({ lasts }) => lasts !== true);
  }

  #forgetWhere(is: (of: Omit<Remembered<never>, "result">) => boolean): void {
    for (const [key, { of }] of this.#last) if (is(of)) this.#last.delete(key);
  }
}
