/** What a person agrees to, by name: in the record, and for a run that asks nobody. */

/**
 * Where each consent is given. `list`: by the list of changes that was shown. `page`: by a field or a finding of the step's page.
 * `button`: by a button whose words are what is agreed to. `box`: in a box of VS Code, which tells what follows.
 */
export const consents = {
  changes: "list",
  licence: "page",
  unknown: "page",
  tenant: "button",
  registrationKept: "button",
  seenInPortal: "button",
  givenByHand: "button",
  restart: "box",
  registerAgain: "box",
  recordToken: "box",
  uninstall: "box",
  installerAddress: "box",
  installerShare: "box",
  doubtfulNames: "box",
} as const;
export type ConsentId = keyof typeof consents;
export const consentIds = Object.keys(consents) as readonly ConsentId[];

/** What is asked, beside how it is asked for. */
export interface Consent {
  readonly id: ConsentId;
  /** What it is for: a tenant, a host, a server. A yes to one is none to another. */
  readonly about: string;
}

/** A consent that a button gave, with the button's words. */
export interface GivenConsent extends Consent {
  readonly text: string;
}

/** Whether a list of changes is agreed to as well. */
export const takesList = ({ id }: Consent): boolean => id === "registerAgain";

export const sameConsent = (one: Consent, other: Consent): boolean =>
  one.id === other.id && one.about === other.about;
