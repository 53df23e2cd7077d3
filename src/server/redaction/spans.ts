/** Stretches to mask in texts that stand below each other, as one text with a line break between them. */
import { knownSecretMask as masked } from "../../setup/text/hidden.ts";

/** Where something to mask begins and ends. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Not this stretch alone: the whole text that it is part of. */
  readonly whole: boolean;
}

/** Spans in their order, those that overlap as one. */
const merged = (found: readonly Span[]): Span[] => {
  const spans: Span[] = [];
  for (const span of found.toSorted((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (!last || span.from > last.to) spans.push(span);
    else
      spans[spans.length - 1] = {
        from: last.from,
        to: Math.max(last.to, span.to),
        whole: last.whole || span.whole,
      };
  }
  return spans;
};

/** The texts with what the spans of all of them cover masked. */
export const maskIn = (texts: readonly string[], found: readonly Span[]): string[] => {
  const spans = merged(found);
  let next = 0;
  let begins = 0;
  return texts.map((text) => {
    const ends = begins + text.length;
    while ((spans[next]?.to ?? Infinity) <= begins) next += 1;
    let clean = "";
    let done = begins;
    let isWhole = false;
    for (let at = next; (spans[at]?.from ?? Infinity) < ends; at++) {
      const { from, to, whole } = spans[at] ?? { from: 0, to: 0, whole: false };
      isWhole ||= whole;
      clean += text.slice(done - begins, Math.max(from, begins) - begins) + masked;
      done = Math.min(to, ends);
    }
    clean += text.slice(done - begins);
    begins = ends + 1;
    return isWhole ? masked : clean;
  });
};
