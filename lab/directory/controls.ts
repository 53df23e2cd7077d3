/** The controls of a search that this server knows. */
import { elementsIn, integer, numberIn, octets, partOf, sequence } from "./ber.ts";
import type { Control } from "./messages.ts";
import { Refused, results } from "./results.ts";

export const controlNames = {
  /** RFC 2696. */
  paged: "1.2.840.113556.1.4.319",
  /** MS-ADTS, 3.1.1.3.4.1.11. */
  descriptorFlags: "1.2.840.113556.1.4.801",
  /** MS-ADTS, 3.1.1.3.4.1.4: no referrals. */
  domainScope: "1.2.840.113556.1.4.1339",
} as const;

export interface SearchControls {
  readonly page: { readonly size: number; readonly cookie: string } | undefined;
  readonly descriptorFlags: number | undefined;
  readonly domainScope: boolean;
}

const partsOf = (control: Control) => elementsIn(partOf(elementsIn(control.value), 0).content);

/** Refuses one that is critical and not known here (RFC 4511, section 4.1.11). */
export const readControls = (controls: readonly Control[]): SearchControls => {
  const known: readonly string[] = Object.values(controlNames);
  if (controls.some(({ oid, critical }) => critical && !known.includes(oid)))
    throw new Refused(results.unknownExtension);
  const of = (oid: string) => controls.find((control) => control.oid === oid);
  const paged = of(controlNames.paged);
  const page = paged && partsOf(paged);
  const flags = of(controlNames.descriptorFlags);
  return {
    page: page && { size: numberIn(partOf(page, 0)), cookie: partOf(page, 1).content.toString("latin1") },
    descriptorFlags: flags && numberIn(partOf(partsOf(flags), 0)),
    domainScope: of(controlNames.domainScope) !== undefined,
  };
};

/** The answer to a page: how many there are is not told, as Active Directory does not. */
export const pagedAnswer = (cookie: string) => ({
  oid: controlNames.paged,
  value: sequence(integer(0), octets(Buffer.from(cookie, "latin1"))),
});
