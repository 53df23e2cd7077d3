/** Filters and names written from data: whatever signs an entered value holds, it stays one value. */
import {
  AndFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
} from "ldapts";
import type { DirectoryBase, DirectoryFilter } from "../setup/operations/directory.ts";

/** Rules of Active Directory by number: all bits are set; links of links ([MS-ADTS] 3.1.1.3.4.4). */
const allBits = "1.2.840.113556.1.4.803";
const inChain = "1.2.840.113556.1.4.1941";

/** A filter goes to the directory as a tree, with its values beside each other: there is no text that could be read otherwise. */
export const filterOf = (data: DirectoryFilter): Filter => {
  switch (data.op) {
    case "and":
      return new AndFilter({ filters: data.of.map(filterOf) });
    case "or":
      return new OrFilter({ filters: data.of.map(filterOf) });
    case "not":
      return new NotFilter({ filter: filterOf(data.of) });
    case "present":
      return new PresenceFilter({ attribute: data.attribute });
    case "equals":
      return new EqualityFilter({ attribute: data.attribute, value: data.value });
    case "begins":
      return new SubstringFilter({ attribute: data.attribute, initial: data.value });
    case "equalsBytes":
      return new EqualityFilter({ attribute: data.attribute, value: Buffer.from(data.bytes, "base64") });
    case "bits":
      return new ExtensibleFilter({ matchType: data.attribute, rule: allBits, value: String(data.bits) });
    case "inChain":
      return new ExtensibleFilter({ matchType: data.attribute, rule: inChain, value: data.dn });
  }
};

/** A value in a distinguished name (RFC 4514 2.4). Half of a pair is no text: it becomes what every encoder makes of it. */
export const nameValue = (value: string): string =>
  Buffer.from(value, "utf8")
    .toString("utf8")
    .replace(/[\p{Cc}"+,;<=>\\#]|^ | $/gu, (one) =>
      Buffer.from(one, "utf8").toString("hex").replace(/../gu, "\\$&"),
    );

/** What a controller says of its naming contexts in RootDSE ([MS-ADTS] 3.1.1.3.2). */
export const namingContexts = {
  domain: "defaultNamingContext",
  configuration: "configurationNamingContext",
  schema: "schemaNamingContext",
  forest: "rootDomainNamingContext",
} as const;

export type Root = Readonly<Record<keyof typeof namingContexts | "dnsHostName", string>>;

/** The distinguished name at which a search begins. */
export const baseOf = (base: DirectoryBase, root: Root): string => {
  switch (base.of) {
    case "rootDse":
      return "";
    case "dn":
      return base.dn;
    default:
      return [...base.below.map(([type, value]) => `${type}=${nameValue(value)}`), root[base.of]].join(",");
  }
};
