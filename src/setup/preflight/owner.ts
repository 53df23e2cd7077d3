/**
 * What is somebody else's: who is asked for it, and who sets something on a server, as Windows recorded it - a change of what a
 * group policy sets would be reverted.
 */
import * as l10n from "@vscode/l10n";
import type { Fact } from "../values/fact.ts";
import { type Evidence, factWords, type Fix } from "../finding.ts";

export const askOwner = (owner: string, whatToAsk: string): Fix => ({ kind: "owner", owner, whatToAsk });

/** The group policy that sets it, by name; null where none does. */
export type Owner = Fact<string | null>;

export const ownerRow = (owner: Owner): Evidence => ({
  name: l10n.t("Set by"),
  value: factWords(owner, (policy) =>
    policy === null ? l10n.t("this server") : l10n.t('the group policy "{0}"', policy),
  ),
});

export const policyOwner = (policy: string): string => l10n.t('the owner of the group policy "{0}"', policy);

/** Where nobody looked. */
export const notLookedUp = (): Owner => ({ unread: l10n.t("it was not read") });

/** The fix where no group policy stands against it; else its owner is asked. Who is not known owns it: nobody changes it. */
export const unlessOwned = (owner: Owner, fix: Fix, whatToAsk: string): Fix => {
  if ("unread" in owner)
    return askOwner(
      l10n.t("somebody who is not known"),
      l10n.t(
        "Whether a group policy sets this could not be read ({0}). Find that out first, with gpresult for example. {1}",
        owner.unread,
        whatToAsk,
      ),
    );
  if (owner.value === null) return fix;
  return askOwner(policyOwner(owner.value), l10n.t("{0} A change made here would be reverted.", whatToAsk));
};

/** The owner of what is asked about in a list of what policies set: the first that is found, else nobody. */
export const ownerOf = <T>(
  policies: Fact<readonly T[]>,
  about: (one: T) => boolean,
  name: (one: T) => string,
): Owner => {
  if ("unread" in policies) return policies;
  const found = policies.value.find(about);
  return { value: found === undefined ? null : name(found) };
};
