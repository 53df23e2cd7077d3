/** One domain controller: Samba in a folder of its own, on an address of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { answers, ports } from "./addresses.ts";
import { certificateFiles, makeCertificate } from "./certificates.ts";
import { lastLines, resolvedBy, run } from "./programs.ts";

export interface ControllerPlace {
  readonly folder: string;
  readonly address: string;
  /** `DC1`. */
  readonly host: string;
  /** `contoso.lan`. */
  readonly domain: string;
  /** `CONTOSO`. */
  readonly netbios: string;
  /** There are several controllers: each service of theirs must answer while another one waits for a partner. */
  readonly replicates: boolean;
}

export interface RunningController {
  /** Ends it, with all that it has written. */
  readonly stop: () => Promise<void>;
  /** Ends it at once, as a power cut would. */
  readonly kill: () => Promise<void>;
}

/** A controller is up after a second; on a machine that does twenty other things at once, much later. */
const longestStartMs = 120_000;
const longestStopMs = 10_000;

const below = (folder: string, ...names: readonly string[]) => path.join(folder, ...names);
export const filesOf = (folder: string) => ({
  /** Not `smb.conf`: a file of that name is what provision and join write. */
  settings: below(folder, "etc", "controller.conf"),
  kerberos: below(folder, "etc", "krb5.conf"),
  names: below(folder, "etc", "resolv.conf"),
  database: below(folder, "private", "sam.ldb"),
  log: below(folder, "samba.log"),
});

/**
 * Everything that Samba writes is in the folder. Options: https://www.samba.org/samba/docs/current/man-html/smb.conf.5.html
 * The port of LDAP is no option that counts, which is why each controller has an address. The level of 2016 is what the service of keys asks for.
 */
const settings = ({ folder, address, host, domain, netbios, replicates }: ControllerPlace): string =>
  Object.entries({
    workgroup: netbios,
    realm: domain.toUpperCase(),
    "netbios name": host,
    "server role": "active directory domain controller",
    "ad dc functional level": "2016",
    interfaces: `${address}/8`,
    "bind interfaces only": "yes",
    "disable netbios": "yes",
    // No files are shared, and nobody signs in to this machine.
    "server services": ["rpc", "ldap", "cldap", "kdc", "dns", ...(replicates ? ["drepl", "kcc"] : [])].join(
      ", ",
    ),
    "prefork children": "1",
    // In seconds: a change is on its way at once, and a partner that has just been found is asked soon.
    "dreplsrv:notify_interval": "1",
    "dreplsrv:periodic_startup_interval": "2",
    "dreplsrv:periodic_interval": "5",
    "kccsrv:periodic_startup_interval": "2",
    "kccsrv:periodic_interval": "10",
    // Empty: else the machine's own name servers are asked.
    "dns forwarder": "",
    "dns update command": "/bin/true",
    "gpo update command": "/bin/true",
    "private dir": below(folder, "private"),
    "state directory": below(folder, "state"),
    "cache directory": below(folder, "cache"),
    "lock directory": below(folder, "lock"),
    "pid directory": below(folder, "run"),
    "binddns dir": below(folder, "bind-dns"),
    "ncalrpc dir": below(folder, "run", "ncalrpc"),
    "winbindd socket directory": below(folder, "run", "winbindd"),
    "ntp signd socket directory": below(folder, "run", "ntp_signd"),
    "tls cafile": below(folder, "tls", "ca.pem"),
    "tls certfile": certificateFiles(below(folder, "tls")).certificate,
    "tls keyfile": certificateFiles(below(folder, "tls")).key,
  })
    .map(([name, value]) => `\t${name} = ${value}\n`)
    .reduce((text, one) => text + one, "[global]\n");

/** Where Kerberos finds its server, which the machine's own settings do not know. */
const kerberos = (domain: string, address: string): string => {
  const realm = domain.toUpperCase();
  return [
    "[libdefaults]",
    `default_realm = ${realm}`,
    "dns_lookup_realm = false",
    "dns_lookup_kdc = false",
    "rdns = false",
    "[realms]",
    `${realm} = {`,
    `kdc = ${address}`,
    "}",
    "[domain_realm]",
    `.${domain} = ${realm}`,
    `${domain} = ${realm}`,
    "",
  ].join("\n");
};

