/** What the session's PowerShell is started with, whatever VS Code was started with. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  sessionEnvironment,
  sessionFolder,
  windowsFolder,
} from "../../../../src/server/transports/environment.ts";

/** What others may have put there, and what would then decide what runs in the session. */
const handedDown = {
  PSModulePath: "C:\\Program Files\\PowerShell\\7\\Modules",
  psmodulepath: "evilmods",
  PSExecutionPolicyPreference: "Bypass",
  PSModuleAnalysisCachePath: "C:\\evil",
  __PSLockdownPolicy: "4",
  __COMPAT_LAYER: "RunAsInvoker",
  COR_ENABLE_PROFILING: "1",
  COR_PROFILER: "{0}",
  COR_PROFILER_PATH: "C:\\evil.dll",
  CORECLR_PROFILER: "{0}",
  COMPLUS_Version: "v2.0.50727",
  COMPlus_LoadPath: "C:\\evil",
  DOTNET_STARTUP_HOOKS: "C:\\evil.dll",
  NODE_OPTIONS: "--require evil",
  ELECTRON_RUN_AS_NODE: "1",
  VSCODE_IPC_HOOK_CLI: "x",
  LD_PRELOAD: "evil.so",
  DYLD_INSERT_LIBRARIES: "evil.dylib",
  XDG_DATA_HOME: "/evil",
  XDG_CONFIG_HOME: "/evil",
  HTTPS_PROXY: "http://ada:hunter22@proxy:8080",
  OPENSSL_CONF: "evil",
  DEVPATH: "evil",
  ProgramW6432: "C:\\evil",
  PAGER: "evil",
  TERM: "xterm-256color",
};

const windows = {
  SystemRoot: "D:\\Windows",
  windir: "D:\\Windows",
  SystemDrive: "D:",
  ComSpec: "C:\\evil\\cmd.exe",
  Path: "C:\\evil;D:\\Windows\\System32",
  PATHEXT: ".EVIL;.EXE",
  ProgramData: "D:\\ProgramData",
  ALLUSERSPROFILE: "D:\\ProgramData",
  PUBLIC: "D:\\Users\\Public",
  ProgramFiles: "D:\\Program Files",
  "ProgramFiles(x86)": "D:\\Program Files (x86)",
  CommonProgramFiles: "D:\\Program Files\\Common Files",
  "CommonProgramFiles(x86)": "D:\\Program Files (x86)\\Common Files",
  CommonProgramW6432: "D:\\Program Files\\Common Files",
  DriverData: "D:\\Windows\\System32\\Drivers\\DriverData",
  COMPUTERNAME: "SYNC01",
  OS: "Windows_NT",
  NUMBER_OF_PROCESSORS: "4",
  PROCESSOR_ARCHITECTURE: "AMD64",
  PROCESSOR_ARCHITEW6432: "AMD64",
  PROCESSOR_IDENTIFIER: "Intel64",
  PROCESSOR_LEVEL: "6",
  PROCESSOR_REVISION: "5507",
  USERNAME: "ada",
  USERDOMAIN: "CONTOSO",
  USERDNSDOMAIN: "CONTOSO.COM",
  USERDOMAIN_ROAMINGPROFILE: "CONTOSO",
  USERPROFILE: "D:\\Users\\ada",
  HOMEDRIVE: "D:",
  HOMEPATH: "\\Users\\ada",
  APPDATA: "D:\\Users\\ada\\AppData\\Roaming",
  LOCALAPPDATA: "D:\\Users\\ada\\AppData\\Local",
  TEMP: "D:\\Users\\ada\\AppData\\Local\\Temp",
  tmp: "D:\\Users\\ada\\AppData\\Local\\Temp",
  LOGONSERVER: "\\\\DC01",
  SESSIONNAME: "RDP-Tcp#1",
  CLIENTNAME: "DESK",
};

test("on Windows a session gets the variables of the list, and those that are made here", () => {
  const { ComSpec, Path, PATHEXT, tmp, ...passed } = windows;
  assert.ok(ComSpec && Path && PATHEXT);
  assert.deepEqual(sessionEnvironment({ ...windows, ...handedDown }, "win32"), {
    ...passed,
    TMP: tmp,
    TERM: "dumb",
    ComSpec: "D:\\Windows\\System32\\cmd.exe",
    PATH: "D:\\Windows\\System32;D:\\Windows;D:\\Windows\\System32\\Wbem;D:\\Windows\\System32\\WindowsPowerShell\\v1.0",
    PATHEXT: ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC",
  });
  assert.equal(sessionFolder(windows, "win32"), "D:\\Windows\\System32");
});

test("elsewhere a session gets home, user, path, temporary folder and language, and works in the root", () => {
  const unix = {
    HOME: "/home/ada",
    USER: "ada",
    LOGNAME: "ada",
    PATH: "/usr/bin:/bin",
    TMPDIR: "/var/t",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    LC_CTYPE: "C.UTF-8",
  };
  for (const platform of ["linux", "darwin"] as const) {
    assert.deepEqual(sessionEnvironment({ ...unix, ...handedDown, PWD: "/evil" }, platform), {
      ...unix,
      TERM: "dumb",
    });
    assert.equal(sessionFolder({ ...unix, PWD: "/evil" }, platform), "/");
  }
});

test("a variable that is not set is not made up, one that is set to nothing stays so", () => {
  assert.deepEqual(Object.keys(sessionEnvironment({}, "linux")), ["TERM"]);
  assert.deepEqual(sessionEnvironment({ HOME: undefined, LANG: "" }, "linux"), { LANG: "", TERM: "dumb" });
  assert.deepEqual(Object.keys(sessionEnvironment({}, "win32")).sort(), [
    "ComSpec",
    "PATH",
    "PATHEXT",
    "SystemRoot",
    "TERM",
    "windir",
  ]);
});

test("Windows is where a drive's folder is named, whichever case the name has; else in the usual place", () => {
  assert.equal(windowsFolder({ systemroot: "E:\\WINNT" }), "E:\\WINNT");
  for (const odd of [
    "",
    "Windows",
    "\\\\evil\\share",
    "\\\\?\\C:\\Windows",
    "C:",
    "C:\\a;D:\\b",
    "..\\x",
    "C:/x",
  ])
    assert.equal(windowsFolder({ SystemRoot: odd }), "C:\\Windows", odd);
  assert.equal(windowsFolder({}), "C:\\Windows");
});
