/** Why a restart is due, as it is noted on the server: a code, and behind colons what belongs to it. Pure. */
import * as l10n from "@vscode/l10n";

/** Settings of Windows were changed that need one. */
export const settingsChanged = "settings";

/**
 * The reason in words: `settings`, `installer:<exit code>`, `uninstalled:<exit code>:<program>`. A text that is none of these
 * stands as it is: another version may have noted it.
 */
export const sayRestartReason = (reason: string): string => {
  const [code, exitCode = "", ...name] = reason.split(":");
  if (reason === settingsChanged) return l10n.t("Settings of Windows were changed");
  if (code === "installer" && name.length === 0 && exitCode !== "")
    return l10n.t("The installer asked for it (exit code {0})", exitCode);
  if (code === "uninstalled" && name.length > 0)
    return l10n.t("{0} was uninstalled (exit code {1})", name.join(":"), exitCode);
  return reason;
};
