import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { clouds } from "./network/clouds.ts";
import { ProblemError } from "./problem.ts";

const line = (maxLength: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxLength));
const oneLine = /^[^\p{Cc}]*$/u;

/** A DNS name of at least two labels: an AD domain or a domain controller. */
const dnsName = v.pipe(
  v.string(),
  v.maxLength(253),
  v.regex(/^(?!-)[\p{L}\p{N}_-]{1,63}(\.[\p{L}\p{N}_-]{1,63})+$/u, "a full DNS name such as contoso.com"),
  v.description("Full DNS name, such as contoso.com"),
);

/** sAMAccountName of a group managed service account: up to 15 characters and a `$`, none of the characters AD forbids. */
const gmsaName = v.pipe(
  v.string(),
  v.regex(
    /^[^\p{Cc}"/\\[\]:;|=,+*?<>@\s$]{1,15}\$$/u,
    "the account's name with its $ at the end, such as provAgent01$",
  ),
  v.description("Name of an existing group managed service account, with its $"),
);

/** `CONTOSO\ada` or `ada@contoso.com`. */
const userName = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(
    /^[^\p{Cc}"/[\]:;|=,+*?<>\\@]+(?:\\|@)[^\p{Cc}"/[\]:;|=,+*?<>\\@]+$/u,
    "CONTOSO\\name or name@contoso.com",
  ),
  v.description("CONTOSO\\name or name@contoso.com; never a password"),
);

const webAddress = v.pipe(
  line(2000),
  v.regex(oneLine, "an address on one line"),
  v.regex(/^https?:\/\/[^\s/]+/u, "an address that begins with https://"),
  v.description("Direct address of the installer"),
);

/** A full Windows path: with a drive letter, or a share. */
const filePath = v.pipe(
  line(1000),
  v.regex(oneLine, "a path on one line"),
  v.regex(
    /^(?:[A-Za-z]:[\\/]|\\\\[^\\]|\/)/u,
    "a full path such as C:\\Temp\\AADConnectProvisioningAgentSetup.exe",
  ),
  v.description("Full path of the installer on the server"),
);

/** A tenant's id. The registry holds it in this form once the agent is registered. */
const tenantId = v.pipe(
  v.string(),
  v.regex(
    /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u,
    "a tenant id such as 72f988bf-86f1-41af-91ab-2d7cd011db47",
  ),
  v.description("Directory (tenant) id"),
);

export const domainPlan = v.strictObject({
  name: dnsName,
  /** Who adds the domain: a Domain or Enterprise Admin of it. The password is asked for when it is needed. */
  administrator: v.optional(userName),
  preferredDomainControllers: v.optional(v.array(dnsName), []),
});

export const installerPlan = v.variant("source", [
  v.strictObject({ source: v.literal("url"), url: v.optional(webAddress) }),
  v.strictObject({ source: v.literal("file"), path: v.optional(filePath) }),
]);

export const serviceAccountPlan = v.variant("kind", [
  v.strictObject({ kind: v.literal("create") }),
  /** The name may be missing while the guided steps are being answered. */
  v.strictObject({ kind: v.literal("custom"), name: v.optional(gmsaName) }),
]);

/** The ways to register: in the agent's own wizard, with a password, or - experimental - with an access token. */
export const registrations = ["wizard", "credential", "accessToken"] as const;

/** What the administrator wants. No secrets, and nothing that decides where secrets go. */
export const planSchema = v.strictObject({
  $schema: v.optional(v.string()),
  /** The national cloud the tenant is in: it decides which hosts the server must reach. */
  cloud: v.optional(v.picklist(clouds), "global"),
  tenant: v.optional(tenantId),
  installer: v.optional(installerPlan, { source: "url" }),
  registration: v.optional(v.picklist(registrations), "wizard"),
  /** The Entra account for registration by credential or access token: a user name only. */
  account: v.optional(userName),
  serviceAccount: v.optional(serviceAccountPlan),
  domains: v.optional(v.array(domainPlan), []),
  /** Fixes of prerequisites to leave out, by the finding's name. */
  leave: v.optional(v.array(line(300)), []),
});

export type SetupPlan = v.InferOutput<typeof planSchema>;
export type DomainPlan = v.InferOutput<typeof domainPlan>;

/** A plan in which nothing has been answered yet. */
export const emptyPlan = (): SetupPlan => v.parse(planSchema, {});

interface Wrong {
  readonly key: string;
  readonly value: string;
  readonly expected: string;
}

const shown = (value: unknown): string => {
  const said =
    typeof value === "string" ? `"${value}"` : ((JSON.stringify(value) as string | undefined) ?? "undefined");
  return said.length > 80 ? `${said.slice(0, 77)}...` : said;
};

/** valibot says an unknown key as "expected never"; everything else names what it wanted. */
const wrongOf = (issue: v.BaseIssue<unknown>): Wrong => ({
  key: v.getDotPath(issue) ?? "",
  value: shown(issue.path ? issue.path.at(-1)?.value : issue.input),
  expected:
    issue.expected === "never"
      ? l10n.t("no such key: it is not part of a plan")
      : issue.kind === "validation" && issue.type === "regex"
        ? issue.message
        : (issue.expected ?? issue.message),
});

/** What is wrong with a value of a plan, in words, or undefined. */
export const wrongIn = (schema: v.GenericSchema, value: unknown): string | undefined => {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? undefined : l10n.t("Expected {0}.", wrongOf(parsed.issues[0]).expected);
};

/**
 * A plan from what a file holds.
 * @throws ProblemError `planInvalid`, naming every key with its value and what was expected.
 */
export const parsePlan = (input: unknown, name: string): SetupPlan => {
  // A list is an object to JavaScript, but no plan.
  const parsed = v.safeParse(planSchema, Array.isArray(input) ? JSON.stringify(input) : input);
  if (parsed.success) return parsed.output;
  const wrong = parsed.issues.map(wrongOf);
  throw new ProblemError({
    code: "planInvalid",
    happened: l10n.t("The plan {0} cannot be used.", name),
    means: l10n.t("Nothing was taken from it; the plan in use is unchanged."),
    next: wrong.map(({ key, value, expected }) =>
      key === ""
        ? l10n.t("The whole file is {0}. Expected: {1}.", value, expected)
        : l10n.t("{0} is {1}. Expected: {2}.", key, value, expected),
    ),
  });
};
