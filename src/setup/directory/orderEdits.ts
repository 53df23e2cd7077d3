/** Changes of an order of domain controllers by a person, each of which can be taken back. Pure. */
import { hostKey } from "./controllerOrder.ts";

/** DNS names, the first asked first. */
export type Order = readonly string[];

export type OrderEdit =
  | { readonly kind: "up" | "down" | "top" | "bottom" | "remove"; readonly host: string }
  /** Dragged: to its place among the others. */
  | { readonly kind: "move"; readonly host: string; readonly to: number }
  | { readonly kind: "add"; readonly host: string }
  /** The whole order at once: by latency, or as it is proposed. */
  | { readonly kind: "replace"; readonly order: Order };

/** The order with those that it was, the last at the end, and those that were taken back. */
export interface EditedOrder {
  readonly order: Order;
  readonly before: readonly Order[];
  readonly after: readonly Order[];
}

export const editedFrom = (order: Order): EditedOrder => ({ order, before: [], after: [] });

/** How many changes can be taken back; more than anybody remembers. */
const mostSteps = 50;

const moved = (order: Order, at: number, to: number): Order => {
  const host = order[at];
  if (host === undefined) return order;
  return order.toSpliced(at, 1).toSpliced(Math.max(0, to), 0, host);
};

const without = (order: Order, host: string): Order => order.filter((one) => hostKey(one) !== hostKey(host));

const applied = (order: Order, edit: OrderEdit): Order => {
  if (edit.kind === "replace") {
    const seen = new Set<string>();
    return edit.order.filter((host) => !seen.has(hostKey(host)) && seen.add(hostKey(host)));
  }
  const at = order.findIndex((one) => hostKey(one) === hostKey(edit.host));
  if (edit.kind === "add") {
    const host = edit.host.trim();
    return host === "" || order.some((one) => hostKey(one) === hostKey(host)) ? order : [...order, host];
  }
  if (at < 0) return order;
  switch (edit.kind) {
    case "up":
      return moved(order, at, at - 1);
    case "down":
      return moved(order, at, at + 1);
    case "top":
      return moved(order, at, 0);
    case "bottom":
      return moved(order, at, order.length);
    case "move":
      return moved(order, at, edit.to);
    case "remove":
      return without(order, edit.host);
  }
};

const same = (one: Order, other: Order): boolean =>
  one.length === other.length && one.every((host, at) => host === other[at]);

/** A change; one that leaves the order as it is can not be taken back, since there is nothing to take back. */
export const edit = (edited: EditedOrder, change: OrderEdit): EditedOrder => {
  const order = applied(edited.order, change);
  if (same(order, edited.order)) return edited;
  return { order, before: [...edited.before, edited.order].slice(-mostSteps), after: [] };
};

export const undo = (edited: EditedOrder): EditedOrder => {
  const order = edited.before.at(-1);
  if (order === undefined) return edited;
  return { order, before: edited.before.slice(0, -1), after: [...edited.after, edited.order] };
};

export const redo = (edited: EditedOrder): EditedOrder => {
  const order = edited.after.at(-1);
  if (order === undefined) return edited;
  return { order, before: [...edited.before, edited.order], after: edited.after.slice(0, -1) };
};
