/**
 * What is compared of each character: it in one case, without accents, and nothing of white space and of signs that quote,
 * escape, wrap or separate. Characters are looked up a page of 256 at a time: a text may hold every one there is.
 */

/** Quotes and their escapes, what a console puts before a wrapped line, and what stands between the items of a list. */
const left = new Set(Buffer.from(`"'\`\\^+|,`));

/** For each ASCII character what is compared of it; 0 for nothing. */
export const ofAscii = Uint8Array.from({ length: 128 }, (_, unit) => {
  if (unit <= 32 || unit === 127 || left.has(unit)) return 0;
  return unit >= 65 && unit <= 90 ? unit + 32 : unit;
});

/** White space, controls, formats, half characters, accents, typographic quotes, and what stands for an unreadable byte. */
const nothing = /[\p{Z}\p{M}\u2018-\u201f\ufffd]|(?!\n)\p{C}/gu;
/** Characters that no text of any language has: not assigned, or for private use. */
const unused = /^\p{C}*$/u;

/** What is compared of characters, each once: nothing, the character itself, or one of these. */
const folds: (readonly number[])[] = [[], []];
const asNothing = 0;
const asItself = 1;
const pageSize = 256;
const emptyPage = new Uint16Array(pageSize);
const lineBreak = 10;

const unitsOf = (point: number): readonly number[] =>
  point > 0xffff ? [0xd800 + ((point - 0x10000) >> 10), 0xdc00 + (point & 0x3ff)] : [point];

const idOf = (units: readonly number[], point: number): number => {
  if (units.length === 0) return asNothing;
  return unitsOf(point).join() === units.join() ? asItself : folds.push(units) - 1;
};

/** For each point of a page the place in `folds`. */
const foldPage = (page: number): Uint16Array => {
  const points = Array.from({ length: pageSize }, (_, at) => page * pageSize + at);
  if (unused.test(String.fromCodePoint(...points))) return emptyPage;
  // A line break keeps them apart: what one becomes does not depend on its neighbours.
  const text = String.fromCodePoint(...points.flatMap((point) => [point < 128 ? 0 : point, lineBreak]));
  const folded = text.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD").replace(nothing, "");
  let next = 0;
  return Uint16Array.from(points, (point) => {
    const units: number[] = [];
    for (; folded.charCodeAt(next) !== lineBreak; next++) {
      const unit = folded.charCodeAt(next);
      const compared = unit < 128 ? (ofAscii[unit] ?? 0) : unit;
      if (compared !== 0) units.push(compared);
    }
    next += 1;
    if (point < 128 && ofAscii[point]) units.push(ofAscii[point] ?? 0);
    return idOf(units, point);
  });
};

const pages: (Uint16Array | undefined)[] = [];

/** The units that are compared of the character with this code point. */
export const foldOf = (point: number): readonly number[] => {
  const fold = (pages[point >> 8] ??= foldPage(point >> 8))[point & 255] ?? 0;
  return fold === asItself ? unitsOf(point) : (folds[fold] ?? []);
};
