/** What a session met on its server, for the record: told once it is known, and again where it has become another. Pure. */
import * as l10n from "@vscode/l10n";
import type { EventBody } from "./journal.ts";
import type { Met, Operation, ReadingEntry } from "../operations/operation.ts";

/** With what the person sees it: the version of this extension, and the language of its words, as BCP 47 names it. */
export interface ShownBy {
  readonly extension: string;
  readonly language: string;
}

type Opened = Extract<EventBody, { readonly kind: "opened" }>;

export class Meeting {
  readonly #shownBy: ShownBy;
  #met: Met = {};
  #told = "";

  constructor(shownBy: ShownBy) {
    this.#shownBy = shownBy;
  }

  /** What is to be recorded after an answer; undefined where that says what is recorded already, or not yet who and where. */
  take({ met }: Operation & ReadingEntry, result: unknown): Opened | undefined {
    if (met) this.#met = { ...this.#met, ...met(result) };
    const { computer, user, windows = l10n.t("not known"), agent = null } = this.#met;
    if (computer === undefined || user === undefined) return undefined;
    const opened: Opened = { kind: "opened", computer, user, windows, agent, ...this.#shownBy };
    const told = JSON.stringify(opened);
    if (told === this.#told) return undefined;
    this.#told = told;
    return opened;
  }
}
