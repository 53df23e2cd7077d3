/**
 * What each permission type of those that were given takes along when it is taken back, and what several of them share: that stays
 * until all of these are taken back. Pure.
 */
import type { SinglePermission } from "../told/permissionTypes.ts";
import type { DocumentedEntry } from "./documentedEntry.ts";
import { permissionTypeTables } from "./permissionTables.ts";

export interface TakenBack {
  /** The types that need these entries; with one, the entries go with it. */
  readonly types: readonly SinglePermission[];
  readonly entries: readonly DocumentedEntry[];
}

/** Where an entry of a list counts, and about what: entries of one place are one in the directory, with the rights of both. */
const placeOf = ({ objectType, appliesTo }: DocumentedEntry): string =>
  JSON.stringify([objectType, appliesTo]);

/** The bits of a mask, each by itself. */
const bitsOf = (mask: number): readonly number[] =>
  Array.from({ length: 20 }, (_, at) => 1 << at).filter((bit) => (mask & bit) !== 0);

/**
 * The entries of these types, by who needs them: what one type needs alone first. A right that several need at one place stands under
 * all of these.
 */
export const takenBack = (types: readonly SinglePermission[]): readonly TakenBack[] => {
  const needed = new Map<string, { entry: DocumentedEntry; byBit: Map<number, SinglePermission[]> }>();
  for (const type of types)
    for (const entry of permissionTypeTables[type]) {
      const key = placeOf(entry);
      const place = needed.get(key) ?? { entry, byBit: new Map<number, SinglePermission[]>() };
      needed.set(key, place);
      for (const bit of bitsOf(entry.mask))
        place.byBit.set(bit, [...new Set([...(place.byBit.get(bit) ?? []), type])]);
    }
  const groups = new Map<string, { types: readonly SinglePermission[]; masks: Map<string, number> }>();
  for (const [key, { byBit }] of needed)
    for (const [bit, by] of byBit) {
      const group = groups.get(by.join()) ?? { types: by, masks: new Map<string, number>() };
      groups.set(by.join(), group);
      group.masks.set(key, (group.masks.get(key) ?? 0) | bit);
    }
  return [...groups.values()]
    .map(({ types: by, masks }) => ({
      types: by,
      entries: [...masks].flatMap(([key, mask]) => {
        const place = needed.get(key);
        return place ? [{ ...place.entry, mask }] : [];
      }),
    }))
    .toSorted((one, other) => one.types.length - other.types.length);
};
