/** A directory on loopback for a test, and clients that trust it. What a test starts ends with it. */
import type { TestContext } from "node:test";
import { Client, Control, type BerWriter, type ClientOptions } from "ldapts";
import { signIn, type Passwords } from "../../../lab/directory/accounts.ts";
import { makeAuthority, type Authority } from "../../../lab/directory/authority.ts";
import { startProxy, type CountingProxy } from "../../../lab/directory/proxy.ts";
import { Directory } from "../../../lab/directory/directory.ts";
import type { DescribedDomain } from "../../../lab/directory/described.ts";
import { entriesOf } from "../../../lab/directory/domain.ts";
import type { Entry } from "../../../lab/directory/entry.ts";
import { startDirectory, type DirectoryServer, type ServerOptions } from "../../../lab/directory/server.ts";

export const password = "P@ssw0rd.2024!";

/** Two controllers in two sites, an administrator through a nested group, a plain user, a server. */
export const domain: DescribedDomain = {
  dns: "contoso.com",
  netBios: "CONTOSO",
  sid: "S-1-5-21-1004336348-1177238915-682003330",
  controllers: [
    { name: "DC1", site: "Hamburg" },
    { name: "DC2", site: "Oslo", isReadOnly: true, isCatalog: false },
  ],
  groups: [{ name: "Tier 0", groups: ["Domain Admins"] }],
  users: [
    { name: "ada", rid: 1105, groups: ["Tier 0"] },
    { name: "plain" },
    { name: "Ünal, Özge", groups: ["Protected Users"] },
  ],
  computers: [{ name: "SYNC01" }],
  others: [
    { dns: "child.contoso.com", netBios: "CHILD", sid: "S-1-5-21-1-2-3" },
    { dns: "fabrikam.com", netBios: "FABRIKAM", sid: "S-1-5-21-4-5-6" },
  ],
};

export const base = "DC=contoso,DC=com";
export const ada = `CN=ada,CN=Users,${base}`;
export const plain = `CN=plain,CN=Users,${base}`;

export interface Started {
  readonly server: DirectoryServer;
  readonly directory: Directory;
  readonly authority: Authority;
  /** Over LDAPS unless it is said otherwise; nobody is bound. */
  readonly client: (
    how?: { readonly port?: number; readonly plain?: boolean } & Partial<ClientOptions>,
  ) => Client;
  /** Bound as the administrator. */
  readonly bound: (how?: { readonly port?: number } & Partial<ClientOptions>) => Promise<Client>;
  readonly proxy: (port?: number) => Promise<CountingProxy>;
}

export const startedDirectory = async (
  t: TestContext,
  more: {
    readonly domain?: Partial<DescribedDomain>;
    readonly entries?: readonly Entry[];
    readonly passwords?: Passwords;
    readonly now?: () => Date;
  } & Partial<ServerOptions> = {},
): Promise<Started> => {
  const { domain: otherwise, entries = [], now = () => new Date(), ...rest } = more;
  const { passwords = { [ada]: password, [plain]: password }, ...options } = rest;
  const directory = new Directory([...entriesOf({ ...domain, ...otherwise }), ...entries]);
  const authority = makeAuthority("Contoso");
  const server = await startDirectory({
    directory,
    signIn: (name, entered) => signIn(directory, passwords, name, entered, now()),
    netBios: "CONTOSO",
    certificate: authority.issue(["localhost", "127.0.0.1"]),
    ...options,
  });
  t.after(server.stop);
  const client: Started["client"] = ({ port, plain: isPlain = false, ...how } = {}) => {
    const at = port ?? (isPlain ? server.ports.ldap : server.ports.ldaps);
    const made = new Client({
      url: `${isPlain ? "ldap" : "ldaps"}://localhost:${at}`,
      strictDN: false,
      connectTimeout: 5000,
      timeout: 5000,
      ...(isPlain ? {} : { tlsOptions: { ca: authority.cert } }),
      ...how,
    });
    t.after(async () => made.unbind().catch(() => undefined));
    return made;
  };
  return {
    server,
    directory,
    authority,
    client,
    bound: async (how) => {
      const made = client(how);
      await made.bind(ada, password);
      return made;
    },
    proxy: async (port = server.ports.ldaps) => {
      const proxy = await startProxy(port);
      t.after(proxy.stop);
      return proxy;
    },
  };
};

/** Which parts of a security descriptor are to come (1.2.840.113556.1.4.801). */
export class DescriptorFlags extends Control {
  readonly #flags: number;

  constructor(flags: number) {
    super("1.2.840.113556.1.4.801", { critical: true });
    this.#flags = flags;
  }

  protected override writeControl(writer: BerWriter): void {
    writer.startSequence(0x04);
    writer.startSequence();
    writer.writeInt(this.#flags);
    writer.endSequence();
    writer.endSequence();
  }
}

/** A page of so many entries, the first one or the one that the cookie names (RFC 2696). ldapts keeps its own to itself. */
export class NextPage extends Control {
  readonly #size: number;
  readonly #cookie: string;

  constructor(size: number, cookie: string) {
    super("1.2.840.113556.1.4.319", { critical: true });
    this.#size = size;
    this.#cookie = cookie;
  }

  protected override writeControl(writer: BerWriter): void {
    writer.startSequence(0x04);
    writer.startSequence();
    writer.writeInt(this.#size);
    writer.writeString(this.#cookie);
    writer.endSequence();
    writer.endSequence();
  }
}
