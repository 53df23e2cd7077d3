/** What a person agrees to, by name: as it is asked for, and as it stands in the record. */

/** What a consent says of itself. */
interface ConsentEntry {
  /**
   * Where it is given. `list`: by the list of changes that was shown. `page`: by a field or a finding of the step's page. `button`: by
   * a button whose words are what is agreed to. `box`: in a box of VS Code, which tells what follows.
   */
  readonly given: "list" | "page" | "button" | "box";
  /** Whether the button that begins with it takes the list of changes as agreed to as well. */
  readonly withList?: true;
}

export const consents = {
  changes: { given: "list" },
  licence: { given: "page" },
  unknown: { given: "page" },
  tenant: { given: "button" },
  registrationKept: { given: "button" },
  seenInPortal: { given: "button" },
  givenByHand: { given: "button" },
  restart: { given: "box" },
  registerAgain: { given: "box", withList: true },
  recordToken: { given: "box" },
  uninstall: { given: "box" },
  installerAddress: { given: "box" },
  installerShare: { given: "box" },
  doubtfulNames: { given: "box" },
} as const satisfies Readonly<Record<string, ConsentEntry>>;
export type ConsentId = keyof typeof consents;
export const consentIds = Object.keys(consents) as readonly ConsentId[];

/** What is asked, beside how it is asked for. */
export interface Consent {
  readonly id: ConsentId;
  /** What it is for: a tenant, a host, a server. A yes to one is none to another. */
  readonly about: string;
}

/** A consent that was given, with the words that were agreed to: of a button, of a page, of a box. */
export interface GivenConsent extends Consent {
  readonly text: string;
}

/** Where one is given. */
export const givenBy = ({ id }: Pick<Consent, "id">): ConsentEntry["given"] => consents[id].given;

/** Whether a list of changes is agreed to as well. */
export const takesList = ({ id }: Pick<Consent, "id">): boolean => {
  const entry: ConsentEntry = consents[id];
  return entry.withList === true;
};

/** What is written of a yes: the words as they were shown. */
export const wordsOf = (...shown: readonly string[]): string => shown.join("\n\n");

export const sameConsent = (one: Consent, other: Consent): boolean =>
  one.id === other.id && one.about === other.about;