/** Writes a controller's settings, and a certificate by the domain's authority for its names and its address. */
export const settle = async (
  place: ControllerPlace,
  authority: string,
  /** Whose name server and Kerberos it asks: its own, once it has one. */
  asks = place.address,
): Promise<void> => {
  const { folder, host, domain, address } = place;
  const files = filesOf(folder);
  for (const name of ["etc", "run", "lock", "cache", "state", "private", "bind-dns", "tls"])
    await mkdir(below(folder, name), { recursive: true });
  await writeFile(files.settings, settings(place));
  await writeFile(files.kerberos, kerberos(domain, asks));
  await writeFile(files.names, `nameserver ${asks}\nsearch ${domain}\n`);
  await makeCertificate(below(folder, "tls"), authority, {
    names: [`${host.toLowerCase()}.${domain}`, domain],
    addresses: [address],
  });
  await writeFile(below(folder, "tls", "ca.pem"), await readFile(certificateFiles(authority).authority));
};

/** Runs a program that reads Samba's settings, where the names of the domain are resolved by the domain. */
export const besideController = (
  folder: string,
  program: string,
  args: readonly string[],
  input?: string,
): Promise<string> => {
  const { names, kerberos: file } = filesOf(folder);
  const [unshare = "", ...rest] = resolvedBy(names, program, ...args);
  const env = { KRB5_CONFIG: file, KRB5CCNAME: `FILE:${below(folder, "tickets")}` };
  return run(unshare, rest, { env, ...(input === undefined ? {} : { input }) });
};

/** Whether a process group has a process left. */
const isThere = (group: number): boolean => {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
};

/** `-i` lets Samba end when its input ends: that is so as soon as this process is gone, however it went. */
const launch = ({ folder, replicates }: ControllerPlace): ChildProcess => {
  const { settings: file, kerberos: tickets, names, log } = filesOf(folder);
  const model = replicates ? "prefork" : "single";
  const how = ["-i", "--no-process-group", "-M", model, "-s", file];
  const [unshare = "", ...rest] = resolvedBy(names, "samba", ...how);
  const output = openSync(log, "w");
  try {
    return spawn(unshare, rest, {
      detached: true,
      stdio: ["pipe", output, output],
      env: { ...process.env, KRB5_CONFIG: tickets },
    });
  } finally {
    closeSync(output);
  }
};

/** Those on which nobody takes a connection yet. */
const silentPorts = async (address: string): Promise<number[]> => {
  const answering = await Promise.all(ports.map((port) => answers(address, port)));
  return ports.filter((_, at) => answering[at] !== true);
};

/**
 * Starts a controller and waits until each of its ports takes connections.
 * @throws Error with the last lines of its log, where it does not come up.
 */
export const start = async (place: ControllerPlace): Promise<RunningController> => {
  const { folder, address, host, domain } = place;
  const child = launch(place);
  const { pid } = child;
  let failure: Error | undefined;
  child.on("error", (error) => (failure = error));
  // Whoever forgets to stop it still ends, and it with him.
  child.unref();
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      resolve();
    });
    child.once("error", () => {
      resolve();
    });
  });
  const hasEnded = () => failure !== undefined || child.exitCode !== null || child.signalCode !== null;
  const kill = async (): Promise<void> => {
    // Its children are in its group. The number of a group that is gone may be another program's by now.
    if (pid !== undefined && isThere(pid) && !hasEnded()) process.kill(-pid, "SIGKILL");
    child.ref();
    await ended;
  };
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    for (const end = Date.now() + longestStopMs; pid !== undefined && isThere(pid) && Date.now() < end;)
      await sleep(20);
    await kill();
  };
  const end = Date.now() + longestStartMs;
  for (let silent = await silentPorts(address); silent.length > 0; silent = await silentPorts(address)) {
    if (hasEnded() || Date.now() > end) {
      const how = hasEnded() ? "ended" : `does not answer on the ports ${silent.join(", ")} of ${address}`;
      await kill();
      const log = lastLines(await readFile(filesOf(folder).log, "utf8"), 20);
      throw new Error(`The controller ${host}.${domain} ${how}. Its log: ${failure?.message ?? log}`);
    }
    await sleep(20);
  }
  return { stop, kill };
};
