import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import {
  canonicalName,
  dnsName,
  filePath,
  gmsaName,
  line,
  serverName,
  tenantId,
  userName,
  webAddress,
} from "./names.ts";
import { permissionTypes } from "./told/permissionTypes.ts";
import { clouds } from "./values/cloud.ts";
import { ProblemError } from "./problem.ts";
import { planProblem, unusable, written, wrongOf } from "./wrongPlan.ts";

/** How many of each a plan may hold; more than any server has. */
const most = { domains: 100, controllersOfDomain: 20, skippedFixes: 500 } as const;
export const mostDomains = most.domains;
export const mostPreferred = most.controllersOfDomain;
/** How many servers a plan may name. */
export const mostServers = 200;

export const domainPlan = v.strictObject({
  name: dnsName,
  /** Who adds the domain: a Domain or Enterprise Admin of it. The password is asked for when it is needed. */
  administrator: v.optional(userName),
  /** Who gives the service account its permissions there: a Domain or Enterprise Admin; where it is not said, who adds the domain. */
  permissionsAdministrator: v.optional(userName),
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

/** Who gives the service account its permissions: each domain's own administrator, or one of the whole forest. */
export const permissionGivers = ["domainAdmins", "enterpriseAdmin"] as const;

/** What the service account is given where an administrator gives it, and who gives it. */
export const permissionsPlan = v.strictObject({
  types: v.optional(
    v.pipe(v.array(v.picklist(permissionTypes)), v.minLength(1), v.maxLength(permissionTypes.length)),
  ),
  givenBy: v.optional(v.picklist(permissionGivers)),
  enterpriseAdmin: v.optional(userName),
});

/** The ways to register: in the agent's own wizard, with a password, or - experimental - with an access token. */
export const registrationMethods = ["wizard", "credential", "accessToken"] as const;

const domainList = v.pipe(v.array(domainPlan), v.maxLength(most.domains));
const fixList = v.pipe(v.array(line(300)), v.maxLength(most.skippedFixes));

/**
 * What the administrator wants on one server. No secrets, and no program but the installer. It does name where something is fetched from,
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
  domains: v.optional(domainList, []),
  permissions: v.optional(permissionsPlan),
  /** Fixes of prerequisites to leave out, by the finding's name. */
  skippedFixes: v.optional(fixList, []),
});

export type SetupPlan = v.InferOutput<typeof planSchema>;
export type DomainPlan = v.InferOutput<typeof domainPlan>;
/** How the agent is registered, and as which account: what rules and permissions go by. */
export type RegistrationPlan = Pick<SetupPlan, "registrationMethod" | "serviceAccount">;

/** What is another on one server than the shared part says. Nothing here has a default: what is not said is as it is shared. */
export const serverPart = v.strictObject({
  name: serverName,
  installer: v.optional(installerPlan),
  registrationMethod: v.optional(v.picklist(registrationMethods)),
  serviceAccount: v.optional(serviceAccountPlan),
  domains: v.optional(domainList),
  permissions: v.optional(permissionsPlan),
  skippedFixes: v.optional(fixList),
});
export type ServerPart = v.InferOutput<typeof serverPart>;

/**
 * Where each key may stand. One that is `shared` stands outside `servers` alone. One that `mayDiffer` may stand in both: what
 * a server's own part says counts for that server, whole, and what stands outside for those whose part does not say it. What lacks its place, or has another in `serverPart`, does not compile.
 */
export const placeOfKey = {
  // About the file.
  $schema: "shared",
  version: "shared",
  // About the tenant, and a plan is about one: agents of two tenants never stand in for each other.
  cloud: "shared",
  tenant: "shared",
  entraAccount: "shared",
  // A file lies on one server's drive; a server may have no way out to where the others fetch it.
  installer: "mayDiffer",
  // A server without a desktop has no wizard; a module of an earlier version has fewer ways.
  registrationMethod: "mayDiffer",
  // A managed account may be used by the servers that its own domain lets use it.
  serviceAccount: "mayDiffer",
  // Agents are near what they read: servers of one tenant are in different forests.
  domains: "mayDiffer",
  // So are their administrators, and the account that gets them.
  permissions: "mayDiffer",
  // What is left as it is was found on one server.
  skippedFixes: "mayDiffer",
} as const satisfies {
  readonly [K in keyof SetupPlan]-?: K extends keyof ServerPart ? "mayDiffer" : "shared";
};

/** Each server has one part: of two, a reader would have to guess which counts. */
const namedOnce = v.rawCheck<ServerPart[]>(({ dataset, addIssue }) => {
  if (!dataset.typed) return;
  const names = new Set<string>();
  for (const [at, part] of dataset.value.entries()) {
    const canonical = canonicalName(part.name);
    if (names.has(canonical))
      addIssue({
        message: l10n.t("a name that no other server of the plan has, in small or capital letters"),
        path: [
          { type: "array", origin: "value", input: dataset.value, key: at, value: part },
          { type: "object", origin: "value", input: part, key: "name", value: part.name },
        ],
      });
    names.add(canonical);
  }
});

/** The whole plan: the shared part, and what differs on the servers that it names. */
export const wholePlanSchema = v.strictObject({
  ...planSchema.entries,
  servers: v.optional(v.pipe(v.array(serverPart), v.minLength(1), v.maxLength(mostServers), namedOnce)),
});
export type WholePlan = v.InferOutput<typeof wholePlanSchema>;

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
export const parsePlan = (input: unknown, name: string): WholePlan => {
  const version = versionOf(input);
  if (version !== undefined && version !== 1)
    throw new ProblemError(
      unusable(name, [
        l10n.t("It is a plan of version {0}; this extension reads version 1.", written(version).slice(0, 40)),
      ]),
    );
  // A list is an object to JavaScript, but no plan.
  const parsed = v.safeParse(wholePlanSchema, Array.isArray(input) ? written(input) : input);
  if (parsed.success) return parsed.output;
  throw new ProblemError(planProblem(name, parsed.issues));
};
