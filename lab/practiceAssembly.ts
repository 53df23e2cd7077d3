/** What the practice server's PowerShell loads: Practice.cs, compiled by that PowerShell itself, once for each text of it. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { canCompileFor, compileFor } from "../scripts/tools/compiled.mjs";
import { powerShellEnvironment } from "../scripts/tools/powershell.mjs";
import { wholeFolder } from "../scripts/tools/wholeFolder.mjs";

const run = promisify(execFile);
const server = path.join(import.meta.dirname, "server");
const source = path.join(server, "Practice.cs");
const script = path.join(server, "Compile.ps1");

/** A PowerShell: program and the arguments that come first. */
export interface Engine {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The compiled file, of the text as it is now.
 * @throws Error with what the compiler said, where it cannot be compiled: there are no practice sessions without.
 */
export const practiceAssembly = async (
  engine: Engine,
  cache = path.join(import.meta.dirname, "../.cache"),
): Promise<string> => {
  const texts = await Promise.all([source, script].map((file) => readFile(file)));
  const forThisMachine = canCompileFor(engine);
  const key = createHash("sha256");
  for (const text of [...texts, JSON.stringify([engine.program, engine.args, forThisMachine])])
    key.update(text).update("\0");
  const folder = path.join(cache, `practice-${key.digest("hex").slice(0, 16)}`);
  const file = path.join(folder, "Practice.dll");
  if (existsSync(file)) return file;
  await wholeFolder(folder, async (temporary) => {
    const portable = path.join(temporary, "portable", path.basename(file));
    await mkdir(path.dirname(portable), { recursive: true });
    const how = ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", script];
    await run(engine.program, [...engine.args, ...how, "-Source", source, "-Into", portable], {
      env: { ...process.env, ...powerShellEnvironment },
    });
    if (forThisMachine) await compileFor(engine, portable, temporary);
    else await rename(portable, path.join(temporary, path.basename(file)));
  });
  return file;
};
