import * as l10n from "@vscode/l10n";
import type { ConsentKind } from "../consent.ts";
import { customPermissions } from "../preflight/customPermissions.ts";
import { getAgentFacts, type AgentFacts } from "../operations/agent.ts";
import {
  accountRestricted,
  permissionCalls,
  permissionsByHand,
  permissionsGiven,
} from "../agent/permissions.ts";
import { plannedTypes } from "../agent/permissionPlan.ts";
import { asRegistered } from "../agent/directoryPermissions.ts";
import { valueOf } from "../values/fact.ts";
import type { Evidence, Finding } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import { CancelledError } from "../problem.ts";
import { plannedAccountName } from "../agent/account.ts";
import type { Checked, StepState } from "../stepState.ts";
import type { Step, StepContext } from "../step.ts";
import { givePermissions } from "../actions/givePermissions.ts";
import { permissionsForm } from "../actions/permissionsForm.ts";
import {
  restrictable,
  restrictAccount,
  restrictLabel,
  toRestrictAccount,
} from "../actions/restrictAccount.ts";
import { listedFirst } from "../actions/listedFirst.ts";
import { declaredChanges } from "../actions/declaredChanges.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly permissions: true;
  }
}

const byHand = (): string => l10n.t("They were given by hand");

const domainsOf = ({ domains }: StepContext["plan"]): string => domains.map(({ name }) => name).join(", ");

/** Whose permissions they are, which, and where: a yes for others is none for these. */
const aboutOf = (plan: StepContext["plan"]): string =>
  [
    plan.serviceAccount ? plannedAccountName(plan.serviceAccount) : "",
    plannedTypes(plan).join(", "),
    domainsOf(plan),
  ]
    .filter(Boolean)
    .join("; ");

const toByHand: ConsentKind = { id: "givenByHand", given: "button" };

const givenByHand = async (ctx: StepContext): Promise<void> => {
  const yes = await ctx.ask.consent({
    ...toByHand,
    about: aboutOf(ctx.plan),
    message: byHand(),
    detail: l10n.t("{0}, in {1}", plannedTypes(ctx.plan).join(", "), domainsOf(ctx.plan)),
    yes: byHand(),
  });
  if (!yes) throw new CancelledError();
  await ctx.attest(permissionsByHand(ctx.plan));
};

/** Who gives the permissions without this step, in words; undefined where nobody does, or that is not known. */
const givenElsewhere = (agent: AgentFacts, plan: StepContext["plan"], left: readonly Finding[]) => {
  if (plan.serviceAccount?.kind !== "custom") return l10n.t("the registration, to the account it creates");
  const version = valueOf(agent.version);
  return version && left.length === 0 ? l10n.t("agent {0}, when it adds a domain", version) : undefined;
};

const ofRestriction = ({ rule }: Finding): boolean => rule === "accountRestricted";

/** What was said counts until the directory shows that it is not so; what it shows counts as well where nobody said it. */
const restrictedProof = (said: Attestation | undefined, seen: readonly Finding[]): readonly Evidence[] => {
  const name = l10n.t("Rights on the account's own object");
  const read = seen.find(ofRestriction);
  const isRead = read?.verdict === "pass";
  return [
    ...(said?.about === "accountRestricted" && read?.verdict !== "warning"
      ? [{ name, value: l10n.t("restricted by {0}", said.givenBy) }]
      : []),
    ...(isRead ? [{ name, value: read.summary }] : []),
  ];
};

/** Whether the account's own object is restricted, as far as was seen or said. */
const isRestricted = (
  account: string,
  { attestations, findings }: Pick<StepContext, "attestations"> & Pick<StepState, "findings">,
): boolean => {
  const read = findings.find(ofRestriction)?.verdict;
  if (read === "pass" || read === "warning") return read === "pass";
  return accountRestricted(account, attestations) !== undefined;
};

const isMissing = ({ rule, verdict }: Finding): boolean => rule === "permissions" && verdict === "fail";

/** Whether the directory shows all of them, in every domain. */
const isProved = (seen: readonly Finding[]): boolean => {
  const of = seen.filter(({ rule }) => rule === "permissions");
  return of.length > 0 && of.every(({ verdict }) => verdict === "pass");
};

/** Given, as somebody said: what the directory shows of them is the proof. */
const proved = (seen: readonly Finding[], more: readonly Evidence[]): Checked => {
  const of = seen.filter(({ rule }) => rule === "permissions");
  if (of.some(isMissing)) return { kind: "todo", findings: seen };
  return isProved(seen)
    ? {
        kind: "done",
        findings: seen,
        proof: [...of.map(({ about, summary }) => ({ name: about, value: summary })), ...more],
      }
    : { kind: "answered", findings: seen };
};

