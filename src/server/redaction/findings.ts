/**
 * Finds what is known to be secret in a text, read in every way that programs write one: escapes taken off, encodings decoded,
 * layer by layer. As it stands a text is compared in one piece. The layers below are read in windows that overlap, each with a
 * bound; what costs more than that cannot be vouched for.
 */
import { decoded, forgetDecoded } from "./encodings.ts";
import { unescaped } from "./escapes.ts";
import { fingerprintsOf, search, type Fingerprint, type Fingerprints } from "./fingerprints.ts";
import { pieceOf } from "./repeats.ts";
import type { Span } from "./spans.ts";
import { forgetSqueezed, isChanged, isCompared, squeezedOnce, type Squeezed } from "./squeeze.ts";
import { partOf, separator, textOf, viewOf, type View } from "./textView.ts";
import { Memory } from "./written.ts";

/** Layers of escapes and encodings. */
export const maxLayers = 7;
/** How much may be read of a text for each of its characters; of a text in one window, and of one of several, at least so much. */
const maxReading = 6;
const leastOfWindow = 262_144;
const leastOfText = 1024;
/** And of all of it: a result of any size takes a second or two. */
const mostRead = 16_777_216;
/**
 * Characters of a window, and of what it shares with the next one: a secret in several layers of encodings lies in one of
 * them, at so many characters for each of its own.
 */
const windowLength = 65_536;
const leastShared = 4096;
const reachForEach = 16;
/** So far from an escape what is taken off it is looked at. */
const leastReach = 512;

/** Of a secret that is too short to be recognised in ordinary words: kept as it is, until its operation ends. */
export interface Short {
  readonly plain: string;
  readonly compared: string;
}

/** What is known to be secret now, as it is searched for. */
export interface KnownSecrets {
  readonly prints: Fingerprints;
  /** Of what is left of secrets where all beyond ASCII is gone; for those that hold more. */
  readonly ascii: Fingerprints;
  /** Both, for a text in which nothing is beyond ASCII. */
  readonly all: Fingerprints;
  readonly hasAscii: boolean;
  readonly short: readonly Short[];
  readonly least: number;
  readonly longest: number;
}

export const knownOf = (
  prints: readonly Fingerprint[],
  ascii: readonly Fingerprint[],
  short: readonly Short[],
): KnownSecrets => {
  const lengths = [...prints, ...ascii, ...short.map(({ plain }) => plain)].map(({ length }) => length);
  return {
    prints: fingerprintsOf(prints),
    ascii: fingerprintsOf(ascii),
    all: fingerprintsOf([...prints, ...ascii]),
    hasAscii: ascii.length > 0,
    short,
    least: Math.min(...lengths),
    longest: Math.max(...lengths),
  };
};

/** Where the character that begins there ends. */
export const endOf = ({ units, length }: View, place: number): number =>
  ((units[place] ?? 0) & 0xfc00) === 0xd800 && place + 1 < length ? place + 1 : place;

/** The stretch of a match, with what stood at the secret's ends and is not compared: twice as much, where quotes were doubled. */
const spanOf = (view: View, compared: Squeezed, at: number, print: Fingerprint): Span => {
  const places = compared.places();
  let first = places[at] ?? 0;
  let last = endOf(view, places[at + print.length - 1] ?? 0);
  const goesOn = (place: number) => {
    const unit = view.units[place] ?? separator;
    return place >= 0 && place < view.length && unit !== separator && !isCompared(unit);
  };
  for (let more = print.before * 2; more > 0 && goesOn(first - 1); more--) first -= 1;
  for (let more = print.after * 2; more > 0 && goesOn(last + 1); more--) last += 1;
  return { from: view.from(first), to: view.to(last), whole: false };
};

const findShort = (view: View, compared: Squeezed, short: readonly Short[], found: Span[]): void => {
  const look = (text: string, secret: string, place: (at: number) => number) => {
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
      const [first, last] = [place(at), place(at + secret.length - 1)];
      found.push({ from: view.from(first), to: view.to(last), whole: true });
    }
  };
  for (const { plain, compared: secret } of short)
    if (secret === "") look(textOf(view), plain, (at) => at);
    else look(textOf(compared), secret, (at) => compared.places()[at] ?? 0);
};

