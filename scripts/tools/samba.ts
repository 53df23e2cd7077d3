/** Finds Samba's domain controller and OpenLDAP's client, or on Debian 12 as root installs them. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onPath } from "./onPath.mjs";

/** What the tests run, each with the Debian package that has it. */
const programs = {
  samba: "samba-ad-dc",
  "samba-tool": "samba-ad-dc",
  ldbadd: "ldb-tools",
  ldapsearch: "ldap-utils",
  openssl: "openssl",
  unshare: "util-linux",
};

/** What is installed without a question; CONTRIBUTING.md says so. What provision reads is a package of its own. */
export const packages = ["samba-ad-dc", "samba-ad-provision", "ldb-tools", "ldap-utils", "openssl"];

/**
 * With less there is no key distribution service, and so no group managed service account.
 * https://www.samba.org/samba/history/samba-4.21.0.html
 */
const leastVersion = [4, 21] as const;

const said = (program: string, ...args: readonly string[]): string => {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? stdout : "";
};

const isNewEnough = (): boolean => {
  const [, major = "0", minor = "0"] = /\b(\d{1,3})\.(\d{1,3})/u.exec(said("samba", "--version")) ?? [];
  return (
    Number(major) > leastVersion[0] || (Number(major) === leastVersion[0] && Number(minor) >= leastVersion[1])
  );
};

/** What is missing, in words; empty where everything is there. */
const missing = (): string[] => [
  ...Object.entries(programs)
    .filter(([program]) => onPath([program]) === undefined)
    .map(([program, name]) => `${program} (package ${name})`),
  ...(onPath(["samba"]) !== undefined && !isNewEnough()
    ? [`Samba ${leastVersion.join(".")} or newer (there is ${said("samba", "--version").trim()})`]
    : []),
];

const isRoot = (): boolean => process.getuid?.() === 0;
const isBookworm = (): boolean => {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return /^ID=debian$/mu.test(release) && /^VERSION_CODENAME=bookworm$/mu.test(release);
};

/** Where this machine has its Debian from: its own mirror has the backports too. */
const mirror = (): string => {
  const [first = ""] = said("apt-get", "indextargets", "--format", "$(REPO_URI)", "Release: bookworm").split(
    "\n",
  );
  return first === "" ? "http://deb.debian.org/debian/" : first;
};

/**
 * Debian 12 itself has Samba 4.17. The newer one is in its backports, which are read from lists of packages in a folder for the
 * time being: the machine's own sources and lists stay as they are.
 */
const installFromBackports = (): void => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cs-apt-"));
  try {
    const parts = path.join(folder, "parts");
    const lists = path.join(folder, "lists");
    if (existsSync("/etc/apt/sources.list.d")) cpSync("/etc/apt/sources.list.d", parts, { recursive: true });
    for (const one of [parts, path.join(lists, "partial")]) mkdirSync(one, { recursive: true });
    writeFileSync(
      path.join(parts, "backports.sources"),
      `Types: deb\nURIs: ${mirror()}\nSuites: bookworm-backports\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`,
    );
    const here = [`Dir::Etc::sourceparts=${parts}`, `Dir::State::lists=${lists}`, "APT::Sandbox::User=root"];
    const options = [...here, "DPkg::Lock::Timeout=300"].flatMap((option) => ["-o", option]);
    const apt = (...args: readonly string[]): void => {
      spawnSync("apt-get", ["-qq", ...options, ...args], {
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
        stdio: ["ignore", "ignore", "inherit"],
      });
    };
    apt("update");
    apt("install", "-y", "--no-install-recommends", "-t", "bookworm-backports", ...packages);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Whether a program may have a view of its own of the machine's files: where the names of a domain are resolved by the domain. */
const mayUnshare = (): boolean =>
  spawnSync("unshare", ["-m", "--propagation", "private", "true"], { stdio: "ignore" }).status === 0;

/**
 * Sees to it that a domain controller can be started here.
 * @throws Error naming what is missing and the command to get it.
 */
export const findSamba = (say: (line: string) => void = console.log): void => {
  if (missing().length > 0 && isRoot() && isBookworm()) {
    say(`Samba: installing ${packages.join(", ")}, from Debian's backports where they are newer there`);
    installFromBackports();
  }
  const lacks = missing();
  if (lacks.length > 0)
    throw new Error(
      `The tests of the directory start a real Active Directory domain, and lack ${lacks.join(", ")}. On Debian 12, with bookworm-backports among the package sources: apt-get install -y --no-install-recommends -t bookworm-backports ${packages.join(" ")}. On Debian 13 the same without -t bookworm-backports.`,
    );
  if (!isRoot())
    throw new Error(
      "The tests of the directory start a real Active Directory domain on the ports of LDAP and Kerberos, and lack the rights of root for it: sudo npm run test:directory",
    );
  if (!mayUnshare())
    throw new Error(
      "The tests of the directory give each domain its own names in a mount namespace, and this machine does not let them make one (unshare -m). In a container that needs the capability SYS_ADMIN: docker run --cap-add SYS_ADMIN",
    );
};
