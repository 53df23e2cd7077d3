/** A change of one entry's attributes (RFC 4511, section 4.6): all of it, or nothing. */
import type { Directory } from "./directory.ts";
import { valuesOf, withValues, type Entry } from "./entry.ts";
import { areEqual } from "./filter.ts";
import type { Change } from "./messages.ts";
import { Refused, results } from "./results.ts";

const changed = (entry: Entry, { how, attribute: { name, values } }: Change): Entry => {
  const held = valuesOf(entry, name);
  const isHeld = (value: Buffer) => held.some((one) => areEqual(name, one, value));
  if (how === "replace") return withValues(entry, name, values);
  if (how === "add") {
    if (values.some(isHeld)) throw new Refused(results.valueExists);
    return withValues(entry, name, [...held, ...values]);
  }
  if (held.length === 0 || !values.every(isHeld)) throw new Refused(results.noSuchAttribute);
  const kept = held.filter((one) => !values.some((value) => areEqual(name, one, value)));
  return withValues(entry, name, values.length === 0 ? [] : kept);
};

export const modify = (directory: Directory, dn: string, changes: readonly Change[]): void => {
  directory.put(changes.reduce(changed, directory.at(dn)));
};
