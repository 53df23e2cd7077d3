/** How much of a record a page takes, so that the largest one is still a page. Pure. */
import * as l10n from "@vscode/l10n";
import { shortened } from "../text/cutText.ts";
import type { Table } from "./page.ts";

/** The most characters of one text. */
export const longest = { cell: 2000, quote: 20_000 } as const;

/** The most rows of one table, and texts of one section. */
export const mostRows = 1000;

/** A text of a cell. */
export const cellText = (text: string): string => shortened(text, longest.cell);

export const quoteText = (text: string): string => shortened(text, longest.quote);

/** How many there are beyond the last that is shown, in words. */
export const beyond = (count: number): string =>
  l10n.t("... and {0} more. The record holds them all.", count - mostRows);

/** The rows of a table that are shown, and what is said below it. */
export const boundedRows = ({
  rows,
}: Table): { readonly shown: Table["rows"]; readonly more: string | undefined } => ({
  shown: rows.slice(0, mostRows),
  more: rows.length > mostRows ? beyond(rows.length) : undefined,
});
