import * as v from "valibot";
import { isKeepable, type Change } from "./change.ts";
import { consentName } from "./consent.ts";
import { listed } from "./operations/index.ts";
import { ports } from "./operations/operation.ts";
import { codesOf } from "./told/coded.ts";
import { changeKinds } from "./told/changes.ts";
import { planSchema, wholePlanSchema } from "./plan.ts";
import { waitKinds } from "./wait.ts";
import { json } from "./values/json.ts";

/** What a person said where only a person can know, and what a step's work told that nothing shows afterwards. */
const statement = v.variant("about", [
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
  }),
  /** Saw this server's agent as active in the portal. */
  v.strictObject({ about: v.literal("active"), computer: v.string() }),
]);
export type Statement = v.InferOutput<typeof statement>;

const evidence = v.strictObject({ name: v.string(), value: v.string() });

const change = v.custom<Change>(isKeepable);

/** What a rule found, as it was shown. */
const shownFinding = v.object({
  rule: v.string(),
  about: v.string(),
  verdict: v.picklist(["pass", "warning", "fail", "unknown"]),
  summary: v.string(),
});

/** How much of a record cannot be read, and why. */
const notRead = v.object({
  /** Lines that are no entries. */
  lines: v.number(),
  /** Lines that a newer version wrote. */
  newer: v.number(),
  /** Bytes of its beginning, where there are more than are read. */
  skippedBytes: v.number(),
  /** Files that stood in its place, where they are now; not read, or read and written anew. */
  aside: v.array(v.string()),
});
/** What of a record cannot be read. */
export type NotRead = v.InferOutput<typeof notRead>;

const written = v.object({ at: v.string(), by: v.string(), server: v.string(), step: v.string() });
const kinds = v.variant("kind", [
  /** A session with the server began: what it met there, and with which version of the extension. */
  v.object({
    kind: v.literal("opened"),
    computer: v.string(),
    user: v.string(),
    windows: v.string(),
    agent: v.nullable(v.string()),
    extension: v.string(),
    /** The language of what was shown, as BCP 47 names it. */
    language: v.string(),
  }),
  v.object({ kind: v.literal("started") }),
  /** What was shown to change before a yes. */
  v.object({ kind: v.literal("previewed"), changes: v.array(change) }),
  /** A yes: to the list of changes, or to a question, with its words as they were shown. */
  v.object({
    kind: v.literal("consented"),
    /** As whoever asked calls it. */
    id: consentName,
    about: v.string(),
    text: v.string(),
    changes: v.optional(v.array(change)),
  }),
  /**
   * Written before an operation begins: what it is about to change. It stays open until `settled` closes it; what then is
   * neither told nor closed is seen by a later look.
   */
  v.object({
    kind: v.literal("intended"),
    id: v.string(),
    /** Whose operation it is; the server's where it is not said. */
    port: v.optional(v.picklist(ports)),
    operation: v.string(),
    args: v.record(v.string(), json),
    changes: v.array(change),
    /** They take earlier ones back. */
    takesBack: v.optional(v.literal(true)),
  }),
  /** A change that was made. `of`: the intention it belongs to. `seen`: not told by the operation, but seen afterwards. */
  v.object({
    kind: v.literal("change"),
    change,
    of: v.optional(v.string()),
    seen: v.optional(v.literal(true)),
    /** It took an earlier one back. */
    takesBack: v.optional(v.literal(true)),
  }),
  /** Closes an intention. `unknown`: what of it can no longer be told to be made or not. */
  v.object({
    kind: v.literal("settled"),
    id: v.string(),
    how: v.picklist(["finished", "failed", "seen"]),
    unknown: v.array(change),
  }),
  v.object({ kind: v.literal("said"), statement }),
  v.object({
    kind: v.literal("answered"),
    /** As this server sees it. */
    plan: planSchema,
    /** The name of the plan file it was taken from, and the whole plan that was in use until then. */
    file: v.optional(v.string()),
    before: v.optional(wholePlanSchema),
    /** It is the one from before the last plan file, which was taken back. */
    tookBack: v.optional(v.literal(true)),
  }),
  v.object({
    kind: v.literal("checked"),
    state: v.picklist(["todo", "answered", "waiting", "done"]),
    forWhat: v.optional(v.picklist(waitKinds)),
    /** Until when that is at the latest, where it is known. */
    until: v.optional(v.string()),
    proof: v.array(evidence),
    findings: v.optional(v.array(shownFinding)),
  }),
  /** What of this record could not be read, all told: the lines stay where they are, other things stood in its place. */
  v.object({ kind: v.literal("notRead"), ...notRead.entries }),
  v.object({ kind: v.literal("ended"), how: v.picklist(["finished", "cancelled"]) }),
  v.object({ kind: v.literal("failed"), code: v.string(), happened: v.string() }),
]);
const event = v.intersect([written, kinds]);

