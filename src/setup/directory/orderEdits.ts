/** Changes of an order of domain controllers by a person. What the order was before is in the record: orderBefore.ts. Pure. */
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

const moved = (order: Order, at: number, to: number): Order => {
  const host = order[at];
  if (host === undefined) return order;
  return order.toSpliced(at, 1).toSpliced(Math.max(0, to), 0, host);
};

const without = (order: Order, host: string): Order => order.filter((one) => hostKey(one) !== hostKey(host));

/** The order with that change: what it names is there once, and one that cannot be made leaves it as it is. */
export const edited = (order: Order, edit: OrderEdit): Order => {
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
