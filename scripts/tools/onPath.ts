/** Finds a program by its name, as a shell does. */
import { existsSync } from "node:fs";
import path from "node:path";

export const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => path.join(folder, process.platform === "win32" ? `${name}.cmd` : name))
    .find((file) => existsSync(file));
