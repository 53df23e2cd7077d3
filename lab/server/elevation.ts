/** What Windows keeps from a session whose token is not elevated, and what is said then in its place. */
import type { Arguments } from "./standIn.ts";

interface Refusal {
  readonly denied?: string;
  readonly failed?: string;
}

const refusals: readonly { readonly functions: readonly string[]; readonly says: Refusal }[] = [
  // secedit reads and writes the security database, which is for administrators (secedit; the module's own words).
  {
    functions: ["Get-AccountRight", "Write-AccountRight"],
    says: { failed: "secedit ended with exit code 1." },
  },
  // The namespace root\\rsop\\computer is for administrators; users may see what was applied to them (RSoP WMI classes).
  {
    functions: ["Get-RightPolicy", "Get-ServicePolicy", "Get-RegistryPolicy"],
    says: { denied: "Access denied " },
  },
  // Users may read HKEY_LOCAL_MACHINE, administrators may write there (Registry Key Security and Access Rights).
  {
    functions: [
      "Write-RegistryNumber",
      "Clear-RegistryValue",
      "Write-RestartReason",
      "Write-ExecutionPolicyState",
    ],
    says: { denied: "Access to the registry key is denied." },
  },
  // Users may query services; to start, stop and configure them takes an administrator (Service Security and Access Rights).
  {
    functions: ["Write-ServiceStartMode", "Invoke-ServiceStop", "Invoke-ServiceStart"],
    says: { denied: "The service cannot be changed due to the following error: Access is denied" },
  },
  { functions: ["Write-ManagedAccountFlag"], says: { failed: "sc.exe ended with exit code 5." } },
  // A folder for administrators and SYSTEM alone is closed to everybody else (File Security and Access Rights).
  { functions: ["Add-PrivateFolder", "Get-FolderAccess"], says: { denied: "Access to the path is denied." } },
  // Process.StartTime opens the process, here that of another account; a task under SYSTEM is an administrator's to make.
  { functions: ["Get-ServiceStart", "Register-SystemTask"], says: { denied: "Access is denied" } },
];

/** Functions that some session is refused. */
export const refused = refusals.flatMap(({ functions }) => functions);

/** What is the user's own, elevated or not. */
const isOwn = (name: string, args: Arguments): boolean =>
  (name === "Get-RegistryPolicy" && args.OfUser === true) ||
  (name.includes("Folder") && !String(args.Path).endsWith("State")) ||
  (name === "Write-ExecutionPolicyState" && args.Scope === "CurrentUser");

/** What a session without elevation is told instead of an answer; nothing where it may. */
export const refusalOf = (name: string, args: Arguments): Refusal | undefined =>
  isOwn(name, args) ? undefined : refusals.find(({ functions }) => functions.includes(name))?.says;
