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

/** Whether a version, of four numbers, came before the other. */
const isBefore = (version: string | null, other: string): boolean =>
  (version ?? "0").localeCompare(other, "en", { numeric: true }) < 0;

/** Whether a user, as DOMAIN\\name or name@domain, is one of the domain. */
const isOf = (user: string, domain: string): boolean => {
  const named = (user.includes("@") ? user.slice(user.indexOf("@") + 1) : user.split("\\")[0])?.toLowerCase();
  return named === domain.toLowerCase() || named === domain.toLowerCase().split(".")[0];
};

/**
 * The account is created in the domain that the server is joined to, by an administrator of that domain ("Install the
 * Microsoft Entra provisioning agent"). What the cmdlet says to another one is not documented.
 */
const onlyOfOwnDomain = ({ state }: Machine, user: string): void => {
  if (!isOf(user, state.now.computer.domain)) throw new Error("Access is denied.");
};

/**
 * Who may change rights in the directory: an administrator of the domain, or of the whole forest, whose first domain is that of the
 * practice machine (gMSA PowerShell cmdlets). Here a user whose name begins with "plain" administers nothing, one with "da" one
 * domain only. What the real cmdlets say is not documented; Windows says it so.
 */
const mayChangeRights = ({ state }: Machine, user: string, domain: string): void => {
  const name = user.split("@")[0]?.split("\\").at(-1)?.toLowerCase() ?? "";
  const isOfForest = isOf(user, state.now.computer.domain) && !name.startsWith("da");
  if (name.startsWith("plain") || !(isOfForest || (domain !== "" && isOf(user, domain))))
    throw new Error("Access is denied.");
};

/** A domain whose name begins so is none here; .NET says it so (ActiveDirectoryObjectNotFoundException). */
const onlyThatExists = (domain: string): void => {
  if (domain.toLowerCase().startsWith("nowhere."))
    throw new Error("The specified domain does not exist or cannot be contacted.");
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
  "Set-AADCloudSyncPermissions": (machine, args) => {
    const { state } = machine;
    const [user, domain, type] = [
      text(args, "User"),
      text(args, "TargetDomain"),
      text(args, "PermissionType"),
    ];
    wrongUser(user);
    onlyThatExists(domain);
    const { domains } = state.now.registration;
    if (
      domain === ""
        ? domains.length === 0
        : !domains.some((one) => one.toLowerCase() === domain.toLowerCase())
    )
      throw new Error("The domain is not configured.");
    mayChangeRights(machine, user, domain);
    state.change(({ registration }) => {
      const permissions = (registration.permissions ??= {});
      for (const one of domain === "" ? domains : [domain])
        permissions[one] = [...new Set([...(permissions[one] ?? []), type])];
    });
    for (const one of domain === "" ? domains : [domain]) machine.gives(one, type);
  },
  // By an administrator of the account's domain, or of the forest; here both are of the machine's own domain.
  "Set-AADCloudSyncRestrictedPermissions": (machine, args) => {
    const user = text(args, "User");
    wrongUser(user);
    mayChangeRights(machine, user, machine.state.now.computer.domain);
    machine.state.change((now) => (now.registration.restricted = true));
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
    // A list of one may come as that one.
    const preferred = [args.PreferredDomainControllers ?? []].flat().map(String);
    if (!agentGetsOut(machine.dir, machine.state.now)) throw new Error(registrationTimedOut);
    machine.state.change((now) => {
      if (!now.registration.domains.includes(name)) now.registration.domains.push(name);
      if (preferred.length > 0)
        now.registration.preferred = { ...now.registration.preferred, [name]: preferred };
    });
    // A created account gets everything; a custom one only before 1.1.2334.0 (version history).
    const { agentVersion: version, services } = machine.state.now;
    const isCreated = /\\pGMSA_/u.test(services.AADConnectProvisioningAgent?.account ?? "");
    if (isCreated || isBefore(version, "1.1.2334.0")) machine.gives(name);
    machine.register(practiceTenant, signedIn);
  },
};
