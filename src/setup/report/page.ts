/** A page to read, to print and to pass on, before it is Markdown or HTML. Its texts may be anybody's: the writers make them safe. */

/** A table. Each row has as many cells as the head. */
export interface Table {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
export type PagePart =
  /** A sentence of ours. */
  | { readonly kind: "words"; readonly text: string }
  /** A text with its own line ends, as it was shown. */
  | { readonly kind: "quote"; readonly text: string }
  | { readonly kind: "heading"; readonly text: string }
  | Table;

export interface Section {
  readonly title: string;
  readonly parts: readonly PagePart[];
}
export interface Page {
  /** The language of its words, as BCP 47 names it. */
  readonly language: string;
  readonly title: string;
  readonly sections: readonly Section[];
}

export const words = (text: string): PagePart => ({ kind: "words", text });
export const heading = (text: string): PagePart => ({ kind: "heading", text });
export const quote = (text: string): PagePart => ({ kind: "quote", text });

/** A table with what is said where it has no row. */
export const tableOr = (
  otherwise: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): PagePart => (rows.length === 0 ? words(otherwise) : { kind: "table", head, rows });

/** A heading above a table; nothing where it has no row. */
export const headedTable = (
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly PagePart[] => (rows.length === 0 ? [] : [heading(title), { kind: "table", head, rows }]);
