/** What the directory tells that decides between causes, and what the record tells of who signed in to it. Pure but for the asking. */
import { forestQuestion, type ForestFacts } from "../directory/forest.ts";
import { heardOf, type Answered } from "../directory/heard.ts";
import type { SignedIn } from "../directory/signInOf.ts";
import { administers, passwordNow } from "../directory/signedIn.ts";
import type { Attestation } from "../journal.ts";
import { getServerFacts } from "../operations/server.ts";
import {
  accountFound,
  ofServer,
  plannedOf,
  readAccount,
  type AccountSeen,
} from "../preflight/accountSeen.ts";
import { mayReadPassword } from "../preflight/accountUse.ts";
import { askDirectory } from "../preflight/askDirectory.ts";
import { rootKeyOf } from "../preflight/rootKey.ts";
import type { StepContext } from "../step.ts";
import { valueOf } from "../values/fact.ts";
import type { Time } from "../values/time.ts";
import type { Circumstances } from "./signs/symptom.ts";

export interface DirectorySeen {
  readonly forest: Answered<ForestFacts>;
  /** Undefined where no account is planned. */
  readonly account: AccountSeen | undefined;
  readonly at: Time;
}

/** Of the domain that the server is joined to; undefined where it is joined to none. */
export const readDirectory = async (
  ctx: Pick<StepContext, "attestations" | "now" | "plan" | "read">,
): Promise<DirectorySeen | undefined> => {
  const facts = valueOf(await ctx.read(getServerFacts, {}));
  const server = facts && ofServer(facts);
  if (server === undefined) return undefined;
  const forest = await askDirectory(ctx, { domain: server.domain }, forestQuestion);
  const planned = plannedOf(ctx.plan);
  // A domain that is not reached would only be waited for again.
  const account =
    planned === undefined || "unread" in forest ? undefined : await readAccount(ctx, planned, server);
  return { forest, account, at: ctx.now() };
};

const keys = { none: "none", waiting: "young", usable: "ready" } as const;

const ofAccount = (seen: AccountSeen, at: Time) => {
  const key = valueOf(rootKeyOf(seen, at));
  const named = valueOf(heardOf(seen.facts, ({ container }) => container.named));
  const may = mayReadPassword(seen);
  const how = may && valueOf(may);
  return {
    kdsKey: key && keys[key.kind],
    accountsContainer: valueOf(heardOf(seen.facts, ({ container }) => container.isThere)),
    // A container elsewhere is a right one, for whoever makes an account.
    accountsContainerNamed: named === "elsewhere" ? ("right" as const) : named,
    accountEncryptionTypes: accountFound(seen)?.encryptionTypes ?? undefined,
    mayReadPassword: how === undefined ? undefined : how.kind === "yes",
    groupChangedSinceStart: how?.kind === "yes" ? how.needsRestart : undefined,
  };
};

/** Undefined is not known, never "no". */
export const ofDirectory = ({ forest, account, at }: DirectorySeen) => ({
  schemaVersion: valueOf(heardOf(forest, (said) => said.schemaVersion)),
  externalIdInSchema: valueOf(heardOf(forest, (said) => said.externalIdInSchema)),
  ...(account ? ofAccount(account, at) : {}),
});

/** Whoever the failing cmdlet was run for, as it was seen when it signed in last, in whatever domain. */
export const ofAdministrator = (
  account: string | undefined,
  attestations: readonly Attestation[],
  now: Time,
): Pick<Circumstances, "domainAdmin" | "protectedUser" | "passwordExpired"> => {
  const seen = attestations.findLast(
    (one): one is Attestation & SignedIn =>
      one.about === "signedIn" && one.account.toLowerCase() === account?.toLowerCase(),
  );
  if (seen === undefined) return {};
  const domainAdmin = administers(seen);
  const password = passwordNow(seen, now);
  return {
    ...(domainAdmin === undefined ? {} : { domainAdmin }),
    ...(seen.protectedUser === null ? {} : { protectedUser: seen.protectedUser }),
    ...(password === undefined
      ? {}
      : { passwordExpired: password === "expired" || password === "mustChange" }),
  };
};
