/** Every program that a script names is on the list: one of Windows with what it is asked for, or one of the agent's. */
import type { Finding, Rule } from "../finding.ts";

/**
 * Programs of System32 that Windows Server 2016 and newer have, each with the first words it is given (Windows Commands:
 * secedit, sc, msiexec; powershell.exe is given its own by a session's statement). They are started by their full path.
 */
export const windowsPrograms: Readonly<Record<string, readonly string[]>> = {
  "msiexec.exe": ["/x"],
  "powershell.exe": [],
  "sc.exe": ["managedaccount", "qmanagedaccount"],
  "secedit.exe": ["/configure", "/export"],
};

/** The agent's own programs and the names under which its installer is downloaded. */
export const agentPrograms = [
  "AADConnectProvisioningAgent.exe",
  "AADConnectProvisioningAgent.Installer.exe",
  "AADConnectProvisioningAgentSetup.exe",
  "AADConnectProvisioningAgentWizard.exe",
  "ProvisioningAgentSetup.exe",
];

/** A text that is the name of something Windows runs, and nothing else. Domains end in .com too. */
const isProgram = (text: string): boolean =>
  /^[^\s\\/:*?"<>|]+\.(?:bat|cmd|exe|js|msc|msi|vbs|wsf)$/iu.test(text);

const named: Rule = ({ texts }) =>
  texts
    .filter(
      ({ text }) => isProgram(text) && ![...Object.keys(windowsPrograms), ...agentPrograms].includes(text),
    )
    .map(({ text, line }) => ({ rule: "unknown-program", line, what: text }));

/** The module's one way to run a program of System32. */
const starter = "invoke-systemprogram";

const started: Rule = ({ commands }) =>
  commands.flatMap(({ name, line, given }): Finding[] => {
    if (name?.toLowerCase() !== starter) return [];
    const of = (parameter: string) =>
      given.find((one) => one.parameter.toLowerCase() === parameter)?.text ?? null;
    const program = of("name");
    const first = of("argumentline")?.split(" ")[0] ?? "";
    const known = program === null ? undefined : windowsPrograms[program];
    if (known?.includes(first) === true) return [];
    return [{ rule: "unknown-program", line, what: `${program ?? "a program"} ${first}`.trim() }];
  });

export const programs: readonly Rule[] = [named, started];
