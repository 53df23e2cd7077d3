/** What `npm run test:windows` asks each operation that only reads. */
import { accountsContainerQuestion } from "../../src/setup/directory/accountsContainer.ts";
import { computerQuestion } from "../../src/setup/directory/computers.ts";
import { together } from "../../src/setup/directory/question.ts";
import { rootKeysQuestion } from "../../src/setup/directory/rootKeys.ts";
import { rootPermissionsQuestion } from "../../src/setup/directory/rootPermissions.ts";
import { boundQuestion } from "../../src/setup/directory/whoIsBound.ts";
import { controllerPorts } from "../../src/setup/network/clouds.ts";
import { getDirectoryEntries, type DirectoryTarget } from "../../src/setup/operations/directory.ts";
import { getControllerFacts } from "../../src/setup/operations/network.ts";
import type { Operation } from "../../src/setup/operations/operation.ts";
import { domainQuestion } from "../../src/setup/preflight/domainDirectory.ts";

/** What the operations with arguments are asked. An operation that needs some and is not here fails. */
const asked: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // Empty: the installer in the product's own download folder, whether there is one or not.
  "Get-CloudSyncInstallerFact": { path: "" },
  "Get-CloudSyncDecidingEvent": { seconds: 86_400 },
  // There may be none of that name, which is a fact as well.
  "Get-CloudSyncTracePart": { name: "trace-agent.log", offset: 0, bytes: 65_536 },
  "Get-CloudSyncLogPreview": { hours: 1, hideNames: false },
  // One host of each kind: what the server reaches is its own affair, and none is asked of its directory.
  "Get-CloudSyncNetworkFact": {
    hosts: [
      { host: "login.microsoftonline.com", port: 443, tls: true },
      { host: "crl.microsoft.com", port: 80, tls: false },
    ],
    proxy: null,
    timeoutMs: 5000,
  },
};

/** What is known of the server before it is asked of its own directory. */
export interface Own {
  readonly computer: string;
  /** Empty in a workgroup: nothing is found then, which is said. */
  readonly domain: string;
  readonly controllers: readonly string[];
}

/** Everything that the steps ask without a password. */
export const directoryOf = ({ computer }: Own) =>
  together({
    domain: domainQuestion,
    bound: boundQuestion,
    permissions: rootPermissionsQuestion,
    keys: rootKeysQuestion,
    container: accountsContainerQuestion,
    computer: computerQuestion(computer),
  });

/** As whoever the session is: signed and sealed, of the whole forest, and within TLS, where a domain may want channel binding. */
const waysIn: readonly (Pick<DirectoryTarget, "catalog" | "security"> & { readonly way?: string })[] = [
  { catalog: false, security: "negotiate" },
  { way: "global catalog", catalog: true, security: "negotiate" },
  { way: "within TLS", catalog: false, security: "ldaps" },
];

export interface Asking {
  readonly operation: Operation;
  /** What tells it from others of the same operation. */
  readonly way?: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** An operation is asked once, but for the directory. */
export const askingsOf = (operation: Operation, own: Own): readonly Asking[] => {
  switch (operation.name) {
    case getDirectoryEntries.name:
      return waysIn.map(({ way, ...how }) => ({
        operation,
        ...(way === undefined ? {} : { way }),
        args: {
          target: { domain: own.domain, controller: null, preferred: [], timeoutMs: 5000, ...how },
          searches: directoryOf(own).searches,
        },
      }));
    case getControllerFacts.name: {
      const domainControllers = own.controllers.slice(0, 3);
      const ports = controllerPorts.map(({ port }) => port);
      return [{ operation, args: { domainControllers, ports, reads: 5, timeoutMs: 5000 } }];
    }
    default:
      return [{ operation, args: asked[operation.name] ?? {} }];
  }
};
