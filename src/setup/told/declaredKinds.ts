/** What a list declares beforehand of Microsoft's programs, which tell nothing: what each change is about. Pure. */
import * as l10n from "@vscode/l10n";
import { passing, sentence, severalOf, type Sentence } from "./coded.ts";
import { sayPermission } from "./permissionKinds.ts";
import { sayPermissionType } from "./permissionTypes.ts";

export const declaredKinds = {
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
  accountPermissions: severalOf(
    sentence(["type"], ({ type }) =>
      l10n.t("Permissions of the service account: {0}", sayPermissionType(type)),
    ),
  ),
  agentProgram: sentence([], () => l10n.t("Program: provisioning agent")),
  agentCloud: sentence([], () => l10n.t("Cloud of the agent")),
} satisfies Record<string, Sentence>;
