/** The module as one text, as a session is given it and the VSIX holds it, is that of the sources: PowerShell itself says so. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { joinModule } from "../../src/server/powershellModule.ts";
import { scriptsIn } from "./lint/inspected.ts";
import { moduleFolder } from "./practice.ts";

let dir = "";
before(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "cs-joined-"));
});
after(() => rm(dir, { recursive: true }));

/** Of each script, what PowerShell finds in it: a line for each token. */
const tokensOf = async (...texts: readonly string[]): Promise<readonly (readonly string[])[]> => {
  const files = texts.map((_, at) => path.join(dir, `${at}.ps1`));
  await Promise.all(files.map((file, at) => writeFile(file, texts[at] ?? "")));
  const { program, args } = await findPowerShell({ install: true });
  const script = path.join(import.meta.dirname, "tokens.ps1");
  const { stdout } = await promisify(execFile)(
    program,
    [...args, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, files.join(path.delimiter)],
    { env: { ...process.env, ...powerShellEnvironment }, maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout
    .split(/^script .*$/mu)
    .slice(1)
    .map((one) => one.trim().split("\n"));
};

/** Several ends of a line are as one: between statements an empty line says nothing. */
const onceEach = (tokens: readonly string[]): readonly string[] =>
  tokens.filter((token, at) => !token.startsWith("NewLine ") || !tokens[at - 1]?.startsWith("NewLine "));

/** Without the comments of one line that have the line to themselves. */
const withoutCommentLines = (tokens: readonly string[]): readonly string[] =>
  onceEach(
    tokens.filter(
      (token, at) =>
        !token.startsWith("Comment #") || tokens.slice(at - 1, at).some((one) => !one.startsWith("NewLine ")),
    ),
  );

/** A help text that goes over several lines, with each of them at the margin. */
const atTheMargin = (token: string): string =>
  token.startsWith("Comment <#") ? token.replaceAll(/(?<!\\)\\n[ \t]+/gu, "\\n") : token;

test("the module as one text has every token of the sources, but for the comments that have a line to themselves", async () => {
  const texts = await Promise.all((await scriptsIn(moduleFolder)).map((file) => readFile(file, "utf8")));
  const [sources = [], joined = []] = await tokensOf(texts.join("\n"), await joinModule(moduleFolder));
  const wanted = withoutCommentLines(sources).map(atTheMargin);
  assert.ok(wanted.length > 40_000 && wanted.filter((token) => token.startsWith("Comment <#")).length > 30);
  assert.ok(wanted.length < onceEach(sources).length - 1000);
  const is = onceEach(joined);
  const at = wanted.findIndex((token, place) => token !== is[place]);
  assert.equal(is[at], wanted[at], `token ${at}`);
  assert.equal(is.length, wanted.length);
});
