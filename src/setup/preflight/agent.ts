/** An agent that is already there: its version, its registration, its proxy; and other services beside it. */
import * as l10n from "@vscode/l10n";
import { isManagedAccount } from "../agent/account.ts";
import { agentDoes, newestKnownVersion } from "../agent/versions.ts";
import { upgradeAgent } from "../agent/upgradeAgent.ts";
import { factOf, valueOf } from "../values/fact.ts";
import { type Finding, found, judge, pass } from "../finding.ts";
import { compareVersions } from "../agent/installer.ts";
import type { ServiceFacts } from "../operations/agent.ts";
import { type FactRule, type Facts } from "./rule.ts";
import { titleOf } from "../stepTitles.ts";

export const existingAgent: FactRule = ({ agent }) => {
  const text = {
    rule: "existingAgent",
    why: l10n.t("A server holds one agent. Where one is there, the next steps show what is left to do."),
    source: "install",
  } as const;
  return judge(text, l10n.t("Installed agent"), factOf(agent, "agent"), (service) =>
    service === null
      ? pass(text, l10n.t("No agent is installed yet."), [])
      : found(
          text,
          "warning",
          l10n.t("An agent is already installed on this server."),
          [
            { name: l10n.t("Version"), value: valueOf(factOf(agent, "version")) ?? l10n.t("not known") },
            { name: l10n.t("Log-on account"), value: service.account },
          ],
          {
            kind: "link",
            link: "versions",
            whatToDo: l10n.t("Nothing to do: what is there already is recognised and not done again."),
          },
        ),
  );
};

export const agentVersion: FactRule = ({ agent }) => {
  const text = {
    rule: "agentVersion",
    why: l10n.t("Only the newest version is serviced, and older ones lack what this procedure needs."),
    source: "versions",
  } as const;
  return judge(text, l10n.t("Version of the agent"), factOf(agent, "version"), (version) => {
    if (version === null) return [];
    const evidence = [
      { name: l10n.t("Installed"), value: version },
      { name: l10n.t("Newest known"), value: newestKnownVersion },
    ];
    if (!agentDoes(version, "managedAccount"))
      return found(
        text,
        "fail",
        l10n.t("Agent {0} is older than 1.1.281.0 and cannot run as a managed account.", version),
        evidence,
        upgradeAgent(),
      );
    if (!agentDoes(version, "grantsLogonRight"))
      return found(
        text,
        "warning",
        l10n.t("Agent {0} has faults that keep its service from starting or updating.", version),
        evidence,
        upgradeAgent(),
      );
    return compareVersions(version, newestKnownVersion) < 0
      ? pass(
          text,
          l10n.t("Agent {0} can be worked with; {1} is newer.", version, newestKnownVersion),
          evidence,
        )
      : pass(text, l10n.t("Agent {0} is the newest that is known.", version), evidence);
  });
};

/** Both traces of a registration: a tenant in the registry, and a managed account on the service. */
export const agentRegistration = ({ agent }: Pick<Facts, "agent">): readonly Finding[] => {
  const text = {
    rule: "agentRegistration",
    why: l10n.t("Until its registration is finished the agent runs, but serves no domain."),
    source: "install",
  } as const;
  const what = l10n.t("Registration of the agent");
  const judged = (service: ServiceFacts) =>
    judge(text, what, factOf(agent, "tenantId"), (tenant) => {
      const managed = isManagedAccount(service.account);
      const evidence = [
        { name: l10n.t("Tenant"), value: tenant === null || tenant === "" ? l10n.t("none") : tenant },
        { name: l10n.t("Log-on account"), value: service.account },
      ];
      const registered = tenant !== null && tenant !== "";
      if (registered && managed) return pass(text, l10n.t("The agent is registered."), evidence);
      const next = {
        kind: "link",
        link: "install",
        whatToDo: l10n.t('The step "{0}" finishes it: what is there is found and kept.', titleOf("confirm")),
      } as const;
      return registered || managed
        ? found(text, "warning", l10n.t("The agent's registration is half done."), evidence, next)
        : found(text, "warning", l10n.t("The agent was never registered."), evidence, next);
    });
  return judge(text, what, factOf(agent, "agent"), (service) => (service === null ? [] : judged(service)));
};

/** An update may have taken the proxy away (before 1.1.1365.0); the backup still names it. */
export const agentProxy = ({
  agent,
  configuration,
}: Pick<Facts, "agent" | "configuration">): readonly Finding[] => {
  const text = {
    rule: "agentProxy",
    why: l10n.t("Updates have replaced the agent's configuration file, and with it the proxy it needs."),
    source: "proxy",
  } as const;
  const what = l10n.t("Proxy of the agent");
  const judged = () =>
    judge(text, what, factOf(configuration, "proxy"), (proxy) =>
      judge(
        text,
        l10n.t("Backup of the agent's configuration"),
        factOf(configuration, "backupProxy"),
        (backup) => {
          if (proxy !== null)
            return pass(text, l10n.t("The agent uses proxy {0}.", proxy), [
              { name: l10n.t("Proxy"), value: proxy },
            ]);
          if (backup === null) return [];
          return found(
            text,
            "fail",
            l10n.t("The agent's configuration lost its proxy {0}.", backup),
            [
              { name: l10n.t("Backup"), value: backup },
              { name: l10n.t("Now"), value: l10n.t("none") },
            ],
            {
              kind: "operation",
              label: l10n.t("Set the proxy {0} again", backup),
              calls: [{ port: "server", op: "Set-CloudSyncAgentProxy", args: { address: backup } }],
            },
          );
        },
      ),
    );
  return judge(text, what, factOf(agent, "agent"), (service) => (service === null ? [] : judged()));
};

/** Sharing a server is supported, with one exception: the ECMA host needs an agent of its own. */
export const neighbours: FactRule = ({ windows }) => {
  const text = {
    rule: "neighbours",
    why: l10n.t(
      "Microsoft's synchronisation services share the Agent Updater, and have disturbed each other on one server.",
    ),
    source: "prerequisites",
  } as const;
  return judge(text, l10n.t("Other synchronisation services"), factOf(windows, "neighbours"), (services) =>
    services.length === 0
      ? pass(text, l10n.t("No other synchronisation service is on this server."), [])
      : services.flatMap(({ name, displayName, state }) =>
          found(
            { ...text, about: name },
            "warning",
            l10n.t("{0} is on this server too.", displayName),
            [{ name, value: state }],
            {
              kind: "link",
              link: "prerequisites",
              whatToDo:
                name === "Microsoft ECMA2Host"
                  ? l10n.t("Choose another server: one agent must not serve applications and cloud sync.")
                  : l10n.t("Supported. A server of its own is easier to update and to repair."),
            },
          ),
        ),
  );
};
