/** A page as a text, letter for letter: what stands in it is to be copied. Pure. */
import type { Page, PagePart } from "./page.ts";

const linesOf = (part: PagePart): readonly string[] => {
  switch (part.kind) {
    case "heading":
      return ["", part.text, "-".repeat(part.text.length)];
    case "table":
      return [part.head, ...part.rows].map((cells) => cells.join(" | "));
    case "quote":
    case "words":
      return [part.text];
  }
};

export const textPage = ({ title, sections }: Page): string =>
  [
    title,
    ...sections.flatMap((section) => ["", section.title, "", ...section.parts.flatMap(linesOf)]),
    "",
  ].join("\n");
