/**
 * Masks what this session knows to be secret, and what looks like one, in text on its way out: to a log, a page, the
 * journal. A text is read in the ways in which programs write one (`findings.ts`) - escapes taken off, encodings decoded,
 * layer by layer - each is compared, and what is found is masked where it really stands. What is compressed, encrypted, hashed,
 * in base32 or spelled backwards is not recognised, nor a part of a secret.
 */
import { isDeepStrictEqual } from "node:util";
import { knownSecretMask as masked } from "../../setup/text/hidden.ts";
import { withoutUserInfo } from "./addresses.ts";
import { viewOfBytes } from "./bytes.ts";
import { unescaped } from "./escapes.ts";
import { endOf, find, knownOf, maxLayers, type KnownSecrets, type Short } from "./findings.ts";
import { endLength, fingerprintOf, type Fingerprint } from "./fingerprints.ts";
import { leavesOf, rebuilt, type Leaf } from "./leaves.ts";
import { maskIn } from "./spans.ts";
import { squeezed } from "./squeeze.ts";
import { textOf, viewOf, type View } from "./textView.ts";

/** Of which less is left to compare is not searched for in ordinary words: a text that holds it is withheld whole. */
const minLength = endLength;
/** What is left of a secret in ASCII, where a code page changed the rest. */
const minAscii = 6;
/** Secrets that are recognised after their operation; then the one that ended first is forgotten for the next one. */
const maxRemembered = 12;

/** Bearer tokens and JSON web tokens, whoever printed them. */
const tokens = /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*|\bBearer\s+[\w.~+/=-]+/giu;

interface Recognised {
  readonly prints: readonly Fingerprint[];
  /** Of what is left where all beyond ASCII is gone; for secrets that hold more. */
  readonly ascii: readonly Fingerprint[];
}
/** With the number of operations that it is for and that have not ended. */
interface Remembered extends Recognised {
  operations: number;
}

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
  if (/[^\0-\xff]/u.test(secret)) readings.push(viewOfBytes(utf16), viewOfBytes(Buffer.from(utf16).swap16()));
  return readings;
};

const printsOf = (readings: readonly View[], asciiOnly: boolean, least: number): Fingerprint[] =>
  readings.flatMap((view) => {
    const compared = squeezed(view, asciiOnly);
    if (compared.length < least) return [];
    const places = compared.places();
    const first = places[0] ?? 0;
    const last = endOf(view, places[compared.length - 1] ?? 0);
    return [fingerprintOf(compared, first, view.length - 1 - last)];
  });

const recognised = (secret: string): Recognised => {
  const readings = readingsOf(secret);
  const isMore = /[^\0-\x7f]/u.test(secret);
  return {
    prints: printsOf(readings, false, minLength),
    ascii: isMore ? printsOf(readings, true, minAscii) : [],
  };
};

const withoutTokens = (text: string): string => withoutUserInfo(text.replace(tokens, masked));

/**
 * A masking function and how to tell it a secret. The secret itself is not kept, only what recognises it; one that is too
 * short for that is kept until it is forgotten.
 */
export const redactor = () => {
  /** Those whose operations have ended in the order of that, and behind them the others. */
  let remembered: readonly Remembered[] = [];
  const short = new Set<Short>();
  let known: KnownSecrets | undefined;

  const isEmpty = () => remembered.length + short.size === 0;
  const search = (texts: readonly string[]) => {
    known ??= knownOf(
      remembered.flatMap(({ prints }) => prints),
      remembered.flatMap(({ ascii }) => ascii),
      [...short],
    );
    return find(texts, known);
  };

  const redactTexts = (texts: readonly string[]): string[] => {
    if (isEmpty()) return texts.map(withoutTokens);
    const found = search(texts);
    return maskIn(texts, [...found.known, ...found.unread]).map(withoutTokens);
  };

  /**
   * A number that is a secret becomes a text; one that only holds it among other digits says nothing of it. Nor is one
   * withheld for standing among texts that could not be read.
   */
  const redactLeaves = (leaves: readonly Leaf[]): Leaf[] => {
    const texts = leaves.map(String);
    if (isEmpty())
      return leaves.map((leaf, at) => (typeof leaf === "string" ? withoutTokens(texts[at] ?? "") : leaf));
    const found = search(texts);
    const clean = maskIn(texts, [...found.known, ...found.unread]);
    const ofNumbers = maskIn(
      texts,
      found.known.map((span) => ({ ...span, whole: false })),
    );
    return leaves.map((leaf, at) => {
      if (typeof leaf === "string") return withoutTokens(clean[at] ?? masked);
      const text = ofNumbers[at] ?? masked;
      return /\d/u.test(text.replaceAll(masked, "")) || text === String(leaf) ? leaf : text;
    });
  };
  const inTurn = <T>(all: readonly T[], otherwise: T): (() => T) => {
    let at = -1;
    return () => all[++at] ?? otherwise;
  };

  /** Puts one in its place in the order, and forgets the first of too many that have ended. */
  const put = (one: Remembered): void => {
    const others = remembered.filter((other) => other !== one);
    const ended = others.filter(({ operations }) => operations === 0);
    const going = others.filter(({ operations }) => operations > 0);
    if (one.operations === 0) ended.push(one);
    else going.push(one);
    remembered = [...ended.slice(-maxRemembered), ...going];
    known = undefined;
  };

  return {
    /** Whether anything is known; else texts are searched for what looks like a secret only. */
    get knows(): boolean {
      return !isEmpty();
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
        known = undefined;
        return () => {
          short.delete(one);
          known = undefined;
        };
      }
      const print = recognised(secret);
      const one = remembered.find(
        ({ prints, ascii }) =>
          isDeepStrictEqual(prints, print.prints) && isDeepStrictEqual(ascii, print.ascii),
      ) ?? { ...print, operations: 0 };
      one.operations += 1;
      put(one);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        one.operations -= 1;
        put(one);
      };
    },
    redact: (text: string): string => (isEmpty() ? withoutTokens(text) : (redactTexts([text])[0] ?? masked)),
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
