/**
 * What other programs change: Microsoft's installer, wizard and cmdlets tell nothing before. This is what they are asked for and
 * what their documents say, from the plan and from what was seen, each with its source. It needs no secret, and asks nobody. Pure.
 */
import { plannedAccountName } from "../agent/account.ts";
import { declared, type Change } from "../change.ts";
import { permissionChanges } from "../agent/directoryPermissions.ts";
import { valueOf } from "../values/fact.ts";
import type { PermissionCall } from "../agent/permissions.ts";
import type { AgentFacts, AgentHealth } from "../operations/agent.ts";
import type { Place } from "../place.ts";
import type { SetupPlan } from "../plan.ts";
import { isOfDomain } from "../plans/names.ts";
import { newestCertificate } from "../agent/registeredAgain.ts";
import { said } from "../told/values.ts";

/** What a program is about to be run with, beside the plan. */
export type Begun =
  | {
      readonly program: "installer";
      readonly version: string;
      /** The version that is installed; null where none is. */
      readonly installed: string | null;
      /** The name of the cloud that the installer is told; undefined where it finds it by itself. */
      readonly cloud: string | undefined;
      /** A proxy of the agent that the installer may take away; null where none is at risk. */
      readonly proxyAtRisk: string | null;
    }
  | {
      readonly program: "registration";
      readonly agent: AgentFacts;
      /** The domain that the server is joined to: the account is created there, whichever domains the agent reads. */
      readonly serverDomain?: string;
      readonly tenant?: string;
      /** The domains that the agent is registered with; undefined where they could not be read. */
      readonly listed: readonly string[] | undefined;
      readonly certificates: AgentHealth["certificates"];
    }
  | { readonly program: "permissions"; readonly calls: readonly PermissionCall[] }
  | { readonly program: "restriction"; readonly account: string };
type Of<P extends Begun["program"]> = Extract<Begun, { readonly program: P }>;

const byInstaller = (
  on: Place,
  { version, installed, cloud, proxyAtRisk }: Of<"installer">,
): readonly Change[] => [
  declared("commandLine", on, "agentProgram", { before: installed, after: version }),
  ...(cloud === undefined ? [] : [declared("commandLine", on, "agentCloud", { before: null, after: cloud })]),
  ...(proxyAtRisk === null
    ? []
    : [declared("versions", on, "agentProxy", { before: proxyAtRisk, after: said("mayBeLost") })]),
];

const byRegistration = (
  on: Place,
  plan: SetupPlan,
  { agent, serverDomain, tenant, listed, certificates }: Of<"registration">,
): readonly Change[] => {
  const account = plannedAccountName(plan.serviceAccount);
  const inTenant: Place = { port: "cloud", tenant: plan.tenant ?? "" };
  const inDomain = (domain: string): Place => ({ port: "directory", domain });
  const certificate = newestCertificate(certificates);
  return [
    declared(
      "serviceAccount",
      inDomain(serverDomain ?? ""),
      plan.serviceAccount?.kind === "custom" ? "accountUsed" : "accountMade",
      { before: null, after: account },
      { account },
    ),
    declared("install", on, "agentLogonAccount", {
      before: valueOf(agent.agent)?.account ?? null,
      after: account,
    }),
    declared("install", inTenant, "registeredAgent", {
      before: tenant ?? null,
      after: plan.tenant ?? said("signedInTenant"),
    }),
    ...plan.domains.flatMap(({ name, preferredDomainControllers }) => {
      const before =
        listed === undefined
          ? said("notKnown")
          : (listed.find((one) => one.toLowerCase() === name.toLowerCase()) ?? null);
      return [
        declared("install", inTenant, "agentDomain", { before, after: name }),
        ...preferredDomainControllers.map((controller) => {
          // Which ones a domain has is not read.
          const values = { before: before === null ? null : said("notKnown"), after: controller };
          return isOfDomain(controller, name)
            ? declared("install", inDomain(name), "preferredController", values)
            : declared("install", inDomain(name), "preferredControllerElsewhere", values, { domain: name });
        }),
      ];
    }),
    ...permissionChanges(plan, valueOf(agent.version)),
    ...(certificate
      ? [
          declared("install", on, "agentCertificate", {
            before: said("validUntil", { at: certificate.notAfter }),
            after: said("aNewOne"),
          }),
        ]
      : []),
    declared("install", on, "agentService", {
      before: valueOf(agent.agent)?.state ?? null,
      after: said("restarted"),
    }),
  ];
};

/** Which permissions the account has is not read: a row for each type and domain. */
const byPermissionsCmdlet = ({ calls }: Of<"permissions">): readonly Change[] =>
  calls.flatMap(({ type, gives }) =>
    gives.map((domain) =>
      declared(
        "permissions",
        { port: "directory", domain },
        "accountPermissions",
        { before: said("notKnown"), after: type },
        { type },
      ),
    ),
  );

/** What becomes of the rights on the account's own object, as Microsoft lists it ("gMSA PowerShell cmdlets"). */
const byRestriction = ({ account }: Of<"restriction">): readonly Change[] => [
  declared(
    "permissions",
    { port: "directory", domain: "" },
    "accountObject",
    { before: said("notKnown"), after: said("restricted") },
    { account },
  ),
];

/** What a program changes that is run for this plan on this server. */
export const declaredChanges = (on: Place, plan: SetupPlan, begun: Begun): readonly Change[] => {
  switch (begun.program) {
    case "installer":
      return byInstaller(on, begun);
    case "registration":
      return byRegistration(on, plan, begun);
    case "permissions":
      return byPermissionsCmdlet(begun);
    case "restriction":
      return byRestriction(begun);
  }
};
