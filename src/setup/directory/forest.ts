/** The forest and its domain as one controller tells them: names, levels, schema, the other domains, and whom the domain trusts. Pure. */
import type { DirectoryEntry } from "../operations/directory.ts";
import type { Fact } from "../values/fact.ts";
import type { Time } from "../values/time.ts";
import { dnsOf, nameOf, textKey } from "./distinguishedName.ts";
import { integerOf, momentOf, booleanOf, textOf } from "./entries.ts";
import { hasBits, and, ofClass } from "./filters.ts";
import { entryOf, ofEntry, ofFound, valued, type DirectoryQuestion } from "./question.ts";
import { baseIn, entrySearch, listSearch, rootDse } from "./searches.ts";
import { siteOf } from "./site.ts";

/** What a controller says of itself: [MS-ADTS] 3.1.1.3.2. */
export interface RootDse {
  /** Names of the entries, as it writes them. */
  readonly domain: string;
  readonly configuration: string;
  readonly schema: string;
  /** Of the forest's first domain. */
  readonly forestRoot: string;
  readonly domainLevel: number | undefined;
  readonly forestLevel: number | undefined;
  readonly controllerLevel: number | undefined;
  /** DNS name of the controller that answered, and the site it stands in. */
  readonly controller: string | undefined;
  readonly site: string | undefined;
  /** Its clock, to the second. */
  readonly clock: Time | undefined;
  readonly isCatalog: boolean | undefined;
}

/** A domain of the forest. */
export interface ForestDomain {
  readonly dn: string;
  /** DNS name. */
  readonly name: string;
  readonly netbiosName: string | undefined;
  readonly level: number | undefined;
  /** Whether it stands below another domain, is the first of a tree of its own, or the first of all. */
  readonly standing: "child" | "tree" | "root";
}

/** A trust of the domain that was asked: [MS-ADTS] 6.1.6.7. */
export interface Trust {
  /** DNS name where there is one. */
  readonly partner: string;
  readonly netbiosName: string | undefined;
  /** Who trusts whom: `inbound` lets accounts of this domain in there, `outbound` theirs in here. */
  readonly direction: "disabled" | "inbound" | "outbound" | "both" | undefined;
  readonly withinForest: boolean;
  readonly ofForests: boolean;
}

export interface ForestFacts {
  readonly rootDse: Fact<RootDse>;
  readonly schemaVersion: Fact<number>;
  /** Whether the schema has `msDS-ExternalDirectoryObjectId`: Microsoft, "Prerequisites for Microsoft Entra Cloud Sync". */
  readonly externalIdInSchema: Fact<boolean>;
  readonly domains: Fact<readonly ForestDomain[]>;
  readonly trusts: Fact<readonly Trust[]>;
}

const readRootDse = (entry: DirectoryEntry): RootDse | undefined => {
  const text = (name: string) => textOf(entry, name);
  const domain = text("defaultNamingContext");
  const configuration = text("configurationNamingContext");
  const schema = text("schemaNamingContext");
  const forestRoot = text("rootDomainNamingContext");
  if (!domain || !configuration || !schema || !forestRoot) return undefined;
  return {
    domain,
    configuration,
    schema,
    forestRoot,
    domainLevel: integerOf(entry, "domainFunctionality"),
    forestLevel: integerOf(entry, "forestFunctionality"),
    controllerLevel: integerOf(entry, "domainControllerFunctionality"),
    controller: text("dnsHostName"),
    site: siteOf(text("serverName") ?? "", 1),
    clock: momentOf(entry, "currentTime"),
    isCatalog: booleanOf(entry, "isGlobalCatalogReady"),
  };
};

const readDomain = (entry: DirectoryEntry): ForestDomain | undefined => {
  const dn = textOf(entry, "nCName");
  const parsed = dn === undefined ? undefined : nameOf(dn);
  const name = textOf(entry, "dnsRoot") ?? (parsed && dnsOf(parsed));
  if (dn === undefined || name === undefined) return undefined;
  return {
    dn,
    name,
    netbiosName: textOf(entry, "nETBIOSName"),
    level: integerOf(entry, "msDS-Behavior-Version"),
    standing: textOf(entry, "trustParent") ? "child" : textOf(entry, "rootTrust") ? "tree" : "root",
  };
};

const directions = ["disabled", "inbound", "outbound", "both"] as const;
/** [MS-ADTS] 6.1.6.7.9. */
const trustBits = { forestTransitive: 0x8, withinForest: 0x20 } as const;

const readTrust = (entry: DirectoryEntry): Trust | undefined => {
  const partner = textOf(entry, "trustPartner");
  if (partner === undefined) return undefined;
  const bits = integerOf(entry, "trustAttributes") ?? 0;
  return {
    partner,
    netbiosName: textOf(entry, "flatName"),
    direction: directions[integerOf(entry, "trustDirection") ?? -1],
    withinForest: (bits & trustBits.withinForest) !== 0,
    ofForests: (bits & trustBits.forestTransitive) !== 0,
  };
};

/** A crossRef of a domain, not of another naming context: [MS-ADTS] 6.1.1.2.1.1.2, FLAG_CR_NTDS_DOMAIN. */
const isDomainRef = 0x2;

export const forestQuestion: DirectoryQuestion<ForestFacts> = {
  searches: [
    entrySearch(rootDse, {
      text: [
        "defaultNamingContext",
        "configurationNamingContext",
        "schemaNamingContext",
        "rootDomainNamingContext",
        "domainFunctionality",
        "forestFunctionality",
        "domainControllerFunctionality",
        "dnsHostName",
        "serverName",
        "currentTime",
        "isGlobalCatalogReady",
      ],
    }),
    entrySearch(baseIn("schema"), { text: ["objectVersion"] }),
    entrySearch(baseIn("schema", "ms-DS-External-Directory-Object-Id"), { text: ["lDAPDisplayName"] }),
    listSearch(
      baseIn("configuration", "Partitions"),
      "oneLevel",
      and(ofClass("crossRef"), hasBits("systemFlags", isDomainRef)),
      {
        text: ["nCName", "dnsRoot", "nETBIOSName", "msDS-Behavior-Version", "trustParent", "rootTrust"],
        most: 1000,
      },
    ),
    listSearch(baseIn("domain", "System"), "oneLevel", ofClass("trustedDomain"), {
      text: ["trustPartner", "flatName", "trustDirection", "trustAttributes"],
      most: 1000,
    }),
  ],
  read: ([root, schema, externalId, domains, trusts]) => {
    const attribute = entryOf(externalId);
    return {
      rootDse: ofEntry(root, readRootDse),
      schemaVersion: ofEntry(schema, (entry) => integerOf(entry, "objectVersion")),
      externalIdInSchema: "unread" in attribute ? attribute : { value: attribute.value !== null },
      domains: ofFound(domains, ({ entries }) => ({
        value: entries.flatMap((one) => readDomain(one) ?? []),
      })),
      trusts: ofFound(trusts, ({ entries }) => ({ value: entries.flatMap((one) => readTrust(one) ?? []) })),
    };
  },
};

/** The domain that was asked, as the forest knows it. */
export const ownDomain = ({
  rootDse: root,
  domains,
}: Pick<ForestFacts, "rootDse" | "domains">): Fact<ForestDomain> => {
  if ("unread" in root) return root;
  if ("unread" in domains) return domains;
  const own = textKey(root.value.domain);
  return valued(domains.value.find(({ dn }) => textKey(dn) === own));
};