const judge = async (agent: AgentFacts, ctx: StepContext): Promise<Checked> => {
  if (!valueOf(agent.tenantId)) return { kind: "todo", findings: [] };
  const { plan, attestations, procedure } = ctx;
  const { permissionsSeen } = await import("../actions/permissionsSeen.ts");
  const account = restrictable(agent);
  const said = accountRestricted(account, attestations);
  const seen = await permissionsSeen(
    ctx,
    account === undefined ? undefined : { name: account, wasRestricted: said !== undefined },
  );
  const restricted = restrictedProof(said, seen);
  if (permissionsGiven(plan, attestations)) return proved(seen, restricted);
  const left = customPermissions(agent, asRegistered(plan, attestations));
  // What an installer gives, it gives to a new agent only (Microsoft, "gMSA PowerShell cmdlets").
  if (procedure.bringsNewerAgent)
    return isProved(seen) ? proved(seen, restricted) : { kind: "todo", findings: [...left, ...seen] };
  const by = givenElsewhere(agent, plan, left);
  if (by === undefined && isProved(seen)) return proved(seen, restricted);
  return by === undefined || seen.some(isMissing)
    ? { kind: "todo", findings: [...left, ...seen] }
    : {
        kind: "done",
        findings: seen,
        proof: [{ name: l10n.t("Permissions given by"), value: by }, ...restricted],
      };
};

/** What the directory shows to be there is not given again; where it shows nothing, what was said to be given counts. */
const seenNow = async (ctx: StepContext) => {
  const { permissionsThere } = await import("../actions/permissionsSeen.ts");
  return permissionsThere(ctx);
};

/** Where nothing is left to be given, what is listed is the recommended act: it restricts the account's own object. */
const listedChanges = async (ctx: StepContext, found: Checked) => {
  const { attestations, plan, server } = ctx;
  if (found.kind === "todo")
    return declaredChanges(server.place, plan, {
      program: "permissions",
      calls: permissionCalls(plan, attestations, await seenNow(ctx)),
    });
  const account = restrictable(await ctx.run(getAgentFacts, {}));
  return account === undefined
    ? []
    : declaredChanges(server.place, plan, { program: "restriction", account });
};

/**
 * Permissions of the service account. Adding a domain gives all of them to an account that the agent creates. A custom one
 * gets them too, but from the cmdlet of 1.1.2334.0 on, and from the wizard of 1.1.2505.0 on where it is told so; and no
 * account gets those of newer features at an upgrade.
 */
export const permissions: Step = {
  id: "permissions",
  lines: [],
  title: () => l10n.t("Give the account its permissions"),
  introduction: () => [
    l10n.t(
      "What the service account may do in the directory, by Microsoft's own cmdlet. Needed for a custom account where the agent gives it none, and for any account after an upgrade.",
    ),
    l10n.t(
      "An agent gives an account that it creates every permission there is, and a custom one too, except by the cmdlet from 1.1.2334.0 on, and by the wizard from 1.1.2505.0 on where it is told that the account has its permissions.",
    ),
    l10n.t(
      "Recommended once it is registered: restrict the rights on the account's own object. Nothing is inherited then, and administrators alone may change it.",
    ),
    l10n.t("The password of whoever gives them is asked for when it is needed, and is not kept."),
  ],
  // An account that the agent created has its permissions; what is recommended once it is registered is offered for it, too.
  applies: ({ attestations, plan, procedure }) =>
    procedure.bringsNewerAgent ||
    plan.serviceAccount?.kind === "custom" ||
    attestations.some(({ about }) => about === "domains"),
  form: permissionsForm,
  checksAnswers: true,
  check: async (ctx) => judge(await ctx.run(getAgentFacts, {}), ctx),
  changes: listedChanges,
  apply: async (ctx) =>
    ctx.wants === toByHand.id
      ? givenByHand(ctx)
      : ctx.wants === toRestrictAccount.id
        ? restrictAccount(ctx)
        : givePermissions(ctx, await seenNow(ctx)),
  actions: (state, { attestations, changesShown, facts, plan }) => {
    const account = restrictable(facts.last(getAgentFacts));
    const isGiven = state.kind === "done" || state.kind === "answered";
    return [
      ...(isGiven && account !== undefined
        ? listedFirst(
            {
              id: "restrict",
              label: restrictLabel(),
              does: { consent: { ...toRestrictAccount, about: account } },
            },
            { changesShown, isNext: !isRestricted(account, { attestations, findings: state.findings }) },
          )
        : listedFirst(
            { label: l10n.t("Give the permissions") },
            { changesShown, isNext: state.kind === "todo" },
          )),
      ...(state.kind === "todo" && state.findings.length > 0
        ? [
            {
              id: "byHand",
              label: byHand(),
              does: { consent: { ...toByHand, about: aboutOf(plan) } },
            },
          ]
        : []),
      { id: "check", label: l10n.t("Check again"), does: "check" },
    ];
  },
};