/** What is known in a text as it stands. */
const look = (view: View, { prints, ascii, all, hasAscii, short }: KnownSecrets, found: Span[]): void => {
  const compared = squeezedOnce(view);
  const isTwice = hasAscii && isChanged(view);
  search(compared, isTwice ? prints : all, (at, print) => found.push(spanOf(view, compared, at, print)));
  findShort(view, compared, short, found);
  if (!isTwice) return;
  const inAscii = squeezedOnce(view, true);
  search(inAscii, ascii, (at, print) => found.push(spanOf(view, inAscii, at, print)));
};

/** For what is below one window, and then below the next one. */
const memory = new Memory(windowLength * maxReading);

/** Looks at what is below a text, and returns how much that was: more than `most` where it did not come to an end. */
const readLayers = (text: View, known: KnownSecrets, most: number, found: Span[]): number => {
  let count = text.length;
  const reach = Math.max(leastReach, known.longest * reachForEach);
  const readings = [
    (view: View) => unescaped(view, reach, memory),
    (view: View) => decoded(view, known.least, most - count, memory),
  ];
  let layer: View[] = [text];
  for (let layers = 0; layer.length > 0 && layers < maxLayers; layers++) {
    const next: View[] = [];
    for (const view of layer)
      for (const read of readings) {
        const below = read(view);
        if (!below) continue;
        count += below.length;
        look(below, known, found);
        if (count > most) return count;
        next.push(below);
      }
    layer = next;
  }
  return count;
};

const readBelow = (text: View, known: KnownSecrets, most: number, found: Span[]): number => {
  const count = readLayers(text, known, most, found);
  memory.clear();
  return count;
};

export interface Found {
  /** Of what is known. */
  readonly known: Span[];
  /** Of what could not be read to its end: nobody can say what it holds. */
  readonly unread: Span[];
}

const findIn = (texts: readonly string[], known: KnownSecrets): Found => {
  const whole = viewOf(texts.join("\n"));
  const found: Found = { known: [], unread: [] };
  look(whole, known, found.known);
  const shared = Math.max(leastShared, known.longest * reachForEach);
  let left = mostRead;
  const isRead = (from: number, to: number, least: number): boolean => {
    const most = Math.min(left, Math.max((to - from) * maxReading, least));
    const text = partOf(whole, from, to);
    // What repeats itself holds everything that it holds in its first pieces: the rest is read where something is found.
    const first = pieceOf(text) === 0 ? to : Math.min(to, from + shared * 2);
    const before = found.known.length;
    let count = left > 0 ? readBelow(partOf(whole, from, first), known, most, found.known) : 0;
    if (first < to && found.known.length > before) count += readBelow(text, known, most, found.known);
    left -= count;
    return left > 0 && count <= most;
  };
  const size = Math.max(windowLength, shared * 4);
  let text = 0;
  let begins = 0;
  for (let from = 0; ; from += size - shared) {
    const to = Math.min(from + size, whole.length);
    while (begins + (texts[text]?.length ?? Infinity) < from) {
      begins += (texts[text]?.length ?? 0) + 1;
      text += 1;
    }
    // One text of many may be what costs so much; the others are read alone.
    if (!isRead(from, to, whole.length > size ? 0 : leastOfWindow))
      for (let one = text, at = begins; one < texts.length && at < to; one++) {
        const end = at + (texts[one]?.length ?? 0);
        const [first, last] = [Math.max(at, from), Math.min(end, to)];
        const isAll = first === from && last === to;
        if (first < last && (isAll || !isRead(first, last, leastOfText)))
          found.unread.push({ from: first, to: last, whole: false });
        at = end + 1;
      }
    if (to === whole.length) return found;
  }
};

/** Every place where texts that stand below each other hold something known. */
export const find = (texts: readonly string[], known: KnownSecrets): Found => {
  try {
    return findIn(texts, known);
  } finally {
    // They may hold what is secret.
    forgetSqueezed();
    forgetDecoded();
  }
};
