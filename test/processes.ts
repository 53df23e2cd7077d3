/** The processes that a test has started, and no others: whatever else runs on the machine is none of its business. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

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

/** The sockets among the open files of a process. */
const socketsOf = (pid: number): ReadonlySet<string> => {
  const folder = `/proc/${pid}/fd`;
  const link = (file: string): string => {
    try {
      return readlinkSync(file);
    } catch {
      // Closed a moment ago.
      return "";
    }
  };
  try {
    const links = readdirSync(folder).map((name) => link(`${folder}/${name}`));
    return new Set(links.flatMap((one) => /^socket:\[(\d+)\]$/u.exec(one)?.[1] ?? []));
  } catch {
    return new Set();
  }
};

/** How many connections of TCP a process holds to an address of IPv4, which nobody else has. */
export const connectionsTo = (address: string, pid: number): number => {
  // The last byte first; of .NET's own it stands at the end of a longer one, `::ffff:127.0.0.1`.
  const digits = address
    .split(".")
    .map((part) => Number(part).toString(16).padStart(2, "0").toUpperCase())
    .toReversed()
    .join("");
  const own = socketsOf(pid);
  const rows = ["net/tcp", "net/tcp6"].flatMap((file) => read(pid, file).split("\n").slice(1));
  return rows.filter((row) => {
    const columns = row.trim().split(/\s+/u);
    const [host = ""] = (columns[2] ?? "").split(":");
    return host.endsWith(digits) && own.has(columns[9] ?? "");
  }).length;
};
