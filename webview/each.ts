import { repeat } from "lit-html/directives/repeat.js";

/**
 * One template for each item, tied to the item by its key, so that an element keeps its focus when others come and go. Equal
 * keys are told apart by their order: two elements never share one.
 */
export const each = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  template: (item: T, index: number) => unknown,
): unknown => {
  const seen = new Map<string, number>();
  const keys = items.map((item) => {
    const key = keyOf(item);
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    return `${times} ${key}`;
  });
  return repeat(items, (_, index) => keys[index], template);
};
