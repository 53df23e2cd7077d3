/** Every regular expression of the sources, as the TypeScript parser finds them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

export interface Expression {
  /** Path below the project's folder and line, as `src/setup/plan.ts:12`. */
  readonly at: string;
  readonly source: string;
  readonly flags: string;
}

const literal = ({ text }: ts.RegularExpressionLiteral): Pick<Expression, "source" | "flags"> => {
  const end = text.lastIndexOf("/");
  return { source: text.slice(1, end), flags: text.slice(end + 1) };
};

/** Whether an expression is made from text: `new RegExp(...)` or `RegExp(...)`. */
const isMade = (node: ts.Node): node is ts.NewExpression | ts.CallExpression =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === "RegExp";

/** The expressions of a file, and where one is made from text, which no parser reads. */
export const expressionsIn = (
  file: string,
  text: string,
): { readonly literals: readonly Expression[]; readonly made: readonly string[] } => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const literals: Expression[] = [];
  const made: string[] = [];
  const visit = (node: ts.Node): void => {
    const at = `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) literals.push({ at, ...literal(node) });
    else if (isMade(node)) made.push(at);
    node.forEachChild(visit);
  };
  visit(source);
  return { literals, made };
};

/** The files of folders, with their text; paths below `root`, with slashes. */
export const sourcesIn = (
  root: string,
  folders: readonly string[],
): readonly (readonly [file: string, text: string])[] =>
  folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        path.posix.join(folder, file.replaceAll(path.sep, "/")),
      ),
    )
    .filter((file) => /\.[cm]?[jt]s$/u.test(file) && !file.includes("node_modules/"))
    .map((file) => [file, readFileSync(path.join(root, file), "utf8")] as const);
