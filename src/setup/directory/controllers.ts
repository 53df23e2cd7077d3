/** Every domain controller of a domain: two searches, joined. Pure. */
import * as l10n from "@vscode/l10n";
import type { DirectoryEntry } from "../operations/directory.ts";
import type { Fact } from "../values/fact.ts";
import { accountFlags, hasFlag } from "./accountFlags.ts";
import { nameKey, nameOf, textKey, valueAt, type DistinguishedName } from "./distinguishedName.ts";
import { holds, integerOf, textOf, textsOf } from "./entries.ts";
import { hasBits, ofClass, or } from "./filters.ts";
import { found, type DirectoryQuestion, type FoundEntries } from "./question.ts";
import { baseIn, listSearch } from "./searches.ts";
import { siteOf } from "./site.ts";

/**
 * `whole`: the configuration and the domain know it. `gone`: the configuration does, and its account is not in the domain: left behind
 * by a controller that is there no more. `halfMade`: an account without a place in the configuration: one that is just being made, or
 * was half removed. `demoted`: a place in the configuration without the settings of a controller.
 */
export type Standing = "whole" | "gone" | "halfMade" | "demoted";

export interface Controller {
  /** DNS name; where it has none, the first part of its entry's name. */
  readonly host: string;
  readonly standing: Standing;
  readonly site: string | undefined;
  /** Undefined where the configuration does not say. */
  readonly isCatalog: boolean | undefined;
  readonly isReadOnly: boolean;
  /** Whether it holds the role of the PDC emulator. */
  readonly isPdc: boolean;
  readonly operatingSystem: string | undefined;
  /** Such as `10.0 (20348)`. */
  readonly version: string | undefined;
}

export interface ControllerList {
  readonly controllers: readonly Controller[];
  /** Whether these are all that there are. */
  readonly isWhole: boolean;
}

/** `options` of NTDS Settings: [MS-ADTS] 6.1.1.2.2.1.2.1.1, NTDSDSA_OPT_IS_GC. */
const catalogOption = 0x1;
/** More than any domain has; each has three entries. */
const most = 10_000;

interface Server {
  readonly entry: DirectoryEntry;
  readonly settings: DirectoryEntry | undefined;
}

/** A server of the configuration with its settings, which stand right below it. */
const serversOf = (entries: readonly DirectoryEntry[]): readonly Server[] => {
  const settings = new Map(
    entries
      .filter((entry) => holds(entry, "objectClass", "nTDSDSA"))
      .map((entry) => [nameKey(nameOf(entry.dn)?.slice(1) ?? []), entry] as const),
  );
  return entries
    .filter((entry) => holds(entry, "objectClass", "server"))
    .map((entry) => ({ entry, settings: settings.get(textKey(entry.dn)) }));
};

const firstPart = (dn: string): string => valueAt(nameOf(dn) ?? [], 0, "CN") ?? dn;

interface Domain {
  readonly dn: string;
  /** Name of the settings of the controller that holds the role. */
  readonly pdc: string;
}

/** The domain of an entry, by its name's key: a child domain's entries stand below the name of its parent too. */
const domainKey = (name: DistinguishedName): string =>
  nameKey(name.slice(name.findIndex((_, place) => valueAt(name, place, "DC") !== undefined)));

/** Whether a server is of this domain: its account is, or its settings say so. Of one that says neither, nobody knows. */
const isOf = ({ entry, settings }: Server, domain: string): boolean => {
  const account = nameOf(textOf(entry, "serverReference") ?? "");
  if (account !== undefined && account.length > 0) return domainKey(account) === textKey(domain);
  const domains = settings ? textsOf(settings, "msDS-HasDomainNCs").map(textKey) : [];
  return domains.length === 0 || domains.includes(textKey(domain));
};

const controllerOf = (
  server: Server | undefined,
  account: DirectoryEntry | undefined,
  { pdc }: Domain,
): Controller => {
  const settings = server?.settings;
  const host = (server && textOf(server.entry, "dNSHostName")) ?? (account && textOf(account, "dNSHostName"));
  const options = settings && integerOf(settings, "options");
  const flags = account && integerOf(account, "userAccountControl");
  return {
    host: host ?? firstPart((server?.entry ?? account)?.dn ?? ""),
    standing:
      server === undefined
        ? "halfMade"
        : settings === undefined
          ? "demoted"
          : account === undefined
            ? "gone"
            : "whole",
    site: server && siteOf(server.entry.dn, 1),
    isCatalog: settings && ((options ?? 0) & catalogOption) !== 0,
    isReadOnly:
      hasFlag(flags, "partialSecrets") ||
      (settings !== undefined && holds(settings, "objectClass", "nTDSDSARO")),
    isPdc: settings !== undefined && textKey(settings.dn) === textKey(pdc),
    operatingSystem: account && textOf(account, "operatingSystem"),
    version: account && textOf(account, "operatingSystemVersion"),
  };
};

const join = (configuration: FoundEntries, ofDomain: FoundEntries): Fact<ControllerList> => {
  const root = ofDomain.entries.find((entry) => holds(entry, "objectClass", "domainDNS"));
  if (root === undefined) return { unread: l10n.t("The domain's own entry was not among what was found.") };
  const domain: Domain = { dn: root.dn, pdc: textOf(root, "fSMORoleOwner") ?? "" };
  const accounts = new Map(
    ofDomain.entries.filter((entry) => entry !== root).map((entry) => [textKey(entry.dn), entry]),
  );
  const servers = serversOf(configuration.entries).filter((server) => isOf(server, domain.dn));
  const placed = new Set<string>();
  const inConfiguration = servers.flatMap((server) => {
    const key = textKey(textOf(server.entry, "serverReference") ?? "");
    const account = accounts.get(key);
    if (account) placed.add(key);
    // A place without settings and without an account is a trace of nothing that could be asked.
    return server.settings || account ? [controllerOf(server, account, domain)] : [];
  });
  const alone = [...accounts].flatMap(([key, account]) =>
    placed.has(key) ? [] : [controllerOf(undefined, account, domain)],
  );
  return {
    value: {
      controllers: [...inConfiguration, ...alone],
      isWhole: configuration.isWhole && ofDomain.isWhole,
    },
  };
};

export const controllersQuestion: DirectoryQuestion<Fact<ControllerList>> = {
  searches: [
    listSearch(baseIn("configuration", "Sites"), "subtree", or(ofClass("server"), ofClass("nTDSDSA")), {
      text: ["objectClass", "dNSHostName", "serverReference", "options", "msDS-HasDomainNCs"],
      most,
    }),
    listSearch(
      baseIn("domain"),
      "subtree",
      or(
        ofClass("domainDNS"),
        hasBits("userAccountControl", accountFlags.controller),
        hasBits("userAccountControl", accountFlags.partialSecrets),
      ),
      {
        text: [
          "objectClass",
          "fSMORoleOwner",
          "dNSHostName",
          "userAccountControl",
          "operatingSystem",
          "operatingSystemVersion",
        ],
        most,
      },
    ),
  ],
  read: ([configuration, ofDomain]) => {
    const [servers, accounts] = [found(configuration), found(ofDomain)];
    if ("unread" in servers) return servers;
    return "unread" in accounts ? accounts : join(servers.value, accounts.value);
  },
};

/**
 * Whether a controller's Windows is Windows Server 2012 (6.2) or later, as one of the domain must be: Microsoft, "Group managed service
 * accounts". Undefined where it does not say.
 */
export const isNewEnough = ({ version }: Controller): boolean | undefined => {
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})\b/u.exec(version ?? "") ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 2);
};
