/** No expression can be made to take long by the text that it is given. */
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import type { Parameters } from "recheck";
import { bySteps, check } from "../checker.ts";
import { maskForms } from "../../src/setup/text/maskForms.ts";
import { expressionsIn, sourcesIn, type Expression } from "../unit/support/expressions.ts";

const root = path.join(import.meta.dirname, "../..");
const folders = ["src", "webview", "scripts", "lab"];
/** The only files that make expressions from text, with why that is no way round the checker. */
const makers: Readonly<Record<string, string>> = {
  "src/setup/plans/lookalikes.ts":
    "each is one letter of a script, from beginning to end: nothing is repeated",
  "src/setup/text/masking.ts": "each is a form of maskForms.ts, which are looked at below",
};
/** Expressions that may take longer because their text is short: place and reason, which stands there too. */
const exceptions: Readonly<Record<string, string>> = {};

/** What is wrong with an expression, or nothing. */
const ambiguity = async (
  { at, source, flags }: Expression,
  more: Parameters = {},
): Promise<readonly string[]> => {
  const found = await check(source, flags, { ...bySteps, ...more });
  if (found.status === "safe") return [];
  const why = found.status === "vulnerable" ? found.complexity.summary : found.error.kind;
  return [`${at}: /${source}/${flags} is ${why}`];
};

test("the checker finds expressions that read the same characters in more than one way, or from each of them", async () => {
  const ambiguous: readonly RegExp[] = [
    /(?:a+)+$/u,
    /\s+$/u,
    /[0-9a-f-]*\d[0-9a-f-]*/gu,
    /\beyJ[\w-]+\.[\w-]+\.[\w-]*/gu,
    /\b(?:(?:CN|OU)=(?:\\{1,8}.|[^,\\"'<>\r\n=;]){0,256},[ \t]{0,4}){0,20}DC=[\w-]+/giu,
    /(\w*password)[ \t]*=[ \t]*\w+/giu,
  ];
  for (const { source, flags } of ambiguous)
    assert.equal((await ambiguity({ at: "here", source, flags })).length, 1, source);
});

test("no expression is ambiguous, and none is made from text but those that mask", async () => {
  const files = sourcesIn(root, folders).map(([file, text]) => [file, expressionsIn(file, text)] as const);
  assert.deepEqual(
    files
      .filter(([, { made }]) => made.length > 0)
      .map(([file]) => file)
      .sort(),
    Object.keys(makers),
  );
  const all = files.flatMap(([, { literals }]) => literals);
  assert.ok(all.length > 60, String(all.length));
  const different = new Map(all.map((one) => [`/${one.source}/${one.flags}`, one]));
  const wrong: string[] = [];
  for (const one of different.values()) if (!(one.at in exceptions)) wrong.push(...(await ambiguity(one)));
  assert.deepEqual(wrong, []);
});

test("no form that masks is ambiguous", async () => {
  // How many words there are decides nothing: they repeat nothing.
  const { secrets, signs, addresses, names } = maskForms(["password", "token"]);
  const wrong: string[] = [];
  for (const { of, exact } of [...secrets, ...signs, ...addresses, ...names]) {
    const form = { at: "maskForms", source: of, flags: exact ? "gu" : "giu" };
    wrong.push(...(await ambiguity(form, { checker: "fuzz" })));
  }
  assert.deepEqual(wrong, []);
});

test("literals are found wherever they stand, and expressions made from text", () => {
  const text = 'const a = /x\\/y/gu; f(`${/[/]/.test(b)}`, new RegExp("c"), RegExp(d)); // no /comment/';
  const { literals, made } = expressionsIn("a.ts", text);
  assert.deepEqual(
    literals.map(({ source, flags }) => `${source} ${flags}`),
    ["x\\/y gu", "[/] "],
  );
  assert.deepEqual(made, ["a.ts:1", "a.ts:1"]);
});
