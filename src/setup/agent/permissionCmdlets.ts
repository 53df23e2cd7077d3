/** Whether the installed agent's module can give permissions and restrict its account. Pure. */
import * as l10n from "@vscode/l10n";
import type { AgentCmdlets } from "../operations/agent.ts";
import { ProblemError } from "../problem.ts";
import { valueOf } from "../values/fact.ts";

/** A cmdlet, and the parameters that it is given. */
export interface WantedCmdlet {
  readonly cmdlet: string;
  readonly parameters: readonly string[];
}

/** For one domain, or for all that the agent is configured for (Microsoft, "gMSA PowerShell cmdlets"). */
export const toGive = (isEverywhere: boolean): WantedCmdlet => ({
  cmdlet: "Set-AADCloudSyncPermissions",
  parameters: isEverywhere
    ? ["PermissionType", "EACredential"]
    : ["PermissionType", "TargetDomain", "TargetDomainCredential"],
});

export const toRestrict: WantedCmdlet = {
  cmdlet: "Set-AADCloudSyncRestrictedPermissions",
  parameters: ["Credential"],
};

/** @throws ProblemError `notReady` where the installed module lacks the cmdlet or a parameter, or that could not be read. */
export const assertOffered = (
  { cmdlets }: AgentCmdlets,
  { cmdlet, parameters }: WantedCmdlet,
  instead: string,
): void => {
  const found = valueOf(cmdlets)?.find(({ name }) => name === cmdlet);
  const lacks = parameters.find((one) => found?.parameters.includes(one) === false);
  if (found && lacks === undefined) return;
  throw new ProblemError({
    code: "notReady",
    happened:
      "unread" in cmdlets
        ? l10n.t("What the agent's module can do could not be read: {0}", cmdlets.unread)
        : found && lacks !== undefined
          ? l10n.t("The installed module's cmdlet {0} has no parameter {1}.", cmdlet, lacks)
          : l10n.t("The installed agent has no cmdlet {0}.", cmdlet),
    means: l10n.t("Nothing was changed."),
    next: [instead],
  });
};
