/** One plan and several servers: which part of it is about a server, the plan as that server sees it, and the way back. Pure. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { canonicalName, serverName } from "../names.ts";
import {
  mostServers,
  placeOfKey,
  planSchema,
  type ServerPart,
  type SetupPlan,
  type WholePlan,
} from "../plan.ts";
import { ProblemError } from "../problem.ts";

/** The keys that may differ from server to server. */
export type OwnKey = Exclude<keyof ServerPart, "name">;
const isOwn = (key: string): key is OwnKey => placeOfKey[key as keyof SetupPlan] === "mayDiffer";
export const ownKeys: readonly OwnKey[] = Object.keys(placeOfKey).filter(isOwn);

/** The computer's name in a DNS name. */
const firstLabel = (name: string): string => canonicalName(name).split(".")[0] ?? "";

/**
 * The part about the server that is called `names`: by its whole name, else by the computer's name in it where no other part
 * has the same one. Of two that might be meant none is.
 */
export const partOf = (
  { servers = [] }: Pick<WholePlan, "servers">,
  names: readonly string[],
): ServerPart | undefined => {
  const whole = new Set(names.map(canonicalName));
  const exact = servers.filter(({ name }) => whole.has(canonicalName(name)));
  if (exact.length > 0) return exact.length === 1 ? exact[0] : undefined;
  const labels = new Set(names.map(firstLabel));
  const alike = servers.filter(({ name }) => labels.has(firstLabel(name)));
  return alike.length === 1 ? alike[0] : undefined;
};

/** The plan as the server of that part sees it; with no part, what is shared. */
export const seenBy = (whole: WholePlan, part: ServerPart | undefined): SetupPlan => {
  if (!whole.servers) return whole;
  const shared = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== "servers"));
  const own = Object.entries(part ?? {}).filter(([key, value]) => isOwn(key) && value !== undefined);
  return v.parse(planSchema, { ...shared, ...Object.fromEntries(own) });
};

const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

/** Where the plan names no server of these names and no more can be added to it. */
const noPart = (name: string): ProblemError =>
  new ProblemError({
    code: "planInvalid",
    happened: l10n.t("The plan has no place for an answer of {0}.", name),
    means: l10n.t(
      "It names servers. This one is none of them and cannot be added, or may be more than one of them. The answer was not taken: it would have changed what the plan says of others.",
    ),
    next: [
      l10n.t(
        "Save the plan, name this server once in the file and leave out what is not needed, and use it again.",
      ),
    ],
  });

/**
 * The whole plan after the server that is called `names` changed it as it sees it. Where the plan names servers, what may differ
 * goes into this server's own part - it gets one where it has none, so that the others' stay as they are - and the rest is shared.
 * An answer replaces what was said; none takes a key away that is said for all servers.
 * @throws ProblemError `planInvalid` where a part is needed and none can be had
 */
export const withChange = (
  whole: WholePlan,
  names: readonly string[],
  change: (plan: SetupPlan) => SetupPlan,
): WholePlan => {
  if (!whole.servers) return change(whole);
  const part = partOf(whole, names);
  const before = seenBy(whole, part);
  const after = change(before);
  const changed = Object.fromEntries(
    ownKeys.filter((key) => differs(before[key], after[key])).map((key) => [key, after[key]]),
  );
  const shared = Object.entries(after).filter(([key]) => !isOwn(key));
  const common = Object.entries(whole).filter(([key]) => isOwn(key));
  const next = { ...Object.fromEntries([...shared, ...common]), servers: whole.servers } as WholePlan;
  if (Object.keys(changed).length === 0) return next;
  if (part) {
    const own = { ...part, ...changed };
    return { ...next, servers: whole.servers.map((one) => (one === part ? own : one)) };
  }
  const taken = new Set(whole.servers.map(({ name }) => canonicalName(name)));
  const name = names.find((one) => v.is(serverName, one) && !taken.has(canonicalName(one)));
  if (name === undefined || whole.servers.length >= mostServers) throw noPart(names[0] ?? "");
  return { ...next, servers: [...whole.servers, { name, ...changed }] };
};
