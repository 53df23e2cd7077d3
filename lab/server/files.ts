/** Where the practice server keeps the files that are named by Windows paths, and the stand-ins for Windows/Files.ps1. */
import { existsSync, lstatSync, readlinkSync, renameSync } from "node:fs";
import path from "node:path";
import { text, type StandIn } from "./standIn.ts";

/**
 * `C:\\a\\b` is `a/b` in the practice server's own folder, another drive a folder there, a share one below `shares`. A path in
 * that folder, as folders of Windows' own have it, is itself.
 */
export const placeOf = (dir: string, windowsPath: string): string => {
  const [root = "", ...rest] = windowsPath.split("\\").filter((part) => part !== "");
  const place = windowsPath.startsWith(`${dir}${path.sep}`)
    ? path.normalize(windowsPath)
    : windowsPath.startsWith("\\\\")
      ? path.join(dir, "shares", root, ...rest)
      : /^c:$/iu.test(root)
        ? path.join(dir, ...rest)
        : path.join(dir, `drive ${root.slice(0, 1)}`, ...rest);
  // Nothing outside is practised with.
  if (path.relative(dir, place).startsWith(".."))
    throw new Error(`The practice server has no file ${windowsPath}.`);
  return place;
};

/**
 * What a link says, as Windows would: a path of the practice server's own folder is one on its drive, any other text stays. What
 * follows `junction:` is that of a junction; `other:` is a reparse point of another kind.
 */
const linkOf = (dir: string, said: string): { kind: string; target: string } => {
  if (said.startsWith("other:")) return { kind: "other", target: "" };
  if (said.startsWith("junction:")) return { kind: "junction", target: said.slice("junction:".length) };
  const inside = path.isAbsolute(said) ? `C:\\${path.relative(dir, said)}` : said;
  return { kind: "symbolicLink", target: inside.replaceAll("/", "\\") };
};

/** The thing itself, where a link is one; undefined where nothing is. */
const itself = (place: string) => {
  try {
    return lstatSync(place, { throwIfNoEntry: false });
  } catch {
    // Part of the way is a file, or a link that leads nowhere.
    return undefined;
  }
};

export const fileStandIns: Readonly<Record<string, StandIn>> = {
  // DriveInfo.DriveType: Network for a letter that stands for a share (DriveType enumeration).
  "Get-DriveKind": ({ state }, args) =>
    (state.now.windows.mapped ?? []).includes(text(args, "Path").slice(0, 2).toUpperCase())
      ? "Network"
      : "Fixed",
  // File.GetAttributes, which follows no link that stands last; Get-Item -LiteralPath -Force with LinkType and Target, which
  // Windows PowerShell reads of the reparse point itself.
  "Get-PathState": (machine, args) => {
    const named = text(args, "Path");
    machine.lookedAt.push(named);
    const place = placeOf(machine.dir, named);
    const found = itself(place);
    if (!found) return { kind: "missing", target: "" };
    if (found.isSymbolicLink()) return linkOf(machine.dir, readlinkSync(place));
    return { kind: found.isDirectory() ? "folder" : "file", target: "" };
  },
  // File.Move fails where there is a file of that name (its page).
  "Move-ToNamedFile": ({ dir }, args) => {
    const to = placeOf(dir, text(args, "Path"));
    if (itself(to) || !existsSync(path.dirname(to)))
      throw new Error("Cannot create a file when that file already exists.");
    renameSync(placeOf(dir, text(args, "From")), to);
  },
};
