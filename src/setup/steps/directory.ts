import * as l10n from "@vscode/l10n";
import { lastListed, listedDomains } from "../actions/listedDomains.ts";
import { toSignInTo } from "../actions/toSignInTo.ts";
import { permissionsGiven } from "../agent/permissions.ts";
import type { Attestation } from "../journal.ts";
import { getServerFacts, joinedDomain, type ServerFacts } from "../operations/server.ts";
import { ProblemError } from "../problem.ts";
import { domainPlan, mostDomains, wrongIn, type DomainPlan, type SetupPlan } from "../plan.ts";
import { domainDoubts } from "../plans/names.ts";
import type { ManyQuestion, OneQuestion } from "../question.ts";
import type { StepState } from "../stepState.ts";
import type { FormContext, Step, StepAction, StepContext } from "../step.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly directory: true;
  }
}

interface Named {
  readonly name: string;
  readonly administrator: string;
}

/** A domain of the plan. The first that is not there yet is the one that the server suggests: its own domain and the signed-in user. */
const domainAt = ({ domains }: SetupPlan, at: number, server: ServerFacts | undefined): Named => {
  const planned = domains[at];
  if (planned) return { name: planned.name, administrator: planned.administrator ?? "" };
  return at === 0
    ? { name: joinedDomain(server) ?? "", administrator: server?.user ?? "" }
    : { name: "", administrator: "" };
};

/** Where the domain is in a plan that another window may have changed meanwhile; undefined where it is there no more. */
const placeIn = ({ domains }: SetupPlan, at: number, name: string | undefined): number | undefined => {
  if (name === undefined || domains[at]?.name === name) return at;
  const found = domains.findIndex((one) => one.name === name);
  return found < 0 ? undefined : found;
};

/** Changes the domain that was shown at a place; `shown`: the plan that the form was made of. */
const withDomain = (
  plan: SetupPlan,
  { at, shown, server }: { at: number; shown: SetupPlan; server: ServerFacts | undefined },
  change: Partial<DomainPlan>,
): SetupPlan => {
  const place = placeIn(plan, at, shown.domains[at]?.name);
  if (place === undefined) return plan;
  const { name, administrator } = domainAt(plan, place, server);
  const before = plan.domains[place] ?? {
    name,
    preferredDomainControllers: [],
    ...(administrator === "" ? {} : { administrator }),
  };
  return { ...plan, domains: plan.domains.toSpliced(place, 1, { ...before, ...change }) };
};

const withFirst = (plan: SetupPlan, server: ServerFacts | undefined): SetupPlan =>
  withDomain(plan, { at: 0, shown: plan, server }, {});

const isAmong = (others: readonly DomainPlan[], name: string): boolean =>
  others.some((one) => one.name.toLowerCase() === name.toLowerCase());

/** The questions of one domain. */
const ofDomain = (plan: SetupPlan, at: number, server: ServerFacts | undefined): readonly OneQuestion[] => {
  const of = { at, shown: plan, server };
  const { name, administrator } = domainAt(plan, at, server);
  return [
    {
      kind: "text",
      id: "domain",
      label: l10n.t("Domain"),
      placeholder: "contoso.com",
      value: name,
      wrong: (typed) =>
        isAmong(plan.domains.toSpliced(at, 1), typed)
          ? l10n.t("{0} is in the list already.", typed)
          : wrongIn(domainPlan.entries.name, typed),
      set: (before, typed) => withDomain(before, of, { name: typed }),
    },
    {
      kind: "text",
      id: "administrator",
      label: l10n.t("Administrator of the domain"),
      placeholder: "CONTOSO\\admin",
      value: administrator,
      wrong: (typed) => wrongIn(domainPlan.entries.administrator, typed),
      set: (before, typed) => withDomain(before, of, { administrator: typed }),
    },
  ];
};

/** The domains, of which there is always one to be named. */
const domainsOf = (plan: SetupPlan, server: ServerFacts | undefined): ManyQuestion => {
  const { domains } = plan;
  const nameAt = (at: number) => domains[at]?.name ?? l10n.t("Domain {0}", at + 1);
  return {
    kind: "many",
    id: "domains",
    label: l10n.t("Domains"),
    count: Math.max(1, domains.length),
    of: (at) => ofDomain(plan, at, server),
    named: nameAt,
    ...(domains.length > 0 && domains.length < mostDomains ? { add: l10n.t("Add a domain") } : {}),
    ...(domains.length > 1
      ? {
          remove: {
            label: (at) => l10n.t("Remove {0}", nameAt(at)),
            set: (before, at) => {
              const place = placeIn(before, at, domains[at]?.name);
              return place === undefined
                ? before
                : { ...before, domains: before.domains.toSpliced(place, 1) };
            },
          },
        }
      : {}),
  };
};

