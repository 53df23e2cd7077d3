/** The directory of the practice server's forest. A controller starts when somebody first asks for it, and is what the state says at every connection. */
import { X509Certificate } from "node:crypto";
import { accountNamed, keptOutBy, type SignIn } from "../directory/accounts.ts";
import { makeAuthority } from "../directory/authority.ts";
import { Directory } from "../directory/directory.ts";
import { valuesOf } from "../directory/entry.ts";
import { dnsNameOf } from "../directory/names.ts";
import { startDirectory, type DirectoryServer, type Ports } from "../directory/server.ts";
import { administrator, entriesNow, forestOf, hostOf, type ForestDomain } from "./practiceForest.ts";
import type { StateFile } from "./state.ts";

/** The domain that an account's name is of, whichever form it has, and the name there. */
const partsOf = (name: string): { readonly user: string; readonly domain: string } => {
  if (name.includes("=")) return { user: name, domain: dnsNameOf(name) };
  const [, before = "", after = ""] = /^([^\\@]*)[\\@](.*)$/su.exec(name) ?? [];
  return name.includes("\\") ? { user: after, domain: before } : { user: before, domain: after };
};

const isCalled = ({ dns, netBios }: ForestDomain, name: string): boolean =>
  [dns, netBios].some((one) => one.toLowerCase() === name.toLowerCase());

/** Who stands for a name that is not in the directory: see agentModule.ts. */
const insteadOf = (user: string): string =>
  ["plain", "da"].find((one) => user.toLowerCase().startsWith(one)) ?? administrator;

/** Where a controller is, and whom to trust there. */
export interface PracticeDirectoryPlace {
  readonly ports: Ports;
  /** The authority's certificate, in PEM. */
  readonly authority: string;
  /** SHA-1 of the controller's own certificate, in hex. */
  readonly fingerprint: string;
}

interface Running {
  readonly server: DirectoryServer;
  readonly fingerprint: string;
}

export class PracticeDirectory {
  readonly #state: StateFile;
  readonly #authority = makeAuthority("Practice directory");
  /** By host. */
  readonly #running = new Map<string, Promise<Running>>();

  constructor(state: StateFile) {
    this.#state = state;
  }

  /** The certificate of the authority that all its controllers have theirs from, in PEM. */
  get authority(): string {
    return this.#authority.cert;
  }

  /** A controller by its DNS name, or without one the first of the practice server's domain. @throws Error where there is no such one */
  async place(host?: string): Promise<PracticeDirectoryPlace> {
    const all = forestOf(this.#state.now).flatMap((domain) =>
      domain.controllers.map(({ name }) => ({ domain, name, host: hostOf(domain, { name, site: "" }) })),
    );
    const found = host === undefined ? all[0] : all.find((one) => one.host === host.toLowerCase());
    if (!found) throw new Error(`The practice server has no domain controller ${host ?? ""}.`);
    const running = this.#running.get(found.host) ?? this.#start(found.domain, found.name, found.host);
    this.#running.set(found.host, running);
    const { server, fingerprint } = await running;
    return { ports: server.ports, authority: this.authority, fingerprint };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map(async (one) => (await one).server.stop()));
  }

  /**
   * Practice takes any password but one that begins with `wrong`; a name that begins so has the wrong one. Whoever names a domain of the forest is
   * let in by all of them, as domains of a forest trust each other.
   */
  #signIn(asked: Directory, dns: string, name: string, password: string): SignIn {
    const { user, domain } = partsOf(name);
    if ([user, password].some((one) => one.toLowerCase().startsWith("wrong"))) return { data: "52e" };
    const of = forestOf(this.#state.now).find((one) => isCalled(one, domain));
    if (!of) return { data: "525" };
    const home = of.dns === dns ? asked : new Directory(entriesNow(this.#state.now, of.dns));
    const account = accountNamed(home, name) ?? accountNamed(home, `${of.netBios}\\${insteadOf(user)}`);
    if (!account) return { data: "525" };
    const data = keptOutBy(account, new Date());
    return data === undefined ? { account, home } : { data };
  }

  async #start({ dns, netBios }: ForestDomain, name: string, host: string): Promise<Running> {
    const directory = new Directory([]);
    const certificate = this.#authority.issue([host, dns, "localhost", "127.0.0.1"]);
    const server = await startDirectory({
      directory,
      signIn: (user, password) => this.#signIn(directory, dns, user, password),
      netBios,
      certificate,
      connects: () => {
        directory.become(entriesNow(this.#state.now, dns, name));
      },
      changes: (entry, attributes) => {
        this.#state.change(({ directory: { changed } }) => {
          for (const attribute of attributes)
            (changed[entry.dn] ??= {})[attribute] = valuesOf(entry, attribute).map((value) =>
              value.toString("base64"),
            );
        });
      },
    });
    const fingerprint = new X509Certificate(certificate.cert).fingerprint.replaceAll(":", "");
    return { server, fingerprint };
  }
}
