/** The orders of domain controllers that a registration is given, for the record: the server shows none of them. */
import type { Attestation } from "../journal.ts";
import type { StepContext } from "../step.ts";

export type SaidOrders = Extract<Attestation, { readonly about: "controllers" }>;

/** What was said last; undefined where no registration was given an order. */
export const lastOrders = (attestations: readonly Attestation[]): SaidOrders | undefined =>
  attestations.flatMap((one) => (one.about === "controllers" ? [one] : [])).at(-1);

/** Records what a registration is given, where any registration of this server was ever given an order. */
export const saysOrders = async (
  { attest, attestations, plan }: Pick<StepContext, "attest" | "attestations" | "plan">,
  how: SaidOrders["how"],
): Promise<void> => {
  const orders = plan.domains.map(({ name, preferredDomainControllers }) => ({
    domain: name,
    controllers: preferredDomainControllers,
  }));
  if (orders.some(({ controllers }) => controllers.length > 0) || lastOrders(attestations))
    await attest({ about: "controllers", orders, how });
};
