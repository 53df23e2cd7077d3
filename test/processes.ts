/** The processes that a test has started, and no others: whatever else runs on the machine is none of its business. */
import { readdirSync, readFileSync } from "node:fs";

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Its command line, with spaces between the arguments. */
  readonly line: string;
  /** `NAME=value` of what it was started with. */
  readonly environment: readonly string[];
}

const read = (pid: number, what: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${what}`, "latin1");
  } catch {
    // It has ended, or is somebody else's.
    return "";
  }
};

/** Of a process that has ended and was not waited for yet, the command line is empty: it is left out. */
const all = (): Process[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .map((pid) => ({
      pid,
      parent: Number(/\) \S (\d+)/u.exec(read(pid, "stat"))?.[1] ?? 0),
      line: read(pid, "cmdline").replaceAll("\0", " ").trim(),
      environment: read(pid, "environ").split("\0"),
    }))
    .filter(({ line }) => line !== "");

/** Memory of a process that no other shares, in KB; 0 once it has ended. */
export const ownMemoryOf = (pid: number): number =>
  Number(/^RssAnon:\s+(\d+)/mu.exec(read(pid, "status"))?.[1] ?? 0);

/** Children of a process, and theirs. */
export const descendantsOf = (pid: number): Process[] => {
  const others = all();
  const found = new Set([pid]);
  for (let known = 0; known < found.size;) {
    known = found.size;
    for (const one of others) if (found.has(one.parent)) found.add(one.pid);
  }
  return others.filter((one) => one.pid !== pid && found.has(one.pid));
};

/** Every process that was started with this in its environment, or by such a process, whoever is its parent now. */
export const startedWith = (variable: string): Process[] =>
  all().filter(({ environment }) => environment.includes(variable));
