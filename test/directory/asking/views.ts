/**
 * Both ways to ask a directory, as the product has them: the module in a session of a real PowerShell, and this machine's own. What
 * needs Windows is another: a session is signed in as nobody of the domain, so that an account of the test is whoever it is, and it
 * connects to the addresses of the test alone.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Resolver } from "node:dns/promises";
import net, { type LookupFunction } from "node:net";
import os from "node:os";
import path from "node:path";
import { directory, thisMachine } from "../../../src/directory/directory.ts";
import { recordsBy } from "../../../src/directory/lookup.ts";
import { readModuleText } from "../../../src/server/powershellModule.ts";
import { redactor } from "../../../src/server/redaction/redact.ts";
import { SessionServer } from "../../../src/server/sessionServer.ts";
import { findPowerShell, powerShellEnvironment } from "../../../scripts/tools/powershell.mjs";
import type { Carrier } from "../../../src/setup/ports.ts";
import type { Credential } from "../../../src/setup/operations/operation.ts";
import { overNetwork } from "../../../src/setup/reachWords.ts";
import { sessionBy } from "../../unit/support/launches.ts";
import { thisMachine as target } from "../../unit/support/scriptedServer.ts";
import { resolvedBy } from "../support/programs.ts";

export interface Views {
  /** The session itself, for what is asked of the server. */
  readonly session: Carrier;
  readonly server: Carrier;
  readonly vsCode: Carrier;
  readonly stop: () => Promise<void>;
}

export interface ViewOptions {
  /** Whom both believe: certificates of authorities, in PEM. */
  readonly authorities: readonly string[];
  /** The name server, by which both find controllers. */
  readonly dns: string;
  /** Where the session may connect to. */
  readonly hosts: readonly string[];
  /** Who the session is. */
  readonly identity: Credential;
  /** The site in which Windows thinks that it stands. */
  readonly site?: string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What stands in the place of Windows: the last text of the module, before its loop. */
const seam = ({ hosts, identity, dns, site }: ViewOptions): string => `
function Lock-Server { $null }
function Get-DnsServer { New-Object Net.IPEndPoint([Net.IPAddress]::Parse(${quoted(dns)}), 53) }
function Get-RegistryValue { param($Path, $Name) if ($Name -eq 'DynamicSiteName') { ${site === undefined ? "$null" : quoted(site)} } }
function Get-ComputerState { @{ name = 'SYNC01'; joined = $true; domain = 'contoso.lan'; memoryMb = 8192; bootedAt = '2026-11-24T12:00:00.0000000Z' } }
$script:Reaches = (Get-Command -Name Open-DirectoryConnection).ScriptBlock
function Open-DirectoryConnection {
param($HostName, $Port, $Security, $Account, $TimeoutMs, $Doing)
if (@(${hosts.map(quoted).join()}) -notcontains $HostName) { throw ('Not of this test: ' + $HostName) }
if ($null -eq $Account) {
$word = New-Object Security.SecureString
foreach ($one in ${quoted(identity.password)}.ToCharArray()) { $word.AppendChar($one) }
$Account = New-Object Management.Automation.PSCredential(${quoted(identity.user)}, $word)
}
& $script:Reaches -HostName $HostName -Port $Port -Security $Security -Account $Account -TimeoutMs $TimeoutMs -Doing $Doing
}
`;

const systemLookup =
  (resolver: Resolver): LookupFunction =>
  (host, options, callback) => {
    const found = net.isIP(host) === 0 ? resolver.resolve4(host) : Promise.resolve([host]);
    found.then(
      (addresses) => {
        if (options.all === true)
          callback(
            null,
            addresses.map((address) => ({ address, family: 4 })),
          );
        else callback(null, addresses[0] ?? "", 4);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)), "");
      },
    );
  };

export const views = async (options: ViewOptions): Promise<Views> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "cs-views-"));
  const believed = path.join(folder, "ca.pem");
  const names = path.join(folder, "resolv.conf");
  await writeFile(believed, options.authorities.join("\n"));
  await writeFile(names, `nameserver ${options.dns}\n`);
  const { program, args } = await findPowerShell({ install: true });
  const [unshare = "", ...rest] = resolvedBy(
    names,
    ...([program, ...args, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "-"] as [
      string,
      ...string[],
    ]),
  );
  const text = await readModuleText(path.join(import.meta.dirname, "../../../src/server/powershell"));
  const begin = text.lastIndexOf("Open-CloudSyncSession -Reader");
  const moduleText = text.slice(0, begin) + seam(options) + text.slice(begin);
  const launch = sessionBy([unshare, ...rest]);
  const masking = redactor();
  const server = new SessionServer({
    target,
    where: "",
    reachWords: overNetwork,
    redactor: masking,
    start: () =>
      Promise.resolve({
        ...launch,
        environment: {
          ...launch.environment,
          ...powerShellEnvironment,
          PATH: process.env.PATH ?? "",
          HOME: folder,
          // OpenLDAP's client believes one file, and .NET's own TLS the other.
          LDAPTLS_CACERT: believed,
          SSL_CERT_FILE: believed,
        },
        folder,
        moduleText,
        log: () => undefined,
      }),
  });
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([options.dns]);
  const machine = thisMachine({
    computer: "HERE",
    caFile: () => believed,
    records: recordsBy([options.dns]),
    lookup: systemLookup(resolver),
  });
  return {
    session: server,
    server: directory({ server, machine }),
    vsCode: machine,
    stop: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
