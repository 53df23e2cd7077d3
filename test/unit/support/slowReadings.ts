/** Readings of a text as one writes them without a thought for time: what the quick ones must say too. */

/** A unit and where what it is made of begins and ends in the text. */
export type Placed = readonly [unit: string, from: number, to: number];
type Byte = readonly [value: number, from: number, to: number];

/** Between pieces; from nowhere, though a text may hold one too. */
const between = "\uffff";
export const separator: Placed = [between, -1, -1];

const at = (pattern: RegExp, text: string, place: number): string => {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0] ?? "";
};

/** UTF-8 where it is, else each byte as a character; without zeros. */
const slowText = (bytes: readonly Byte[]): Placed[] => {
  const text: Placed[] = [];
  for (let next = 0; next < bytes.length;) {
    const [lead = 0, from = 0] = bytes[next] ?? [];
    const long = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const rest = bytes.slice(next + 1, next + long).map(([value]) => value);
    const isSequence =
      lead >= 0xc2 && lead <= 0xf4 && rest.length === long - 1 && rest.every((value) => value >> 6 === 2);
    const sequence = rest.reduce((point, value) => point * 64 + (value % 64), lead % 2 ** (7 - long));
    const isPoint = isSequence && sequence <= 0x10ffff;
    const size = isPoint ? long : 1;
    const to = bytes[next + size - 1]?.[2] ?? 0;
    const point = isPoint ? sequence : lead;
    if (point !== 0)
      for (const unit of String.fromCodePoint(point).split(""))
        text.push(unit === between ? separator : [unit, from, to]);
    next += size;
  }
  return [...text, separator];
};

/** The bytes of digits that have so many bits each. */
const slowBytes = (digits: readonly Byte[], bits: number): Byte[] => {
  const all = digits.map(([value]) => value.toString(2).padStart(bits, "0")).join("");
  return Array.from({ length: Math.floor(all.length / 8) }, (_, byte) => [
    Number.parseInt(all.slice(byte * 8, byte * 8 + 8), 2),
    digits[Math.floor((byte * 8) / bits)]?.[1] ?? 0,
    digits[Math.floor((byte * 8 + 7) / bits)]?.[2] ?? 0,
  ]);
};

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const digit64 = (char: string): number => alphabet.indexOf(char === "-" ? "+" : char === "_" ? "/" : char);

/** A run that begins at a place, and where it ends. */
type Run = readonly [digits: readonly Byte[], end: number];

const numbers = (text: string, begin: number): Run => {
  const values: Byte[] = [];
  for (let next = begin; ;) {
    const number = at(/\d+/y, text, next);
    if (number === "") return [values, next];
    const end = next + number.length;
    if (number.length > 5 || Number(number) > 0xffff) return [values, end];
    values.push([Number(number), next, end]);
    const apart = at(/[ \t\r\n,]{1,8}/y, text, end);
    if (apart === "") return [values, end];
    next = end + apart.length;
  }
};

const base64 = (text: string, begin: number): Run => {
  const digits: Byte[] = [];
  for (let next = begin; ;) {
    const line = at(/[\w+/-]+/y, text, next);
    for (const [place, char] of line.split("").entries())
      digits.push([digit64(char), next + place, next + place + 1]);
    const end = next + line.length;
    if (!/[\r\n]/u.test(text.charAt(end))) return [digits, end];
    const blank = end + at(/[ \t\r\n]+/y, text, end).length;
    next = blank + at(/\+{2,}/y, text, blank).length;
    if (at(/[\w+/-]/y, text, next) === "") return [digits, end];
  }
};

/** So many digits that are hex as well are nothing but hex. */
const isHexAlone = (text: string, digits: readonly Byte[]): boolean =>
  digits.length >= 64 && digits.every(([, from, to]) => /[0-9a-f]/iu.test(text.slice(from, to)));

const hex = (text: string, begin: number): Run => {
  const digits: Byte[] = [];
  let apart = 0;
  for (let next = begin; ; next++) {
    const char = text.charAt(next);
    if (char === "" || apart > 3) return [digits, next];
    if (/[0-9a-f]/iu.test(char)) {
      digits.push([Number.parseInt(char, 16), next, next + 1]);
      apart = 0;
    } else if (/x/iu.test(char) && text.charAt(next - 1) === "0" && digits.length > 0) digits.pop();
    else if (/[-:,\\= \t\r\n]/u.test(char)) apart += 1;
    else return [digits, next];
  }
};

/** Everything in a text that may be an encoding of at least so many bytes, decoded. */
export const slowDecoded = (text: string, least: number): Placed[] => {
  const each = (
    first: RegExp,
    run: (text: string, at: number) => Run,
    take: (digits: readonly Byte[]) => Placed[],
  ) => {
    const found: Placed[] = [];
    for (let next = 0; next < text.length;) {
      const [digits, end] = first.test(text.charAt(next)) ? run(text, next) : [[], next];
      found.push(...take(digits));
      next = Math.max(end, next + 1);
    }
    return found;
  };
  return [
    ...each(/\d/u, numbers, (values) => (values.length < least ? [] : slowText(values))),
    ...each(/[\w+/-]/u, base64, (digits) =>
      digits.length * 6 < least * 8 || isHexAlone(text, digits)
        ? []
        : [0, 1, 2, 3].flatMap((from) => slowText(slowBytes(digits.slice(from), 6))),
    ),
    ...each(/[0-9a-f]/iu, hex, (digits) =>
      digits.length < least * 2 ? [] : [0, 1].flatMap((from) => slowText(slowBytes(digits.slice(from), 4))),
    ),
  ];
};

const nothing = /[\p{Z}\p{C}\p{M}\u2018-\u201f\ufffd]/gu;
const left = /[\0- \x7f"'`\\^+|,]/gu;

/** What is compared of a text: the units, each with the character that it is of. */
export const slowSqueezed = (text: string): Placed[] => {
  let place = 0;
  return Array.from(text).flatMap((char) => {
    const from = place;
    place += char.length;
    const folded = char.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD").replace(nothing, "");
    const compared = char === between ? char : folded.replace(left, "");
    return compared.split("").map((unit): Placed => [unit, from, place]);
  });
};
