/**
 * Is the agent that runs here well, and what would mend it? Pure. The signs are those of Microsoft's troubleshooting pages:
 * both services start with Windows and run, the agent's account is marked as managed, its certificate is valid, and it has
 * been in contact with the service in the last twenty minutes (it asks every ten).
 */
import * as l10n from "@vscode/l10n";
import { isManagedAccount } from "../agent/account.ts";
import { certificateFound } from "./certificate.ts";
import { agentErrors } from "./errors.ts";
import type { SeenTrace } from "./traces.ts";
import type { Circumstances } from "../diagnosis/signs/symptom.ts";
import { factOf, valueOf, type Fact } from "../values/fact.ts";
import type { AgentFacts, AgentHealth, ServiceFacts } from "../operations/agent.ts";
import { type Finding, found, judge, notKnown, pass, type RuleText } from "../finding.ts";
import { maskSecrets } from "../text/masking.ts";
import { elapsedMs, type Time } from "../values/time.ts";
import { agentService, updaterService } from "../values/agentNames.ts";
import { titleOf } from "../stepTitles.ts";

const longestSilenceMs = 20 * 60_000;
/** What happens while the server is being read may be this much later than the moment it is judged at. */
const readingMs = 60_000;

const serviceFound = (
  name: typeof agentService | typeof updaterService,
  fact: Fact<ServiceFacts | null>,
): readonly Finding[] => {
  const text: RuleText = {
    rule: "service",
    about: name,
    why: l10n.t("Both services must run, and start with Windows."),
    source: "install",
  };
  return judge(text, l10n.t("Service {0}", name), fact, (service) => {
    if (service === null)
      return found(text, "fail", l10n.t("Service {0} is missing.", name), [], {
        kind: "link",
        link: "install",
        whatToDo: l10n.t("Install the agent again: what is registered stays."),
      });
    const evidence = [
      { name: l10n.t("State"), value: service.state },
      { name: l10n.t("Start type"), value: service.startMode },
      { name: l10n.t("Log-on account"), value: service.account },
    ];
    if (service.startMode !== "Auto")
      return found(text, "fail", l10n.t("{0} does not start with Windows.", service.displayName), evidence, {
        kind: "operation",
        label: l10n.t("Let it start with Windows"),
        calls: [
          {
            port: "server",
            op: "Set-CloudSyncAgentServiceStart",
            args: { service: name, startMode: "Automatic" },
          },
          ...(name === agentService && service.state !== "Running"
            ? [{ port: "server", op: "Restart-CloudSyncAgentService", args: {} } as const]
            : []),
        ],
      });
    if (service.state === "Running")
      return pass(text, l10n.t("{0} is running.", service.displayName), evidence);
    return found(
      text,
      "fail",
      service.state === "Start Pending"
        ? l10n.t("{0} has been starting and does not get on.", service.displayName)
        : l10n.t("{0} is not running.", service.displayName),
      evidence,
      name === agentService
        ? {
            kind: "operation",
            label: l10n.t("Restart the agent's service"),
            calls: [{ port: "server", op: "Restart-CloudSyncAgentService", args: {} }],
          }
        : { kind: "command", runOn: l10n.t("the server"), text: `Start-Service -Name ${name}` },
    );
  });
};

const managedText = (): RuleText => ({
  rule: "managedAccount",
  why: l10n.t(
    "Windows fetches the password of a managed account only for a service that is marked for it; else it ends with event 7038.",
  ),
  source: "serviceNotManaged",
});

