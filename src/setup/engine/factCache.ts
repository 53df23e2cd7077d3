import * as v from "valibot";
import { valueOf } from "../values/fact.ts";
import { type AgentModule, getAgentCmdlets, getAgentFacts } from "../operations/agent.ts";
import { getServerFacts } from "../operations/server.ts";
import type { Operation } from "../operations/operation.ts";
import { withoutCmdlets } from "../agent/module.ts";
import type { FormContext } from "../step.ts";

type Facts = { -readonly [K in "domain" | "user" | "tenant" | "module"]?: NonNullable<FormContext[K]> };

/** What forms suggest and offer, remembered from the facts as they pass by. */
export class FactCache {
  #facts: Facts = {};
  #version: AgentModule["version"] = { value: null };

  get facts(): Facts {
    return this.#facts;
  }

  remember(operation: Pick<Operation, "name">, result: unknown): void {
    if (operation.name === getServerFacts.name) {
      const facts = v.parse(getServerFacts.result, result);
      const domain = valueOf(facts.domain);
      this.#facts = {
        ...this.#facts,
        user: facts.user,
        ...(domain?.joined === true ? { domain: domain.name } : {}),
      };
    } else if (operation.name === getAgentFacts.name) {
      const { tenantId, version } = v.parse(getAgentFacts.result, result);
      const tenant = valueOf(tenantId);
      const isSame = valueOf(version) === valueOf(this.#version);
      this.#version = version;
      // Left out, not undefined, where there is none: forms ask whether it is there.
      const others = { ...this.#facts };
      delete others.tenant;
      if (!isSame) delete others.module;
      const module = valueOf(version) ? withoutCmdlets(version) : undefined;
      this.#facts = { ...others, ...(tenant ? { tenant } : {}), ...(module ? { module } : {}) };
    } else if (operation.name === getAgentCmdlets.name) {
      const { cmdlets } = v.parse(getAgentCmdlets.result, result);
      this.#facts = { ...this.#facts, module: { version: this.#version, cmdlets } };
    }
  }
}
