/**
 * Keeps a text field and the host in step while somebody types. A view may be older than what stands in the field, because it
 * was sent before the last answer arrived: such a view must not take away typed text.
 */
export interface TextBox extends Element {
  value: string;
}

interface KeptText {
  /** What a view last put here, or acknowledged. */
  shown: string;
  /** What the newest view says. */
  latest: string;
  /** What was sent and is not yet seen in a view. */
  sent?: string | undefined;
}

const boxes = new WeakMap<Element, KeptText>();

const write = (box: TextBox, kept: KeptText, value: string): void => {
  if (box.value !== value) box.value = value;
  kept.shown = value;
  kept.sent = undefined;
};

/** Takes a view's value into the field, unless the field is in use and says something else. */
export const receive = (box: TextBox, value: string): void => {
  const kept = boxes.get(box) ?? { shown: box.value, latest: value };
  boxes.set(box, kept);
  kept.latest = value;
  if (value === kept.sent) {
    kept.shown = value;
    kept.sent = undefined;
  }
  const inUse = box.matches(":focus-within") && (kept.sent !== undefined || box.value !== kept.shown);
  if (!inUse) write(box, kept, value);
};

/** The text to send as an answer, or undefined where the host knows it or has been told already. */
export const commit = (box: TextBox): string | undefined => {
  const kept = boxes.get(box);
  if (!kept || box.value === (kept.sent ?? kept.shown)) return undefined;
  kept.sent = box.value;
  return box.value;
};

/** As `commit`, at leaving the field; with nothing to send it shows what the newest view says. */
export const leave = (box: TextBox): string | undefined => {
  const text = commit(box);
  const kept = boxes.get(box);
  // An answer under way is waited for: the next view decides.
  if (text === undefined && kept && (kept.sent === undefined || kept.latest !== kept.shown))
    write(box, kept, kept.latest);
  return text;
};
