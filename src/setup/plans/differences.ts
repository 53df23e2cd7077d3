/** What another plan would change in the plan in use, each part in words. Pure. */
import * as l10n from "@vscode/l10n";
import { canonicalName } from "../names.ts";
import type { ServerPart, SetupPlan, WholePlan } from "../plan.ts";

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

/** What may differ from server to server, as far as a part of a plan says it. */
type Own = Partial<Omit<ServerPart, "name">>;

const accountOf = ({ serviceAccount }: Own): string | undefined =>
  serviceAccount === undefined
    ? undefined
    : serviceAccount.kind === "create"
      ? l10n.t("created by the agent")
      : l10n.t("custom: {0}", serviceAccount.name ?? l10n.t("not named"));

const installerOf = ({ installer }: Own): readonly Part[] =>
  installer === undefined
    ? []
    : installer.source === "url"
      ? [
          [l10n.t("Where the installer comes from"), l10n.t("Download from an address")],
          [l10n.t("Address of the installer"), installer.url ?? l10n.t("the settings' address")],
        ]
      : [
          [l10n.t("Where the installer comes from"), l10n.t("A file on the server")],
          [l10n.t("File of the installer"), installer.path],
        ];

/** By its place a domain is told from another of its name. */
const ownParts = (plan: Own): readonly Part[] => [
  ...installerOf(plan),
  ...(plan.domains ?? []).flatMap(({ name, administrator, preferredDomainControllers }, at): Part[] => [
    [l10n.t("Domain {0}", at + 1), name],
    [l10n.t("Administrator of domain {0}", at + 1), administrator],
    ...preferredDomainControllers.map((one, place): Part => [
      l10n.t("Preferred domain controller {0} of domain {1}", place + 1, at + 1),
      one,
    ]),
  ]),
  [l10n.t("Service account"), accountOf(plan)],
  [
    l10n.t("How to register"),
    plan.registrationMethod === undefined ? undefined : ways[plan.registrationMethod](),
  ],
];

/** Every part but the fixes left out, what decides most first. */
const partsOf = (plan: SetupPlan): readonly Part[] => [
  ...ownParts(plan),
  [l10n.t("Microsoft Entra account"), plan.entraAccount],
  [l10n.t("Tenant"), plan.tenant],
  [l10n.t("Cloud"), plan.cloud],
  [l10n.t("Schema of the file"), plan.$schema],
];

/** A list that a server's own part has and that holds nothing is not the same as none: it counts in place of the shared one. */
const none = (list: readonly unknown[] | undefined): string | undefined =>
  list?.length === 0 ? l10n.t("none") : undefined;

const partsOfServer = (part: ServerPart): readonly Part[] => [
  ...ownParts(part),
  [l10n.t("Domains"), none(part.domains)],
  [l10n.t("Fixes that are left out"), none(part.skippedFixes)],
];

const differing = (before: readonly Part[], after: readonly Part[]): readonly Difference[] => {
  const [old, now] = [new Map(before), new Map(after)];
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((what) => ({ what, before: old.get(what) ?? null, after: now.get(what) ?? null }))
    .filter((one) => one.before !== one.after);
};

const leftOut = (before: readonly string[], after: readonly string[]): readonly Difference[] =>
  [...new Set([...after, ...before])]
    .filter((one) => before.includes(one) !== after.includes(one))
    .map((one) => ({
      what: l10n.t("Fix that is left out"),
      before: before.includes(one) ? one : null,
      after: after.includes(one) ? one : null,
    }));

/** What differs in the servers' own parts, a server after the other. */
const ofServers = (before: readonly ServerPart[], after: readonly ServerPart[]): readonly Difference[] => {
  const byName = (parts: readonly ServerPart[]) =>
    new Map(parts.map((one) => [canonicalName(one.name), one]));
  const [old, now] = [byName(before), byName(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const name = is?.name ?? was?.name ?? "";
    const parts = [
      ...differing(was ? partsOfServer(was) : [], is ? partsOfServer(is) : []),
      ...leftOut(was?.skippedFixes ?? [], is?.skippedFixes ?? []),
    ];
    return [
      ...differing([[l10n.t("Server"), was?.name]], [[l10n.t("Server"), is?.name]]),
      ...parts.map((one) => ({ ...one, what: l10n.t("{0} on server {1}", one.what, name) })),
    ];
  });
};

/** The differences between the plan in use and another, what decides most first; none where both say the same. */
export const planDifferences = (before: WholePlan, after: WholePlan): readonly Difference[] => [
  ...differing(partsOf(before), partsOf(after)),
  ...leftOut(before.skippedFixes, after.skippedFixes),
  ...ofServers(before.servers ?? [], after.servers ?? []),
];

/** A difference on one line. */
export const differenceLine = ({ what, before, after }: Difference): string =>
  before === null
    ? l10n.t("{0}: {1} (added)", what, after ?? "")
    : after === null
      ? l10n.t("{0}: {1} (removed)", what, before)
      : l10n.t("{0}: from {1} to {2}", what, before, after);
