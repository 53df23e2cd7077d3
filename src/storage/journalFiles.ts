/** The journals as files: one for each server. Implements ports.Records. */
import path from "node:path";
import type { Records } from "../setup/ports.ts";
import type { ServerId } from "../setup/target.ts";
import type { Guard } from "./guard.ts";
import { JournalFile } from "./journalFile.ts";

export class JournalFiles implements Records {
  readonly #folder: string;
  readonly #guard: Guard;

  constructor(folder: string, guard: Guard) {
    this.#folder = folder;
    this.#guard = guard;
  }

  fileOf(server: ServerId): string {
    return path.join(this.#folder, `${server}.jsonl`);
  }

  readonly of = (server: ServerId): JournalFile => new JournalFile(this.fileOf(server), this.#guard);
}
