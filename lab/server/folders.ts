/** The stand-ins for Windows/Folders.ps1: real folders, whose access list is their mode. */
import { lstatSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { administratorsSid } from "./accounts.ts";
import { names, number, text, type StandIn } from "./standIn.ts";

const everyoneSid = "S-1-1-0";
const onlyOwner = 0o700;

export const folderStandIns: Readonly<Record<string, StandIn>> = {
  // Directory.CreateDirectory with a DirectorySecurity: the folder has its access list from the beginning.
  "Add-PrivateFolder": ({ access }, args) => {
    const folder = text(args, "Path");
    mkdirSync(path.dirname(folder), { recursive: true });
    mkdirSync(folder, { mode: onlyOwner });
    access.set(folder, { owner: text(args, "Owner"), allowed: names(args, "Sid") });
  },
  // Directory.Delete with what is in it.
  "Clear-PrivateFolder": ({ access }, args) => {
    const folder = text(args, "Path");
    if (access.delete(folder)) rmSync(folder, { recursive: true, force: true });
  },
  // Directory.GetAccessControl, GetOwner, GetAccessRules; FileAttributes.ReparsePoint for a link.
  "Get-FolderAccess": ({ access }, args) => {
    const folder = text(args, "Path");
    const found = lstatSync(folder);
    const list = access.get(folder) ?? { owner: administratorsSid, allowed: [administratorsSid] };
    const isOpen = (found.mode & 0o777 & ~onlyOwner) !== 0;
    return {
      isLink: found.isSymbolicLink(),
      owner: list.owner,
      allowed: isOpen ? [...list.allowed, everyoneSid] : list.allowed,
    };
  },
  // ERROR_SHARING_VIOLATION 32 and ERROR_LOCK_VIOLATION 33 (System Error Codes); EWOULDBLOCK 11 where practice is not on Windows.
  "Test-FileInUse": (_machine, args) => [32, 33, 11].includes(number(args, "HResult") & 0xffff),
};
