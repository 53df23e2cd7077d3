/** Where the practice server keeps the files that are named by Windows paths. */
import path from "node:path";

/** `C:\\a\\b` is `a/b` in the practice server's own folder, another drive a folder there, a share one below `shares`. */
export const placeOf = (dir: string, windowsPath: string): string => {
  const parts = windowsPath.split("\\").filter((part) => part !== "");
  const [root = "", ...rest] = parts;
  if (windowsPath.startsWith("\\\\")) return path.join(dir, "shares", ...parts);
  return /^c:$/iu.test(root) ? path.join(dir, ...rest) : path.join(dir, `drive ${root.slice(0, 1)}`, ...rest);
};
