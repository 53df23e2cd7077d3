/**
 * What a person agrees to: as it is asked for, and as it stands in the record. Whoever asks for it has it as a value of its own,
 * in the file that asks.
 */
import * as v from "valibot";

/** What a consent is called in the record, as it is written there and read again. Another version may know others. */
export const consentName = v.pipe(v.string(), v.regex(/^[a-z]{1,60}$/iu));

export interface ConsentKind {
  /** A `consentName`. No two consents have the same. */
  readonly id: string;
  /**
   * Where it is given. `list`: by the list of changes that was shown. `page`: by a field or a finding of the step's page. `button`: by
   * a button whose words are what is agreed to. `box`: in a box of VS Code, which tells what follows.
   */
  readonly given: "list" | "page" | "button" | "box";
  /** Whether the button that begins with it takes the list of changes as agreed to as well. */
  readonly withList?: true;
}

/** What is asked, beside how it is asked for. */
export interface Consent extends ConsentKind {
  /** What it is for: a tenant, a host, a server. A yes to one is none to another. */
  readonly about: string;
}

/** A consent that was given, with the words that were agreed to: of a button, of a page, of a box. */
export interface GivenConsent extends Consent {
  readonly text: string;
}

/** What is written of a yes: the words as they were shown. */
export const wordsOf = (...shown: readonly string[]): string => shown.join("\n\n");

/** The same, as an event of the record. */
export const consented = ({ id, about, text }: GivenConsent) =>
  ({ kind: "consented", id, about, text }) as const;

export const sameConsent = (one: Consent, other: Consent): boolean =>
  one.id === other.id && one.about === other.about;
