// Finds a program by its name, as a shell does. Runs with nothing installed.
import { existsSync } from "node:fs";
import path from "node:path";

/**
 * The path of the first of these programs that is there.
 * @param {readonly string[]} names
 * @param {string} [ending] of their files on Windows
 * @returns {string | undefined}
 */
export const onPath = (names, ending = ".exe") =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .map((file) => (process.platform === "win32" ? file + ending : file))
    .find((file) => existsSync(file));
