/** `npm start` as a person starts it in a terminal, in folders of its own, and ended as Ctrl+C ends it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startedWith } from "../processes.ts";

const root = path.join(import.meta.dirname, "../..");
const longestStartMs = 120_000;
const longestEndMs = 60_000;

export interface StartedPractice {
  readonly dir: string;
  readonly output: () => string;
  /** Waits until the output matches. */
  readonly says: (what: RegExp) => Promise<RegExpExecArray>;
  /** Signals the whole terminal group, as Ctrl+C does, and waits for the end. */
  readonly interrupt: () => Promise<void>;
  readonly ended: () => Promise<void>;
  /** What is still there of it: processes by command line, temporary files by name. */
  readonly leftovers: () => { readonly processes: string[]; readonly temporary: string[] };
  readonly remove: () => void;
}

/** A wait that names what it waited for. */
const within = async (limitMs: number, what: string, done: () => boolean): Promise<void> => {
  for (const end = Date.now() + limitMs; !done(); await new Promise((resolve) => setTimeout(resolve, 50)))
    if (Date.now() > end) throw new Error(`Not within ${limitMs / 1000} s: ${what}`);
};

/** The PATH without the folders that hold a `code`, so that VS Code in the browser is what starts. */
export const withoutCode = (): string =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => !existsSync(path.join(folder, "code")))
    .join(path.delimiter);

export const startPractice = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): StartedPractice => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "csp-"));
  const temporary = path.join(dir, "t");
  mkdirSync(temporary);
  const child = spawn("npm", ["start", "--", "--dir", path.join(dir, "p"), ...args], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    // npm itself, under a newer Node, keeps its compiled code in the temporary folder.
    env: { ...process.env, TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: "1", ...environment },
  });
  let output = "";
  let closed = false;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  child.on("close", () => {
    closed = true;
  });
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // The group has ended.
    }
  };
  const ended = () => within(longestEndMs, `the end of npm start, which said:\n${output}`, () => closed);
  return {
    dir,
    output: () => output,
    says: async (what) => {
      await within(longestStartMs, `${String(what)} in:\n${output}`, () => what.test(output) || closed);
      const found = what.exec(output);
      assert.ok(found, `npm start ended before it said ${String(what)}:\n${output}`);
      return found;
    },
    interrupt: async () => {
      signal("SIGINT");
      await ended();
    },
    ended,
    // Whatever was started below it has its temporary folder in its environment.
    leftovers: () => ({
      processes: startedWith(`TMPDIR=${temporary}`).map(({ line }) => line),
      temporary: readdirSync(temporary),
    }),
    remove: () => {
      signal("SIGKILL");
      rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
};
