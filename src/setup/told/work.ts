/** What is at work on a server: a setup program, or a process that an earlier session left. Pure. */
import * as l10n from "@vscode/l10n";

/** `work`, what it is `of` (a program, a process), and `how`: empty, `before` (begun earlier), `system` (as a task). */
export interface AtWork {
  readonly work: string;
  readonly of: string;
  readonly how: string;
}
export const atWorkParams = ["work", "of", "how"] as const;

/** The id of a process, and what it is at. */
const process = (of: string): readonly [string, string] => {
  const [id = "", ...operation] = of.split(" ");
  return [id, operation.join(" ")];
};

const words: Readonly<Record<string, (of: string) => string>> = {
  installing: () => l10n.t("The installer is running"),
  "installing before": () => l10n.t("The installer is running since before"),
  "installing system": () => l10n.t("The installer is running under SYSTEM"),
  uninstalling: (of) => l10n.t("Uninstalling {0}", of),
  "uninstalling before": (of) => l10n.t("Uninstalling {0} since before", of),
  "uninstalling system": (of) => l10n.t("Uninstalling {0} under SYSTEM", of),
  child: (of) => l10n.t("Process {0} (powershell.exe) is at {1}", ...process(of)),
  "child before": (of) => l10n.t("Process {0} (powershell.exe) is at {1} since before", ...process(of)),
};

export const sayAtWork = ({ work, of, how }: AtWork): string => {
  const key = `${work} ${how}`.trim();
  return Object.hasOwn(words, key) ? (words[key]?.(of) ?? of) : `${key}: ${of}`;
};
