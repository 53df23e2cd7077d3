/** What PowerShell's own parser finds in scripts. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { findPowerShell } from "../../../scripts/tools/powershell.mjs";

export interface TypeUse {
  readonly name: string;
  /** How many types stand in its brackets. */
  readonly arity: number;
  readonly use: "type" | "new" | "static";
  readonly line: number;
}

export interface CommandUse {
  /** Null where it is only known when it runs: `& $variable`. */
  readonly name: string | null;
  readonly line: number;
  readonly text: string;
  readonly parameters: readonly string[];
  /** The literal text that the value of each parameter begins with; null where the script does not tell. */
  readonly given: readonly { readonly parameter: string; readonly text: string | null }[];
  /** How many arguments have no parameter's name. */
  readonly positional: number;
  /** What New-Object makes; the count of arguments is null where the text does not tell. */
  readonly made: {
    readonly types: readonly TypeUse[];
    readonly isArray: boolean;
    readonly count: number | null;
  } | null;
}

export interface MemberUse {
  readonly line: number;
  readonly text: string;
  readonly static: boolean;
  /** Null where it is only known when it runs: `$one.$member`. */
  readonly name: string | null;
  /** -1 for a value, else how many arguments a call gives. */
  readonly count: number;
  /** The type of a static member; none where that is only known when it runs. */
  readonly on: readonly TypeUse[];
  /** The type of the object, where the text tells. */
  readonly of: readonly TypeUse[];
}

export interface FunctionUse {
  readonly name: string;
  readonly line: number;
  /** Whether its verb is approved. */
  readonly verb: boolean;
  readonly synopsis: string;
  /** Whether it has [CmdletBinding()]. */
  readonly binding: boolean;
  readonly whatIf: boolean;
  /** The types of what it emits, where the text tells them; and those that it says it emits. */
  readonly emits: readonly { readonly type: string; readonly line: number }[];
  readonly declares: readonly string[];
  /** Parameters that its body does not name. */
  readonly unused: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    /** Its only values, where it has a list of them. */
    readonly allowed: readonly string[];
  }[];
}

interface At {
  readonly line: number;
  readonly text: string;
}

export interface Inspected {
  readonly name: string;
  readonly text: string;
  readonly problems: readonly At[];
  /** What Windows PowerShell 5.1 cannot read. */
  readonly newer: readonly At[];
  /** Searches without New-Pattern, which gives up. */
  readonly searches: readonly At[];
  /** What is not on the list of what the module may use. */
  readonly refused: readonly At[];
  readonly functions: readonly FunctionUse[];
  readonly commands: readonly CommandUse[];
  readonly types: readonly TypeUse[];
  readonly attributes: readonly {
    readonly name: string;
    readonly line: number;
    readonly named: readonly string[];
  }[];
  readonly members: readonly MemberUse[];
  /** Parameters of script blocks that these do not name. */
  readonly unused: readonly At[];
  /** Every literal text. */
  readonly texts: readonly At[];
  readonly variables: readonly { readonly name: string; readonly line: number }[];
  /** The keys of its hashtables. */
  readonly keys: readonly string[];
}

/** The scripts of a folder and the folders in it, by their paths. */
export const scriptsIn = async (folder: string, ending = /\.ps1$/u): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true }))
    .filter((file) => ending.test(file))
    .sort()
    .map((file) => path.join(folder, file));

/** Reads scripts. Their names are those below `root`; without one, the files' own. @throws Error where there is no PowerShell. */
export const inspect = async (files: readonly string[], root?: string): Promise<readonly Inspected[]> => {
  const { program, args } = await findPowerShell();
  const script = path.join(import.meta.dirname, "inspect.ps1");
  const { stdout } = await promisify(execFile)(
    program,
    [...args, "-NoProfile", "-NonInteractive", "-File", script, "-Paths", files.join(path.delimiter)],
    { maxBuffer: 50 * 1024 * 1024 },
  );
  const read = JSON.parse(stdout) as readonly Omit<Inspected, "text" | "name">[];
  return Promise.all(
    read.map(async (one, index) => {
      const file = files[index] ?? "";
      const name =
        root === undefined ? path.basename(file) : path.relative(root, file).replaceAll(path.sep, "/");
      return { ...one, name, text: await readFile(file, "utf8") };
    }),
  );
};
