/** The machine, the user of the session, Windows itself, and the settings that prerequisites are about. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { fact, valueOf } from "../values/fact.ts";
import { changing, count, moment, none, reading, text } from "./entry.ts";

/** `installation` is InstallationType of the registry: `Server`, `Server Core`, `Client`. */
const windows = v.strictObject({ product: text, build: count, revision: count, installation: text });

/** Windows in one line, with its build. */
export const shownWindows = ({ product, build, revision }: v.InferOutput<typeof windows>): string =>
  `${product} (${build}.${revision})`;

/** Who and where: the machine, the user of the session, and Windows itself. */
export const getServerFacts = reading(
  "Get-CloudSyncServerFact",
  {},
  v.strictObject({
    computer: text,
    user: text,
    elevated: fact(v.boolean()),
    /** Whether the user is a member of Administrators, with or without an elevated token. */
    administrator: fact(v.boolean()),
    /** Whether the session has an interactive desktop, on which a window can be shown. */
    desktop: fact(v.boolean()),
    domain: fact(v.strictObject({ joined: v.boolean(), name: text })),
    windows: fact(windows),
    /** `Release` of .NET Framework 4; null where the value is missing. */
    netRelease: fact(v.nullable(count)),
    memoryMb: fact(count),
    bootedAt: fact(moment),
    /** What a restart is due for, null where none is. The mark is a volatile key: Windows deletes it at the restart. */
    restartDue: fact(v.nullable(text)),
  }),
  {
    lasts: true,
    met: ({ computer, user, windows: seen }) => {
      const known = valueOf(seen);
      return { computer, user, windows: known && shownWindows(known) };
    },
  },
);

/** The five registry values that switch TLS 1.2 on; null where a value is missing. */
const tlsSettings = [
  "clientEnabled",
  "clientDisabledByDefault",
  "serverEnabled",
  "serverDisabledByDefault",
  "strongCrypto",
] as const;

export const getTlsFacts = reading(
  "Get-CloudSyncTlsFact",
  {},
  v.strictObject({
    clientEnabled: fact(v.nullable(count)),
    clientDisabledByDefault: fact(v.nullable(count)),
    serverEnabled: fact(v.nullable(count)),
    serverDisabledByDefault: fact(v.nullable(count)),
    strongCrypto: fact(v.nullable(count)),
    /** The group policies that set one of them. */
    policies: fact(v.array(v.strictObject({ setting: v.picklist(tlsSettings), policy: text }))),
  }),
);

/** Execution policy at every scope (the session's own Process scope included), and the Credential Manager service. */
export const getPolicyFacts = reading(
  "Get-CloudSyncPolicyFact",
  {},
  v.strictObject({
    executionPolicy: fact(v.array(v.strictObject({ scope: text, policy: text }))),
    /** Null where Windows has no VaultSvc. */
    credentialManager: fact(v.nullable(v.strictObject({ startMode: text, state: text }))),
    /** The group policies that set script execution for the computer and for the user, and VaultSvc; null where none does. */
    machinePolicy: fact(v.nullable(text)),
    userPolicy: fact(v.nullable(text)),
    servicePolicy: fact(v.nullable(text)),
  }),
);

/** Sets one TLS value; null removes it. Reversible: the undo is the same operation with the value before. */
export const setTlsValue = changing(
  "Set-CloudSyncTlsValue",
  { setting: v.picklist(tlsSettings), value: v.nullable(count) },
  none,
  {
    effectiveAfter: "serverRestart",
    undone: () =>
      l10n.t(
        "It talks to Microsoft's service by TLS 1.2: without it the contact is lost when the server restarts.",
      ),
  },
);

/** Notes that a restart is due, in a volatile registry key that Windows deletes at the restart. */
export const setRestartMark = changing("Set-CloudSyncRestartMark", { reason: text }, none);

/** Sets the execution policy of one scope that no group policy owns. */
export const setExecutionPolicyScope = changing(
  "Set-CloudSyncExecutionPolicyScope",
  {
    scope: v.picklist(["LocalMachine", "CurrentUser"]),
    policy: v.picklist(["Undefined", "RemoteSigned", "AllSigned", "Restricted", "Unrestricted", "Bypass"]),
  },
  none,
  {
    undone: () =>
      l10n.t(
        "It is registered by PowerShell scripts: with another execution policy than Undefined or RemoteSigned, registering it again fails.",
      ),
  },
);

/** Sets the start mode of the Windows Credential Manager service, VaultSvc. */
export const setCredentialManagerStart = changing(
  "Set-CloudSyncCredentialManagerStart",
  { startMode: v.picklist(["Automatic", "Manual", "Disabled"]) },
  none,
  {
    undone: () =>
      l10n.t(
        "Its installer needs Windows Credential Manager: while that is disabled, it cannot be upgraded.",
      ),
  },
);

/** Restarts Windows. The session ends with it. */
export const restartServer = changing("Restart-CloudSyncServer", {}, none);

export type ServerFacts = v.InferOutput<typeof getServerFacts.result>;
export type TlsFacts = v.InferOutput<typeof getTlsFacts.result>;
export type TlsSetting = (typeof tlsSettings)[number];
export type PolicyFacts = v.InferOutput<typeof getPolicyFacts.result>;

/** The domain that a server is joined to; undefined where that was not read, or there is none. */
export const joinedDomain = (facts: ServerFacts | undefined): string | undefined => {
  const domain = facts && valueOf(facts.domain);
  return domain?.joined === true ? domain.name : undefined;
};
