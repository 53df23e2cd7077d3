import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** Said last: the text before only defines functions. */
const begin = "Open-CloudSyncSession -Reader $In -Mark $Mark -ModuleText $Module\n";

/**
 * Lines that are a comment and nothing else: they are for who reads the sources. The end of a help text is none. That such a line
 * is always one of PowerShell's own comments, and no line of a text, a test asks PowerShell.
 */
const commentLines = /^[ \t]*#(?!>).*\n/gmu;

/** No text of the module goes over a line, so that only the lines of a help begin nearer to the margin. */
const indentation = /^[ \t]+/gmu;

/**
 * What the files of the module define, as one text: every `.ps1` of the folder and the folders in it, in the order of their
 * names, line ends `\n`, without the lines that are a comment and without indentation.
 * @throws Error where there is no such file, or one holds anything but ASCII: 5.1 would read it in the system's code page.
 */
export const joinModule = async (folder: string): Promise<string> => {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".ps1")).sort();
  if (files.length === 0) throw new Error(`No PowerShell module in ${folder}`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  const text = texts.join("\n").replaceAll("\r\n", "\n");
  if (!/^[\t\n\x20-\x7e]*$/u.test(text))
    throw new Error(`The PowerShell module in ${folder} is not plain ASCII.`);
  return text.replaceAll(commentLines, "").replaceAll(indentation, "");
};

/**
 * The module as one text for a session: what its files define, and the call that starts the loop.
 * @throws Error as `joinModule` does
 */
export const readModuleText = async (folder: string): Promise<string> =>
  `${await joinModule(folder)}\n${begin}`;
