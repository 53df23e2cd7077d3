/** What is set for an installed agent: values of its registry key, and whether it is kept up to date. */
import * as l10n from "@vscode/l10n";
import { agentDoes } from "../agent/versions.ts";
import { factOf, valueOf, type Fact } from "../values/fact.ts";
import type { ServiceFacts } from "../operations/agent.ts";
import type { AgentSettings } from "../operations/agentSettings.ts";
import {
  type Evidence,
  factWords,
  type Finding,
  type Fix,
  found,
  judge,
  notKnown,
  pass,
  type RuleText,
} from "../finding.ts";
import { ownerOf, ownerRow, unlessOwned, type Owner } from "./owner.ts";
import type { Facts } from "./rule.ts";
import { updaterService } from "../values/agentNames.ts";

type Read = Pick<Facts, "agent" | "settings">;

/** Names of the registry key's values, in the order in which they are shown. */
const valueNames = {
  serviceName: "ServiceName",
  serviceProcessName: "ServiceProcessName",
  installDir: "InstallDir",
  programDataFolderName: "ProgramDataFolderName",
  ldapTimeoutMs: "LdapConnectionTimeoutInMilliseconds",
  referralChasing: "ReferralChasingOptions",
  passwordLength: "UserPasswordLength",
} as const satisfies Record<keyof AgentSettings["values"], string>;

const names = Object.keys(valueNames) as (keyof typeof valueNames)[];

/** Microsoft's page of the registry options: from 127 to 256 characters. */
const shortestPassword = 127;
const longestPassword = 256;

const text = (about: string): RuleText => ({
  rule: "agentSettings",
  about,
  why: l10n.t(
    "Setup writes where the agent is to its registry key, and administrators set its options there.",
  ),
  source: "registryOptions",
});

const wrongValue = (name: keyof typeof valueNames, summary: string, value: string, whatToDo: string) =>
  found(text(valueNames[name]), "warning", summary, [{ name: valueNames[name], value }], {
    kind: "link",
    link: "registryOptions",
    whatToDo: l10n.t("{0} Then restart the agent's service.", whatToDo),
  });

/** The options that have bounds. */
const judgeOptions = (
  values: AgentSettings["values"],
  version: string | null | undefined,
): readonly Finding[] => {
  const timeout = valueOf(values.ldapTimeoutMs) ?? null;
  const length = valueOf(values.passwordLength) ?? null;
  return [
    ...(timeout === null || /^\d+$/u.test(timeout)
      ? []
      : wrongValue(
          "ldapTimeoutMs",
          l10n.t("The time-out for LDAP is no number."),
          timeout,
          l10n.t("Set it to a number of milliseconds, as a text (REG_SZ), such as 60000."),
        )),
    ...(length === null || (length >= shortestPassword && length <= longestPassword)
      ? []
      : wrongValue(
          "passwordLength",
          l10n.t("The length of passwords is not between {0} and {1}.", shortestPassword, longestPassword),
          String(length),
          l10n.t("Set it to a number between {0} and {1}.", shortestPassword, longestPassword),
        )),
    ...(length === null ||
    version === null ||
    version === undefined ||
    agentDoes(version, "limitsPasswordLength")
      ? []
      : wrongValue(
          "passwordLength",
          l10n.t("Agent {0} does not know the length of passwords yet.", version),
          String(length),
          l10n.t("Upgrade the agent."),
        )),
  ];
};

export const agentSettings = ({ agent, settings }: Read): readonly Finding[] => {
  const what = l10n.t("Registry values of the agent");
  return judge(text(""), what, agent, ({ agent: service, version }) =>
    // A service that could not be read is "not known" under itself.
    valueOf(service)
      ? judge(text(""), what, settings, ({ values }) => judgeValues(values, valueOf(version)))
      : [],
  );
};

const judgeValues = (
  values: AgentSettings["values"],
  version: string | null | undefined,
): readonly Finding[] => {
  const evidence = names.map((name): Evidence => {
    const fact: Fact<string | number | null> = values[name];
    const value = valueOf(fact);
    return {
      name: valueNames[name],
      value: value === undefined ? l10n.t("not known") : value === null ? l10n.t("not set") : String(value),
    };
  });
  const unread = names.flatMap((name) => {
    const fact: Fact<unknown> = values[name];
    return "unread" in fact ? [notKnown(text(valueNames[name]), valueNames[name], fact.unread)] : [];
  });
  const wrong = judgeOptions(values, version);
  return unread.length + wrong.length > 0
    ? [...unread, ...wrong]
    : pass(text(""), l10n.t("The agent's registry values are as they can be."), evidence);
};