/** One line of the journal: what was done, said or found; when, by whom, on which server, in which step. Never a secret. */
export type JournalEvent = v.InferOutput<typeof event>;
export type Attestation = { readonly at: string; readonly by: string } & Statement;

/** The form of the lines. A line of another form is kept, and not read. */
const form = 2;

const lineOf = (of: object): string => `${JSON.stringify({ v: form, ...of })}\n`;

/** One journal line as text, with its line end. */
export const writeEvent = (of: JournalEvent): string => lineOf(of);

/**
 * The same, with what tells it from a line that says the same: two windows may find one thing in one moment, and what
 * stands there twice with one mark was copied.
 */
export const writeMarked = (of: JournalEvent, mark: string): string => lineOf({ mark, ...of });

const isNewerForm = (line: unknown): boolean =>
  typeof line === "object" && line !== null && "v" in line && typeof line.v === "number" && line.v > form;
const isOurForm = (line: unknown): boolean =>
  typeof line === "object" && line !== null && "v" in line && line.v === form;

/** The words of this version by the place in which a line has them; a later version may have more of each. */
const words: readonly (readonly [known: readonly string[], ...place: readonly string[]])[] = [
  [kinds.options.map(({ entries }) => entries.kind.literal), "kind"],
  [statement.options.map(({ entries }) => entries.about.literal), "statement", "about"],
  [waitKinds, "forWhat"],
];
const wordsOfChange: typeof words = [
  [codesOf(changeKinds), "what"],
  [ports, "on", "port"],
  [Object.values(listed).flatMap((list) => list.map(({ name }) => name)), "undo", "op"],
];
const at = (of: unknown, place: readonly string[]): unknown =>
  place.reduce<unknown>(
    (found, name) =>
      typeof found === "object" && found !== null && Object.hasOwn(found, name)
        ? (found as Readonly<Record<string, unknown>>)[name]
        : undefined,
    of,
  );
const hasOther = (of: unknown, known: typeof words): boolean =>
  known.some(([names, ...place]) => {
    const word = at(of, place);
    return typeof word === "string" && /^[\w-]{1,100}$/u.test(word) && !names.includes(word);
  });

/** Whether a line that cannot be read has a word that a later version may know: what else is wrong with it, that one can tell. */
const isLater = (line: unknown): boolean => {
  if (!v.is(written, line)) return false;
  const changes = ["change", "changes", "unknown"].flatMap((name): readonly unknown[] => {
    const found = at(line, [name]);
    return Array.isArray(found) ? found : [found];
  });
  const plan = at(line, ["plan"]);
  return (
    hasOther(line, words) ||
    changes.some((one) => hasOther(one, wordsOfChange)) ||
    (typeof plan === "object" &&
      Object.keys(plan ?? {}).some((key) => !Object.hasOwn(planSchema.entries, key)))
  );
};

/**
 * What a line of a journal says. `newer`: a later version of the extension wrote it, in another form or with words that this one
 * does not have; `unreadable`: a crash cut it off,
 * something else overwrote it, or nobody writes such a line any more.
 */
export const readLine = (text: string): JournalEvent | "newer" | "unreadable" => {
  try {
    const line: unknown = JSON.parse(text);
    if (isNewerForm(line)) return "newer";
    const parsed = v.safeParse(event, line);
    if (!isOurForm(line)) return "unreadable";
    return parsed.success ? parsed.output : isLater(line) ? "newer" : "unreadable";
  } catch {
    return "unreadable";
  }
};

/** What persons said, in order. */
export const attestationsIn = (events: readonly JournalEvent[]): Attestation[] =>
  events.flatMap((of) => (of.kind === "said" ? [{ ...of.statement, at: of.at, by: of.by }] : []));
