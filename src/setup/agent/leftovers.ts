/** What an uninstalled agent leaves on the server, in the directory and in the tenant, each with what to do. Pure. */
import * as l10n from "@vscode/l10n";
import { withoutDomain } from "./account.ts";
import { quotedForPowerShell } from "../text/quoting.ts";
import type { AgentLeftovers } from "../operations/agent.ts";
import type { Fact } from "../values/fact.ts";
import { type Finding, found, judge, type RuleText } from "../finding.ts";
import { updaterService } from "../values/agentNames.ts";

const text = (about: string): RuleText => ({
  rule: "leftover",
  about,
  why: l10n.t("Uninstalling takes the programs away, not what they wrote elsewhere."),
  source: "uninstall",
});

const remove = (path: string): string => `Remove-Item -Recurse -LiteralPath ${quotedForPowerShell(path)}`;

const agentKey = "HKLM:\\SOFTWARE\\Microsoft\\Azure AD Connect Agents\\Azure AD Connect Provisioning Agent";

const folderFound = (folder: string): readonly Finding[] =>
  found(
    text(folder),
    "warning",
    l10n.t("Folder {0} remains.", folder),
    [{ name: l10n.t("Folder"), value: folder }],
    {
      kind: "command",
      runOn: l10n.t("the server"),
      warning: l10n.t(
        "This deletes the agent's logs and configuration for good: save first what may be needed.",
      ),
      text: remove(folder),
    },
  );

const registryFound = (): readonly Finding[] =>
  found(text("registry"), "warning", l10n.t("The agent's registry key remains."), [], {
    kind: "command",
    runOn: l10n.t("the server"),
    warning: l10n.t(
      "This deletes the agent's settings, and which tenant it belonged to: only where no agent is to be installed again.",
    ),
    text: remove(agentKey),
  });

/** Microsoft, "Automatic upgrade": what is uninstalled; the updater is one of several connectors'. */
const updaterFound = (sharers: Fact<readonly string[]>): readonly Finding[] => {
  const names = "value" in sharers ? sharers.value.join(", ") : sharers.unread;
  return found(
    text(updaterService),
    "warning",
    l10n.t("Service {0} remains.", updaterService),
    [
      { name: l10n.t("Service"), value: updaterService },
      { name: l10n.t("Other connectors of Microsoft's"), value: names === "" ? l10n.t("none found") : names },
    ],
    {
      kind: "link",
      link: "uninstall",
      whatToDo: l10n.t(
        "It updates Microsoft's other connectors too: Connect Sync, pass-through authentication, Connect Health, the Password Protection proxy. Keep it where one of them is on this server. Only where you know that none is, uninstall the Agent Updater among Windows' programs.",
      ),
    },
  );
};

const serviceFound = (name: string): readonly Finding[] =>
  found(
    text(name),
    "warning",
    l10n.t("Service {0} remains.", name),
    [{ name: l10n.t("Service"), value: name }],
    {
      kind: "command",
      runOn: l10n.t("the server"),
      warning: l10n.t("This deletes the service's entry: only once the agent's program is gone."),
      text: `sc.exe delete ${name}`,
    },
  );

/** All agents of a domain share the account that the wizard creates: who may still use it is looked at first. */
const accountFound = (account: string): readonly Finding[] => {
  const name = quotedForPowerShell(withoutDomain(account));
  return found(
    text("account"),
    "warning",
    l10n.t("The account {0} remains in the directory, with its permissions.", account),
    [{ name: l10n.t("Account"), value: account }],
    {
      kind: "command",
      runOn: l10n.t("a domain controller"),
      warning: l10n.t(
        "All agents of a domain share the account that the wizard creates. This lists the servers that may use it, and then asks before it deletes it: say no while another server is listed.",
      ),
      text: `(Get-ADServiceAccount -Identity ${name} -Properties PrincipalsAllowedToRetrieveManagedPassword).PrincipalsAllowedToRetrieveManagedPassword; Remove-ADServiceAccount -Confirm -Identity ${name}`,
    },
  );
};

/**
 * Microsoft, "Create a new configuration": there is no confirmation before a configuration is deleted, and when an agent
 * leaves the portal. Frequently asked questions: what was synchronised stays where a configuration is deleted.
 */
const portalFound = (): readonly Finding[] => [
  ...found(
    text("portal"),
    "warning",
    l10n.t("The portal goes on listing this server's agent as inactive."),
    [],
    {
      kind: "link",
      link: "agentRemoval",
      whatToDo: l10n.t(
        "Nothing has to be done: it is inactive after about an hour, leaves the portal after about ten days, and is gone for good when its certificate ends. It cannot be deleted there.",
      ),
    },
  ),
  ...found(
    text("configuration"),
    "warning",
    l10n.t("The configuration remains in the tenant, with everything that it synchronised."),
    [],
    {
      kind: "link",
      link: "configuration",
      whatToDo: l10n.t(
        "While another agent serves the domain, leave it alone. Else disable it. Deleting it asks nothing and leaves the synchronised objects in the tenant. Only where these are to be deleted too: first scope it to an empty group or organizational unit and let it run, then disable and delete it.",
      ),
    },
  ),
];

/** `account`: the one the agent ran as, where it is known. `sharers`: what may use the updater too. */
export const judgeLeftovers = (
  left: AgentLeftovers,
  account: string | undefined,
  sharers: Fact<readonly string[]>,
): readonly Finding[] => [
  ...judge(text("folders"), l10n.t("Folders"), left.folders, (folders) => folders.flatMap(folderFound)),
  ...judge(text("registry"), l10n.t("Registry key"), left.registry, (remains) =>
    remains ? registryFound() : [],
  ),
  ...judge(text("services"), l10n.t("Services"), left.services, (services) =>
    services.flatMap((name) => (name === updaterService ? updaterFound(sharers) : serviceFound(name))),
  ),
  ...(account === undefined ? [] : accountFound(account)),
  ...portalFound(),
];
