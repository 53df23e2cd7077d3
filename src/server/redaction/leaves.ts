/** The texts, numbers and keys of plain data, and the same data with others in their places. */
import { knownSecretMask as masked } from "../../setup/text/hidden.ts";

/** How deep plain data may be; what is deeper is withheld. */
const maxDepth = 100;

export type Leaf = string | number;

/** Every text and number of plain data - of the keys, or of the values - in their order. */
export const leavesOf = (value: unknown, ofKeys: boolean, leaves: Leaf[] = [], depth = 0): Leaf[] => {
  if (typeof value === "string" || typeof value === "number") {
    if (!ofKeys) leaves.push(value);
  } else if (typeof value === "object" && value !== null && depth < maxDepth) {
    const isList = Array.isArray(value);
    for (const [key, one] of Object.entries(value)) {
      if (ofKeys && !isList) leaves.push(key);
      leavesOf(one, ofKeys, leaves, depth + 1);
    }
  }
  return leaves;
};

/** The same data with other keys and other texts and numbers, taken in their order. */
export const rebuilt = (
  value: unknown,
  key: (of: string) => string,
  leaf: (of: Leaf) => Leaf,
  depth = 0,
): unknown => {
  if (typeof value === "string" || typeof value === "number") return leaf(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return masked;
  if (Array.isArray(value)) return value.map((one) => rebuilt(one, key, leaf, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [key(name), rebuilt(one, key, leaf, depth + 1)]),
  );
};
