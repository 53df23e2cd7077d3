/** This machine: where its Windows PowerShell is. */
import path from "node:path";
import { windowsFolder } from "./environment.ts";

/**
 * The command that starts Windows PowerShell 5.1: the agent's module is a .NET Framework one. By absolute path, so
 * that nothing on the PATH can take its place; Sysnative, so that a 32-bit host gets the 64-bit one.
 */
export const windowsPowerShell = (environment: NodeJS.ProcessEnv, arch: string): readonly string[] => {
  const folder = arch === "ia32" ? "Sysnative" : "System32";
  return [
    path.win32.join(windowsFolder(environment), folder, "WindowsPowerShell", "v1.0", "powershell.exe"),
    "-NoLogo",
    "-NoProfile",
    "-NonInteractive",
    "-Command",
    "-",
  ];
};