/** Who says how a service of the agent starts. */
const startOwner = (name: string, settings: Fact<AgentSettings>): Owner =>
  ownerOf(
    factOf(settings, "servicePolicies"),
    (one) => one.name.toLowerCase() === name.toLowerCase(),
    ({ policy }) => policy,
  );

const askToStart = (name: string): string =>
  l10n.t(
    "Ask that the service {0} starts automatically (Computer Configuration > Windows Settings > Security Settings > System Services).",
    name,
  );

/** The same findings; a service whose start a group policy sets, or may set, is not set from here. */
export const heedingPolicies = (
  findings: readonly Finding[],
  settings: Fact<AgentSettings>,
): readonly Finding[] =>
  findings.map((one) => {
    if ((one.verdict !== "fail" && one.verdict !== "warning") || one.fix.kind !== "operation") return one;
    const name = one.fix.calls.find(({ op }) => op === "Set-CloudSyncAgentServiceStart")?.args.service;
    if (typeof name !== "string") return one;
    const owner = startOwner(name, settings);
    return {
      ...one,
      evidence: [...one.evidence, ownerRow(owner)],
      fix: unlessOwned(owner, one.fix, askToStart(name)),
    };
  });

const updaterFix = ({ startMode }: ServiceFacts, server: string): Fix =>
  startMode === "Auto"
    ? { kind: "command", runOn: server, text: `Start-Service -Name ${updaterService}` }
    : {
        kind: "operation",
        label: l10n.t("Let the updater start with Windows"),
        calls: [
          {
            port: "server",
            op: "Set-CloudSyncAgentServiceStart",
            args: { service: updaterService, startMode: "Automatic" },
          },
        ],
      };

/**
 * Whether the agent is updated by itself. All that a server knows of it is the updater: its service, its version, its last
 * event. When it updates the tenant decides (hybridAgentUpdaterConfiguration of Microsoft Graph), and which releases
 * come that way Microsoft does (version history).
 */
export const autoUpdate = ({ agent, settings, on }: Read & Pick<Facts, "on">): readonly Finding[] => {
  const rule: RuleText = {
    rule: "autoUpdate",
    why: l10n.t(
      "The updater installs those releases only that Microsoft marks for automatic upgrade, and only while its service runs. The tenant may put them off or keep them to a window; only Microsoft Graph tells that, not this server.",
    ),
    source: "versions",
  };
  const what = l10n.t("Automatic update of the agent");
  const judged = () =>
    judge(rule, what, factOf(agent, "updater"), (service) => {
      if (service === null)
        return found(
          rule,
          "warning",
          l10n.t("The Agent Updater is missing: the agent is not updated by itself."),
          [{ name: l10n.t("Service"), value: updaterService }],
          {
            kind: "link",
            link: "versions",
            whatToDo: l10n.t("Install the newest agent by hand: it brings the updater with it."),
          },
        );
      const version = factOf(settings, "updaterVersion");
      const event = factOf(settings, "updaterEvent");
      const evidence = [
        { name: l10n.t("Service"), value: `${service.name} (${service.displayName})` },
        { name: l10n.t("State"), value: service.state },
        { name: l10n.t("Start type"), value: service.startMode },
        { name: l10n.t("Log-on account"), value: service.account },
        {
          name: l10n.t("Version of the updater"),
          value: factWords(version, (known) => known ?? l10n.t("none")),
        },
        {
          name: l10n.t("Its newest event"),
          value: factWords(event, (newest) =>
            newest === null ? l10n.t("none") : `${newest.at}: ${newest.text}`,
          ),
        },
      ];
      if (service.startMode === "Auto" && service.state === "Running")
        return pass(rule, l10n.t("The agent is updated by itself."), evidence);
      return heedingPolicies(
        found(
          rule,
          "warning",
          l10n.t("{0} does not run: the agent is not updated by itself.", service.displayName),
          evidence,
          updaterFix(service, on),
        ),
        settings,
      );
    });
  return judge(rule, what, factOf(agent, "agent"), (service) => (service === null ? [] : judged()));
};
