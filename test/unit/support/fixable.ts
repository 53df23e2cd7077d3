/** A server that needs fixes and keeps what is set, whoever is told, and cuts of the work on it. */
import type { Call } from "../../../src/setup/call.ts";
import type { Json } from "../../../src/setup/values/json.ts";
import { registryChange } from "./changes.ts";
import { healthyPolicy, healthyTls } from "./facts.ts";
import { gone, script, type Script } from "./scriptedServer.ts";

/** Where the work is cut: before a change is made, after it and before it is told, or when that many events are on disk. */
export interface Cut {
  readonly at?: number;
  readonly operation?: string;
  readonly when?: "before" | "after";
}

/** A server of which every value is real: what is set stays, whoever is told. */
export const fixable = (cut: Cut) => {
  const values: Record<string, Json> = {
    client: 0,
    strongCrypto: null,
    policy: "Unrestricted",
    mark: null,
    agent: null,
  };
  const made: string[] = [];
  let isCut = false;
  const setting =
    (operation: string, value: string, name: string, after: Json, undo?: Call): Script["answers"][string] =>
    (_, { whatIf, onEvent }) => {
      const before = values[name] ?? null;
      if (before === after) return {};
      const of = registryChange(value, before, after, undo);
      if (whatIf === true) {
        onEvent?.({ kind: "change", change: of });
        return {};
      }
      const cuts = !isCut && cut.operation === operation;
      if (cuts && cut.when === "before") {
        isCut = true;
        throw gone();
      }
      values[name] = after;
      made.push(value);
      if (cuts) {
        isCut = true;
        throw gone();
      }
      onEvent?.({ kind: "change", change: of });
      return {};
    };
  const undoTls = (setting: unknown, name: string): Call => ({
    port: "server",
    op: "Set-CloudSyncTlsValue",
    args: { setting: setting as never, value: values[name] as never },
  });
  const of = script({
    "Get-CloudSyncTlsFact": () => ({
      ...healthyTls,
      clientEnabled: { value: values.client as number },
      strongCrypto: { value: values.strongCrypto as number | null },
    }),
    "Get-CloudSyncPolicyFact": () => ({
      ...healthyPolicy,
      executionPolicy: { value: [{ scope: "LocalMachine", policy: values.policy as string }] },
    }),
    "Set-CloudSyncTlsValue": (args, how) => {
      const name = args.setting === "clientEnabled" ? "client" : "strongCrypto";
      return setting(`tls ${name}`, name, name, args.value as Json, undoTls(args.setting, name))(args, how);
    },
    "Set-CloudSyncExecutionPolicyScope": (args, how) =>
      setting("policy", "policy", "policy", args.policy as Json, {
        port: "server",
        op: "Set-CloudSyncExecutionPolicyScope",
        args: { scope: "LocalMachine", policy: "Unrestricted" },
      })(args, how),
    "Set-CloudSyncRestartMark": (args, how) =>
      setting("mark", "mark", "mark", args.reason as Json)(args, how),
  });
  return { of, values, made };
};
