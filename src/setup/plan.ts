import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { dnsName, filePath, gmsaName, line, tenantId, userName, webAddress } from "./names.ts";
import { clouds } from "./values/cloud.ts";
import { ProblemError } from "./problem.ts";
import { planProblem, unusable, written, wrongOf } from "./wrongPlan.ts";

/** How many of each a plan may hold; more than any server has. */
const most = { domains: 100, controllersOfDomain: 20, skippedFixes: 500 } as const;

export const domainPlan = v.strictObject({
  name: dnsName,
  /** Who adds the domain: a Domain or Enterprise Admin of it. The password is asked for when it is needed. */
  administrator: v.optional(userName),
  /** In order of preference. The agent, and the administrator's password with it, goes to these. */
  preferredDomainControllers: v.optional(v.pipe(v.array(dnsName), v.maxLength(most.controllersOfDomain)), []),
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
export const registrationMethods = ["wizard", "credential", "accessToken"] as const;

/**
 * What the administrator wants. No secrets, and no program but the installer. It does name where something is fetched from,
 * the installer's address, and where an administrator's password goes, the domains and their controllers: each of these is
 * shown in its step's form and listed before it is done, and an address is agreed to by name (`actions/agreedAddress.ts`).
 */
export const planSchema = v.strictObject({
  $schema: v.optional(line(2000)),
  /** Of the form of a plan. A file that names none is of the first. */
  version: v.optional(v.literal(1), 1),
  /** The national cloud the tenant is in: it decides which hosts the server must reach. */
  cloud: v.optional(v.picklist(clouds), "global"),
  tenant: v.optional(tenantId),
  installer: v.optional(installerPlan, { source: "url" }),
  registrationMethod: v.optional(v.picklist(registrationMethods), "wizard"),
  /** The Entra account for registration by credential or access token: a user name only. */
  entraAccount: v.optional(userName),
  serviceAccount: v.optional(serviceAccountPlan),
  domains: v.optional(v.pipe(v.array(domainPlan), v.maxLength(most.domains)), []),
  /** Fixes of prerequisites to leave out, by the finding's name. */
  skippedFixes: v.optional(v.pipe(v.array(line(300)), v.maxLength(most.skippedFixes)), []),
});

export type SetupPlan = v.InferOutput<typeof planSchema>;
export type DomainPlan = v.InferOutput<typeof domainPlan>;

/** A plan in which nothing has been answered yet. */
export const emptyPlan = (): SetupPlan => v.parse(planSchema, {});

/** What is wrong with a value of a plan, in words, or undefined. */
export const wrongIn = (schema: v.GenericSchema, value: unknown): string | undefined => {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? undefined : l10n.t("Expected {0}.", wrongOf(parsed.issues[0]).expected);
};

/** The version that a file says its plan has; undefined where it says none. */
const versionOf = (input: unknown): unknown =>
  typeof input === "object" && input !== null && "version" in input ? input.version : undefined;

/**
 * A plan from what a file holds.
 * @throws ProblemError `planInvalid`, naming every key with its value and what was expected; of very many the first.
 */
export const parsePlan = (input: unknown, name: string): SetupPlan => {
  const version = versionOf(input);
  if (version !== undefined && version !== 1)
    throw new ProblemError(
      unusable(name, [
        l10n.t("It is a plan of version {0}; this extension reads version 1.", written(version).slice(0, 40)),
      ]),
    );
  // A list is an object to JavaScript, but no plan.
  const parsed = v.safeParse(planSchema, Array.isArray(input) ? written(input) : input);
  if (parsed.success) return parsed.output;
  throw new ProblemError(planProblem(name, parsed.issues));
};
