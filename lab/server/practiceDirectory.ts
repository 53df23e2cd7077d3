/** The directory of the practice server's domain. It starts when somebody first asks for it, and is what the state says at every connection. */
import { accountNamed, keptOutBy, type SignIn } from "../directory/accounts.ts";
import { makeAuthority, type Authority } from "../directory/authority.ts";
import type { DescribedDomain } from "../directory/described.ts";
import { Directory } from "../directory/directory.ts";
import { entriesOf } from "../directory/domain.ts";
import { valuesOf, withValues, type Entry } from "../directory/entry.ts";
import { startDirectory, type DirectoryServer, type Ports } from "../directory/server.ts";
import { agentPermissions } from "./agentPermissions.ts";
import type { MachineState, StateFile } from "./state.ts";

/** Of the accounts in accounts.ts. */
const domainSid = "S-1-5-21-1004336348-1177238915-682003330";
const rids: Readonly<Record<string, number>> = { pGMSA_784aba0b$: 1601, provAgent01$: 1602 };

const netBiosOf = ({ computer }: MachineState): string => (computer.domain.split(".")[0] ?? "").toUpperCase();

const administrator = "Administrator";

export const describeDomain = (state: MachineState): DescribedDomain => {
  const { computer, directory } = state;
  return {
    dns: computer.domain,
    netBios: netBiosOf(state),
    sid: domainSid,
    controllers: directory.controllers,
    users: [
      { name: administrator, rid: 500, groups: ["Domain Admins", "Enterprise Admins"] },
      { name: "ada", rid: 1105, groups: ["Domain Admins"] },
    ],
    computers: [
      {
        name: computer.name,
        rid: 1106,
        values: { "msDS-SupportedEncryptionTypes": String(directory.encryptionTypes) },
      },
    ],
    kdsKeys: directory.kdsKeys.map(({ madeAt, countsFrom }) => ({
      madeAt: new Date(madeAt),
      countsFrom: new Date(countsFrom),
    })),
    managedAccounts: directory.managedAccounts.map((account) => {
      const rid = rids[account.account];
      return { ...account, ...(rid === undefined ? {} : { rid }) };
    }),
    others: directory.children,
    permissionsOf: (sidOf) =>
      directory.managedAccounts
        .filter(({ permitted }) => permitted)
        .flatMap(({ account }) => agentPermissions(sidOf(account))),
  };
};

/** The described entries, with what was changed over LDAP. */
const entriesNow = (state: MachineState): Entry[] =>
  entriesOf(describeDomain(state)).map((entry) =>
    Object.entries(state.directory.changed[entry.dn] ?? {}).reduce(
      (changed, [name, values]) =>
        withValues(
          changed,
          name,
          values.map((value) => Buffer.from(value, "base64")),
        ),
      entry,
    ),
  );

/**
 * Practice takes any password, as everywhere; a name that begins with `wrong` has the wrong one. Whoever is not in the directory and
 * names this domain is its administrator.
 */
const practiceSignIn = (directory: Directory, dns: string, netBios: string, name: string): SignIn => {
  const [, before = "", after = ""] = /^([^\\@]*)[\\@](.*)$/su.exec(name) ?? [];
  const [user, domain] = name.includes("\\") ? [after, before] : [before, after];
  if (user.toLowerCase().startsWith("wrong")) return { data: "52e" };
  const isOfDomain = [dns, netBios].some((one) => one.toLowerCase() === domain.toLowerCase());
  const account =
    accountNamed(directory, name) ??
    (isOfDomain ? accountNamed(directory, `${netBios}\\${administrator}`) : undefined);
  if (!account) return { data: "525" };
  const data = keptOutBy(account, new Date());
  return data === undefined ? { account } : { data };
};

/** Where it is, and whom to trust there. */
export interface PracticeDirectoryPlace {
  readonly ports: Ports;
  /** The authority's certificate, in PEM. */
  readonly authority: string;
}

export class PracticeDirectory {
  readonly #state: StateFile;
  readonly #directory = new Directory([]);
  #running: Promise<{ readonly server: DirectoryServer; readonly authority: Authority }> | undefined;

  constructor(state: StateFile) {
    this.#state = state;
  }

  async place(): Promise<PracticeDirectoryPlace> {
    this.#running ??= this.#start();
    const { server, authority } = await this.#running;
    return { ports: server.ports, authority: authority.cert };
  }

  async stop(): Promise<void> {
    await (await this.#running)?.server.stop();
  }

  async #start(): Promise<{ server: DirectoryServer; authority: Authority }> {
    const authority = makeAuthority("Practice directory");
    const { domain } = this.#state.now.computer;
    const names = this.#state.now.directory.controllers.map(({ name }) => `${name}.${domain}`.toLowerCase());
    const netBios = netBiosOf(this.#state.now);
    const server = await startDirectory({
      directory: this.#directory,
      signIn: (name) => practiceSignIn(this.#directory, domain, netBios, name),
      netBios,
      certificate: authority.issue([...names, domain, "localhost", "127.0.0.1"]),
      connects: () => {
        this.#directory.become(entriesNow(this.#state.now));
      },
      changes: (entry, attributes) => {
        this.#state.change(({ directory }) => {
          for (const name of attributes)
            (directory.changed[entry.dn] ??= {})[name] = valuesOf(entry, name).map((value) =>
              value.toString("base64"),
            );
        });
      },
    });
    return { server, authority };
  }
}
