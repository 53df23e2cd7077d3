/**
 * `npm start [scenario] [--fresh] [--no-browser] [--port N]`: the practice server, and VS Code on the walkthrough. Ends
 * on Ctrl+C and leaves nothing running.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isScenario, scenarios } from "../../lab/scenarios/index.ts";
import { startLab } from "../../lab/start.ts";
import { packagedExtensions } from "./package.ts";
import { findPowerShell } from "./powershell.mjs";
import { installVsCode } from "./vscode/install.mjs";
import { startServer, workbenchUrl } from "./vscode/server.ts";

const root = path.join(import.meta.dirname, "../..");
const dir = path.join(root, ".cache", "practice");
const say = (line: string) => {
  console.log(line);
};

const args = process.argv.slice(2);
const fresh = args.includes("--fresh");
const noBrowser = args.includes("--no-browser");
const portAt = args.indexOf("--port");
const port = portAt < 0 ? undefined : Number(args[portAt + 1]);
const scenario = args.find((one, at) => !one.startsWith("--") && at !== portAt + 1) ?? "needs-fixes";
if (!isScenario(scenario)) {
  console.error(`There is no scenario ${scenario}. There are: ${Object.keys(scenarios).join(", ")}`);
  process.exit(2);
}
if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
  console.error("--port needs a number between 1 and 65535.");
  process.exit(2);
}

const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, process.platform === "win32" ? `${name}.cmd` : name))
    .find((file) => existsSync(file));

/** Opens an address in the person's browser, where there is one. */
const openInBrowser = (address: string): void => {
  const opener = onPath("xdg-open");
  if (noBrowser || opener === undefined || (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY ?? "") === "")
    return;
  spawn(opener, [address], { stdio: "ignore", detached: true }).unref();
};

const ends: (() => Promise<void> | void)[] = [];
let ending: Promise<void> | undefined;
const end = (code: number): Promise<void> =>
  (ending ??= (async () => {
    say("\nEnding ...");
    for (const one of ends.reverse()) await one();
    process.exit(code);
  })());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));

const next = (address: string): void => {
  say("");
  say("Ready. The walkthrough is open; go through its steps from the top.");
  say(
    `  - The practice server is SYNC01 in the state "${scenario}". Nothing on your own machine is read or changed.`,
  );
  say(
    "  - Any user name and password will do; none is kept. A user name that begins with mfa, or wrong, fails as such.",
  );
  say(`  - When the agent's wizard opens, it is this page: ${address}/wizard`);
  say("  - Another state: npm start -- healthy --fresh   (needs-fixes, healthy, installed)");
  say("Ctrl+C ends everything.");
};

/** Desktop VS Code, with user data of its own. It answers at once and lives on; closing its window is the person's. */
const startDesktop = (code: string, files: readonly string[], hash: string, settings: object): void => {
  const data = path.join(dir, "desktop");
  const base = ["--user-data-dir", path.join(data, "data"), "--extensions-dir", path.join(data, "ext")];
  const stamp = path.join(data, "installed");
  mkdirSync(path.join(data, "data/User"), { recursive: true });
  writeFileSync(path.join(data, "data/User/settings.json"), JSON.stringify(settings, null, 2));
  const shell = process.platform === "win32";
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
    for (const file of files)
      spawnSync(code, [...base, "--install-extension", file, "--force"], { stdio: "ignore", shell });
    writeFileSync(stamp, hash);
  }
  const child = spawn(code, [...base, "--new-window", "--wait"], {
    stdio: "ignore",
    shell,
    detached: !shell,
  });
  ends.push(() => {
    if (child.pid !== undefined && child.exitCode === null) {
      if (shell) spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
      else process.kill(-child.pid, "SIGTERM");
    }
  });
  child.on("close", () => void end(0));
};

const startInBrowser = async (files: readonly string[], hash: string, settings: Record<string, unknown>) => {
  await installVsCode(say);
  const data = path.join(dir, "browser");
  const stamp = path.join(data, "installed");
  const installed = existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
  const server = await startServer({
    dir: data,
    machineSettings: settings,
    userSettings: { "workbench.startupEditor": "none" },
    vsix: installed ? [] : files,
    ...(port === undefined ? {} : { port }),
  });
  ends.push(server.stop);
  writeFileSync(stamp, hash);
  const address = workbenchUrl(server);
  say(`Visual Studio Code: ${address}`);
  openInBrowser(address);
};

try {
  const code = onPath("code");
  if (code === undefined && process.platform !== "linux")
    throw new Error(
      "Visual Studio Code was not found. Install it from https://code.visualstudio.com and put `code` on the PATH (in VS Code: Shell Command: Install 'code' command in PATH).",
    );
  const engine = await findPowerShell({ say });
  const { files, hash } = packagedExtensions(say);
  const lab = await startLab({
    dir: path.join(dir, "server"),
    scenario,
    engine,
    fresh,
    onWizard: (address) => {
      say(`The agent's wizard is open: ${address}`);
      openInBrowser(address);
    },
  });
  ends.push(lab.stop);
  say(`Practice server: ${lab.state().computer.name}, state in ${lab.stateFile}`);
  if (code === undefined) await startInBrowser(files, hash, { ...lab.settings });
  else startDesktop(code, files, hash, lab.settings);
  next(lab.address);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end(1);
}
