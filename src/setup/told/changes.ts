/** What can be changed, by code: what it is called, and whether it leaves anything behind that could be taken back. Pure. */
import * as l10n from "@vscode/l10n";
import { passing, sentence, severalOf, type Params, type Sentence } from "./coded.ts";
import { declaredKinds } from "./declaredKinds.ts";
import { sayPermissionType } from "./permissionTypes.ts";

/**
 * What the server tells of a change that it made. `declaredAs`: what a list declared of the same change beforehand, where
 * another program makes it; null where the server lists it itself.
 */
const told = <S extends Sentence>(
  of: S,
  declaredAs: keyof typeof declaredKinds | "agentDomain" | "accountObject" | null,
) => ({
  ...of,
  declaredAs,
});

/**
 * What each port may tell of its changes, and any list declare: what the change is about; before and after stand beside it. Those of
 * the server and the directory are told by the module, which has their English words (`Sentences.ps1`); no two ports have one of the same name.
 */
const server = {
  registryValue: told(
    sentence(["value"], ({ value }) => value),
    null,
  ),
  /** Windows itself takes it away with the restart. */
  restartMark: told(passing(sentence(["key"], ({ key }) => key)), null),
  executionPolicy: told(
    sentence(["scope"], ({ scope }) => l10n.t("Execution policy {0}", scope)),
    null,
  ),
  serviceStartMode: told(
    sentence(["service"], ({ service }) => l10n.t("Start mode of service {0}", service)),
    null,
  ),
  windowsRestart: told(passing(sentence([], () => l10n.t("Restart of Windows"))), null),
  serviceRestart: told(
    passing(sentence(["service"], ({ service }) => l10n.t("Service {0}", service))),
    "agentService",
  ),
  logonRight: told(
    sentence(["account"], ({ account }) => l10n.t("Log on as a service: {0}", account)),
    null,
  ),
  managedAccount: told(
    sentence(["service"], ({ service }) => l10n.t("Managed account of service {0}", service)),
    null,
  ),
  file: told(
    sentence(["path"], ({ path }) => l10n.t("File {0}", path)),
    "installerFrom",
  ),
  permissions: told(
    sentence(["domain", "type"], ({ domain, type }) =>
      l10n.t("Permissions of the service account in {0}: {1}", domain, sayPermissionType(type)),
    ),
    "accountPermissions",
  ),
  permissionsEverywhere: told(
    sentence(["type"], ({ type }) =>
      l10n.t("Permissions of the service account in every configured domain: {0}", sayPermissionType(type)),
    ),
    "accountPermissions",
  ),
  accountObject: told(
    sentence(["account"], ({ account }) => l10n.t("Rights on the object of {0} itself", account)),
    "accountObject",
  ),
  installer: told(
    sentence(["file"], ({ file }) => l10n.t("Installer {0}", file)),
    "agentProgram",
  ),
  wizard: told(passing(sentence([], () => l10n.t("Wizard of the agent"))), null),
  logonAccount: told(
    sentence(["service"], ({ service }) => l10n.t("Log-on account of service {0}", service)),
    "agentLogonAccount",
  ),
  agentDomain: told(severalOf(sentence([], () => l10n.t("Domain of the agent"))), "agentDomain"),
  agentTenant: told(
    sentence([], () => l10n.t("Tenant of the agent")),
    "registeredAgent",
  ),
  program: told(
    sentence(["name"], ({ name }) => l10n.t("Program {0}", name)),
    null,
  ),
  agentProxy: told(
    sentence([], () => l10n.t("Proxy of the agent")),
    null,
  ),
} satisfies Record<string, Sentence>;

const directory = {
  directoryValue: told(
    sentence(["attribute", "entry"], ({ attribute, entry }) => l10n.t("{0} of {1}", attribute, entry)),
    null,
  ),
} satisfies Record<string, Sentence>;

const cloud = {
  // The cloud tells none yet.
} satisfies Record<string, Sentence>;

export const changesToldBy = { server, directory, cloud };
export const toldKinds = { ...server, ...directory, ...cloud };
export const changeKinds = { ...toldKinds, ...declaredKinds };

/**
 * Whether what was told to be made is what had been declared, in other words. Where several are declared it is the one with the
 * same value, and in that domain where it names one.
 */
export const tellsDeclared = (
  { what, params, after }: Made,
  declared: Pick<Made, "what" | "after"> & {
    readonly on: { readonly port: string; readonly domain?: string };
  },
): boolean => {
  const kind = changeKinds[what];
  if (!("declaredAs" in kind) || kind.declaredAs !== declared.what) return false;
  if (!("isOfSeveral" in changeKinds[declared.what])) return true;
  return after === declared.after && (params.domain ?? declared.on.domain) === declared.on.domain;
};

export type ChangeCode = keyof typeof changeKinds;
/** Those that an operation may tell: the others are only ever declared before it. */
export type ToldCode = keyof typeof toldKinds;
type ParamOf<C extends ChangeCode> = (typeof changeKinds)[C]["params"][number];
/** The parameters of a code as the last argument; none where it has none. */
export type ParamsOf<C extends ChangeCode> = [ParamOf<C>] extends [never]
  ? readonly []
  : readonly [Readonly<Record<ParamOf<C>, string>>];
interface Made {
  readonly what: ChangeCode;
  readonly params: Params;
  readonly after: unknown;
}

/** What a change is about, in the reader's language. */
export const sayChange = ({ what, params }: { readonly what: ChangeCode; readonly params: Params }): string =>
  changeKinds[what].says(params);

/** A restart, or an opened window, leaves nothing behind. */
export const leavesNothing = (what: ChangeCode): boolean => "leavesNothing" in changeKinds[what];
