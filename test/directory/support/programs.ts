/** Runs the programs that make a domain and ask it, and says what they said where they fail. */
import { spawn } from "node:child_process";

export interface HowToRun {
  /** What it is given to read. */
  readonly input?: string;
  /** Beside the variables of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Nothing here takes as long: it hangs. */
const longestMs = 120_000;

/** The end of a long text. */
export const lastLines = (text: string, count = 15): string =>
  text.trim().split("\n").slice(-count).join("\n");

/**
 * What a program writes to its output.
 * @throws Error with the last lines of what it said, where it fails or hangs.
 */
export const run = (
  program: string,
  args: readonly string[],
  { input = "", env = {} }: HowToRun = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, timeout: longestMs });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => out.push(piece));
    child.stderr.on("data", (piece: Buffer) => errors.push(piece));
    // A program that ends before it has read everything says why by itself.
    child.stdin.on("error", () => undefined);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const text = Buffer.concat(out).toString("utf8");
      if (code === 0) {
        resolve(text);
        return;
      }
      const said = lastLines(`${text}\n${Buffer.concat(errors).toString("utf8")}`);
      reject(new Error(`${program} ${args[0] ?? ""} ended with ${code ?? signal ?? "nothing"}:\n${said}`));
    });
    child.stdin.end(input);
  });

/** The command that runs another one where names are resolved as a file says, and nowhere else on the machine. */
export const resolvedBy = (resolvConf: string, program: string, ...args: readonly string[]): string[] => [
  "unshare",
  "-m",
  "--propagation",
  "private",
  "sh",
  "-c",
  'mount -n --bind "$0" /etc/resolv.conf && exec "$@"',
  resolvConf,
  program,
  ...args,
];
