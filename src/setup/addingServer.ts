/** How servers are added that are reached in one way: each transport that can be chosen says it of itself. */

export interface AddingServer {
  /** The kind of reach that it makes. */
  readonly kind: string;
  /** What to choose, and what for. */
  readonly title: () => string;
  readonly detail: () => string;
  /** What is asked for, one after the other; each answer stands in the reach by its name. */
  readonly asks: readonly { readonly name: string; readonly prompt: () => string }[];
}
