/** What can be changed, by code: what it is called, and whether it leaves anything behind that could be taken back. Pure. */
import * as l10n from "@vscode/l10n";
import { sayPermission } from "./permissionKinds.ts";
import { sentence, type Params, type Sentence } from "./coded.ts";

/** A change that is over when it was made: there is nothing to take back. */
const passing = (of: Sentence) => ({ ...of, leavesNothing: true });

/** Each is what the change is about; before and after stand beside it. */
export const changeKinds = {
  // Told by the server.
  registryValue: sentence(["value"], ({ value }) => value),
  /** Windows itself takes it away with the restart. */
  restartMark: passing(sentence(["key"], ({ key }) => key)),
  executionPolicy: sentence(["scope"], ({ scope }) => l10n.t("Execution policy {0}", scope)),
  serviceStartMode: sentence(["service"], ({ service }) => l10n.t("Start mode of service {0}", service)),
  windowsRestart: passing(sentence([], () => l10n.t("Restart of Windows"))),
  serviceRestart: passing(sentence(["service"], ({ service }) => l10n.t("Service {0}", service))),
  logonRight: sentence(["account"], ({ account }) => l10n.t("Log on as a service: {0}", account)),
  managedAccount: sentence(["service"], ({ service }) => l10n.t("Managed account of service {0}", service)),
  file: sentence(["path"], ({ path }) => l10n.t("File {0}", path)),
  permissions: sentence(["domain"], ({ domain }) =>
    l10n.t("Permissions of the service account in {0}", domain),
  ),
  permissionsEverywhere: sentence([], () =>
    l10n.t("Permissions of the service account in every configured domain"),
  ),
  installer: sentence(["file"], ({ file }) => l10n.t("Installer {0}", file)),
  wizard: passing(sentence([], () => l10n.t("Wizard of the agent"))),
  logonAccount: sentence(["service"], ({ service }) => l10n.t("Log-on account of service {0}", service)),
  agentDomain: sentence([], () => l10n.t("Domain of the agent")),
  agentTenant: sentence([], () => l10n.t("Tenant of the agent")),
  program: sentence(["name"], ({ name }) => l10n.t("Program {0}", name)),
  agentProxy: sentence([], () => l10n.t("Proxy of the agent")),
  // Declared: what Microsoft's programs do.
  installerFrom: sentence([], () => l10n.t("Installer")),
  accountUsed: sentence(["account"], ({ account }) => l10n.t("Custom gMSA {0}: used as it is", account)),
  accountMade: sentence(["account"], ({ account }) =>
    l10n.t("gMSA {0}: created, or found and allowed for this server", account),
  ),
  agentLogonAccount: sentence([], () => l10n.t("Log-on account of the agent's service")),
  registeredAgent: sentence([], () => l10n.t("Registered agent")),
  preferredController: sentence([], () => l10n.t("Preferred domain controller")),
  preferredControllerElsewhere: sentence(["domain"], ({ domain }) =>
    l10n.t("Preferred domain controller, not in the domain {0}", domain),
  ),
  agentCertificate: sentence([], () => l10n.t("Certificate of the agent")),
  agentService: passing(sentence([], () => l10n.t("The agent's service"))),
  directoryPermission: sentence(["account", "permission"], ({ account, permission }) =>
    l10n.t("Permission of {0}: {1}", account, sayPermission(permission)),
  ),
  accountPermissions: sentence([], () => l10n.t("Permissions of the service account")),
  agentProgram: sentence([], () => l10n.t("Program: provisioning agent")),
  agentCloud: sentence([], () => l10n.t("Cloud of the agent")),
} satisfies Record<string, Sentence & { readonly leavesNothing?: boolean }>;

/**
 * What a list declares beforehand of Microsoft's programs, by what the server tells once it was made: both are of one change,
 * in other words.
 */
const declaredAs: Partial<Record<ChangeCode, ChangeCode>> = {
  file: "installerFrom",
  installer: "agentProgram",
  logonAccount: "agentLogonAccount",
  agentTenant: "registeredAgent",
  agentDomain: "agentDomain",
  serviceRestart: "agentService",
};

/** Whether what was told to be made is what had been declared. Domains are several: the same one. */
export const tellsDeclared = (
  told: { readonly what: ChangeCode; readonly after: unknown },
  declared: { readonly what: ChangeCode; readonly after: unknown },
): boolean =>
  declaredAs[told.what] === declared.what && (told.what !== "agentDomain" || told.after === declared.after);

export type ChangeCode = keyof typeof changeKinds;

/** What a change is about, in the reader's language. */
export const sayChange = ({ what, params }: { readonly what: ChangeCode; readonly params: Params }): string =>
  changeKinds[what].says(params);

/** A restart, or an opened window, leaves nothing behind. */
export const leavesNothing = (what: ChangeCode): boolean => "leavesNothing" in changeKinds[what];
