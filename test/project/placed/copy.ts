/** The sources in a folder of their own, with something new in them: what that costs, and who sees it. */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const root = path.join(import.meta.dirname, "../../..");
/** All that is looked at. */
const copied = [
  "src",
  "webview",
  "lab",
  "schemas",
  "media/walkthrough",
  "scripts",
  "test",
  "package.json",
  "package.nls.json",
  "pure.d.ts",
  "tsconfig.json",
];

/** A line that is added to a file that is there, before one of its lines. */
export interface AddedLine {
  readonly file: string;
  readonly before: string;
  readonly line: string;
}

export class Copy {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), "cs-placed-"));

  constructor() {
    for (const one of copied) cpSync(path.join(root, one), path.join(this.#folder, one), { recursive: true });
    symlinkSync(path.join(root, "node_modules"), path.join(this.#folder, "node_modules"), "junction");
  }

  /** The new thing's own file. */
  addFile(file: string, text: string): void {
    writeFileSync(path.join(this.#folder, file), text);
  }

  /** @throws where it is not one place that is meant */
  addLine({ file, before, line }: AddedLine): void {
    const text = readFileSync(path.join(this.#folder, file), "utf8");
    const at = text.split(before);
    if (at.length !== 2) throw new Error(`${file} has ${at.length - 1} times: ${before}`);
    writeFileSync(path.join(this.#folder, file), at.join(`${line}\n${before}`));
  }

  /** What the compiler says of the parts of a project, `page` as a browser has it: each place that lacks something. */
  async wrong(include: readonly string[], { page = false } = {}): Promise<readonly string[]> {
    const project = page ? "./webview/tsconfig.json" : "./tsconfig.json";
    writeFileSync(
      path.join(this.#folder, "tsconfig.placed.json"),
      JSON.stringify({
        extends: project,
        // What was looked at before is not looked at again where nothing has changed for it.
        compilerOptions: { incremental: true, tsBuildInfoFile: `./${include[0] ?? ""}.tsbuildinfo` },
        include,
        exclude: [],
      }),
    );
    const compiler = path.join(root, "node_modules/typescript7/bin/tsc");
    const { stdout } = await this.#run(compiler, ["-p", "tsconfig.placed.json", "--pretty", "false"]);
    return stdout.split("\n").filter((line) => /^\S+\(\d+,\d+\): error/u.test(line));
  }

  /** What one of the programs beside this file sees. */
  async seen(program: string, ...told: readonly string[]): Promise<Record<string, unknown>> {
    const { stdout, stderr } = await this.#run(path.join("test/project/placed", program), told);
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A program that ends badly has said why. */
  async #run(program: string, told: readonly string[]): Promise<{ stdout: string; stderr: string }> {
    const how = { cwd: this.#folder, maxBuffer: 2 ** 26 };
    try {
      return await promisify(execFile)(process.execPath, [program, ...told], how);
    } catch (error) {
      return error as { stdout: string; stderr: string };
    }
  }
}
