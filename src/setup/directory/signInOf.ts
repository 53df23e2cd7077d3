/** Who signed in to a domain, by the record. By itself, for forms ask it: what a sign-in means has words that are loaded later. Pure. */
import type { Attestation } from "../journal.ts";
import type { Statement } from "../statement.ts";

export type SignedIn = Extract<Statement, { readonly about: "signedIn" }>;

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Who last saw the KDS root keys of a domain's forest, or would have seen them. */
export const rootKeysSeenBy = (
  attestations: readonly Attestation[],
  domain: string,
): (Attestation & SignedIn) | undefined =>
  attestations.findLast(
    (one): one is Attestation & SignedIn =>
      one.about === "signedIn" &&
      isSame(one.domain, domain) &&
      one.rootKeys !== null &&
      (one.rootKeys.seesAll || one.rootKeys.effective.length > 0),
  );

/** What was seen last of an account in a domain. */
export const signInOf = (
  attestations: readonly Attestation[],
  domain: string,
  account: string,
): (Attestation & SignedIn) | undefined =>
  attestations.findLast(
    (one): one is Attestation & SignedIn =>
      one.about === "signedIn" && isSame(one.domain, domain) && isSame(one.account, account),
  );
