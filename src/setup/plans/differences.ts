/** What another plan would change in the plan in use, each part in words. Pure. */
import * as l10n from "@vscode/l10n";
import type { SetupPlan } from "../plan.ts";

/** One part of a plan: null where a plan says nothing of it. */
export interface Difference {
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

type Part = readonly [what: string, value: string | undefined];

const ways: Readonly<Record<SetupPlan["registrationMethod"], () => string>> = {
  wizard: () => l10n.t("The agent's wizard"),
  credential: () => l10n.t("Credential"),
  accessToken: () => l10n.t("Access token (experimental)"),
};

const accountOf = ({ serviceAccount }: SetupPlan): string | undefined =>
  serviceAccount === undefined
    ? undefined
    : serviceAccount.kind === "create"
      ? l10n.t("created by the agent")
      : l10n.t("custom: {0}", serviceAccount.name ?? l10n.t("not named"));

const installerOf = ({ installer }: SetupPlan): readonly Part[] =>
  installer.source === "url"
    ? [
        [l10n.t("Where the installer comes from"), l10n.t("Download from an address")],
        [l10n.t("Address of the installer"), installer.url ?? l10n.t("the settings' address")],
      ]
    : [
        [l10n.t("Where the installer comes from"), l10n.t("A file on the server")],
        [l10n.t("File of the installer"), installer.path],
      ];

/** Every part but the fixes left out, what decides most first. By its place a domain is told from another of its name. */
const partsOf = (plan: SetupPlan): readonly Part[] => [
  ...installerOf(plan),
  ...plan.domains.flatMap(({ name, administrator, preferredDomainControllers }, at): Part[] => [
    [l10n.t("Domain {0}", at + 1), name],
    [l10n.t("Administrator of domain {0}", at + 1), administrator],
    ...preferredDomainControllers.map((one, place): Part => [
      l10n.t("Preferred domain controller {0} of domain {1}", place + 1, at + 1),
      one,
    ]),
  ]),
  [l10n.t("Service account"), accountOf(plan)],
  [l10n.t("How to register"), ways[plan.registrationMethod]()],
  [l10n.t("Microsoft Entra account"), plan.entraAccount],
  [l10n.t("Tenant"), plan.tenant],
  [l10n.t("Cloud"), plan.cloud],
  [l10n.t("Schema of the file"), plan.$schema],
];

const leftOut = (before: SetupPlan, after: SetupPlan): readonly Difference[] =>
  [...new Set([...after.skippedFixes, ...before.skippedFixes])]
    .filter((one) => before.skippedFixes.includes(one) !== after.skippedFixes.includes(one))
    .map((one) => ({
      what: l10n.t("Fix that is left out"),
      before: before.skippedFixes.includes(one) ? one : null,
      after: after.skippedFixes.includes(one) ? one : null,
    }));

/** The differences between the plan in use and another, what decides most first; none where both say the same. */
export const planDifferences = (before: SetupPlan, after: SetupPlan): readonly Difference[] => {
  const [old, now] = [new Map(partsOf(before)), new Map(partsOf(after))];
  return [
    ...[...new Set([...now.keys(), ...old.keys()])]
      .map((what) => ({ what, before: old.get(what) ?? null, after: now.get(what) ?? null }))
      .filter((one) => one.before !== one.after),
    ...leftOut(before, after),
  ];
};

/** A difference on one line. */
export const differenceLine = ({ what, before, after }: Difference): string =>
  before === null
    ? l10n.t("{0}: {1} (added)", what, after ?? "")
    : after === null
      ? l10n.t("{0}: {1} (removed)", what, before)
      : l10n.t("{0}: from {1} to {2}", what, before, after);
