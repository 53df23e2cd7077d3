import * as v from "valibot";

/** What a person said where only a person can know, and what a step's work told that nothing shows afterwards. */
export const statement = v.variant("about", [
  /** Accepted the licence terms of the installer. */
  v.strictObject({ about: v.literal("licence") }),
  /** Accepted by name a finding that could not be checked. */
  v.strictObject({ about: v.literal("unknown"), finding: v.string() }),
  /** Which domains are registered: seen in the wizard, or answered by the cmdlets. */
  v.strictObject({
    about: v.literal("domains"),
    domains: v.array(v.string()),
    seenIn: v.picklist(["wizard", "cmdlets"]),
  }),
  /** The account that the agent ran as when it was uninstalled. */
  v.strictObject({ about: v.literal("account"), account: v.string() }),
  /** Permission sets that the cmdlet gave, or an administrator by hand, to the account named, in the domains named. */
  v.strictObject({
    about: v.literal("permissions"),
    types: v.array(v.string()),
    account: v.optional(v.string()),
    domains: v.optional(v.array(v.string())),
    how: v.optional(v.picklist(["cmdlet", "hand"])),
    /** Whose right it was given by. */
    givenBy: v.optional(v.string()),
  }),
  /** The cmdlet restricted the rights on the account's own object, by the right of `givenBy`. */
  v.strictObject({ about: v.literal("accountRestricted"), account: v.string(), givenBy: v.string() }),
  /** Began to register an agent that was registered already, which had this certificate (when it became valid) or none. */
  v.strictObject({ about: v.literal("registerAgain"), certificate: v.optional(v.nullable(v.string())) }),
  /** That it ended: by the cmdlets' answers, or accepted by a person without a proof. */
  v.strictObject({ about: v.literal("registeredAgain"), seenIn: v.picklist(["cmdlets", "person"]) }),
  /**
   * The orders of preferred domain controllers that a registration was given: handed over to the cmdlets, or to be entered in the
   * wizard. None of a domain: any controller.
   */
  v.strictObject({
    about: v.literal("controllers"),
    orders: v.array(v.strictObject({ domain: v.string(), controllers: v.array(v.string()) })),
    how: v.picklist(["cmdlets", "wizard"]),
  }),
  /**
   * Signed in to a domain's directory with an account, and what that was seen to be there. What the directory did not tell is null. The
   * password is not kept.
   */
  v.strictObject({
    about: v.literal("signedIn"),
    domain: v.string(),
    /** As it was entered. */
    account: v.string(),
    /** Who answered, and who asked. */
    controller: v.string(),
    view: v.picklist(["server", "vsCode"]),
    computer: v.string(),
    domainAdmin: v.nullable(v.boolean()),
    enterpriseAdmin: v.nullable(v.boolean()),
    /** Where it is none of this domain's Domain Admins: identifiers of the domains whose it is. */
    adminOf: v.array(v.string()),
    protectedUser: v.nullable(v.boolean()),
    guest: v.nullable(v.boolean()),
    /** `ends`: when its password does. */
    password: v.nullable(
      v.strictObject({
        kind: v.picklist(["never", "mustChange", "expired", "soon", "later"]),
        ends: v.nullable(v.string()),
      }),
    ),
    mayCreateAccount: v.nullable(v.boolean()),
    mayGivePermissions: v.nullable(v.boolean()),
    /** The forest's KDS root keys, which administrators alone see: when each counts from, and whether others would have been seen. */
    rootKeys: v.nullable(v.strictObject({ effective: v.array(v.string()), seesAll: v.boolean() })),
  }),
  /** Saw this server's agent as active in the portal. */
  v.strictObject({ about: v.literal("active"), computer: v.string() }),
]);
export type Statement = v.InferOutput<typeof statement>;
