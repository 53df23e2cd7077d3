/** The questions about the service account's permissions: which, and by whose right. Pure. */
import * as l10n from "@vscode/l10n";
import {
  fewestTypes,
  listedPermissions,
  neededPermissions,
  plannedGiver,
  plannedTypes,
  singlesOf,
} from "../agent/permissionPlan.ts";
import { domainPlan, permissionGivers, permissionsPlan, wrongIn, type SetupPlan } from "../plan.ts";
import type { OneQuestion, Question } from "../question.ts";
import type { FormContext } from "../step.ts";
import { permissionTypes, permissionWords, singlePermissions } from "../told/permissionTypes.ts";

type Permissions = NonNullable<SetupPlan["permissions"]>;

const withPermissions = (plan: SetupPlan, change: Partial<Permissions>): SetupPlan => ({
  ...plan,
  permissions: { ...plan.permissions, ...change },
});

const withTypes = (plan: SetupPlan, types: readonly string[]): SetupPlan =>
  withPermissions(plan, { types: [...fewestTypes(types)] });

/** Those that are usual together. The same ones are never two of them. */
const sets = {
  needed: neededPermissions,
  listed: listedPermissions,
  all: permissionTypes.filter((type) => type === "All"),
} as const satisfies Record<string, readonly string[]>;
type SetId = keyof typeof sets;
const isSet = (id: string): id is SetId => Object.hasOwn(sets, id);

const setQuestion = ({ plan, procedure }: FormContext): OneQuestion<"choice"> => {
  const now = singlesOf(plannedTypes(plan)).join();
  const id = Object.keys(sets)
    .filter(isSet)
    .find((one) => singlesOf(sets[one]).join() === now);
  return {
    kind: "choice",
    id: "set",
    label: l10n.t("What the account may do"),
    options: [
      {
        value: "needed",
        label: l10n.t("What synchronising to the tenant needs"),
        detail: l10n.t("Reading the directory, and its password hashes."),
      },
      {
        value: "listed",
        label: l10n.t("Creating and deleting users and groups, too"),
        detail: [
          procedure.bringsNewerAgent
            ? l10n.t("Provisioning groups to Active Directory needs it, and an upgrade does not give it.")
            : l10n.t("Provisioning groups to Active Directory needs it."),
          l10n.t(
            "It is what Microsoft's list for a custom account comes to, but for full control of groups, which is in none of the sets.",
          ),
        ].join(" "),
      },
      {
        value: "all",
        label: l10n.t("Everything"),
        detail: l10n.t("What the installation gives an account that it creates."),
      },
    ],
    value: id ?? "",
    set: (before, value) => (isSet(value) ? withTypes(before, sets[value]) : before),
  };
};

const typesQuestion = (plan: SetupPlan): OneQuestion<"several"> => ({
  kind: "several",
  id: "types",
  label: l10n.t("Permission types"),
  options: singlePermissions.map((value) => ({ value, label: value, detail: permissionWords(value) })),
  value: singlesOf(plannedTypes(plan)),
  wrong: (values) => (values.length === 0 ? l10n.t("Choose one at least.") : undefined),
  set: withTypes,
});

const giverQuestion = (plan: SetupPlan): OneQuestion<"choice"> => ({
  kind: "choice",
  id: "givenBy",
  label: l10n.t("Who gives the permissions"),
  options: [
    {
      value: "domainAdmins",
      label: l10n.t("An administrator of each domain"),
      detail: l10n.t("In the domains of the plan, one after the other. A Domain Admin is enough."),
    },
    {
      value: "enterpriseAdmin",
      label: l10n.t("An Enterprise Admin"),
      detail: l10n.t("In every domain that the agent is configured for, at once."),
    },
  ],
  value: plannedGiver(plan),
  set: (before, value) => {
    const givenBy = permissionGivers.find((one) => one === value);
    return givenBy === undefined ? before : withPermissions(before, { givenBy });
  },
});

/** Who gives them in one domain: whoever adds it, unless another one is named. */
const domainAdministrator = ({ domains }: SetupPlan, at: number): OneQuestion<"text"> => {
  const { name, administrator, permissionsAdministrator } = domains[at] ?? { name: "" };
  return {
    kind: "text",
    id: "administrator",
    label: l10n.t("Domain Admin or Enterprise Admin"),
    placeholder: "CONTOSO\\admin",
    value: permissionsAdministrator ?? administrator ?? "",
    wrong: (typed) => wrongIn(domainPlan.entries.permissionsAdministrator, typed),
    set: (before, typed) => ({
      ...before,
      domains: before.domains.map((one) =>
        one.name === name ? { ...one, permissionsAdministrator: typed } : one,
      ),
    }),
  };
};

const givers = (plan: SetupPlan): readonly Question[] =>
  plannedGiver(plan) === "enterpriseAdmin"
    ? [
        {
          kind: "text",
          id: "enterpriseAdmin",
          label: l10n.t("Enterprise Admin"),
          placeholder: "CONTOSO\\admin",
          value: plan.permissions?.enterpriseAdmin ?? "",
          wrong: (typed) => wrongIn(permissionsPlan.entries.enterpriseAdmin, typed),
          set: (before, enterpriseAdmin) => withPermissions(before, { enterpriseAdmin }),
        },
      ]
    : plan.domains.length === 0
      ? []
      : [
          {
            kind: "many",
            id: "domainAdmins",
            label: l10n.t("Administrators"),
            count: plan.domains.length,
            of: (at) => [domainAdministrator(plan, at)],
            named: (at) => plan.domains[at]?.name ?? "",
          },
        ];

export const permissionsForm = (known: FormContext): readonly Question[] => [
  setQuestion(known),
  typesQuestion(known.plan),
  giverQuestion(known.plan),
  ...givers(known.plan),
];
