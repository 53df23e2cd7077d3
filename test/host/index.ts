/** The suite's entry: VS Code's extension host calls `run`. Its report goes to a file, because consoles garble it. */
import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import path from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

/** Counts from now on what runs here of the product, and writes it into a file in the end. */
const countInto = async (file: string): Promise<() => Promise<void>> => {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  return async () => {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const ours = result.flatMap(({ url, functions }) => {
      const script = /\/dist\/([^/]+\.cjs)$/u.exec(url)?.[1];
      return script === undefined ? [] : [{ script, functions }];
    });
    writeFileSync(file, JSON.stringify(ours));
    session.disconnect();
  };
};

export const run = async (): Promise<void> => {
  const coverage = process.env.EXTHOST_COVERAGE;
  const counted = coverage === undefined ? undefined : await countInto(coverage);
  const report = process.env.EXTHOST_REPORT;
  const write = (...parts: unknown[]) => {
    if (report === undefined) console.log(format(...parts));
    else appendFileSync(report, `${format(...parts)}\n`);
  };
  Mocha.reporters.Base.consoleLog = write;
  const mocha = new Mocha({ ui: "tdd", color: false, timeout: 60_000 });
  for (const file of readdirSync(__dirname))
    if (file.endsWith(".test.cjs")) mocha.addFile(path.join(__dirname, file));
  const stats = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => {
      resolve(runner.stats ?? ({ passes: 0, failures: 1 } as Mocha.Stats));
    });
  });
  await counted?.();
  write("%d passed, %d failed", stats.passes, stats.failures);
  if (stats.failures > 0 || stats.passes === 0)
    throw new Error(`${stats.failures} failed, ${stats.passes} passed`);
};
