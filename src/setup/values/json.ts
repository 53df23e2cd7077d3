import * as v from "valibot";

/** Plain data. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What came as JSON is plain data already; whether it is there at all has to be asked. */
export const json = v.custom<Json>((value) => value !== undefined);

const partsOf = (value: Json): readonly (readonly [string, Json])[] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

/** Whether two values are the same, in whatever order their keys stand. */
export const sameJson = (one: Json, other: Json): boolean => {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return one === other;
  const [parts, others] = [partsOf(one), new Map(partsOf(other))];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    parts.length === others.size &&
    parts.every(([key, value]) => {
      const beside = others.get(key);
      return beside !== undefined && sameJson(value, beside);
    })
  );
};
