/** What the documents promise, which tests they name for it, and which tests there are. */
import ts from "typescript";

/** A sentence of a document that promises something, and the tests that show it. */
export interface Promised {
  readonly says: string;
  readonly shownBy: readonly { readonly file: string; readonly title: string }[];
}

/** Marks of Markdown are no part of what is said; of a link its words are. */
const plain = (text: string): string =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replace(/\*\*|`|(?<![\p{L}\d])_|_(?![\p{L}\d])/gu, "")
    .replace(/\s+/gu, " ")
    .trim();

/** Rows of tables, headings, and the sentences of everything else, each on a line of its own; code blocks are left out. */
export const sentencesOf = (markdown: string): string[] =>
  markdown
    .replace(/^```.*?^```/gmsu, "")
    .split("\n")
    .map((line) => line.replace(/^> ?/u, ""))
    .join("\n")
    .split(/\n\s*\n|\n(?=\s*(?:- |\d+\. |#|\|))/u)
    .flatMap((block) => (block.startsWith("|") ? [block] : block.split(/(?<=[.;!?]\**)\s+/u)))
    .map((sentence) => plain(sentence.replace(/^\s*(?:- |\d+\. |#+ )/u, "")))
    .filter((sentence) => sentence !== "" && !/^[|\s:-]+$/u.test(sentence));

/** The first cells of the table whose first column has this name. */
export const rowsOf = (markdown: string, column: string): string[] => {
  const lines = markdown.split("\n");
  const first = (line: string) => plain(line.split("|")[1] ?? "");
  const head = lines.findIndex((line) => line.startsWith("|") && first(line) === column);
  if (head < 0) return [];
  const below = lines.slice(head + 2);
  const end = below.findIndex((line) => !line.startsWith("|"));
  return below.slice(0, end < 0 ? below.length : end).map(first);
};

/** The sentences below one heading. */
export const sectionOf = (markdown: string, heading: string): string[] => {
  const section = markdown.split(/^(?=## )/mu).find((one) => one.startsWith(`## ${heading}\n`)) ?? "";
  return sentencesOf(section).slice(1);
};

/** Words that leave no exception open. */
const absolute = /\b(?:always|never|ever|only|nothing|nobody)\b/iu;
export const isPromise = (sentence: string): boolean => absolute.test(sentence);

/**
 * Reads the list: a heading for each document, `## [Title](path)`; below it `- What is said`; below that, indented,
 * `` - `test/unit/x.test.ts`: "the test's title" `` for each test.
 * @returns the promises of each document, by the path that the heading links to
 */
export const listed = (markdown: string): ReadonlyMap<string, readonly Promised[]> =>
  new Map(
    markdown
      .split(/^(?=## )/mu)
      .filter((section) => section.startsWith("## "))
      .map((section) => {
        const document = /^## \[[^\]]*\]\(([^)]*)\)/u.exec(section)?.[1] ?? section.split("\n")[0] ?? "";
        const promises = section
          .split(/^- /mu)
          .slice(1)
          .map((item): Promised => {
            const [says = "", ...tests] = item.split(/^ +- /mu);
            return {
              says: plain(says),
              shownBy: tests.map((one) => {
                const found = /^`([^`]+)`:\s+"(.*)"\s*$/su.exec(one);
                return { file: found?.[1] ?? one.trim(), title: (found?.[2] ?? "").replace(/\s+/gu, " ") };
              }),
            };
          });
        return [document, promises] as const;
      }),
  );

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");

/** A title as it is written: what a template puts in is anything. */
const patternOf = (title: ts.Node): RegExp | undefined => {
  if (ts.isStringLiteral(title) || ts.isNoSubstitutionTemplateLiteral(title))
    return new RegExp(`^${escaped(title.text)}$`, "u");
  if (!ts.isTemplateExpression(title)) return undefined;
  const rest = title.templateSpans.map(({ literal }) => escaped(literal.text));
  return new RegExp(`^${[escaped(title.head.text), ...rest].join(".+")}$`, "u");
};

export interface Tests {
  readonly has: (title: string) => boolean;
  /** Titles of tests that do not run, or keep others from running. */
  readonly leftOut: readonly string[];
}

const leavesOut = new Set(["skip", "todo", "only"]);

/** The tests of one file. A title from a table counts where it stands in the file as a text. */
export const testsOf = (source: string): Tests => {
  const titles: RegExp[] = [];
  const texts: RegExp[] = [];
  const leftOut: string[] = [];
  const fromTables: ts.Node[] = [];
  const call = (node: ts.CallExpression): void => {
    const called = node.expression.getText();
    const [name, how] = called.split(".");
    if (name !== "test" && name !== "it" && name !== "suite" && name !== "describe") return;
    const [title, options] = node.arguments;
    if (title === undefined) return;
    const isOption =
      options !== undefined &&
      ts.isObjectLiteralExpression(options) &&
      options.properties.some((one) => leavesOut.has(one.name?.getText() ?? ""));
    if (isOption || (how !== undefined && leavesOut.has(how))) leftOut.push(title.getText());
    if (how !== undefined || (name !== "test" && name !== "it")) return;
    const pattern = patternOf(title);
    if (pattern) titles.push(pattern);
    else fromTables.push(title);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) call(node);
    const pattern = patternOf(node);
    if (pattern) texts.push(pattern);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("x.test.ts", source, ts.ScriptTarget.Latest, true));
  const all = fromTables.length > 0 ? [...titles, ...texts] : titles;
  return { has: (title) => all.some((one) => one.test(title)), leftOut };
};
