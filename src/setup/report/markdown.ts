/** A page as Markdown. Of the texts in it only the words arrive. Pure. */
import { markdownBlock, markdownText } from "../text/plainText.ts";
import { boundedRows, cellText, longest, quoteText } from "./bounds.ts";
import type { Page, PagePart, Section, Table } from "./page.ts";

const inline = (text: string): string => markdownText(cellText(text), 2 * longest.cell);

const row = (cells: readonly string[]): string => `| ${cells.map(inline).join(" | ")} |`;

const tableText = (table: Table): readonly string[] => {
  const { shown, more } = boundedRows(table);
  const rule = `| ${table.head.map(() => "---").join(" | ")} |`;
  return [
    [row(table.head), rule, ...shown.map(row)].join("\n"),
    ...(more === undefined ? [] : [inline(more)]),
  ];
};

const partText = (part: PagePart): readonly string[] => {
  switch (part.kind) {
    case "words":
      return [inline(part.text)];
    case "heading":
      return [`### ${inline(part.text)}`];
    case "quote":
      return [markdownBlock(quoteText(part.text))];
    case "table":
      return tableText(part);
  }
};

const sectionText = ({ title, parts }: Section): readonly string[] => [
  `## ${inline(title)}`,
  ...parts.flatMap(partText),
];

export const markdownPage = ({ title, sections }: Page): string =>
  `${[`# ${inline(title)}`, ...sections.flatMap(sectionText)].join("\n\n")}\n`;
