/** What is set for the agent beside its configuration file, and what keeps it up to date. */
import * as v from "valibot";
import { fact } from "../values/fact.ts";
import { count, moment, reading, text } from "./entry.ts";

/** Values of the agent's registry key as they stand there; null where they are not set. */
const values = v.strictObject({
  serviceName: fact(v.nullable(text)),
  serviceProcessName: fact(v.nullable(text)),
  installDir: fact(v.nullable(text)),
  programDataFolderName: fact(v.nullable(text)),
  /** Options that an administrator sets: two texts and a number. */
  ldapTimeoutMs: fact(v.nullable(text)),
  referralChasing: fact(v.nullable(text)),
  passwordLength: fact(v.nullable(count)),
});

export const getAgentSettings = reading(
  "Get-CloudSyncAgentSetting",
  {},
  v.strictObject({
    values,
    /** Version of the program that updates the agent; null where Windows lists none. */
    updaterVersion: fact(v.nullable(text)),
    /** The newest event of the updater's own channel of the last thirty days; null where there is none. */
    updaterEvent: fact(v.nullable(v.strictObject({ at: moment, text }))),
    /** The group policies that set how one of the agent's two services starts. */
    servicePolicies: fact(v.array(v.strictObject({ name: text, policy: text }))),
  }),
);

export type AgentSettings = v.InferOutput<typeof getAgentSettings.result>;
