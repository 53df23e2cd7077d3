/**
 * A directory port that answers from entries in memory: those of a described domain, as the practice directory has them. It lets in
 * whoever the session is, or an account with its password, and refuses with Active Directory's own numbers.
 */
import * as v from "valibot";
import { signIn } from "../../../lab/directory/accounts.ts";
import { fileTime } from "../../../lab/directory/accounts.ts";
import type { DescribedDomain } from "../../../lab/directory/described.ts";
import { Directory } from "../../../lab/directory/directory.ts";
import { entriesOf } from "../../../lab/directory/domain.ts";
import { textOf, valuesOf, withValues, type Entry } from "../../../lab/directory/entry.ts";
import { matches, type Filter } from "../../../lab/directory/filter.ts";
import { escapeName } from "../../../lab/directory/names.ts";
import { Refused } from "../../../lab/directory/results.ts";
import { withTokenGroups } from "../../../lab/directory/tokenGroups.ts";
import {
  getDirectoryEntries,
  setDirectoryValue,
  type DirectoryAnswer,
  type DirectoryBase,
  type DirectoryFailure,
  type DirectoryFilter,
  type DirectorySearch,
} from "../../../src/setup/operations/directory.ts";
import type { Credential } from "../../../src/setup/operations/operation.ts";
import type { Carrier } from "../../../src/setup/ports.ts";

/** When the tests' clock stands still. */
export const testNow = "2026-11-24T12:00:00.000Z";
const hoursBefore = (hours: number): Date => new Date(Date.parse(testNow) - hours * 3_600_000);
export const keyMade = (hours: number) => ({ madeAt: hoursBefore(hours), countsFrom: hoursBefore(hours) });
export const fileTimeIn = (days: number): string => fileTime(hoursBefore(-days * 24));

export const password = "P@ssw0rd.2024!";
export const base = "DC=contoso,DC=com";
export const domainSid = "S-1-5-21-1004336348-1177238915-682003330";

const keysContainer = `CN=Master Root Keys,CN=Group Key Distribution Service,CN=Services,CN=Configuration,${base}`;

/** Everything is right: a root key that counts, no account yet, an administrator whose password never ends. */
export const rightDomain: DescribedDomain = {
  dns: "contoso.com",
  netBios: "CONTOSO",
  sid: domainSid,
  controllers: [
    { name: "DC1", site: "Hamburg" },
    { name: "DC2", site: "Oslo" },
  ],
  groups: [{ name: "Agents" }],
  users: [
    {
      name: "root",
      rid: 1105,
      groups: ["Domain Admins"],
      values: { "msDS-UserPasswordExpiryTimeComputed": fileTimeIn(90) },
    },
    { name: "plain", values: { "msDS-UserPasswordExpiryTimeComputed": fileTimeIn(90) } },
  ],
  computers: [{ name: "SYNC01" }],
  kdsKeys: [keyMade(30)],
};

/** The account that the wizard made, which this server may read. */
export const madeAccount = {
  cn: "provAgentgMSA",
  account: "pGMSA_e6620264$",
  readers: ["SYNC01$"],
  encryptionTypes: 28,
};

export interface ScriptedDomain {
  readonly described: DescribedDomain;
  readonly directory: Directory;
}
export const describedDomain = (change: Partial<DescribedDomain> = {}): ScriptedDomain => {
  const described = { ...rightDomain, ...change };
  const directory = new Directory(entriesOf(described), () => new Date(testNow));
  // The session's user may make no key; a test that wants an administrator says so.
  const keys = directory.get(keysContainer);
  if (keys) directory.put(withValues(keys, "allowedChildClassesEffective", []));
  return { described, directory };
};

export const failure = (change: Partial<DirectoryFailure>): DirectoryFailure => ({
  outcome: "failed",
  stage: "connect",
  reason: "refused",
  code: null,
  data: null,
  message: "",
  certificate: null,
  ...change,
});

/** Every controller is switched off. */
export const silent = failure({ reason: "timedOut", message: "No answer." });

const filterOf = (data: DirectoryFilter): Filter => {
  switch (data.op) {
    case "and":
    case "or":
      return { op: data.op, of: data.of.map(filterOf) };
    case "not":
      return { op: "not", of: filterOf(data.of) };
    case "present":
      return { op: "present", attribute: data.attribute };
    case "equals":
      return { op: "equals", attribute: data.attribute, value: Buffer.from(data.value) };
    case "equalsBytes":
      return { op: "equals", attribute: data.attribute, value: Buffer.from(data.bytes, "base64") };
    case "begins":
      return {
        op: "substrings",
        attribute: data.attribute,
        parts: { initial: data.value, any: [], final: "" },
      };
    case "bits":
      return {
        op: "rule",
        rule: "1.2.840.113556.1.4.803",
        attribute: data.attribute,
        value: Buffer.from(String(data.bits)),
      };
    case "inChain":
      return {
        op: "rule",
        rule: "1.2.840.113556.1.4.1941",
        attribute: data.attribute,
        value: Buffer.from(data.dn),
      };
  }
};

const contexts = {
  domain: "defaultNamingContext",
  configuration: "configurationNamingContext",
  schema: "schemaNamingContext",
  forest: "rootDomainNamingContext",
} as const;
const nameOf = (of: DirectoryBase, { rootDse }: Directory): string => {
  if (of.of === "rootDse") return "";
  if (of.of === "dn") return of.dn;
  const below = of.below.map(([type, value]) => `${type}=${escapeName(value)}`);
  return [...below, textOf(rootDse, contexts[of.of]) ?? ""].join(",");
};

