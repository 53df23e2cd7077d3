/** No expression of the module takes long, whatever text it is given: a checker reads each, and hostile texts are searched. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { bySteps, check } from "../checker.ts";
import { moduleFolder } from "./practice.ts";

interface Found {
  /** File and line. */
  readonly at: string;
  readonly expression: string;
  readonly ignoreCase: boolean;
  readonly eachLine: boolean;
  /** Instead of the expression where the text does not tell it. */
  readonly unknown?: string;
}

let engine: ChildProcess;
let lines: AsyncIterator<string>;
const next = async (): Promise<unknown> =>
  JSON.parse(((await lines.next()).value as string | undefined) ?? "null");
const found: Found[] = [];
before(async () => {
  const { program, args } = await findPowerShell({ install: true });
  const script = path.join(import.meta.dirname, "expressions.ps1");
  engine = spawn(program, [...args, "-NoProfile", "-NonInteractive", "-File", script, moduleFolder], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...powerShellEnvironment },
  });
  assert.ok(engine.stdout);
  lines = createInterface({ input: engine.stdout })[Symbol.asyncIterator]();
  for (let one = (await next()) as Found | null; one !== null; one = (await next()) as Found | null)
    found.push(one);
});
after(() => engine.stdin?.end());

test("every expression of the module can be read from its text", () => {
  assert.ok(found.length > 30);
  assert.deepEqual(
    found.filter(({ unknown, at }) => unknown !== undefined && !at.startsWith("Mask")),
    [],
  );
});

const isMask = ({ at }: Found): boolean => at.startsWith("Mask");
const readable = () => found.filter(({ unknown }) => unknown === undefined);

/** The same expression in JavaScript; undefined where it has no such form. */
const inJavaScript = ({ expression, ignoreCase, eachLine }: Found): RegExp | undefined => {
  const [, inline = "", rest = ""] = /^(?:\(\?([ims]+)\))?(.*)$/su.exec(expression) ?? [];
  const source = rest.replaceAll("\\A", "^").replaceAll("\\z", "(?![\\s\\S])").replaceAll("\\G", "");
  const flags = [ignoreCase ? "i" : "", eachLine ? "m" : "", ...Array.from(inline)];
  for (const unicode of ["u", ""])
    try {
      return new RegExp(source, [...new Set([...flags, unicode])].join(""));
    } catch {
      // Not in this mode.
    }
  return undefined;
};

test("a checker finds none of the module's expressions that a text can make slow", async () => {
  // The masks are the extension's own forms, which are checked there, and searched below like all others.
  const own = readable().filter((one) => !isMask(one));
  const checked = own.map((one) => [one, inJavaScript(one)] as const);
  assert.deepEqual(
    checked.filter(([, made]) => !made).map(([{ at, expression }]) => `${at} ${expression}`),
    [],
  );
  const slow: string[] = [];
  for (const [{ at, expression }, made] of checked) {
    const { status } = made ? await check(made.source, made.flags, bySteps) : { status: "unknown" };
    if (status !== "safe") slow.push(`${at} ${expression} is ${status}`);
  }
  assert.deepEqual(slow, []);
});

/** Texts to repeat: what an expression names, one after another, and the characters that its classes mean. */
const piecesOf = ({ expression }: Found): string[] => {
  const words = (expression.match(/[A-Za-z][A-Za-z-]{2,}|-{2,}[A-Z ]+-*/gu) ?? []).slice(0, 3);
  const characters = ["a", "0", " ", ...new Set(expression.match(/[-."'/\\:=,@<>[\]]/gu) ?? [])].slice(0, 8);
  return [...new Set([...words, ...characters, "\n"])];
};
/** What others were slow with. */
const known = [
  "-----BEGIN PRIVATE KEY-----",
  "eyJa-",
  "0a-",
  "\\,cn=\\\\\\\\\\\\",
  "cn=,ou=",
  "[\n[1:00:00.0]",
];

/** The pieces whose repetition an expression searches in a time that grows faster than the text, or not within a second. */
const slowWith = async (
  one: Found,
  pieces: readonly string[],
  length: number,
): Promise<readonly string[]> => {
  engine.stdin?.write(`${JSON.stringify({ ...one, pieces, length })}\n`);
  return ((await next()) as { slow: string[] }).slow;
};

test("an expression that a text makes slow is found by searching it", async () => {
  const one = { at: "here", expression: "a[\\s\\S]*?b", ignoreCase: false, eachLine: false };
  assert.deepEqual(await slowWith(one, ["a", " "], 40_000), ["a"]);
});

test("no expression takes longer than in proportion to a text made of what it looks for", async () => {
  const given: string[] = [];
  for (const one of readable()) {
    const single = piecesOf(one);
    // The forms of masks are many, and checked one by one.
    const pairs = isMask(one) ? [] : single.flatMap((first) => single.map((second) => first + second));
    for (const [pieces, length] of [
      [[...single, ...known], 40_000],
      [pairs, 40_000],
    ] as const) {
      const slow = await slowWith(one, pieces, length);
      given.push(...slow.map((piece) => `${one.at} ${one.expression}: ${JSON.stringify(piece)}`));
    }
  }
  assert.deepEqual(given, []);
});
