/** `npm start`: the practice server, and VS Code on the walkthrough. Ends on Ctrl+C and leaves nothing running. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startLab, type Lab } from "../../lab/start.ts";
import { startDesktop } from "./desktop.ts";
import { onPath } from "./onPath.mjs";
import { packagedExtensions } from "./package.ts";
import { findPowerShell } from "./powershell.mjs";
import { practiceOptions, scenarioNames, usage, type PracticeOptions } from "./practiceOptions.ts";
import { installVsCode } from "./vscode/install.mjs";
import { startServer, workbenchUrl } from "./vscode/server.ts";

const root = path.join(import.meta.dirname, "../..");
const say = (line: string) => {
  console.log(line);
};

const readOptions = (): PracticeOptions => {
  try {
    return practiceOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
};
const { scenario, fresh, openBrowser, port, dir: chosenDir } = readOptions();
/** Each scenario has a folder: its server's state, and the VS Code that knows what was done there. */
const dir = path.join(path.resolve(chosenDir ?? path.join(root, ".cache/practice")), scenario);

/** Opens an address in the person's browser, where there is one. */
const openInBrowser = (address: string): void => {
  const opener = onPath(["xdg-open"]);
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (!openBrowser || opener === undefined || ((DISPLAY ?? "") === "" && (WAYLAND_DISPLAY ?? "") === ""))
    return;
  spawn(opener, [address], { stdio: "ignore", detached: true }).unref();
};

const startInBrowser = async (
  files: readonly string[],
  hash: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<() => Promise<void>> => {
  const data = path.join(dir, "browser");
  const stamp = path.join(data, "installed");
  const installed = existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
  const server = await startServer({
    dir: data,
    machineSettings: settings,
    vsix: installed ? [] : files,
    ...(port === undefined ? {} : { port }),
  });
  writeFileSync(stamp, hash);
  const address = workbenchUrl(server);
  say(`Visual Studio Code: ${address}`);
  openInBrowser(address);
  return server.stop;
};

const sayWhatIsNext = (wizard: string): void => {
  say("");
  say("Ready. VS Code opens on the walkthrough; go through its steps from the top.");
  say(
    `  - The practice server is in the state "${scenario}". Nothing on your own machine is read or changed.`,
  );
  say("  - Any user name and password will do; none is kept. A name that begins with mfa, or wrong, fails.");
  say(`  - When the agent's wizard opens, it is this page: ${wizard}`);
  say(`  - Another state: npm start healthy (${scenarioNames}). From the beginning: npm start -- --fresh`);
  say("Ctrl+C ends everything.");
};

const ends: (() => Promise<void>)[] = [];
let ending: Promise<void> | undefined;
const unlessEnding = (): void => {
  if (ending) throw new Error("Interrupted.");
};

const startPractice = async (): Promise<Lab> => {
  const engine = await findPowerShell({ say });
  unlessEnding();
  if (fresh) rmSync(dir, { recursive: true, force: true });
  const lab = await startLab({
    dir: path.join(dir, "server"),
    scenario,
    engine,
    onWizard: (address) => {
      say(`The agent's wizard is open: ${address}`);
      openInBrowser(address);
    },
  });
  say(`Practice server: ${lab.state().computer.name}, state in ${lab.stateFile}`);
  return lab;
};

const begin = async (): Promise<void> => {
  const code = onPath(["code"], ".cmd");
  if (code === undefined && process.platform !== "linux")
    throw new Error(
      "Visual Studio Code was not found. Install it from https://code.visualstudio.com and put `code` on the PATH (in VS Code: Shell Command: Install 'code' command in PATH).",
    );
  const starting = startPractice();
  // Also where something else fails while it is being started.
  ends.push(() =>
    starting.then(
      ({ stop }) => stop(),
      () => undefined,
    ),
  );
  // None needs another one.
  const [lab, { files, hash }] = await Promise.all([
    starting,
    packagedExtensions(say),
    code === undefined ? installVsCode(say) : undefined,
  ]);
  unlessEnding();
  ends.push(
    code === undefined
      ? await startInBrowser(files, hash, lab.settings)
      : startDesktop({
          code,
          dir: path.join(dir, "desktop"),
          settings: lab.settings,
          files,
          hash,
          onClosed: () => void end(0),
        }),
  );
  unlessEnding();
  sayWhatIsNext(lab.wizardAddress);
};

// What is just being started is waited for, so that it can be ended too.
const begun = begin().catch((error: unknown) => {
  if (ending) return;
  console.error(error instanceof Error ? error.message : error);
  void end(1);
});
const end = (code: number): Promise<void> =>
  (ending ??= (async () => {
    await Promise.resolve();
    say("\nEnding ...");
    await begun;
    for (const one of ends.reverse()) await one();
    process.exit(code);
  })());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));
