/**
 * What Microsoft's agent module does with the tenant and the directory, as far as it is documented: cmdlet names and
 * parameters from "Install the agent using a command-line interface", the failures' texts from Microsoft's error
 * reference (AADSTS50076: a second factor is needed) and from reports. A password never reaches this file: the
 * PowerShell stand-ins send the user's name only.
 */
import { practiceAccount, practiceTenant } from "../scenarios/index.ts";
import { agentGetsOut, registrationTimedOut } from "./agent.ts";
import type { Machine } from "./machine.ts";

type Arguments = Readonly<Record<string, unknown>>;
const text = (args: Arguments, name: string): string => (typeof args[name] === "string" ? args[name] : "");

const wrongUser = (user: string): void => {
  const name = user.slice(Math.max(user.indexOf("\\"), -1) + 1);
  if (name.toLowerCase().startsWith("wrong")) throw new Error("The user name or password is incorrect.");
};

/**
 * The account is created in the domain that the server is joined to, by an administrator of that domain ("Install the
 * Microsoft Entra provisioning agent"). What the cmdlet says to another one is not documented.
 */
const onlyOfOwnDomain = ({ state }: Machine, user: string): void => {
  const own = state.now.computer.domain.toLowerCase();
  const named = user.includes("@") ? user.slice(user.indexOf("@") + 1) : user.split("\\")[0];
  const domain = named?.toLowerCase() ?? "";
  if (domain !== own && domain !== own.split(".")[0]) throw new Error("Access is denied.");
};

export const agentCmdlets: Readonly<Record<string, (machine: Machine, args: Arguments) => unknown>> = {
  // What the installed module is: its version, and what a test takes out of it.
  "Get-AgentModule": ({ state }) => ({
    version: state.now.agentVersion ?? "0.0",
    lacks: state.now.next.lacks ?? [],
  }),
  "Connect-AADCloudSyncAzureAD": ({ state }, args) => {
    const user = text(args, "User");
    if (user.toLowerCase().startsWith("mfa"))
      throw new Error(
        "AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the service.",
      );
    wrongUser(user);
    state.change((now) => {
      now.registration.signedIn = user;
    });
  },
  // The form with a token is shown by public scripts only; what it refuses is not documented.
  "Connect-AADCloudSyncAzureAD by token": ({ state }, args) => {
    if (text(args, "TenantId") !== practiceTenant) throw new Error("AADSTS90002: Tenant not found.");
    state.change((now) => {
      now.registration.signedIn = text(args, "User");
    });
  },
  // Set-AADCloudSyncPermissions: "the domain must already be configured" (Azure AD Connect cloud sync gMSA cmdlets).
  "Set-AADCloudSyncPermissions": ({ state }, args) => {
    wrongUser(text(args, "User"));
    const { domains } = state.now.registration;
    const domain = text(args, "TargetDomain");
    if (domain === "" ? domains.length === 0 : !domains.includes(domain))
      throw new Error("The domain is not configured.");
    state.change((now) => {
      now.registration.permissions = [
        ...new Set([...(now.registration.permissions ?? []), text(args, "PermissionType")]),
      ];
    });
  },
  "Add-AADCloudSyncGMSA": (machine, args) => {
    wrongUser(text(args, "User"));
    const custom = text(args, "CustomGMSAName");
    if (custom === "") onlyOfOwnDomain(machine, text(args, "User"));
    machine.useAccount(custom === "" ? practiceAccount : `CONTOSO\\${custom}`);
  },
  "Add-AADCloudSyncADDomain": (machine, args) => {
    wrongUser(text(args, "User"));
    const { signedIn } = machine.state.now.registration;
    if (signedIn === null) throw new Error("Connect-AADCloudSyncAzureAD must be run first.");
    const name = text(args, "DomainName");
    if (!agentGetsOut(machine.dir, machine.state.now)) throw new Error(registrationTimedOut);
    machine.state.change((now) => {
      if (!now.registration.domains.includes(name)) now.registration.domains.push(name);
    });
    machine.register(practiceTenant, signedIn);
  },
};
