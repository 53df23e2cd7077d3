/**
 * Leases as files: one is made with `wx`, so that of all processes one makes it. It says who made it; where that one has ended,
 * the next takes it over. Implements ports.Lease.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rm, stat, type FileHandle } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as v from "valibot";
import type { Lease, LeaseTaken } from "../setup/ports.ts";
import { errorCode } from "../setup/fileProblem.ts";
import { leaseInWords, patiently } from "./onDisk.ts";
import { hasEnded } from "./processes.ts";

/** Who made a lease. `startedAtMs` tells the process from a later one of the same number. A newer version may say more. */
const holder = v.looseObject({
  host: v.string(),
  pid: v.number(),
  startedAtMs: v.number(),
  /** One process may hold and wait for the same thing. */
  token: v.string(),
});
type Holder = v.InferOutput<typeof holder>;

/** A file that is not written out yet, or a takeover, is over after this at the latest. */
const writtenMs = 10_000;
/** Whether a process of another machine lives cannot be seen: its lease counts for so long. */
const foreignMs = 3_600_000;

/** Windows refuses what somebody else is just deleting. */
const isTaken = (error: unknown): boolean =>
  ["EEXIST", ...(process.platform === "win32" ? ["EPERM", "EACCES", "EBUSY"] : [])].includes(
    errorCode(error) ?? "",
  );

export class FileLease implements Lease {
  readonly #folder: string;
  readonly #me: Omit<Holder, "token"> = {
    host: os.hostname(),
    pid: process.pid,
    startedAtMs: Math.round(performance.timeOrigin),
  };

  /** Tokens of leases that were given back and could not be deleted: nobody has them. */
  readonly #givenBack = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Tries once. @throws ProblemError where no lease can be written at all. */
  readonly acquire = (key: string): Promise<LeaseTaken> =>
    leaseInWords(this.fileOf(key), () => this.#acquire(key));

  async #acquire(key: string): Promise<LeaseTaken> {
    const file = this.fileOf(key);
    await mkdir(this.#folder, { recursive: true });
    const token = randomUUID();
    if (!(await this.#make(file, token))) {
      const by = await this.#holderOf(file);
      if (by === "nobody") await this.#remove(file);
      else if (by !== "gone") return { heldBy: by };
      if (!(await this.#make(file, token))) return { heldBy: await this.#nameOf(file) };
    }
    return { release: () => this.#giveBack(file, token) };
  }

  /** Never fails: what was done under the lease is done, whatever becomes of the file. */
  async #giveBack(file: string, token: string): Promise<void> {
    try {
      // Somebody who thought this process dead may have it now.
      if ((await this.#read(file))?.token === token) await patiently(() => rm(file, { force: true }));
    } catch {
      this.#givenBack.add(token);
    }
  }

  /** Where a lease stands. A key may hold what no file name may. */
  fileOf(key: string): string {
    const name = /^[a-z0-9.-]{1,60}$/u.test(key) ? key : createHash("sha256").update(key).digest("hex");
    return path.join(this.#folder, `${name}.lease`);
  }

  /** A file that is there and says nothing would be in everybody's way: it goes where it cannot be written out. */
  async #make(file: string, token: string): Promise<boolean> {
    let made: FileHandle;
    try {
      made = await open(file, "wx");
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
    try {
      await made.writeFile(JSON.stringify({ ...this.#me, token }));
      await made.close();
      return true;
    } catch (error) {
      await made.close().catch(() => undefined);
      await rm(file, { force: true });
      throw error;
    }
  }

  /**
   * Who holds it, in words; "nobody" where whoever did has ended, "gone" where there is none: what is not there is never removed,
   * for the next may have made it by then.
   */
  async #holderOf(file: string): Promise<string> {
    const by = await this.#read(file);
    const ageMs = await this.#ageMs(file);
    if (ageMs === undefined) return "gone";
    if (by && this.#givenBack.has(by.token)) return "nobody";
    if (!by) return ageMs > writtenMs ? "nobody" : path.basename(file);
    if (by.host !== this.#me.host) return ageMs > foreignMs ? "nobody" : nameOf(by);
    return (await hasEnded(by.pid, by.startedAtMs)) ? "nobody" : nameOf(by);
  }

  async #nameOf(file: string): Promise<string> {
    const by = await this.#read(file);
    return by ? nameOf(by) : path.basename(file);
  }

  /** Removes what a dead one left: one process at a time, and after another look, so that nobody's new lease goes with it. */
  async #remove(file: string): Promise<void> {
    const taking = `${file}.taking`;
    const takingAgeMs = await this.#ageMs(taking);
    if (takingAgeMs !== undefined && takingAgeMs > writtenMs) await rm(taking, { force: true });
    if (!(await this.#make(taking, randomUUID()))) return;
    try {
      if ((await this.#holderOf(file)) === "nobody") await rm(file, { force: true });
    } finally {
      await rm(taking, { force: true });
    }
  }

  async #read(file: string): Promise<Holder | undefined> {
    try {
      const parsed = v.safeParse(holder, JSON.parse(await readFile(file, "utf8")));
      return parsed.success ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  }

  async #ageMs(file: string): Promise<number | undefined> {
    try {
      return Date.now() - (await stat(file)).mtimeMs;
    } catch {
      return undefined;
    }
  }
}

const nameOf = ({ host, pid }: Holder): string => `${host}, ${String(pid)}`;
