import * as l10n from "@vscode/l10n";
import { permissionsGiven } from "../agent/permissions.ts";
import { factOf, valueOf } from "../values/fact.ts";
import type { Finding } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import { getAgentFacts } from "../operations/agent.ts";
import { getServerFacts, joinedDomain, type ServerFacts } from "../operations/server.ts";
import { getRegisteredDomains } from "../operations/registering.ts";
import { ProblemError } from "../problem.ts";
import { domainPlan, wrongIn, type DomainPlan, type SetupPlan } from "../plan.ts";
import { controllerLine, domainDoubts, domainLines } from "../plans/names.ts";
import type { Question, Step } from "../step.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly directory: true;
  }
}

const unchecked = (domain: DomainPlan): Finding => ({
  rule: "domainInDirectory",
  about: domain.name,
  summary: l10n.t("The domain and its administrator were not checked in the directory yet."),
  evidence: [
    { name: l10n.t("Domain"), value: domain.name },
    { name: l10n.t("Administrator"), value: domain.administrator ?? l10n.t("not named") },
    ...domain.preferredDomainControllers.map((value) => ({
      name: l10n.t("Preferred domain controller"),
      value,
    })),
  ],
  why: l10n.t(
    "Adding the domain needs its Domain or Enterprise Admin. A wrong name or password shows when the agent is registered.",
  ),
  source: "install",
  verdict: "unknown",
  unread: l10n.t("This version does not look into the directory."),
});

/** The first domain of the plan, or what the server suggests: its own domain and the signed-in user. */
const firstDomain = (
  plan: SetupPlan,
  server: ServerFacts | undefined,
): { name: string; administrator: string } => {
  const planned = plan.domains[0];
  return {
    name: planned?.name ?? joinedDomain(server) ?? "",
    administrator: planned ? (planned.administrator ?? "") : (server?.user ?? ""),
  };
};

const withFirst = (
  plan: SetupPlan,
  change: Partial<DomainPlan>,
  server: ServerFacts | undefined,
): SetupPlan => {
  const { name, administrator } = firstDomain(plan, server);
  const before = plan.domains[0] ?? {
    name,
    preferredDomainControllers: [],
    ...(administrator === "" ? {} : { administrator }),
  };
  return { ...plan, domains: [{ ...before, ...change }, ...plan.domains.slice(1)] };
};

/** What a plan says besides the first domain's name and administrator: to be seen here, and edited in the plan file. */
const rest = ({ domains }: SetupPlan): readonly Question[] => {
  const [first, ...others] = domains;
  const controllers = first?.preferredDomainControllers ?? [];
  return [
    ...(first && controllers.length > 0
      ? [
          {
            kind: "readOnly" as const,
            id: "controllers",
            label: l10n.t("Preferred domain controllers"),
            value: controllers.map((one) => controllerLine(one, first.name)).join("\n"),
          },
        ]
      : []),
    ...(others.length > 0
      ? [
          {
            kind: "readOnly" as const,
            id: "others",
            label: l10n.t("Further domains of the plan"),
            value: domainLines(others).join("\n"),
          },
        ]
      : []),
  ];
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
    l10n.t("Only the name is kept. The password is entered when it is needed, and is never stored."),
  ],
  form: ({ plan: before, facts }) => {
    const seen = facts.last(getServerFacts);
    const first = firstDomain(before, seen);
    return [
      {
        kind: "text",
        id: "domain",
        label: l10n.t("Domain"),
        placeholder: "contoso.com",
        value: first.name,
        wrong: (name) => wrongIn(domainPlan.entries.name, name),
        set: (plan, name) => withFirst(plan, { name }, seen),
      },
      {
        kind: "text",
        id: "administrator",
        label: l10n.t("Administrator of the domain"),
        placeholder: "CONTOSO\\admin",
        value: first.administrator,
        wrong: (administrator) => wrongIn(domainPlan.entries.administrator, administrator),
        set: (plan, administrator) => withFirst(plan, { administrator }, seen),
      },
      ...rest(before),
    ];
  },
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
    const proposed = (plan: SetupPlan) => withFirst(plan, {}, seen);
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
    const proposed = withFirst(known.plan, {}, known.facts.last(getServerFacts));
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
