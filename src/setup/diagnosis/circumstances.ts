/** What is known of a server, as the diagnosis of an error asks for it. Pure: what was not read is left out. */
import { isManagedAccount } from "../agent/account.ts";
import { ofDirectory, type DirectorySeen } from "./directoryCircumstances.ts";
import type { Circumstances, WindowsEvent } from "./signs/symptom.ts";
import { factOf, valueOf, type Fact } from "../values/fact.ts";
import { controllerPorts } from "../network/clouds.ts";
import type { NetworkSeen } from "../network/seen.ts";
import type { AgentFacts, AgentHealth, DecidingEvents } from "../operations/agent.ts";
import { reached } from "../network/verdict.ts";
import type { SetupPlan } from "../plan.ts";
import { allServices, agentServiceAccount, holds } from "../preflight/logonRight.ts";
import { judgeHosts, type Judged } from "../preflight/network.ts";
import type { neededFor } from "../preflight/partReadings.ts";
import type { Facts } from "../preflight/rule.ts";

type WithoutUndefined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Drops the members that are undefined: absent means not known. */
const known = <T extends object>(facts: T): WithoutUndefined<Partial<T>> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as WithoutUndefined<
    Partial<T>
  >;

const ofRights = ({ rights, agent }: Pick<Facts, "rights" | "agent">): Circumstances => {
  const read = valueOf(rights);
  const holders = read && valueOf(read.holders);
  const denied = read && valueOf(read.denied);
  if (!holders || !denied) return {};
  const service = { sid: read.serviceSid, name: agentServiceAccount };
  const may = (who: { sid?: string; name: string }) => holds(holders, who) && !holds(denied, who);
  const account = valueOf(factOf(agent, "agent"))?.account;
  return known({
    servicesMayLogOn: may(allServices) || may(service),
    accountMayLogOn: account !== undefined && isManagedAccount(account) ? may({ name: account }) : undefined,
  });
};

const netlogonLog = "Microsoft-Windows-Security-Netlogon/Operational";
const keyServiceLog = "Microsoft-Windows-KdsSvc/Operational";

/** The deciding events as the diagnosis takes them; those of a log that was not read are left out. */
export const windowsEvents = (events: DecidingEvents): readonly WindowsEvent[] =>
  (
    [
      ["System", events.services],
      [netlogonLog, events.managedAccounts],
      [keyServiceLog, events.rootKeys],
    ] as const
  ).flatMap(([log, read]) =>
    (valueOf(read) ?? []).map(({ id, source, text }) => ({ log, id, source, text })),
  );

/** On the way there something stopped it, or changed what came. */
const isBad = ({ own: { kind } }: Judged): boolean =>
  kind !== "fine" && kind !== "unread" && kind !== "proxySignIn";

const ofNetwork = (network: NetworkSeen): Circumstances => {
  const needed = judgeHosts(network).filter(({ endpoint }) => endpoint.need === "required");
  const bad = needed.filter(isBad).map(({ endpoint }) => endpoint.publishedAs ?? endpoint.host);
  const allFine = needed.length > 0 && needed.every(({ own }) => own.kind === "fine");
  const required = controllerPorts.filter((port) => port.required).map(({ port }) => port);
  const tried = valueOf(network.controllerProbes)?.ports ?? [];
  const probes = tried.filter(({ port }) => required.includes(port));
  const answers = [...new Set(probes.map(({ host }) => host))].map((name) => {
    const kinds = probes.filter(({ host }) => host === name).map((probe) => reached(probe).kind);
    if (kinds.every((kind) => kind === "fine")) return true;
    return kinds.includes("unread") ? undefined : false;
  });
  const reachable = answers.includes(true) || (answers.includes(undefined) ? undefined : false);
  return known({
    unreachableHosts: bad.length > 0 ? [...new Set(bad)] : allFine ? [] : undefined,
    domainControllerReachable: answers.length === 0 ? undefined : reachable,
  });
};

/**
 * Whether something is left of an earlier agent, seen after an installation failed; undefined where one is wholly there,
 * since an upgrade begins so.
 */
export const leftOfEarlier = (agent: Fact<AgentFacts>, health: AgentHealth): boolean | undefined => {
  const service = valueOf(factOf(agent, "agent"));
  const products = valueOf(health.products);
  if (service === undefined || products === undefined) return undefined;
  if ((service !== null) !== products.length > 0) return true;
  return service === null ? false : undefined;
};

/** What may have been read besides the facts that the rules look at. */
export interface AlsoKnown {
  readonly health?: AgentHealth | undefined;
  readonly events?: DecidingEvents | undefined;
  readonly network?: NetworkSeen | undefined;
  readonly directory?: DirectorySeen | undefined;
  readonly plan?: Pick<SetupPlan, "cloud" | "serviceAccount"> | undefined;
}

/** Everything the rules look at, and what else was read. */
export const circumstancesOf = (
  facts: Pick<Facts, (typeof neededFor.causes)[number]>,
  { health, events, network, directory, plan }: AlsoKnown = {},
): Circumstances => {
  const { server, policy, agent, windows, configuration } = facts;
  const version = valueOf(factOf(server, "windows"));
  const service = valueOf(factOf(agent, "agent"));
  const ntlm = valueOf(factOf(windows, "ntlm"));
  const neighbours = valueOf(factOf(windows, "neighbours"));
  const backup = valueOf(factOf(configuration, "backupProxy"));
  const proxy = valueOf(factOf(configuration, "proxy"));
  return {
    ...ofRights(facts),
    ...(network ? ofNetwork(network) : {}),
    ...(directory ? known(ofDirectory(directory)) : {}),
    ...(events ? { events: windowsEvents(events) } : {}),
    ...known({
      agentVersion: valueOf(factOf(agent, "version")) ?? undefined,
      cloud: plan?.cloud,
      plannedAccount: plan?.serviceAccount?.kind === "custom" ? plan.serviceAccount.name : undefined,
      windows: version && { build: version.build, revision: version.revision },
      installation: version?.installation,
      serviceAccount: service?.account,
      agentRunning: service ? service.state === "Running" : undefined,
      serviceIsManaged: health && valueOf(health.managedAccount),
      serverEncryptionTypes: valueOf(factOf(windows, "encryptionTypes")) ?? undefined,
      executionPolicies: valueOf(factOf(policy, "executionPolicy")),
      credentialManagerStart: valueOf(factOf(policy, "credentialManager"))?.startMode,
      policyOwners: valueOf(policy),
      fips: valueOf(factOf(windows, "fips")),
      enhancedSecurity: valueOf(factOf(windows, "enhancedSecurity")),
      elevated: valueOf(factOf(server, "elevated")),
      networkLogOn: valueOf(factOf(windows, "networkLogon")),
      connectSyncOnServer: neighbours?.some(({ name }) => name === "ADSync"),
      domainController: valueOf(factOf(windows, "domainController")),
      ntlmDenied: ntlm ? ntlm.restrictSending === 2 : undefined,
      proxyLost: backup === undefined || proxy === undefined ? undefined : backup !== null && proxy === null,
    }),
  };
};