const found = (
  { directory }: ScriptedDomain,
  search: DirectorySearch,
  { isCatalog, who }: { isCatalog: boolean; who: Entry | undefined },
): Extract<DirectoryAnswer, { outcome: "bound" }>["answers"][number] => {
  try {
    const reach = directory.reach(nameOf(search.base, directory), search.scope, isCatalog);
    const entries = reach.entries.filter((entry) => matches(filterOf(search.filter), entry, directory));
    const valuesFor = (entry: Entry, name: string): readonly Buffer[] => {
      const isToken = name === "tokenGroups";
      return valuesOf(isToken ? withTokenGroups(directory, entry, who && { account: who }) : entry, name);
    };
    const picked = (entry: Entry, names: readonly string[], as: "utf8" | "base64") =>
      Object.fromEntries(
        names.flatMap((name) => {
          const values = valuesFor(entry, name);
          return values.length > 0 ? [[name, values.map((value) => value.toString(as))]] : [];
        }),
      );
    return {
      outcome: "found",
      entries: entries.slice(0, search.most).map((entry) => ({
        dn: entry.dn,
        text: picked(entry, search.text, "utf8"),
        bytes: picked(
          entry,
          [...search.bytes, ...(search.descriptor ? ["nTSecurityDescriptor"] : [])],
          "base64",
        ),
      })),
      more: entries.length > search.most,
      referrals: [],
      ms: 1,
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return failure({
      stage: "search",
      reason: "answered",
      code: error.result.code,
      message: "no such entry",
    });
  }
};

export interface Asked {
  readonly op: string;
  readonly domain: string;
  readonly catalog: boolean;
  readonly security: string | null;
  readonly preferred: readonly string[];
  /** Who was entered; undefined where it was whoever the session is. */
  readonly account: string | undefined;
  readonly whatIf: boolean;
}

export interface ScriptedDirectory extends Carrier {
  readonly asked: Asked[];
}

export interface HowItAnswers {
  /** The session's own user: sAMAccountName. */
  readonly session?: string;
  /** What comes in place of an answer. */
  readonly fails?: (asked: Asked) => DirectoryFailure | undefined;
}

export const scriptedDirectory = (
  domains: readonly ScriptedDomain[],
  { session = "root", fails = () => undefined }: HowItAnswers = {},
): ScriptedDirectory => {
  const asked: Asked[] = [];
  return {
    asked,
    run: (operation, args, how = {}) => {
      const of = operation.name === setDirectoryValue.name ? setDirectoryValue : getDirectoryEntries;
      const { target } = v.parse(v.object({ target: getDirectoryEntries.args.entries.target }), args);
      const secrets: Readonly<Record<string, readonly Credential[] | undefined>> = how.secrets ?? {};
      const account = secrets.account?.[0];
      const one: Asked = {
        op: of.name,
        domain: target.domain,
        catalog: target.catalog,
        security: target.security,
        preferred: target.preferred,
        account: account?.user,
        whatIf: how.whatIf === true,
      };
      asked.push(one);
      const failed = fails(one);
      if (failed) return Promise.resolve(failed);
      const at = domains.find(({ described }) => described.dns === target.domain.toLowerCase());
      if (!at)
        return Promise.resolve(failure({ stage: "lookup", reason: "notFound", message: "no such name" }));
      const { described, directory } = at;
      const passwords = Object.fromEntries(
        described.users.map(({ name }) => [`CN=${escapeName(name)},CN=Users,${base}`, password]),
      );
      const in_ = account
        ? signIn(directory, passwords, account.user, account.password, new Date(testNow))
        : { account: directory.find((entry) => textOf(entry, "sAMAccountName") === session) };
      if ("data" in in_)
        return Promise.resolve(
          failure({
            stage: "bind",
            reason: "answered",
            code: 49,
            data: in_.data,
            message: `data ${in_.data}`,
          }),
        );
      const bind = {
        view: "server" as const,
        computer: "SYNC01",
        controller: `dc1.${described.dns}`,
        security: target.security ?? "negotiate",
        bindMs: 4,
      };
      if (of === setDirectoryValue) {
        const { dn, attribute, was, value } = v.parse(setDirectoryValue.args, args);
        const entry = directory.get(dn);
        const now = entry && textOf(entry, attribute);
        if ((now ?? null) !== was) return Promise.resolve({ outcome: "differs", bind, now: now ?? null });
        how.onEvent?.({
          kind: "change",
          change: {
            on: { port: "directory", domain: target.domain },
            what: "directoryValue",
            params: { attribute, entry: dn },
            before: was,
            after: value,
            certainty: "exact",
            undo: {
              port: "directory",
              op: "Set-CloudSyncDirectoryValue",
              args: { target, dn, attribute, was: value, value: was },
            },
          },
        });
        if (entry && how.whatIf !== true)
          directory.put(withValues(entry, attribute, value === null ? [] : [value]));
        return Promise.resolve({ outcome: "changed", bind });
      }
      const { searches } = v.parse(getDirectoryEntries.args, args);
      const who = in_.account;
      return Promise.resolve({
        outcome: "bound",
        bind,
        answers: searches.map((search) => found(at, search, { isCatalog: target.catalog, who })),
      });
    },
  };
};

/** Nobody answers. */
export const silentDirectory = (): ScriptedDirectory => scriptedDirectory([], { fails: () => silent });
