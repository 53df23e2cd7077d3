/** What was read last of a server and of what is about it, by operation: what forms suggest and offer. One for each run. */
import { valueOf } from "../values/fact.ts";
import { getAgentCmdlets, getAgentFacts } from "../operations/agent.ts";
import { getServerFacts } from "../operations/server.ts";
import type { Operation } from "../operations/operation.ts";
import type { KnownFacts } from "../step.ts";

/** Two ports may have operations of one name. */
const keyOf = ({ port, name }: Pick<Operation, "port" | "name">): string => `${port} ${name}`;

export class FactCache implements KnownFacts {
  readonly #last = new Map<string, unknown>();

  /** What the operation gave last; undefined where it was not asked since anything was forgotten. */
  last<R>(operation: Pick<Operation<never, R>, "port" | "name" | "result">): R | undefined {
    // It was held against the operation's own schema on its way in.
    return this.#last.get(keyOf(operation)) as R | undefined;
  }

  remember<R>(operation: Pick<Operation<never, R>, "port" | "name" | "result">, result: R): void {
    const version = this.#version;
    this.#last.set(keyOf(operation), result);
    // Another version has other cmdlets.
    if (keyOf(operation) === keyOf(getAgentFacts) && this.#version !== version)
      this.#last.delete(keyOf(getAgentCmdlets));
  }

  /** What was read may not be so any more; who and where the server is stays. */
  forget(): void {
    for (const key of this.#last.keys()) if (key !== keyOf(getServerFacts)) this.#last.delete(key);
  }

  get #version(): string | null | undefined {
    const agent = this.last(getAgentFacts);
    return agent && valueOf(agent.version);
  }
}
