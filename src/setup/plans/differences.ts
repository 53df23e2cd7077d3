/** What another plan would change in the plan in use, each part in words. Pure. */
import * as l10n from "@vscode/l10n";
import { canonicalName } from "../names.ts";
import type { DomainPlan, permissionGivers, ServerPart, SetupPlan, WholePlan } from "../plan.ts";
import type { OwnKey } from "./serverParts.ts";

/** One part of a plan: null where a plan says nothing of it. */
export interface Difference {
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

interface Part {
  readonly what: string;
  readonly value: string | undefined;
  /** Tells it from others that are called the same: of those, none becomes another. */
  readonly one?: string;
}

type Values = { readonly [K in keyof SetupPlan]-?: NonNullable<SetupPlan[K]> };
/** A plan, or what a server's own part says. */
type Saying = { readonly [K in keyof Values]?: Values[K] | undefined };

const ways: Readonly<Record<SetupPlan["registrationMethod"], () => string>> = {
  wizard: () => l10n.t("The agent's wizard"),
  credential: () => l10n.t("Credential"),
  accessToken: () => l10n.t("Access token (experimental)"),
};

const installerParts = (installer: SetupPlan["installer"]): readonly Part[] =>
  installer.source === "url"
    ? [
        { what: l10n.t("Where the installer comes from"), value: l10n.t("Download from an address") },
        { what: l10n.t("Address of the installer"), value: installer.url ?? l10n.t("the settings' address") },
      ]
    : [
        { what: l10n.t("Where the installer comes from"), value: l10n.t("A file on the server") },
        { what: l10n.t("File of the installer"), value: installer.path },
      ];

/** By its place a domain is told from another of its name. */
const domainParts = (
  { name, administrator, permissionsAdministrator, preferredDomainControllers }: DomainPlan,
  at: number,
): readonly Part[] => [
  { what: l10n.t("Domain {0}", at + 1), value: name },
  { what: l10n.t("Administrator of domain {0}", at + 1), value: administrator },
  { what: l10n.t("Who gives the permissions in domain {0}", at + 1), value: permissionsAdministrator },
  ...preferredDomainControllers.map((value, place) => ({
    what: l10n.t("Preferred domain controller {0} of domain {1}", place + 1, at + 1),
    value,
  })),
];

const accountText = (account: NonNullable<SetupPlan["serviceAccount"]>): string =>
  account.kind === "create"
    ? l10n.t("created by the agent")
    : l10n.t("custom: {0}", account.name ?? l10n.t("not named"));

const givers: Readonly<Record<(typeof permissionGivers)[number], () => string>> = {
  domainAdmins: () => l10n.t("each domain's own administrator"),
  enterpriseAdmin: () => l10n.t("an Enterprise Admin"),
};

const permissionParts = ({
  types,
  givenBy,
  enterpriseAdmin,
}: NonNullable<SetupPlan["permissions"]>): readonly Part[] => [
  { what: l10n.t("Permissions of the service account"), value: types?.join(", ") },
  { what: l10n.t("Who gives the permissions"), value: givenBy && givers[givenBy]() },
  { what: l10n.t("Enterprise Admin"), value: enterpriseAdmin },
];

/**
 * How each key is told where a plan says something of it, what decides most first. A key of the plan that has no line here
 * does not compile: no file changes an answer that is not shown.
 */
const told: { readonly [K in keyof Values]: (value: Values[K]) => readonly Part[] } = {
  installer: installerParts,
  domains: (domains) => domains.flatMap(domainParts),
  permissions: permissionParts,
  serviceAccount: (account) => [{ what: l10n.t("Service account"), value: accountText(account) }],
  registrationMethod: (method) => [{ what: l10n.t("How to register"), value: ways[method]() }],
  entraAccount: (value) => [{ what: l10n.t("Microsoft Entra account"), value }],
  tenant: (value) => [{ what: l10n.t("Tenant"), value }],
  cloud: (value) => [{ what: l10n.t("Cloud"), value }],
  $schema: (value) => [{ what: l10n.t("Schema of the file"), value }],
  // There is one, and a plan of another is not read.
  version: () => [],
  skippedFixes: (fixes) =>
    fixes.map((value) => ({ what: l10n.t("Fix that is left out"), value, one: value })),
};

/** The lists that may differ from server to server. */
type OwnList = {
  [K in OwnKey]: NonNullable<ServerPart[K]> extends readonly unknown[] ? K : never;
}[OwnKey];

/** A list that a server's own part has and that holds nothing is not the same as none: it counts in place of the shared one. */
const emptied: Readonly<Record<OwnList, () => string>> = {
  domains: () => l10n.t("Domains"),
  skippedFixes: () => l10n.t("Fixes that are left out"),
};

const partsOf = <K extends keyof Values>(key: K, value: Values[K] | undefined): readonly Part[] =>
  value === undefined ? [] : told[key](value);

const differing = (before: readonly Part[], after: readonly Part[]): readonly Difference[] => {
  const byName = (parts: readonly Part[]) =>
    new Map(parts.map((part) => [JSON.stringify([part.what, part.one]), part]));
  const [old, now] = [byName(before), byName(after)];
  return Array.from(new Map([...now, ...old]), ([name, { what }]) => ({
    what,
    before: old.get(name)?.value ?? null,
    after: now.get(name)?.value ?? null,
  })).filter((one) => one.before !== one.after);
};

/** What differs in the keys of a plan, a key after the other. */
const differingKeys = (before: Saying, after: Saying): readonly Difference[] =>
  (Object.keys(told) as (keyof Values)[]).flatMap((key) =>
    differing(partsOf(key, before[key]), partsOf(key, after[key])),
  );

const emptiedParts = (part: ServerPart | undefined): readonly Part[] =>
  (Object.keys(emptied) as OwnList[])
    .filter((key) => part?.[key]?.length === 0)
    .map((key) => ({ what: emptied[key](), value: l10n.t("none") }));

/** What differs in the servers' own parts, a server after the other. */
const ofServers = (before: readonly ServerPart[], after: readonly ServerPart[]): readonly Difference[] => {
  const byName = (parts: readonly ServerPart[]) =>
    new Map(parts.map((one) => [canonicalName(one.name), one]));
  const [old, now] = [byName(before), byName(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const name = is?.name ?? was?.name ?? "";
    const parts = [...differingKeys(was ?? {}, is ?? {}), ...differing(emptiedParts(was), emptiedParts(is))];
    return [
      ...differing(
        [{ what: l10n.t("Server"), value: was?.name }],
        [{ what: l10n.t("Server"), value: is?.name }],
      ),
      ...parts.map((one) => ({ ...one, what: l10n.t("{0} on server {1}", one.what, name) })),
    ];
  });
};

/** The differences between the plan in use and another, what decides most first; none where both say the same. */
export const planDifferences = (before: WholePlan, after: WholePlan): readonly Difference[] => [
  ...differingKeys(before, after),
  ...ofServers(before.servers ?? [], after.servers ?? []),
];

/** A difference on one line. */
export const differenceLine = ({ what, before, after }: Difference): string =>
  before === null
    ? l10n.t("{0}: {1} (added)", what, after ?? "")
    : after === null
      ? l10n.t("{0}: {1} (removed)", what, before)
      : l10n.t("{0}: from {1} to {2}", what, before, after);
