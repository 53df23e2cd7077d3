import * as v from "valibot";
import { valueOf } from "./fact.ts";
import { getAgentFacts, getServerFacts, type Operation } from "./operations.ts";
import type { Known } from "./step.ts";

type Facts = { -readonly [K in "domain" | "user" | "tenant"]?: NonNullable<Known[K]> };

/** What forms suggest, remembered from the facts as they pass by. */
export class Seen {
  #facts: Facts = {};

  get facts(): Facts {
    return this.#facts;
  }

  note(operation: Pick<Operation, "name">, result: unknown): void {
    if (operation.name === getServerFacts.name) {
      const facts = v.parse(getServerFacts.result, result);
      const domain = valueOf(facts.domain);
      this.#facts = {
        ...this.#facts,
        user: facts.user,
        ...(domain?.joined === true ? { domain: domain.name } : {}),
      };
    } else if (operation.name === getAgentFacts.name) {
      const tenant = valueOf(v.parse(getAgentFacts.result, result).tenantId);
      // Left out, not undefined, where there is none: forms ask whether it is there.
      const others = { ...this.#facts };
      delete others.tenant;
      this.#facts = tenant ? { ...others, tenant } : others;
    }
  }
}
