/** What the installed agent's own PowerShell module can be asked: by its version, and by what it really has. Pure. */
import * as l10n from "@vscode/l10n";
import { agentDoes } from "./versions.ts";
import { permissionsGiven } from "./permissions.ts";
import { valueOf } from "../values/fact.ts";
import type { Attestation } from "../journal.ts";
import { getAgentCmdlets, getAgentFacts, type AgentFacts, type AgentModule } from "../operations/agent.ts";
import type { SetupPlan } from "../plan.ts";
import type { KnownFacts } from "../step.ts";

type Way = SetupPlan["registrationMethod"];

const addDomain = "Add-AADCloudSyncADDomain";

const signIn: Readonly<Record<Exclude<Way, "wizard">, readonly string[]>> = {
  credential: ["Credential"],
  accessToken: ["AccessToken", "TenantId", "UserPrincipalName"],
};

/** The cmdlets that registering uses, with the parameters it gives them. */
const used = ({ serviceAccount, domains }: SetupPlan, way: Exclude<Way, "wizard">) =>
  [
    ["Connect-AADCloudSyncAzureAD", signIn[way]],
    ["Add-AADCloudSyncGMSA", [serviceAccount?.kind === "custom" ? "CustomGMSAName" : "Credential"]],
    [
      addDomain,
      [
        "DomainName",
        ...(domains.some(({ preferredDomainControllers }) => preferredDomainControllers.length > 0)
          ? ["PreferredDomainControllers"]
          : []),
      ],
    ],
  ] as const;

/** What the agent's version is too old for; a version that is not known says nothing. */
const tooOld = (version: string, plan: SetupPlan, way: Way): readonly string[] => {
  if (!agentDoes(version, "managedAccount"))
    return [l10n.t("Agent {0} cannot run as a managed account: that came with 1.1.281.0.", version)];
  if (agentDoes(version, "commandLine")) return [];
  return [
    ...(way === "wizard"
      ? []
      : [l10n.t("Agent {0} has its wizard only: registering by cmdlets came with 1.1.354.0.", version)]),
    ...(plan.serviceAccount?.kind === "custom"
      ? [l10n.t("Agent {0} knows no custom account: that came with 1.1.354.0.", version)]
      : []),
  ];
};

/** The module of a version that has no cmdlets: asking it would be a process for nothing. Undefined where it may have some. */
export const withoutCmdlets = (version: AgentFacts["version"]): AgentModule | undefined => {
  const known = valueOf(version);
  return known === undefined || (known !== null && agentDoes(known, "commandLine"))
    ? undefined
    : { version, cmdlets: { unread: l10n.t("This version has no cmdlets.") } };
};

/** What the installed agent can be asked, where that was read; undefined where it was not. */
export const knownModule = (facts: KnownFacts): AgentModule | undefined => {
  const version = facts.last(getAgentFacts)?.version;
  const cmdlets = facts.last(getAgentCmdlets)?.cmdlets;
  if (version === undefined) return undefined;
  const none = valueOf(version) ? withoutCmdlets(version) : undefined;
  return none ?? (cmdlets && { version, cmdlets });
};

/** What the installed agent lacks for registering as the plan wants it, each in words. */
export const lacking = (
  { version, cmdlets }: AgentModule,
  plan: SetupPlan,
  way: Way = plan.registrationMethod,
): readonly string[] => {
  const known = valueOf(version);
  const old = known ? tooOld(known, plan, way) : [];
  if (old.length > 0 || way === "wizard") return old;
  if ("unread" in cmdlets)
    return [l10n.t("What the agent's module can do could not be read: {0}", cmdlets.unread)];
  return used(plan, way).flatMap(([name, parameters]) => {
    const found = cmdlets.value.find((one) => one.name === name);
    return found
      ? parameters
          .filter((one) => !found.parameters.includes(one))
          .map((one) => l10n.t("The installed module's cmdlet {0} has no parameter {1}.", name, one))
      : [l10n.t("The installed module has no cmdlet {0}.", name)];
  });
};

/**
 * Whether the domains are added without their administrators: since 1.1.2505.0, with a custom account that has its
 * permissions. That release's notes do not name the cmdlet, so its credential must really be optional too.
 */
export const withoutAdministrators = (
  { version, cmdlets }: AgentModule,
  plan: SetupPlan,
  attestations: readonly Attestation[],
): boolean => {
  const known = valueOf(version);
  const add = valueOf(cmdlets)?.find(({ name }) => name === addDomain);
  return (
    permissionsGiven(plan, attestations) !== undefined &&
    Boolean(known && agentDoes(known, "customWithoutAdministrator")) &&
    add !== undefined &&
    !add.mandatory.includes("Credential")
  );
};
