/** Back links: what of an entry is not written but follows from others (MS-ADTS, 3.1.1.1.6). */
import { textsOf, valuesOf, withValues, type Entry } from "./entry.ts";
import { keyOf } from "./names.ts";
import { backLinks } from "./schema.ts";

/** By back link, then by the key of what it is of: names. */
export type Links = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

export const readLinks = (entries: readonly Entry[]): Links =>
  new Map(
    [...backLinks].map(([back, forward]) => {
      const from = new Map<string, string[]>();
      for (const entry of entries)
        for (const to of textsOf(entry, forward)) {
          const key = keyOf(to);
          if (key === undefined) continue;
          const others = from.get(key);
          if (others) others.push(entry.dn);
          else from.set(key, [entry.dn]);
        }
      return [back, from];
    }),
  );

/** The entry with its back links, whatever it was made with. */
export const withBackLinks = (links: Links, entry: Entry): Entry => {
  const key = keyOf(entry.dn) ?? "";
  let linked = entry;
  for (const [back, from] of links) {
    const values = from.get(key) ?? [];
    if (values.length > 0 || valuesOf(entry, back).length > 0) linked = withValues(linked, back, values);
  }
  return linked;
};