/** An administrator is named for each domain, unless an account with its own permissions may do without. */
const complete = (plan: SetupPlan, said: readonly Attestation[]): boolean => {
  const isPrepared = plan.serviceAccount?.kind === "custom" && permissionsGiven(plan, said) !== undefined;
  return (
    plan.domains.length > 0 &&
    plan.domains.every((one) => (isPrepared || one.administrator) && wrongIn(domainPlan, one) === undefined)
  );
};

const useProposed = async ({
  answer,
  attestations,
  plan: before,
  run,
  server,
}: StepContext): Promise<void> => {
  const seen = await run(getServerFacts, {});
  const proposed = (plan: SetupPlan) => withFirst(plan, seen);
  if (!complete(proposed(before), attestations))
    throw new ProblemError({
      code: "notReady",
      happened: l10n.t("{0} suggests no domain that its user could administer.", server.name),
      means: l10n.t("The plan stays as it is."),
      next: [l10n.t("Name the domain and its administrator first.")],
    });
  await answer(proposed);
};

/** The way on: the suggestion, until the domains are named; then a sign-in, for as long as one tells something. */
const mainAction = (
  { kind, findings }: StepState,
  { attestations, facts, plan }: FormContext,
): readonly StepAction[] => {
  if (!complete(plan, attestations)) {
    const proposed = withFirst(plan, facts.last(getServerFacts));
    return [
      {
        id: "use",
        label: l10n.t("Use this domain"),
        primary: kind === "todo",
        needs: complete(proposed, attestations)
          ? undefined
          : l10n.t("Name the domain and its administrator first."),
        does: "apply",
      },
    ];
  }
  const left = toSignInTo(plan.domains, { attestations, findings, listed: lastListed({ facts }) });
  return left.length > 0
    ? [
        {
          id: "signIn",
          label: l10n.t("Sign in to the directory"),
          primary: kind === "todo" || kind === "answered",
          does: "apply",
        },
      ]
    : [];
};

export const directory: Step = {
  id: "directory",
  lines: ["11", "12"],
  title: () => l10n.t("Name the directory"),
  introduction: () => [
    l10n.t(
      "The Active Directory domain the agent reads, and the administrator who adds it: a Domain or Enterprise Admin of that domain.",
    ),
    l10n.t(
      "One agent may read several domains whose controllers it reaches; they are added one after the other. A domain that is removed here is not taken from an agent that is registered for it.",
    ),
    l10n.t("Only the name is kept. The password is entered when it is needed, and is never stored."),
    l10n.t(
      "The directory is looked at as the server's own user sees it. Signing in, which may be left out, shows what the administrator may do there.",
    ),
  ],
  form: ({ plan, facts }) => [domainsOf(plan, facts.last(getServerFacts))],
  checksAnswers: true,
  async check(ctx) {
    const { plan, attestations } = ctx;
    const doubts = domainDoubts(plan);
    if (!complete(plan, attestations)) return { kind: "todo", findings: doubts };
    const { domainsSeen } = await import("../actions/domainsSeen.ts");
    const listed = await listedDomains(ctx);
    const left = plan.domains.filter(({ name }) => !listed.includes(name.toLowerCase()));
    if (left.length === 0)
      return {
        kind: "done",
        findings: doubts,
        proof: [{ name: l10n.t("Domains of the agent"), value: listed.join(", ") }],
      };
    const findings = [...doubts, ...(await domainsSeen(ctx, left))];
    return { kind: findings.some(({ verdict }) => verdict === "fail") ? "todo" : "answered", findings };
  },
  /** Takes what the server suggests, where nothing was answered; else signs in to what was. */
  async apply(ctx, { findings }) {
    if (!complete(ctx.plan, ctx.attestations)) return useProposed(ctx);
    const { signInToDomains } = await import("../actions/signInToDirectory.ts");
    return signInToDomains(ctx, findings);
  },
  actions: (state, known) => [
    ...mainAction(state, known),
    { id: "check", label: l10n.t("Check again"), does: "check" },
  ],
};
