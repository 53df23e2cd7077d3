/**
 * What the session's PowerShell is started with: variables that are chosen here, and a folder of Windows' own. Everything
 * that the session starts inherits it. What VS Code was started with decides nothing: from a terminal of PowerShell 7 it
 * has that one's PSModulePath, and Windows PowerShell would load the wrong modules (PowerShell/PowerShell issue 18530);
 * COR_PROFILER, COMPLUS_* and the like make .NET load a library. Without PSModulePath Windows PowerShell makes its own
 * (learn.microsoft.com, about_PSModulePath).
 */
import path from "node:path";

/** Passed on where they are set, in any case: who the user is, and where this Windows keeps what programs ask for. */
const ofWindows = [
  "SystemDrive",
  "ProgramData",
  "ALLUSERSPROFILE",
  "PUBLIC",
  "ProgramFiles",
  "ProgramFiles(x86)",
  "CommonProgramFiles",
  "CommonProgramFiles(x86)",
  "CommonProgramW6432",
  "DriverData",
  "COMPUTERNAME",
  "OS",
  "NUMBER_OF_PROCESSORS",
  "PROCESSOR_ARCHITECTURE",
  "PROCESSOR_ARCHITEW6432",
  "PROCESSOR_IDENTIFIER",
  "PROCESSOR_LEVEL",
  "PROCESSOR_REVISION",
  "USERNAME",
  "USERDOMAIN",
  "USERDNSDOMAIN",
  "USERDOMAIN_ROAMINGPROFILE",
  "USERPROFILE",
  "HOMEDRIVE",
  "HOMEPATH",
  "APPDATA",
  "LOCALAPPDATA",
  "TEMP",
  "TMP",
  "LOGONSERVER",
  "SESSIONNAME",
  "CLIENTNAME",
] as const;

/** The same for a PowerShell that is not on Windows. */
const elsewhere = ["HOME", "USER", "LOGNAME", "PATH", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE"] as const;

/** PowerShell 7 would write a terminal sequence before its first output. */
const always = { TERM: "dumb" } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable, whose name Windows writes in whichever case. */
const valueIn = (environment: Environment, name: string): string | undefined => {
  const wanted = name.toUpperCase();
  return Object.entries(environment).find(([one]) => one.toUpperCase() === wanted)?.[1];
};

/** Where Windows is: a folder of a drive, else the usual one. */
export const windowsFolder = (environment: Environment): string => {
  const named = valueIn(environment, "SystemRoot") ?? "";
  return /^[a-z]:\\[^"<>|?*:;/]+$/iu.test(named) ? named : "C:\\Windows";
};

const chosen = (environment: Environment, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = valueIn(environment, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The variables of the session's PowerShell, out of those of VS Code. Pure. */
export const sessionEnvironment = (
  environment: Environment,
  platform: NodeJS.Platform,
): Readonly<Record<string, string>> => {
  if (platform !== "win32") return { ...chosen(environment, elsewhere), ...always };
  const windows = windowsFolder(environment);
  const system = path.win32.join(windows, "System32");
  return {
    ...chosen(environment, ofWindows),
    ...always,
    SystemRoot: windows,
    windir: windows,
    ComSpec: path.win32.join(system, "cmd.exe"),
    PATH: [
      system,
      windows,
      path.win32.join(system, "Wbem"),
      path.win32.join(system, "WindowsPowerShell", "v1.0"),
    ].join(";"),
    PATHEXT: ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC",
  };
};

/** Where it works: a folder in which only the system writes. Windows looks for programs and libraries there too. */
export const sessionFolder = (environment: Environment, platform: NodeJS.Platform): string =>
  platform === "win32" ? path.win32.join(windowsFolder(environment), "System32") : "/";
