import * as v from "valibot";

/** Something read on a server. One that could not be read says why; it never passes for a value. */
export type Fact<T> = { readonly value: T } | { readonly unread: string };

/** The schema of a fact, as a server sends it. */
export const fact = <const S extends v.GenericSchema>(value: S) =>
  v.union([v.strictObject({ value }), v.strictObject({ unread: v.string() })]);

/** The value of a fact, or undefined where it could not be read. */
export const valueOf = <T>(known: Fact<T>): T | undefined => ("value" in known ? known.value : undefined);
