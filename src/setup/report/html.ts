/** A page as HTML in one file that loads nothing, runs nothing and prints. Pure. */
import { visibleText } from "../text/plainText.ts";
import { boundedRows, cellText, quoteText } from "./bounds.ts";
import type { Page, PagePart, Section, Table } from "./page.ts";

/** What means something to a reader of HTML, by its number: in the text of an element and in a quoted attribute alike. */
const escaped = (text: string): string =>
  visibleText(text).replace(/[&<>"'`]/gu, (one) => `&#${one.charCodeAt(0)};`);

const style = `
:root { color-scheme: light dark; --line: #8c8c8c; --shade: rgb(128 128 128 / 0.14); }
body { font: 11pt/1.45 system-ui, "Segoe UI", sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1.5rem; background: Canvas; color: CanvasText; }
h1 { font-size: 1.7em; line-height: 1.2; }
h2 { font-size: 1.3em; margin-top: 2em; padding-bottom: 0.2em; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05em; margin: 1.4em 0 0.5em; }
table { border-collapse: collapse; width: 100%; margin: 0.6em 0 1em; font-size: 0.9em; }
th, td { border: 1px solid var(--line); padding: 0.3em 0.55em; text-align: start; vertical-align: top; min-width: 5.5em; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; }
th { background: var(--shade); }
pre { border-inline-start: 3px solid var(--line); background: var(--shade); margin: 0.5em 0 1em; padding: 0.6em 0.9em; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
h1, h2, h3, p { overflow-wrap: anywhere; }
@page { margin: 15mm; }
@media print {
  :root { color-scheme: light; }
  body { margin: 0; max-width: none; padding: 0; font-size: 9.5pt; }
  h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`;

const cells = (tag: "td" | "th", texts: readonly string[]): string =>
  texts
    .map(
      (text) => `<${tag}${tag === "th" ? ' scope="col"' : ' dir="auto"'}>${escaped(cellText(text))}</${tag}>`,
    )
    .join("");

const tableHtml = (table: Table): string => {
  const { shown, more } = boundedRows(table);
  return [
    "<table>",
    `<thead><tr>${cells("th", table.head)}</tr></thead>`,
    "<tbody>",
    ...shown.map((row) => `<tr>${cells("td", row)}</tr>`),
    "</tbody>",
    "</table>",
    ...(more === undefined ? [] : [`<p>${escaped(more)}</p>`]),
  ].join("\n");
};

const partHtml = (part: PagePart): string => {
  switch (part.kind) {
    case "words":
      return `<p>${escaped(cellText(part.text))}</p>`;
    case "heading":
      return `<h3>${escaped(cellText(part.text))}</h3>`;
    case "quote":
      return `<pre dir="auto">${escaped(quoteText(part.text))}</pre>`;
    case "table":
      return tableHtml(part);
  }
};

const sectionHtml = ({ title, parts }: Section): string =>
  ["<section>", `<h2>${escaped(title)}</h2>`, ...parts.map(partHtml), "</section>"].join("\n");

export const htmlPage = ({ language, title, sections }: Page): string => `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(cellText(title))}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(cellText(title))}</h1>
${sections.map(sectionHtml).join("\n")}
</main>
</body>
</html>
`;
