/** Holds scripts against every rule. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Dynamic, Finding, Known, Rule } from "./finding.ts";
import { framework } from "./framework.ts";
import type { Inspected } from "./inspected.ts";
import { commands } from "./rules/commands.ts";
import { functions } from "./rules/functions.ts";
import { language } from "./rules/language.ts";
import { programs } from "./rules/programs.ts";
import { types } from "./rules/types.ts";

const rules: readonly Rule[] = [...language, ...functions, ...commands, ...programs, ...types];

/** The commands of Windows PowerShell 5.1 by their name in lower case, each with its parameters. */
export const windowsCommands = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
  const file = path.join(import.meta.dirname, "data", "windows-powershell-5.1-commands.json");
  const { modules } = JSON.parse(await readFile(file, "utf8")) as {
    modules: Record<string, Record<string, string[]>>;
  };
  return new Map(
    Object.values(modules).flatMap((one) =>
      Object.entries(one).map(([name, parameters]) => [name.toLowerCase(), parameters] as const),
    ),
  );
};

export interface LintHow {
  readonly isPublic: (name: string) => boolean;
  readonly dynamic?: readonly Dynamic[];
  /** Names of what is sent to the scripts as JSON; to PowerShell they are members. */
  readonly sent?: readonly string[];
}

/** What is wrong with scripts that run together, by file name. Those without a finding are not in it. */
export const lint = async (
  scripts: readonly Inspected[],
  { isPublic, dynamic = [], sent = [] }: LintHow,
): Promise<ReadonlyMap<string, readonly Finding[]>> => {
  const known: Known = {
    framework: await framework(),
    commands: await windowsCommands(),
    own: new Map(scripts.flatMap((one) => one.functions.map((f) => [f.name.toLowerCase(), f] as const))),
    keys: new Set([...scripts.flatMap(({ keys }) => keys), ...sent].map((key) => key.toLowerCase())),
    isPublic,
    dynamic,
  };
  return new Map(
    scripts
      .map((script) => [script.name, rules.flatMap((rule) => rule(script, known))] as const)
      .filter(([, findings]) => findings.length > 0),
  );
};

/** Findings as lines for a test to compare: none is the empty list. */
export const lines = (found: ReadonlyMap<string, readonly Finding[]>): string[] =>
  [...found].flatMap(([file, findings]) =>
    findings.map(({ rule, line, what }) => `${file}:${line} ${rule}: ${what}`),
  );
