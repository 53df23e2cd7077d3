/** What is known of a server, as the diagnosis of an error asks for it. Pure: what was not read is left out. */
import { isManagedAccount } from "./agentAccount.ts";
import type { Circumstances } from "./diagnosis/symptom.ts";
import { valueOf } from "./fact.ts";
import type { AgentHealth } from "./operations.ts";
import { allServices, agentService, holds } from "./preflight/logonRight.ts";
import type { Facts } from "./preflight/rule.ts";

type Known<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Drops the members that are undefined: absent means not known. */
const known = <T extends object>(facts: T): Known<Partial<T>> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Known<Partial<T>>;

const ofRights = ({ rights, agent }: Pick<Facts, "rights" | "agent">): Circumstances => {
  const holders = valueOf(rights.holders);
  const denied = valueOf(rights.denied);
  if (!holders || !denied) return {};
  const service = { sid: rights.serviceSid, name: agentService };
  const may = (who: { sid?: string; name: string }) => holds(holders, who) && !holds(denied, who);
  const account = valueOf(agent.agent)?.account;
  return known({
    servicesMayLogOn: may(allServices) || may(service),
    accountMayLogOn: account !== undefined && isManagedAccount(account) ? may({ name: account }) : undefined,
  });
};

/** Everything the rules look at, and how the agent is doing where that was read. */
export const circumstancesOf = (
  facts: Pick<Facts, "server" | "policy" | "agent" | "windows" | "rights" | "configuration">,
  health?: AgentHealth,
): Circumstances => {
  const { server, policy, agent, windows, configuration } = facts;
  const version = valueOf(server.windows);
  const service = valueOf(agent.agent);
  const ntlm = valueOf(windows.ntlm);
  const neighbours = valueOf(windows.neighbours);
  const backup = valueOf(configuration.backupProxy);
  return {
    ...ofRights(facts),
    ...known({
      agentVersion: valueOf(agent.version) ?? undefined,
      windows: version && { build: version.build, revision: version.revision },
      installation: version?.installation,
      serviceAccount: service?.account,
      agentRunning: service ? service.state === "Running" : undefined,
      serviceIsManaged: health && valueOf(health.managedAccount),
      serverEncryptionTypes: valueOf(windows.encryptionTypes) ?? undefined,
      executionPolicies: valueOf(policy.executionPolicy),
      credentialManagerStart: valueOf(policy.credentialManager)?.startMode,
      policyOwners: policy,
      fips: valueOf(windows.fips),
      enhancedSecurity: valueOf(windows.enhancedSecurity),
      elevated: valueOf(server.elevated),
      networkLogOn: valueOf(windows.networkLogon),
      connectSyncOnServer: neighbours?.some(({ name }) => name === "ADSync"),
      domainController: valueOf(windows.domainController),
      ntlmDenied: ntlm ? ntlm.restrictSending === 2 : undefined,
      proxyLost: backup === undefined ? undefined : backup !== null && valueOf(configuration.proxy) === null,
    }),
  };
};