const accountFound = (
  service: ServiceFacts,
  managedAccount: AgentHealth["managedAccount"],
): readonly Finding[] => {
  const text = managedText();
  const evidence = [{ name: l10n.t("Log-on account"), value: service.account }];
  if (!isManagedAccount(service.account))
    return found(
      text,
      "warning",
      l10n.t("The service runs as {0}, not as a managed account.", service.account),
      evidence,
      {
        kind: "link",
        link: "serviceAccount",
        whatToDo: l10n.t('The step "{0}" gives it its managed account.', titleOf("confirm")),
      },
    );
  return judge(text, l10n.t("Managed account"), managedAccount, (managed) =>
    managed
      ? pass(text, l10n.t("Windows knows that {0} is a managed account.", service.account), evidence)
      : found(
          text,
          "fail",
          l10n.t("Windows does not know that {0} is a managed account.", service.account),
          evidence,
          {
            kind: "operation",
            label: l10n.t("Mark the account as managed"),
            calls: [{ port: "server", op: "Set-CloudSyncManagedAccount", args: { managed: true } }],
          },
        ),
  );
};

type Contacts = Pick<AgentHealth, "channelContact" | "traceContact" | "startedAt">;

const contactFound = (
  { channelContact, traceContact, startedAt }: Contacts,
  now: Time,
): readonly Finding[] => {
  const text: RuleText = {
    rule: "contact",
    why: l10n.t("A registered agent asks the service every ten minutes."),
    source: "troubleshoot",
  };
  const places = [channelContact, traceContact];
  const told = places.flatMap((fact) => valueOf(fact) ?? []);
  // A contact of tomorrow says that a clock was set back since, and nothing of the contact now.
  const seen = told.filter(({ at }) => elapsedMs(now, at) <= readingMs);
  const newest = seen.toSorted((one, other) => other.at.localeCompare(one.at))[0];
  const later = told.find((one) => !seen.includes(one));
  const evidence = newest
    ? [
        { name: l10n.t("Last contact"), value: newest.at },
        { name: l10n.t("Told by"), value: maskSecrets(newest.text) },
      ]
    : [];
  if (newest && elapsedMs(newest.at, now) <= longestSilenceMs)
    return pass(text, l10n.t("The agent is in contact with the service."), evidence);
  // A later contact may stand where nothing could be read.
  const unread = places.find((fact) => "unread" in fact);
  if (unread) return judge(text, l10n.t("Last contact"), unread, () => []);
  if (later)
    return [
      notKnown(
        text,
        l10n.t("Last contact"),
        l10n.t("It is said to be of {0}, which is later than now: the server's clock was changed.", later.at),
      ),
    ];
  if (newest)
    return found(
      text,
      "warning",
      l10n.t("The agent has been silent for more than twenty minutes."),
      evidence,
      {
        kind: "link",
        link: "troubleshoot",
        whatToDo: l10n.t("Check the network in the prerequisites, and restart the service."),
      },
    );
  if ("unread" in startedAt) return [notKnown(text, l10n.t("Last contact"), startedAt.unread)];
  if (startedAt.value === null) return [];
  return found(text, "warning", l10n.t("No contact with the service was seen yet."), [], {
    kind: "link",
    link: "troubleshoot",
    whatToDo: l10n.t("Wait ten minutes after a start. Then check the network in the prerequisites."),
  });
};

/** Everything that can be said of the running agent. */
export const judgeHealth = (
  agent: Fact<AgentFacts>,
  health: Fact<AgentHealth>,
  now: Time,
  { traces = { value: [] }, known = {} }: { traces?: Fact<readonly SeenTrace[]>; known?: Circumstances } = {},
): readonly Finding[] => [
  ...serviceFound(agentService, factOf(agent, "agent")),
  ...serviceFound(updaterService, factOf(agent, "updater")),
  ...judge(managedText(), l10n.t("Managed account"), factOf(agent, "agent"), (service) =>
    service === null ? [] : accountFound(service, factOf(health, "managedAccount")),
  ),
  ...certificateFound({ certificates: factOf(health, "certificates") }, now),
  ...contactFound(
    {
      channelContact: factOf(health, "channelContact"),
      traceContact: factOf(health, "traceContact"),
      startedAt: factOf(health, "startedAt"),
    },
    now,
  ),
  ...agentErrors({ errors: factOf(health, "errors") }, traces, known),
];
