import * as l10n from "@vscode/l10n";
import { notInDirectory } from "../actions/notInDirectory.ts";
import { permissionsGiven } from "../agent/permissions.ts";
import { factOf, valueOf } from "../values/fact.ts";
import type { Finding } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import { getAgentFacts } from "../operations/agent.ts";
import { getServerFacts, joinedDomain, type ServerFacts } from "../operations/server.ts";
import { getRegisteredDomains } from "../operations/registering.ts";
import { ProblemError } from "../problem.ts";
import { domainPlan, mostDomains, wrongIn, type DomainPlan, type SetupPlan } from "../plan.ts";
import { domainDoubts } from "../plans/names.ts";
import type { ManyQuestion, OneQuestion } from "../question.ts";
import type { Step } from "../step.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly directory: true;
  }
}

const unchecked = (domain: DomainPlan): Finding =>
  notInDirectory(
    {
      rule: "domainInDirectory",
      about: domain.name,
      why: l10n.t(
        "Adding the domain needs its Domain or Enterprise Admin. A wrong name or password shows when the agent is registered.",
      ),
      source: "install",
    },
    l10n.t("the domain and its administrator"),
    [
      { name: l10n.t("Domain"), value: domain.name },
      { name: l10n.t("Administrator"), value: domain.administrator ?? l10n.t("not named") },
    ],
  );

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
  ],
  form: ({ plan, facts }) => [domainsOf(plan, facts.last(getServerFacts))],
  checksAnswers: true,
  async check({ read, plan, attestations }) {
    const doubts = domainDoubts(plan);
    if (!complete(plan, attestations)) return { kind: "todo", findings: doubts };
    const findings = [...doubts, ...plan.domains.map(unchecked)];
    const agent = await read(getAgentFacts, {});
    if (!valueOf(factOf(agent, "tenantId"))) return { kind: "answered", findings };
    const registered = await read(getRegisteredDomains, {});
    const listed = valueOf(factOf(registered, "domains"))?.map((name) => name.toLowerCase());
    return listed && plan.domains.every(({ name }) => listed.includes(name.toLowerCase()))
      ? {
          kind: "done",
          findings: doubts,
          proof: [{ name: l10n.t("Domains of the agent"), value: listed.join(", ") }],
        }
      : { kind: "answered", findings };
  },
  /** Takes what the server suggests, where nothing was answered. */
  async apply({ answer, attestations, plan: before, run, server }) {
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
  },
  actions: (state, known) => {
    const proposed = withFirst(known.plan, known.facts.last(getServerFacts));
    return [
      {
        id: "use",
        label: l10n.t("Use this domain"),
        primary: state.kind === "todo",
        needs: complete(proposed, known.attestations)
          ? undefined
          : l10n.t("Name the domain and its administrator first."),
        does: "apply",
      },
      { id: "check", label: l10n.t("Check again"), does: "check" },
    ];
  },
};
