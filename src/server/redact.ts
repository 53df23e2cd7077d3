/**
 * Masks what this session knows to be secret, and what looks like one, in text on its way out: to a log, a page, the
 * journal. A text is read in every way that programs write one - escapes taken off, encodings decoded, layer by layer -
 * each way is compared, and what is found is masked where it really stands.
 */
import { withoutUserInfo } from "./addresses.ts";
import { decoded } from "./encodings.ts";
import { unescaped } from "./escapes.ts";
import { fingerprintOf, search, type Fingerprint } from "./fingerprints.ts";
import { isCompared, squeezed, type Squeezed } from "./squeeze.ts";
import { addBytes, Bytes, separator, textOf, ViewBuilder, viewOf, type View } from "./textView.ts";

const masked = "********";
/** Of which less is left to compare is not searched for in ordinary words: a text that holds it is withheld whole. */
const minLength = 4;
/** What is left of a secret in ASCII, where a code page changed the rest. */
const minAscii = 6;
/** Layers of escapes and encodings; and how much may be read of a text for each of its characters before it is withheld. */
const maxLayers = 7;
const maxReading = 4;
const alwaysRead = 262_144;
/** Secrets that are recognised after their operation; the oldest is forgotten for the next one. */
const maxRemembered = 12;

/** Bearer tokens and JSON web tokens, whoever printed them. */
const tokens = /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*|\bBearer\s+[\w.~+/=-]+/giu;

interface Remembered {
  readonly prints: readonly Fingerprint[];
  /** Of what is left where all beyond ASCII is gone; for secrets that hold more. */
  readonly ascii: readonly Fingerprint[];
}

/** Of a secret that is too short to be recognised in ordinary words: kept as it is, until its operation ends. */
interface Short {
  readonly plain: string;
  readonly compared: string;
}

/** Bytes as a decoded text shows them. */
const readBytes = (buffer: Buffer): View => {
  const bytes = new Bytes(buffer.length);
  for (const [place, value] of buffer.entries()) bytes.add(value, place, place + 1);
  const view = new ViewBuilder(buffer.length);
  addBytes(view, bytes);
  return view;
};

/** What a reading of a text may come out as where the secret stands in it. */
const readingsOf = (secret: string): readonly View[] => {
  const readings: View[] = [];
  for (let view: View | undefined = viewOf(secret); view && readings.length <= maxLayers;) {
    readings.push(view);
    view = unescaped(view);
  }
  // As JSON writes a number: without zeros before it, and rounded.
  const number = secret.trim() === "" ? Number.NaN : Number(secret);
  if (Number.isFinite(number)) readings.push(viewOf(String(number)));
  // UTF-16 of Western letters is read as these; other letters come out as the characters of their bytes.
  const utf16 = Buffer.from(secret, "utf16le");
  if (/[^\0-\xff]/u.test(secret)) readings.push(readBytes(utf16), readBytes(Buffer.from(utf16).swap16()));
  return readings;
};

/** Where the character that begins there ends. */
const endOf = ({ units, length }: View, place: number): number =>
  ((units[place] ?? 0) & 0xfc00) === 0xd800 && place + 1 < length ? place + 1 : place;

const printsOf = (readings: readonly View[], asciiOnly: boolean, least: number): Fingerprint[] =>
  readings.flatMap((view) => {
    const compared = squeezed(view, asciiOnly);
    if (compared.length < least) return [];
    const first = compared.places[0] ?? 0;
    const last = endOf(view, compared.places[compared.length - 1] ?? 0);
    return [fingerprintOf(compared, first, view.length - 1 - last)];
  });

/** Where something to mask begins and ends in a text. */
interface Span {
  readonly from: number;
  readonly to: number;
  /** Not this stretch alone: the whole text that it is part of. */
  readonly whole: boolean;
}

/** The stretch of a match, with what stood at the secret's ends and is not compared: twice as much, where quotes were doubled. */
const spanOf = (view: View, { places }: Squeezed, at: number, print: Fingerprint): Span => {
  let first = places[at] ?? 0;
  let last = endOf(view, places[at + print.length - 1] ?? 0);
  const goesOn = (place: number) => {
    const unit = view.units[place] ?? separator;
    return place >= 0 && place < view.length && unit !== separator && !isCompared(unit);
  };
  for (let more = print.before * 2; more > 0 && goesOn(first - 1); more--) first -= 1;
  for (let more = print.after * 2; more > 0 && goesOn(last + 1); more--) last += 1;
  return { from: view.from[first] ?? 0, to: view.to[last] ?? 0, whole: false };
};

/** What is known to be secret now. */
interface Known {
  readonly remembered: readonly Remembered[];
  readonly short: readonly Short[];
}

const findShort = (view: View, compared: Squeezed, short: readonly Short[], found: Span[]): void => {
  const look = (text: string, secret: string, place: (at: number) => number) => {
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
      const [first, last] = [place(at), place(at + secret.length - 1)];
      found.push({ from: view.from[first] ?? 0, to: view.to[last] ?? 0, whole: true });
    }
  };
  for (const { plain, compared: secret } of short)
    if (secret === "") look(textOf(view), plain, (at) => at);
    else look(textOf(compared), secret, (at) => compared.places[at] ?? 0);
};

