/** What is taken off a server, in which order, and what remains. Pure. */
import * as l10n from "@vscode/l10n";
import { valueOf } from "./fact.ts";
import type { Finding } from "./finding.ts";
import type { AgentHealth, AgentLeftovers, WindowsFacts } from "./operations.ts";
import { found, judge, type RuleText } from "./preflight/rule.ts";

type Product = Extract<AgentHealth["products"], { value: unknown }>["value"][number];

const isUpdater = ({ name }: Product): boolean => /agent updater/iu.test(name);
const isPackage = ({ name }: Product): boolean => /package/iu.test(name);

/** The updater belongs to all of Microsoft's connectors: it stays where another one is on the server. */
export const keepsUpdater = (neighbours: WindowsFacts["neighbours"]): boolean =>
  valueOf(neighbours)?.length !== 0;

/** Updater, agent, package: the order of Microsoft's page. Without the updater where something else needs it. */
export const uninstallOrder = (
  products: readonly Product[],
  neighbours: WindowsFacts["neighbours"],
): readonly Product[] => {
  const rank = (one: Product) => (isUpdater(one) ? 0 : isPackage(one) ? 2 : 1);
  return products
    .filter((one) => !isUpdater(one) || !keepsUpdater(neighbours))
    .toSorted((one, other) => rank(one) - rank(other));
};

/** What an uninstalled agent leaves on the server, in the directory and in the tenant, each with what to do. */
export const judgeLeftovers = (left: AgentLeftovers, account: string | undefined): readonly Finding[] => {
  const text = (about: string): RuleText => ({
    rule: "leftover",
    about,
    why: l10n.t("Uninstalling takes the programs away, not what they wrote elsewhere."),
    source: "uninstall",
  });
  const remove = (path: string) => `Remove-Item -Recurse -LiteralPath '${path.replaceAll("'", "''")}'`;
  return [
    ...judge(text("folders"), l10n.t("Folders"), left.folders, (folders) =>
      folders.flatMap((folder) =>
        found(
          text(folder),
          "warning",
          l10n.t("Folder {0} remains.", folder),
          [{ name: l10n.t("Folder"), value: folder }],
          { kind: "command", runOn: l10n.t("the server"), text: remove(folder) },
        ),
      ),
    ),
    ...judge(text("registry"), l10n.t("Registry key"), left.registry, (remains) =>
      remains
        ? found(text("registry"), "warning", l10n.t("The agent's registry key remains."), [], {
            kind: "command",
            runOn: l10n.t("the server"),
            text: remove(
              "HKLM:\\SOFTWARE\\Microsoft\\Azure AD Connect Agents\\Azure AD Connect Provisioning Agent",
            ),
          })
        : [],
    ),
    ...judge(text("services"), l10n.t("Services"), left.services, (services) =>
      services.flatMap((name) =>
        found(
          text(name),
          "warning",
          l10n.t("Service {0} remains.", name),
          [{ name: l10n.t("Service"), value: name }],
          name === "AzureADConnectAgentUpdater"
            ? {
                kind: "link",
                link: "uninstall",
                whatToDo: l10n.t(
                  "It updates Microsoft's other connectors too: keep it where one is on this server, else uninstall it.",
                ),
              }
            : { kind: "command", runOn: l10n.t("the server"), text: `sc.exe delete ${name}` },
        ),
      ),
    ),
    ...(account === undefined
      ? []
      : found(
          text("account"),
          "warning",
          l10n.t("The account {0} remains in the directory, with its permissions.", account),
          [{ name: l10n.t("Account"), value: account }],
          {
            kind: "command",
            runOn: l10n.t("a domain controller, when no other agent uses it"),
            text: `Remove-ADServiceAccount -Identity '${account.slice(account.indexOf("\\") + 1)}'`,
          },
        )),
    ...found(
      text("portal"),
      "warning",
      l10n.t("The portal goes on listing this server's agent as inactive."),
      [],
      {
        kind: "link",
        link: "portal",
        whatToDo: l10n.t(
          "It cannot be deleted there and goes by itself after some days. Where it was the domain's last agent, delete the configuration.",
        ),
      },
    ),
  ];
};
