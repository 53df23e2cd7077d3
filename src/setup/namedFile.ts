/**
 * What may be named as a file on a Windows server: one on a drive or a share, by its full path, that is opened as a file and
 * as nothing else. The one place here that says what a full path is. NamedPath.ps1 refuses the same; they cannot share their
 * text, so they share their cases (test/unit/support/pathCases.ts). Source: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
 */
import { holdsHidden } from "./text/hidden.ts";

/** Its root: a drive's letter, or host and share. `C:x` has none: it begins in whatever folder somebody was in. */
const root = /^(?:[A-Za-z]:|\\\\[A-Za-z0-9][A-Za-z0-9._-]*\\[^\\]+)\\/u;
/** Wildcards, streams (`:`), the other slash, double quotes of every kind. Apostrophes stand in names of people. */
const refused = /["\u201c-\u201f<>:/|?*]/u;
/** A device to Windows in any case, and whatever ending follows. */
const device = /^(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3])$/iu;
/** No folder of files: a path of WebDAV's, named pipes, mail slots. */
const noShares: readonly string[] = ["davwwwroot", "pipe", "mailslot", "ipc$"];

const isPart = (part: string): boolean =>
  part !== "" &&
  !refused.test(part) &&
  !holdsHidden(part) &&
  !part.startsWith(" ") &&
  !part.endsWith(" ") &&
  !part.endsWith(".") &&
  !device.test((part.split(".")[0] ?? "").trimEnd());

/** The host of a share; undefined for a path on a drive. */
export const shareHostOf = (path: string): string | undefined =>
  path.startsWith("\\\\") ? path.split("\\")[2] : undefined;

/** Whether this is the full path of a file that ends in `ending`, such as `.exe`, in any case. */
const isFullPath = (path: string, ending: string): boolean => {
  const parts = path.slice(root.exec(path)?.[0].length ?? path.length).split("\\");
  const share = path.startsWith("\\\\") ? (path.split("\\")[3] ?? "") : undefined;
  if (share !== undefined && (!isPart(share) || noShares.includes(share.toLowerCase()))) return false;
  const name = parts.at(-1) ?? "";
  return (
    parts.every(isPart) && name.length > ending.length && name.toLowerCase().endsWith(ending.toLowerCase())
  );
};

/** Whether a path may be named as the installer's. */
export const isNamedFile = (path: string): boolean => isFullPath(path, ".exe");

/** Whether a new file of logs may be named so: a name alone, or a full path on a drive. Logs.ps1 refuses the rest too. */
export const isNamedBundle = (path: string): boolean =>
  /^[\p{L}\p{Mn}\p{Nd}\p{Pc} .-]+$/u.test(path)
    ? isFullPath(`C:\\${path}`, ".zip")
    : isFullPath(path, ".zip") && shareHostOf(path) === undefined;
