/** Which domains there is somebody to sign in to. Pure. */
import { signInOf } from "../directory/signInOf.ts";
import type { Finding } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import type { DomainPlan } from "../plan.ts";

/** A domain of the plan with whoever adds it. */
export type Administered = DomainPlan & { readonly administrator: string };

/** Findings of a sign-in that only another one can turn. */
const ofSignIn: readonly string[] = [
  "domainAdministrator",
  "protectedUser",
  "administratorPassword",
  "administratorRights",
];

/**
 * The domains to sign in to: those whose administrator has not done so from here, or was seen not to be what is needed. A domain that
 * the agent has (`listed`) is added already, and nobody is asked for it.
 */
export const toSignInTo = (
  domains: readonly DomainPlan[],
  {
    attestations,
    findings,
    listed,
  }: {
    readonly attestations: readonly Attestation[];
    readonly findings: readonly Finding[];
    readonly listed: readonly string[];
  },
): readonly Administered[] => {
  const has = (names: readonly string[], name: string) => names.includes(name.toLowerCase());
  const open = findings
    .filter(({ rule, verdict }) => ofSignIn.includes(rule) && verdict !== "pass")
    .map(({ about }) => about.toLowerCase());
  return domains.filter(
    (one): one is Administered =>
      one.administrator !== undefined &&
      !has(listed, one.name) &&
      (has(open, one.name) || signInOf(attestations, one.name, one.administrator) === undefined),
  );
};
