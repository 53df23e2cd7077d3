/**
 * A real Active Directory domain for one test file: a copy of its own, on addresses of its own.
 *
 *     const contoso = await domain("contoso");
 *     after(() => contoso.stop());
 *     const [user] = await contoso.ldapsearch("-b", contoso.accounts.plain.dn, "-s", "base", "cn");
 *
 * What is in it: people.ts, crowd.ts, serviceAccounts.ts, and in fabrikam controllers.ts and otherDomains.ts beside this file. It is Samba, which differs from Microsoft's
 * own in this: an unknown user is `data 52e`, not 525; no search is too large; another domain is an entry, and no referral.
 */
import { mkdtemp, cp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { takeAddress } from "./addresses.ts";
import { certificateFiles } from "./certificates.ts";
import {
  besideController,
  filesOf,
  settle,
  start,
  type ControllerPlace,
  type RunningController,
} from "./controller.ts";
import { search, write } from "./database.ts";
import { readdressed } from "./dnsRecords.ts";
import { dnsNameOf, forests, type Forest, type ForestName } from "./forests.ts";
import { changed, readLdif, type Entry } from "./ldif.ts";
import { authorityIn, copyController, madeForest, placesIn, readMade } from "./made.ts";
import { password, people, personDn, personNames, type PersonName } from "./people.ts";
import { run } from "./programs.ts";
import { readRootKeys, setRootKeys, type RootKeyState } from "./rootKeys.ts";

export interface Account {
  /** sAMAccountName. */
  readonly name: string;
  /** userPrincipalName. */
  readonly upn: string;
  readonly dn: string;
  readonly password: string;
}

export interface Controller {
  /** `dc1.contoso.lan`: a name that only the domain itself resolves. */
  readonly name: string;
  readonly address: string;
  /** Ends this one, as a power cut would; the others go on. */
  readonly stop: () => Promise<void>;
}

export interface Domain extends Forest {
  readonly controllers: readonly [Controller, ...Controller[]];
  /** The file with the certificate of the authority that signed those of the controllers, for their names and addresses. */
  readonly ca: string;
  readonly accounts: Readonly<Record<PersonName | "administrator", Account>>;
  /**
   * What ldapsearch says, asked of the first controller as its administrator over LDAPS. Whoever asks as somebody else, or another
   * controller, says so with `-D` and `-w`, and with `-H`.
   * @throws Error with what ldapsearch said, the data code of a refused sign-in in it.
   */
  readonly ldapsearch: (...args: readonly string[]) => Promise<Entry[]>;
  /** What samba-tool prints, of the first controller's own database, where the domain's names are resolved. */
  readonly sambaTool: (...args: readonly string[]) => Promise<string>;
  /** Whether a sign-in succeeds: `ok`, or the data code. Asked of the first controller, or of another address. */
  readonly signIn: (account: Pick<Account, "upn" | "password">, address?: string) => Promise<string>;
  /** Changes the directory by LDIF, at the first controller or another address, whoever may or may not. */
  readonly change: (ldif: string, address?: string) => Promise<void>;
  /** Brings the root keys of the key distribution service into another state. They are usable at first. */
  readonly setRootKeys: (state: RootKeyState) => Promise<void>;
  /** Ends every controller and removes what they have written. */
  readonly stop: () => Promise<void>;
}

const accountsOf = (forest: Forest): Domain["accounts"] => {
  const account = (name: string, dn: string): Account => ({
    name,
    upn: `${name}@${forest.name}`,
    dn,
    password,
  });
  const named = personNames.map((key) => [key, account(people[key].name, personDn(forest, key))] as const);
  return {
    ...(Object.fromEntries(named) as Record<PersonName, Account>),
    administrator: account("Administrator", `CN=Administrator,CN=Users,${forest.baseDn}`),
  };
};

/** The names of the domain lead to the addresses that its controllers have now. */
const moveNames = async (places: readonly ControllerPlace[], before: readonly string[]): Promise<void> => {
  const moved = new Map(places.map(({ address }, at) => [before[at] ?? "", address]));
  for (const { folder } of places) {
    const names = await search(folder, "(dnsRecord=*)", "dnsRecord");
    const ldif = names.flatMap((entry) => {
      const records = readdressed(entry, moved);
      return records === undefined ? [] : [changed(entry.dn, "replace", { dnsRecord: records })];
    });
    await write(folder, ldif.join(""));
  }
};

/** Copies what was made, and gives it addresses. */
const copy = async (made: string, into: string, places: readonly ControllerPlace[]): Promise<void> => {
  await cp(authorityIn(made), authorityIn(into), { recursive: true });
  await Promise.all(
    places.map(async (place) => {
      await copyController(path.join(made, path.basename(place.folder)), place.folder);
      await settle(place, authorityIn(into));
    }),
  );
  await moveNames(places, (await readMade(made)).addresses);
};

const dataCode = (error: unknown): string => {
  const text = String(error);
  return /data (\w+)/u.exec(text)?.[1] ?? text;
};

/** Starts a copy of a domain; makes it first, where no test has needed it yet. */
export const domain = async (name: ForestName): Promise<Domain> => {
  const forest = forests[name];
  const made = await madeForest(name);
  const folder = await mkdtemp(path.join(os.tmpdir(), "cs-ad-"));
  const taken = await Promise.all(forest.hosts.map(takeAddress));
  const places = placesIn(
    folder,
    forest,
    taken.map(({ address }) => address),
  );
  const running: RunningController[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.kill()));
    for (const one of taken) one.release();
    // What has just been killed may still be at its last file.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await copy(made, folder, places);
    const started = await Promise.allSettled(places.map(start));
    running.push(...started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
    for (const one of started) if (one.status === "rejected") throw one.reason;
  } catch (error) {
    await stop();
    throw error;
  }
  const [first, ...others] = places.map(({ host, address }, at) => ({
    name: dnsNameOf(forest, host),
    address,
    stop: async () => running[at]?.kill(),
  }));
  const home = places[0]?.folder;
  if (first === undefined || home === undefined) throw new Error(`${forest.name} has no controller.`);
  const ca = certificateFiles(authorityIn(folder)).authority;
  const accounts = accountsOf(forest);
  const asked = { "-H": `ldaps://${first.address}`, "-D": accounts.administrator.upn, "-w": password };
  const ldapsearch = async (...args: readonly string[]): Promise<Entry[]> => {
    const unsaid = Object.entries(asked).filter(([option]) => !args.includes(option));
    const how = ["-x", "-LLL", "-o", "ldif-wrap=no", ...unsaid.flat(), ...args];
    return readLdif(await run("ldapsearch", how, { env: { LDAPTLS_CACERT: ca } }));
  };
  const key = (await readRootKeys(home, forest))[0];
  return {
    ...forest,
    controllers: [first, ...others],
    ca,
    accounts,
    ldapsearch,
    sambaTool: (...args) =>
      besideController(home, "samba-tool", [...args, `--configfile=${filesOf(home).settings}`]),
    signIn: async (account, address = first.address) => {
      const who = ["-H", `ldaps://${address}`, "-D", account.upn, "-w", account.password];
      return ldapsearch(...who, "-b", "", "-s", "base", "1.1").then(() => "ok", dataCode);
    },
    change: async (ldif, address = first.address) => {
      for (const place of places)
        if (place.address === address) await write(place.folder, ldif, { relax: true });
    },
    setRootKeys: async (state) => {
      if (key !== undefined) await setRootKeys(home, forest, key, state);
    },
    stop,
  };
};
