/** Other domains, as the directory of one knows them: those of its forest by their crossRefs, all by their trusts. */
import { configurationOf, type Forest } from "./forests.ts";
import { added, type Attributes } from "./ldif.ts";

/** No controller answers for any of them. */
export const otherDomains = {
  child: "emea.fabrikam.lan",
  /** The root of a second tree in the same forest. */
  tree: "tailspin.lan",
  /** Another forest, trusted both ways. */
  forest: "contoso.lan",
  /** A single domain of a third one, which trusts this one and is not trusted. */
  external: "legacy.example",
} as const;

const dnOf = (name: string): string =>
  name
    .split(".")
    .map((label) => `DC=${label}`)
    .join(",");
const netbiosOf = (name: string): string => (name.split(".")[0] ?? "").toUpperCase();

/** Flags of a crossRef: in the forest, and a domain ([MS-ADTS] 6.1.1.2.1.1.1). */
const domainFlags = 3;

const crossRef = (forest: Forest, name: string, root: Attributes): string =>
  added(`CN=${netbiosOf(name)},CN=Partitions,${configurationOf(forest)}`, {
    objectClass: "crossRef",
    nCName: dnOf(name),
    dnsRoot: name,
    nETBIOSName: netbiosOf(name),
    systemFlags: domainFlags,
    "msDS-Behavior-Version": 7,
    ...root,
  });

/** [MS-ADTS] 6.1.6.7.12 and 6.1.6.7.9. */
const direction = { inbound: 1, both: 3 } as const;
const kinds = { withinForest: 0x20, forest: 0x8, external: 0x4 } as const;
/** TRUST_TYPE_UPLEVEL: Active Directory. */
const upLevel = 2;

const trust = (
  { baseDn }: Forest,
  name: string,
  kind: keyof typeof kinds,
  way: keyof typeof direction,
  number: number,
): string =>
  added(`CN=${name},CN=System,${baseDn}`, {
    objectClass: "trustedDomain",
    trustPartner: name,
    flatName: netbiosOf(name),
    trustDirection: direction[way],
    trustType: upLevel,
    trustAttributes: kinds[kind],
    securityIdentifier: `S-1-5-21-1111111111-2222222222-${number}`,
  });

/** What only the system may add: written with `relax`. */
export const otherDomainsLdif = (forest: Forest): string => {
  const own = `CN=${forest.netbios},CN=Partitions,${configurationOf(forest)}`;
  return [
    crossRef(forest, otherDomains.child, { trustParent: own }),
    crossRef(forest, otherDomains.tree, { rootTrust: own }),
    trust(forest, otherDomains.child, "withinForest", "both", 1001),
    trust(forest, otherDomains.tree, "withinForest", "both", 1002),
    trust(forest, otherDomains.forest, "forest", "both", 1003),
    trust(forest, otherDomains.external, "external", "inbound", 1004),
  ].join("");
};
