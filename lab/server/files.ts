/** Where the practice server keeps the files that are named by Windows paths. */
import path from "node:path";

/** `C:\\a\\b` is `a/b` in the practice server's own folder, another drive a folder there, a share one below `shares`. */
export const placeOf = (dir: string, windowsPath: string): string => {
  const [root = "", ...rest] = windowsPath.split("\\").filter((part) => part !== "");
  const place = windowsPath.startsWith("\\\\")
    ? path.join(dir, "shares", root, ...rest)
    : /^c:$/iu.test(root)
      ? path.join(dir, ...rest)
      : path.join(dir, `drive ${root.slice(0, 1)}`, ...rest);
  // Nothing outside is practised with.
  if (path.relative(dir, place).startsWith(".."))
    throw new Error(`The practice server has no file ${windowsPath}.`);
  return place;
};
