/** What the lint reports, and what its rules know beside the script. */
import type { Framework } from "./framework.ts";
import type { FunctionUse, Inspected } from "./inspected.ts";

/** Every rule by name. There is a small script that breaks it for each, in the folder `scripts`. */
export const ruleNames = [
  "alias",
  "does-not-parse",
  "dynamic-name",
  "endless-search",
  "evaluates-text",
  "long-line",
  "newer-syntax",
  "newer-variable",
  "no-help",
  "no-should-process",
  "not-allowed",
  "not-ascii",
  "output-type",
  "plain-text-password",
  "plural-noun",
  "positional-argument",
  "unapproved-verb",
  "unknown-attribute",
  "unknown-command",
  "unknown-constructor",
  "unknown-member",
  "unknown-parameter",
  "unknown-program",
  "unknown-static-member",
  "unknown-type",
  "unused-parameter",
] as const;

export interface Finding {
  readonly rule: (typeof ruleNames)[number];
  readonly line: number;
  readonly what: string;
}

/** Something that is only known when it runs, and the reason why it is there. */
export interface Dynamic {
  readonly file: string;
  readonly text: string;
  readonly reason: string;
}

export interface Known {
  readonly framework: Framework;
  /** The commands of Windows PowerShell 5.1 by their name in lower case, each with its parameters. */
  readonly commands: ReadonlyMap<string, readonly string[]>;
  /** The functions of all the scripts, by their name in lower case. */
  readonly own: ReadonlyMap<string, FunctionUse>;
  /** The keys of all hashtables of the scripts, in lower case: to PowerShell they are members. */
  readonly keys: ReadonlySet<string>;
  /** Whether a function is for use from outside. */
  readonly isPublic: (name: string) => boolean;
  readonly dynamic: readonly Dynamic[];
}

export type Rule = (script: Inspected, known: Known) => readonly Finding[];
