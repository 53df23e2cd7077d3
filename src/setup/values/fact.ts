import * as v from "valibot";
import { codesOf, hasParams } from "../told/coded.ts";
import { errorWords, sayError } from "../told/errors.ts";

/** Something read on a server. One that could not be read says why; it never passes for a value. */
export type Fact<T> = { readonly value: T } | { readonly unread: string };

/** Why something could not be read, as a server sends it: what Windows says, or a code of ours, which becomes its words. */
export const reason = v.union([
  v.string(),
  v.pipe(
    v.strictObject({ code: v.picklist(codesOf(errorWords)), params: v.record(v.string(), v.string()) }),
    v.check(({ code, params }) => hasParams(errorWords, code, params)),
    v.transform(({ code, params }) => sayError(code, params) ?? code),
  ),
]) as unknown as v.GenericSchema<string>;

/** The schema of a fact, as a server sends it. */
export const fact = <const S extends v.GenericSchema>(value: S) =>
  v.union([v.strictObject({ value }), v.strictObject({ unread: reason })]);

/** A fact of something that was read as a whole: where that could not be read, this could not either. */
export const factOf = <P, const K extends keyof P>(
  part: Fact<P>,
  name: K,
): P[K] | Extract<Fact<P>, { readonly unread: string }> => ("unread" in part ? part : part.value[name]);

/** The value of a fact, or undefined where it could not be read. */
export const valueOf = <T>(known: Fact<T>): T | undefined => ("value" in known ? known.value : undefined);
