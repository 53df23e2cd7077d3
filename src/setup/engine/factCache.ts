/** What was read of a server last, by operation: what forms suggest and offer. One for each run. */
import { valueOf } from "../values/fact.ts";
import { getAgentCmdlets, getAgentFacts } from "../operations/agent.ts";
import { getServerFacts } from "../operations/server.ts";
import type { Operation } from "../operations/operation.ts";
import type { KnownFacts } from "../step.ts";

export class FactCache implements KnownFacts {
  readonly #last = new Map<string, unknown>();

  /** What the operation gave last; undefined where it was not asked since anything was forgotten. */
  last<R>({ name }: Pick<Operation<never, R>, "name" | "result">): R | undefined {
    // It was held against the operation's own schema on its way in.
    return this.#last.get(name) as R | undefined;
  }

  remember<R>(operation: Pick<Operation<never, R>, "name" | "result">, result: R): void {
    const version = this.#version;
    this.#last.set(operation.name, result);
    // Another version has other cmdlets.
    if (operation.name === getAgentFacts.name && this.#version !== version)
      this.#last.delete(getAgentCmdlets.name);
  }

  /** What was read may not be so any more; who and where the server is stays. */
  forget(): void {
    for (const name of this.#last.keys()) if (name !== getServerFacts.name) this.#last.delete(name);
  }

  get #version(): string | null | undefined {
    const agent = this.last(getAgentFacts);
    return agent && valueOf(agent.version);
  }
}
