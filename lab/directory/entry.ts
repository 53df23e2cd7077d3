/** An entry: its name and its attributes, of which each value is bytes. */

export interface Attribute {
  /** As the schema writes it. */
  readonly name: string;
  readonly values: readonly Buffer[];
}

export interface Entry {
  /** Empty for the RootDSE. */
  readonly dn: string;
  readonly attributes: readonly Attribute[];
}

export type Value = string | Buffer;

/** An entry of plain values. What has no value is left out. */
export const entryOf = (
  dn: string,
  values: Readonly<Record<string, Value | readonly Value[] | undefined>>,
): Entry => ({
  dn,
  attributes: Object.entries(values).flatMap(([name, value]) => {
    const all = [value ?? []].flat();
    return all.length === 0 ? [] : [{ name, values: all.map((one) => Buffer.from(one)) }];
  }),
});

/** The values of an attribute; its name is compared without case (RFC 4512, section 2.5). */
export const valuesOf = (entry: Entry, name: string): readonly Buffer[] => {
  const wanted = name.toLowerCase();
  return entry.attributes.find((one) => one.name.toLowerCase() === wanted)?.values ?? [];
};
export const textsOf = (entry: Entry, name: string): readonly string[] =>
  valuesOf(entry, name).map((value) => value.toString("utf8"));
export const textOf = (entry: Entry, name: string): string | undefined => textsOf(entry, name)[0];

/** The entry with other values of one attribute; without it where there are none. */
export const withValues = (entry: Entry, name: string, values: readonly Value[]): Entry => {
  const wanted = name.toLowerCase();
  const held = entry.attributes.find((one) => one.name.toLowerCase() === wanted);
  const changed = { name: held?.name ?? name, values: values.map((value) => Buffer.from(value)) };
  const others = entry.attributes.filter((one) => one !== held);
  return { dn: entry.dn, attributes: values.length === 0 ? others : [...others, changed] };
};
