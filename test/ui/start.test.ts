/** `npm start`: from the command to the walkthrough, and the end without a trace. */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { startBrowser, webviewFrame } from "../../scripts/tools/vscode/browser.ts";
import { startPractice, withoutCode, type StartedPractice } from "./startedPractice.ts";

const nothing = { processes: [], temporary: [] };

const stateOf = ({ dir }: StartedPractice, scenario: string) =>
  path.join(dir, "p", scenario, "server", "state.json");

test("npm start opens the walkthrough on a practice server, and Ctrl+C leaves no process and no temporary file", async () => {
  const practice = startPractice(["--no-browser"], { PATH: withoutCode() });
  try {
    const [, address = ""] = await practice.says(/^Visual Studio Code: (\S+)$/mu);
    await practice.says(/^Ctrl\+C ends everything\.$/mu);
    const browser = await startBrowser();
    try {
      const { page } = browser;
      await page.goto(address);
      const step = page.locator(".getting-started-step").filter({ hasText: "Connect to the server" });
      await step.first().click({ timeout: 60_000 });
      await page.locator(".getting-started-step.expanded .monaco-button").first().click();
      const frame = await webviewFrame(page, (one) =>
        one.getByRole("button", { name: "Connect", exact: true }).count(),
      );
      await frame.getByRole("button", { name: "Connect", exact: true }).click();
      await frame.getByRole("status").filter({ hasText: "Done" }).first().waitFor({ timeout: 60_000 });
      // A session is open now: a PowerShell that has to go as well.
      assert.ok(practice.leftovers().processes.some((line) => line.includes("host.ps1")));
    } finally {
      await browser.stop();
    }
    assert.ok(existsSync(stateOf(practice, "needs-fixes")));
    await practice.interrupt();
    assert.deepEqual(practice.leftovers(), nothing);
    await assert.rejects(fetch(address));
  } finally {
    practice.remove();
  }
});

test("npm start uses desktop VS Code where there is one, on data of its own, and Ctrl+C closes its windows", async () => {
  const desktop = standInForCode();
  const practice = startPractice(["healthy"], desktop.environment);
  try {
    await practice.says(/^Ctrl\+C ends everything\.$/mu);
    await waitFor(() => desktop.calls().some((call) => call.includes("--new-window")));
    const own = path.join(practice.dir, "p", "healthy", "desktop");
    const [installing = "", opening = "", ...more] = desktop.calls();
    assert.deepEqual(more, []);
    for (const call of [installing, opening])
      assert.ok(call.startsWith(`--user-data-dir ${own}/data --extensions-dir ${own}/ext `), call);
    assert.match(installing, /cloud-sync-setup-[\d.]+\.vsix .*opener\.vsix/u);
    const settings = JSON.parse(readFileSync(path.join(own, "data/User/settings.json"), "utf8")) as object;
    assert.ok("cloudSyncSetup.powershellCommand" in settings);
    assert.equal(readScenario(stateOf(practice, "healthy")), "healthy");
    await waitFor(() => practice.leftovers().processes.some((line) => line.includes("a-window")));
    await practice.interrupt();
    assert.deepEqual(practice.leftovers(), nothing);
  } finally {
    practice.remove();
    desktop.remove();
  }
});

test("npm start names the scenarios when it is asked for one that is not there", async () => {
  const practice = startPractice(["sunny"]);
  try {
    await practice.ended();
    assert.match(practice.output(), /no scenario sunny\. There are: .*healthy/u);
    assert.deepEqual(practice.leftovers(), nothing);
  } finally {
    practice.remove();
  }
});

function readScenario(file: string): unknown {
  return (JSON.parse(readFileSync(file, "utf8")) as { scenario: unknown }).scenario;
}

async function waitFor(done: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !done(); await new Promise((resolve) => setTimeout(resolve, 50)))
    assert.ok(Date.now() < end, `never true: ${String(done)}`);
}

/**
 * A `code` that writes down how it was called. As the real one, it opens a window that is not its child's group and,
 * told to, waits for it.
 */
function standInForCode() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "csc-"));
  const log = path.join(folder, "calls");
  const file = path.join(folder, "code");
  writeFileSync(
    file,
    [
      "#!/bin/sh",
      `echo "$*" >> '${log}'`,
      `case "$*" in *--new-window*) setsid '${process.execPath}' -e 'setTimeout(() => 0, 300000)' a-window "$@" & wait ;; esac`,
      "",
    ].join("\n"),
  );
  chmodSync(file, 0o755);
  return {
    environment: { PATH: `${folder}${path.delimiter}${process.env.PATH ?? ""}` },
    calls: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
