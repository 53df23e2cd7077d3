/** Signs: what a symptom can be recognised by, whatever its line breaks, quotes, dashes and letter case. */
import type { Observation, Symptom } from "./symptom.ts";

/** A symptom made ready to be matched; made once, looked at by every sign. */
export interface Seen {
  /** The text in lower case without anything but letters and digits: consoles break messages in the middle of words. */
  readonly squeezed: string;
  /** The code given and those of the text - AADSTS, hexadecimal, of Windows Installer - in lower case. */
  readonly codes: ReadonlySet<string>;
  readonly symptom: Symptom;
}

/**
 * One way of recognising. Two failures that share a sign - the same function - are rivals for it: the facts decide
 * between them.
 */
export type Sign = (seen: Seen) => boolean;

const squeeze = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** Windows writes these for every service and account; their text is matched by `event` only. */
const windowsOwn = /^(?:system|security)$|netlogon/iu;

/** An exit code of Windows Installer as logs say it: "error code 1603", "status: 1603", "Return value 1603". */
const exitCodeSaid = /(?:error|code|status|value)[^\p{L}\d]{1,12}(\d{4})(?!\d)/gu;

/** Makes a symptom ready. Linear in the length of its text. */
export const see = (symptom: Symptom): Seen => {
  const { text = "", event, code = "" } = symptom;
  const all = event && !windowsOwn.test(event.log) ? `${text}\n${event.text}` : text;
  const lower = `${code}\n${all}`.toLowerCase();
  return {
    symptom,
    squeezed: squeeze(all),
    codes: new Set([
      code.trim().toLowerCase(),
      ...(lower.match(/aadsts\d+|0x[0-9a-f]+/gu) ?? []),
      ...Array.from(lower.matchAll(exitCodeSaid), ([, said = ""]) => said),
    ]),
  };
};

/** All of these phrases are said, in any order. */
export const says = (...phrases: readonly string[]): Sign => {
  const wanted = phrases.map(squeeze);
  return ({ squeezed }) => wanted.every((phrase) => squeezed.includes(phrase));
};

/** Makes the sign of a name once: who names the same code or observation shares the sign. */
const once = <N extends string>(make: (name: N) => Sign): ((name: N) => Sign) => {
  const made = new Map<N, Sign>();
  return (name) => {
    const sign = made.get(name) ?? make(name);
    made.set(name, sign);
    return sign;
  };
};

/** A name shorter than this is too common a word to be looked for in a text. */
const nameLength = 12;

/** The code was given, or stands in the text: AADSTS..., 0x..., or a name such as HybridIdentityServiceNoActiveAgents. */
export const code = once((name) => {
  const wanted = name.toLowerCase();
  const inText = !/^(?:aadsts|0x)/u.test(wanted) && wanted.length >= nameLength;
  return ({ codes, squeezed }) => codes.has(wanted) || (inText && squeezed.includes(wanted));
});

export const exit = (...exitCodes: readonly number[]): Sign => {
  // A bundle's 0x80070643 arrives as a signed number.
  const wanted = new Set(exitCodes.map((one) => one | 0));
  return ({ symptom }) => symptom.exitCode !== undefined && wanted.has(symptom.exitCode | 0);
};

/** An event with one of these ids from a provider of this name, whose text says all phrases. */
export const event = (source: string, ids: readonly number[], ...phrases: readonly string[]): Sign => {
  const from = squeeze(source);
  const wanted = phrases.map(squeeze);
  return ({ symptom }) => {
    if (!symptom.event || !ids.includes(symptom.event.id)) return false;
    const text = squeeze(symptom.event.text);
    return (
      squeeze(symptom.event.source + symptom.event.log).includes(from) &&
      wanted.every((phrase) => text.includes(phrase))
    );
  };
};

export const observed = once<Observation>(
  (what) =>
    ({ symptom }) =>
      symptom.observed === what,
);

export const anyOf = (...signs: readonly Sign[]): Sign => {
  return (seen) => signs.some((sign) => sign(seen));
};

export const allOf = (...signs: readonly Sign[]): Sign => {
  return (seen) => signs.every((sign) => sign(seen));
};

/** The first, unless one of the others is there too. */
export const unless = (sign: Sign, ...others: readonly Sign[]): Sign => {
  return (seen) => sign(seen) && !others.some((other) => other(seen));
};
