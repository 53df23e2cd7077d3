/** What .NET Framework 4.6.2 has, as a session of Windows PowerShell 5.1 finds it. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { netFramework } from "../../../scripts/tools/netFramework.mjs";

/**
 * The assemblies that Windows PowerShell 5.1 has loaded when it starts, and those (serialisation, compression, LDAP) that the module
 * loads itself. A type of any other one - System.Net.Http, System.ServiceProcess - is unknown until something loads it.
 */
const loaded = [
  "mscorlib",
  "System",
  "System.Core",
  "System.Configuration",
  "System.Configuration.Install",
  "System.Data",
  "System.DirectoryServices",
  "System.DirectoryServices.Protocols",
  "System.Management",
  "System.Numerics",
  "System.Transactions",
  "System.Xml",
  "Microsoft.CSharp",
  "System.IO.Compression",
  "System.Runtime.Serialization",
];
/** Objects of these come from cmdlets (Get-Service), so their members count, but no type of theirs may be named. */
const fromCmdlets = ["System.ServiceProcess"];

/** The least and the most arguments; [-1, -1] is a value, and a most of -1 has no bound. */
type Counts = readonly [least: number, most: number];
type Members = Readonly<Record<string, readonly Counts[]>>;
interface TypeEntry {
  readonly kind: "class" | "abstract" | "struct" | "interface" | "enum";
  readonly bases: readonly string[];
  readonly new: readonly Counts[];
  readonly static: Members;
  readonly own: Members;
}
type Index = Readonly<Record<string, TypeEntry>>;

/** Whether a member may be used with so many arguments: -1 for a value; null where the text does not tell. */
const takes = (counts: readonly Counts[], count: number | null): boolean =>
  count === null ||
  counts.some(([least, most]) =>
    count === -1 ? least === -1 : least !== -1 && count >= least && (most === -1 || count <= most),
  );

const readIndex = async (assemblies: readonly string[]): Promise<Index> => {
  const folder = await netFramework();
  const source = path.join(import.meta.dirname, "framework.cs");
  const made = createHash("sha256")
    .update(await readFile(source))
    .update(assemblies.join())
    .digest("hex")
    .slice(0, 12);
  const file = path.join(import.meta.dirname, "../../../.cache", `net-framework-4.6.2-${made}.json`);
  if (!existsSync(file)) {
    const temporary = `${file}.${process.pid}`;
    // Not the project's folder: its own settings of MSBuild, if it ever has any, are not for this.
    await promisify(execFile)("dotnet", ["run", source, "--", folder, assemblies.join(), temporary], {
      env: { ...process.env, DOTNET_NOLOGO: "1", DOTNET_CLI_TELEMETRY_OPTOUT: "1" },
    });
    await rename(temporary, file);
  }
  return JSON.parse(await readFile(file, "utf8")) as Index;
};

const lowered = <T>(record: Readonly<Record<string, T>>): Map<string, T> =>
  new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));

export class Framework {
  readonly #types: Map<string, TypeEntry>;
  /** Every member an object can have, by its name in lower case. */
  readonly #own = new Map<string, Counts[]>();

  constructor(types: Index, others: Index) {
    this.#types = lowered(types);
    for (const type of [...Object.values(types), ...Object.values(others)])
      for (const [name, counts] of Object.entries(type.own)) {
        const key = name.toLowerCase();
        const all = this.#own.get(key);
        if (all) all.push(...counts);
        else this.#own.set(key, [...counts]);
      }
  }

  /** The full name of a type that PowerShell finds by this one: as it stands, or below System. */
  find(name: string, arity: number): string | undefined {
    const key = (arity > 0 ? `${name}\`${arity}` : name).toLowerCase();
    return [key, `system.${key}`].find((one) => this.#types.has(one));
  }

  makes(type: string, count: number | null): boolean {
    return takes(this.#types.get(type)?.new ?? [], count);
  }

  hasStatic(type: string, member: string, count: number | null): boolean {
    return this.#withBases(type).some((one) => {
      const counts = lowered(one.static).get(member.toLowerCase());
      return counts !== undefined && takes(counts, count);
    });
  }

  /** Whether objects of a type or of its bases have such a member with so many arguments. */
  has(type: string, member: string, count: number): boolean {
    return this.#withBases(type).some((one) =>
      takes(lowered(one.own).get(member.toLowerCase()) ?? [], count),
    );
  }

  /** Whether objects of any type have such a member with so many arguments. */
  hasOwn(member: string, count: number): boolean {
    return takes(this.#own.get(member.toLowerCase()) ?? [], count);
  }

  #withBases(type: string): TypeEntry[] {
    const entry = this.#types.get(type.toLowerCase());
    return entry ? [entry, ...entry.bases.flatMap((base) => this.#withBases(base))] : [];
  }
}

let read: Promise<Framework> | undefined;
/** Read once. @throws Error where the reference assemblies can neither be found nor fetched. */
export const framework = (): Promise<Framework> =>
  (read ??= (async () => new Framework(await readIndex(loaded), await readIndex(fromCmdlets)))());
