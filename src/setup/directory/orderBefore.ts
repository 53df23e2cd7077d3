/**
 * The order that a domain's controllers had before the last change, as the record tells: it can be taken back in every window and
 * after every start, and what was taken back is a change as well. Pure.
 */
import type { JournalEvent } from "../journal.ts";
import type { Order } from "./orderEdits.ts";

const isSame = (one: Order, other: Order): boolean =>
  one.length === other.length && one.every((host, at) => host === other[at]);

/** `now`: the order as the plan has it. Undefined where the record has no other: from the newest on, it is the first that differs. */
export const orderBefore = (
  record: readonly JournalEvent[],
  domain: string,
  now: Order,
): Order | undefined => {
  for (const event of record.toReversed()) {
    if (event.kind !== "answered") continue;
    const found = event.plan.domains.find(({ name }) => name.toLowerCase() === domain.toLowerCase());
    if (found && !isSame(found.preferredDomainControllers, now)) return found.preferredDomainControllers;
  }
  return undefined;
};
