/**
 * What may be named as a file on a Windows server: a program on a drive or a share, by its full path, that is opened as a
 * file and as nothing else. NamedFile.ps1 refuses the same; they cannot share their text, so they share their cases
 * (test/unit/pathCases.ts). Source: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
 */
import { holdsHidden } from "./hidden.ts";

/** Its root: a drive's letter, or host and share. */
const root = /^(?:[A-Za-z]:|\\\\[A-Za-z0-9][A-Za-z0-9._-]*\\[^\\]+)\\/u;
/** Wildcards, streams (`:`), the other slash, quotes of every kind. */
const refused = /["'\u2018-\u201f<>:/|?*]/u;
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

/** Whether a path may be named. */
export const isNamedFile = (path: string): boolean => {
  const rest = path.slice(root.exec(path)?.[0].length ?? path.length).split("\\");
  const share = path.startsWith("\\\\") ? (path.split("\\")[3] ?? "") : undefined;
  if (share !== undefined && (!isPart(share) || noShares.includes(share.toLowerCase()))) return false;
  return rest.every(isPart) && /[^\\]\.exe$/iu.test(path);
};
