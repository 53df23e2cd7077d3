/**
 * The permissions in the directory that an installation gives the agent's account: which, by which way of registering, and
 * from which version on no longer. Sources: Microsoft, "Group managed service accounts" (29 September 2025: all of them, to
 * a created and to a custom account), "Provisioning agent: version release history" (1.1.2334.0: the cmdlet leaves a custom
 * account alone; 1.1.2505.0: the wizard does where it is told so) and "gMSA PowerShell cmdlets". Pure.
 */
import { plannedAccountName } from "./account.ts";
import { agentDoes } from "./versions.ts";
import { declared, type Change } from "../change.ts";
import type { Attestation } from "../journal.ts";
import type { RegistrationPlan, SetupPlan } from "../plan.ts";
import { permissionKinds } from "../told/permissionKinds.ts";
import { said } from "../told/values.ts";

/** What the account gets where a domain is added; `asAnswered`: the agent's wizard asks. */
export type Grant = "all" | "asAnswered" | "none";

/** The plan as the agent was registered, where the record tells in what: the plan may have been changed since. */
export const asRegistered = <P extends RegistrationPlan>(
  plan: P,
  attestations: readonly Attestation[],
): P => {
  const seen = attestations.findLast((one) => one.about === "domains");
  if (seen?.about !== "domains") return plan;
  if (seen.seenIn === "wizard") return { ...plan, registrationMethod: "wizard" };
  return plan.registrationMethod === "wizard" ? { ...plan, registrationMethod: "credential" } : plan;
};

/** `version` of the agent that registers; undefined where it is not known, and all is assumed that some version gives. */
export const grantOf = (
  { serviceAccount, registrationMethod }: RegistrationPlan,
  version: string | null | undefined,
): Grant => {
  if (serviceAccount?.kind !== "custom") return "all";
  const newest = (ability: Parameters<typeof agentDoes>[1]) => version && agentDoes(version, ability);
  if (registrationMethod === "wizard") return newest("customWithoutAdministrator") ? "asAnswered" : "all";
  return newest("leavesCustomPermissions") ? "none" : "all";
};

/** The changes of the directory that adding the plan's domains makes: a row for each kind of permission and domain. */
export const permissionChanges = (
  plan: RegistrationPlan & Pick<SetupPlan, "domains">,
  version: string | null | undefined,
): readonly Change[] => {
  const grant = grantOf(plan, version);
  if (grant === "none") return [];
  const after = grant === "all" ? said("given") : said("givenUnlessTold");
  return plan.domains.flatMap(({ name }) =>
    permissionKinds.map((kind) =>
      declared(
        "permissions",
        { port: "directory", domain: name },
        "directoryPermission",
        { before: said("notKnown"), after },
        { account: plannedAccountName(plan.serviceAccount), permission: kind },
      ),
    ),
  );
};
