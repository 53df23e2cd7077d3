/** Which names of a plan are in doubt: those that may be others than they look like, and controllers of other domains. Pure. */
import * as l10n from "@vscode/l10n";
import type { Evidence, Finding } from "../finding.ts";
import { doubtsOfHost, doubtsOfManagedAccount, doubtsOfUser } from "./lookalikes.ts";
import type { DomainPlan, SetupPlan, WholePlan } from "../plan.ts";

const toCompare = (whatToAsk: string) =>
  ({ kind: "owner", owner: l10n.t("whoever wrote the plan"), whatToAsk }) as const;

const lookalike = (
  name: string,
  what: string,
  doubts: readonly Evidence[],
  why = l10n.t(
    "Some letters of other alphabets look the same. A domain or controller that somebody else owns would get the administrator's password.",
  ),
): readonly Finding[] =>
  doubts.length === 0
    ? []
    : [
        {
          rule: "lookalike",
          about: name,
          verdict: "warning",
          summary: l10n.t("{0} may be another name than it looks like.", name),
          evidence: [{ name: what, value: name }, ...doubts],
          why,
          source: "naming",
          fix: toCompare(l10n.t("Compare the name letter by letter with the one in your directory.")),
        },
      ];

/** Whether a controller's name is one of the domain's own: one word before the domain's name. */
export const isOfDomain = (controller: string, domain: string): boolean => {
  const first = controller.indexOf(".");
  return first > 0 && controller.slice(first + 1).toLowerCase() === domain.toLowerCase();
};

const outside = ({ name, administrator }: DomainPlan, controller: string): readonly Finding[] =>
  isOfDomain(controller, name)
    ? []
    : [
        {
          rule: "controllerOutside",
          about: controller,
          verdict: "warning",
          summary: l10n.t("The preferred domain controller {0} is not in the domain {1}.", controller, name),
          evidence: [
            { name: l10n.t("Domain"), value: name },
            { name: l10n.t("Administrator"), value: administrator ?? l10n.t("not named") },
            { name: l10n.t("Preferred domain controller"), value: controller },
          ],
          why: l10n.t(
            "The agent signs in to the controllers that are named for a domain with what its administrator enters. A controller bears the name of its domain, unless its DNS suffix was changed.",
          ),
          source: "naming",
          fix: toCompare(l10n.t("Ask why this controller is named, and take another plan if nobody knows.")),
        },
      ];

const once = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((one) => [`${one.rule}:${one.about}`, one])).values(),
];

/** What to compare before the domains are used, a warning for each name; none where nothing is in doubt. */
export const domainDoubts = ({ domains }: Pick<SetupPlan, "domains">): readonly Finding[] =>
  once(
    domains.flatMap((domain) => [
      ...lookalike(domain.name, l10n.t("Domain"), doubtsOfHost(domain.name)),
      ...lookalike(
        domain.administrator ?? "",
        l10n.t("Administrator"),
        doubtsOfUser(domain.administrator ?? ""),
      ),
      ...lookalike(
        domain.permissionsAdministrator ?? "",
        l10n.t("Who gives the permissions"),
        doubtsOfUser(domain.permissionsAdministrator ?? ""),
      ),
      ...domain.preferredDomainControllers.flatMap((controller) => [
        ...outside(domain, controller),
        ...lookalike(controller, l10n.t("Preferred domain controller"), doubtsOfHost(controller)),
      ]),
    ]),
  );

/** The same for the account that registers. */
export const accountDoubts = ({ entraAccount = "" }: Pick<SetupPlan, "entraAccount">): readonly Finding[] =>
  lookalike(entraAccount, l10n.t("Microsoft Entra account"), doubtsOfUser(entraAccount));

/** The same for the account that the agent's service is to run as. */
export const serviceAccountDoubts = ({
  serviceAccount,
}: Pick<SetupPlan, "serviceAccount">): readonly Finding[] => {
  const name = serviceAccount?.kind === "custom" ? (serviceAccount.name ?? "") : "";
  return lookalike(
    name,
    l10n.t("Service account"),
    doubtsOfManagedAccount(name),
    l10n.t(
      "Some letters of other alphabets look the same. The agent would run as an account that somebody else prepared, and whoever may use that one has what the agent may do in the directory.",
    ),
  );
};

/** The same for whoever gives the permissions in every domain. */
const giverDoubts = ({ permissions }: Pick<SetupPlan, "permissions">): readonly Finding[] => {
  const name = permissions?.enterpriseAdmin ?? "";
  return lookalike(name, l10n.t("Enterprise Admin"), doubtsOfUser(name));
};

/** Everything in a plan to compare before it is used. */
export const planDoubts = (
  plan: Pick<SetupPlan, "entraAccount" | "serviceAccount" | "domains" | "permissions">,
): readonly Finding[] =>
  once([...accountDoubts(plan), ...serviceAccountDoubts(plan), ...domainDoubts(plan), ...giverDoubts(plan)]);

/** The same for all that a plan says of any server, and for the servers' names. */
export const wholePlanDoubts = (plan: WholePlan): readonly Finding[] =>
  once([
    ...planDoubts(plan),
    ...(plan.servers ?? []).flatMap(({ domains = [], name, permissions, serviceAccount }) => [
      ...lookalike(
        name,
        l10n.t("Server"),
        doubtsOfHost(name),
        l10n.t(
          "Some letters of other alphabets look the same. It may be another server than the one that is meant.",
        ),
      ),
      ...serviceAccountDoubts({ serviceAccount }),
      ...domainDoubts({ domains }),
      ...giverDoubts({ permissions }),
    ]),
  ]);

/** The domains with who adds them and where, a line or more for each: all that the plan says of them. */
export const domainLines = (domains: readonly DomainPlan[]): readonly string[] =>
  domains.flatMap(({ name, administrator, permissionsAdministrator, preferredDomainControllers }) => [
    administrator === undefined ? name : l10n.t("{0}, added by {1}", name, administrator),
    ...(permissionsAdministrator === undefined
      ? []
      : [l10n.t("{0} gives the permissions in {1}", permissionsAdministrator, name)]),
    ...preferredDomainControllers.map((controller) => controllerLine(controller, name)),
  ]);

/** A preferred controller in words, which say where it is outside its domain. */
export const controllerLine = (controller: string, domain: string): string =>
  isOfDomain(controller, domain)
    ? l10n.t("Preferred domain controller: {0}", controller)
    : l10n.t("Preferred domain controller: {0} - not in the domain {1}", controller, domain);
