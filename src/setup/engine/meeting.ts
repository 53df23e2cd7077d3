/** What a session met on its server, for the record: told once it is known, and again where it has become another. Pure. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { EventBody } from "./journal.ts";
import { getAgentFacts } from "../operations/agent.ts";
import type { Operation } from "../operations/operation.ts";
import { getServerFacts } from "../operations/server.ts";
import { valueOf } from "../values/fact.ts";

/** With what the person sees it: the version of this extension, and the language of its words, as BCP 47 names it. */
export interface ShownBy {
  readonly extension: string;
  readonly language: string;
}

type Opened = Extract<EventBody, { readonly kind: "opened" }>;

export class Meeting {
  readonly #shownBy: ShownBy;
  #server: Pick<Opened, "computer" | "user" | "windows"> | undefined;
  #agent: string | null = null;
  #told = "";

  constructor(shownBy: ShownBy) {
    this.#shownBy = shownBy;
  }

  /** What is to be recorded after an answer; undefined where that says what is recorded already. */
  take(operation: Pick<Operation, "name">, result: unknown): Opened | undefined {
    if (operation.name === getServerFacts.name) {
      const { computer, user, windows } = v.parse(getServerFacts.result, result);
      const known = valueOf(windows);
      this.#server = {
        computer,
        user,
        windows: known ? `${known.product} (${known.build}.${known.revision})` : l10n.t("not known"),
      };
    } else if (operation.name === getAgentFacts.name)
      this.#agent = valueOf(v.parse(getAgentFacts.result, result).version) ?? null;
    if (!this.#server) return undefined;
    const opened: Opened = { kind: "opened", ...this.#server, agent: this.#agent, ...this.#shownBy };
    const told = JSON.stringify(opened);
    if (told === this.#told) return undefined;
    this.#told = told;
    return opened;
  }
}