/** Every place where a text holds something known, read in every way; undefined where reading it would take too long. */
const find = (text: string, { remembered, short }: Known): Span[] | undefined => {
  const found: Span[] = [];
  const prints = remembered.flatMap((one) => one.prints);
  const ascii = remembered.flatMap((one) => one.ascii);
  const least = Math.min(
    ...[...prints, ...ascii].map(({ length }) => length),
    ...short.map(({ plain }) => plain.length),
  );
  let readable = Math.max(text.length * maxReading, alwaysRead);
  let layer: View[] = [viewOf(text)];
  for (let layers = 0; layer.length > 0 && layers <= maxLayers; layers++) {
    for (const view of layer) {
      readable -= view.length;
      const compared = squeezed(view);
      search(compared, prints, (at, print) => found.push(spanOf(view, compared, at, print)));
      findShort(view, compared, short, found);
      if (ascii.length === 0) continue;
      const inAscii = squeezed(view, true);
      search(inAscii, ascii, (at, print) => found.push(spanOf(view, inAscii, at, print)));
    }
    const next: View[] = [];
    let room = readable;
    for (const view of layer)
      for (const read of [unescaped(view), decoded(view, least, room)]) {
        if (!read) continue;
        room -= read.length;
        if (room < 0) return undefined;
        next.push(read);
      }
    layer = next;
  }
  return found;
};

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

/** Texts that stand below each other, with what the spans of all of them cover masked. */
const maskIn = (texts: readonly string[], found: readonly Span[]): string[] => {
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

const withoutTokens = (text: string): string => withoutUserInfo(text.replace(tokens, masked));

/** How deep plain data may be; what is deeper is withheld. */
const maxDepth = 100;

type Leaf = string | number;

/** Every text and number of plain data - of the keys, or of the values - in their order. */
const leavesOf = (value: unknown, ofKeys: boolean, leaves: Leaf[] = [], depth = 0): Leaf[] => {
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
const rebuilt = (
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

/**
 * A masking function and how to tell it a secret. The secret itself is not kept, only what recognises it; one that is too
 * short for that is kept until it is forgotten.
 */
export const redactor = () => {
  const remembered: Remembered[] = [];
  const short = new Set<Short>();

  const redactTexts = (texts: readonly string[]): string[] => {
    if (remembered.length + short.size === 0) return texts.map(withoutTokens);
    const found = find(texts.join("\n"), { remembered, short: [...short] });
    return found ? maskIn(texts, found).map(withoutTokens) : texts.map(() => masked);
  };

  /** A number that is a secret becomes a text; one that only holds it among other digits says nothing of it. */
  const redactLeaves = (leaves: readonly Leaf[]): Leaf[] => {
    const texts = redactTexts(leaves.map(String));
    return leaves.map((leaf, at) => {
      const text = texts[at] ?? masked;
      return typeof leaf === "string" || !/\d/u.test(text.replaceAll(masked, "")) ? text : leaf;
    });
  };
  const inTurn = <T>(all: readonly T[], otherwise: T): (() => T) => {
    let at = -1;
    return () => all[++at] ?? otherwise;
  };

  return {
    /** Whether anything is known; else texts are searched for what looks like a secret only. */
    get knows(): boolean {
      return remembered.length + short.size > 0;
    },
    /**
     * Masks a secret from now on. Returns what its operation calls when it ends: then nothing is kept of a secret that is
     * short, and of another only what recognises it, for what is still printed and recorded of it.
     */
    keep: (secret: string): (() => void) => {
      if (secret === "") return () => undefined;
      const compared = squeezed(viewOf(secret));
      if (compared.length < minLength) {
        const one = { plain: secret, compared: textOf(compared) };
        short.add(one);
        return () => short.delete(one);
      }
      const readings = readingsOf(secret);
      const ascii = /[^\0-\x7f]/u.test(secret) ? printsOf(readings, true, minAscii) : [];
      remembered.push({ prints: printsOf(readings, false, minLength), ascii });
      if (remembered.length > maxRemembered) remembered.shift();
      return () => undefined;
    },
    redact: (text: string): string =>
      remembered.length + short.size === 0 ? withoutTokens(text) : (redactTexts([text])[0] ?? masked),
    /** Texts that stand below each other: a secret that is broken over several is masked in each. */
    redactTexts,
    /** The same plain data with every text, number and key in it masked. */
    redactAll: <T>(value: T): T => {
      const key = inTurn(redactLeaves(leavesOf(value, true)).map(String), masked);
      const leaf = inTurn(redactLeaves(leavesOf(value, false)), masked);
      return rebuilt(value, key, leaf) as T;
    },
    /** The same plain data with every text and number in it masked, and the keys as they are. */
    redactValues: <T>(value: T): T => {
      const leaf = inTurn(redactLeaves(leavesOf(value, false)), masked);
      return rebuilt(value, (key) => key, leaf) as T;
    },
  };
};
export type Redactor = ReturnType<typeof redactor>;
