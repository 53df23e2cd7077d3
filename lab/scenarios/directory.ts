/** What is otherwise of a healthy server in the scenarios of the directory. */
import { agentKey, installAgentInto } from "../server/agent.ts";
import { createdAccount } from "../server/directoryState.ts";
import type { MachineState } from "../server/state.ts";
import { practiceTenant } from "./tenant.ts";

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

/** AES alone (MS-KILE, section 2.2.7). */
const aesOnly = 24;

export const directoryScenarios = {
  /** Nobody has made a KDS root key: no controller can make a password for a managed account. */
  "no-kds-key": ({ directory }: MachineState) => {
    directory.kdsKeys = [];
  },
  /** Made two hours ago: controllers wait for ten ("Create the Key Distribution Services KDS root key", Microsoft). */
  "young-kds-key": ({ directory }: MachineState) => {
    directory.kdsKeys = [{ madeAt: hoursAgo(2), countsFrom: hoursAgo(2) }];
  },
  /** The server takes no RC4, and the account was made before that ("Unable to install service account ... after 6 retries"). */
  "encryption-mismatch": ({ directory }: MachineState) => {
    directory.encryptionTypes = aesOnly;
    directory.managedAccounts.push(createdAccount("pGMSA_784aba0b$"));
  },
  /** The agent is registered and runs as its custom account, and nobody has given that anything. */
  "permissions-missing": (state: MachineState) => {
    installAgentInto(state);
    const agent = state.services.AADConnectProvisioningAgent;
    if (agent) agent.account = "CONTOSO\\provAgent01$";
    state.windows.managedAccount = true;
    const key = state.registry[agentKey];
    if (key) key.TenantID = practiceTenant;
    state.registration = { domains: [state.computer.domain], signedIn: "admin@contoso.onmicrosoft.com" };
    for (const account of state.directory.managedAccounts) account.given = {};
  },
  /** Two of three controllers do not answer. */
  "controllers-unreachable": ({ directory, network, computer }: MachineState) => {
    directory.controllers.push({ name: "DC3", site: "Oslo" });
    network.controllers.push(`dc3.${computer.domain}`);
    for (const name of ["dc2", "dc3"])
      network.hosts[`${name}.${computer.domain}`] = { fails: { phase: "connect", outcome: "silent" } };
  },
  /** The forest has a child domain, with an administrator of its own. */
  "two-domains": ({ directory, computer }: MachineState) => {
    directory.children.push({
      dns: `emea.${computer.domain}`,
      netBios: "EMEA",
      sid: "S-1-5-21-1004336349-1177238916-682003331",
      controllers: [
        { name: "DC11", site: "Default-First-Site-Name" },
        { name: "DC12", site: "Oslo" },
      ],
    });
  },
} as const;
