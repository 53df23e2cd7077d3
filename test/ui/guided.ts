/** A person before a real VS Code with the packaged extension, and a practice server behind it. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Frame, Page } from "playwright-core";
import { startLab, type Lab, type LabOptions } from "../../lab/start.ts";
import type { MachineState } from "../../lab/server/state.ts";
import { findPowerShell } from "../../scripts/tools/powershell.mjs";
import { runCommand, startBrowser, webviewFrame, type Browser } from "../../scripts/tools/vscode/browser.ts";
import {
  extensionHosts,
  startServer,
  workbenchUrl,
  type ServerOptions,
  type VsCodeServer,
} from "../../scripts/tools/vscode/server.ts";

const root = path.join(import.meta.dirname, "../..");
const shots = path.join(root, "out/shots/ui");
const vsix = (): string => {
  const out = path.join(root, "out");
  const found = readdirSync(out).find((file) => /^cloud-sync-setup-.*\.vsix$/u.test(file));
  assert.ok(found, "npm run package");
  return path.join(out, found);
};

/**
 * Of VS Code's own extensions, what a person sees of them here. To read and start all of them is a third of its start; the host
 * tests and `npm start` have them.
 */
const ownExtensions = [
  "theme-defaults",
  "theme-modern-icons",
  "theme-seti",
  "json",
  "json-language-features",
  "markdown-basics",
  "markdown-language-features",
];

const walkthrough = "Install the provisioning agent";
/** How long a person waits for the slowest thing on a busy machine. */
const patienceMs = 60_000;

export class Guided {
  readonly lab: Lab;
  readonly server: VsCodeServer;
  readonly browser: Browser;
  readonly page: Page;
  readonly #dir: string;
  readonly #name: string;
  #shot = 0;

  private constructor(name: string, dir: string, lab: Lab, server: VsCodeServer, browser: Browser) {
    this.#name = name;
    this.#dir = dir;
    this.lab = lab;
    this.server = server;
    this.browser = browser;
    this.page = browser.page;
    this.page.setDefaultTimeout(patienceMs);
  }

  static async begin(
    name: string,
    scenario: LabOptions["scenario"],
    options: Partial<ServerOptions> = {},
  ): Promise<Guided> {
    const dir = mkdtempSync(path.join(os.tmpdir(), "csu-"));
    mkdirSync(shots, { recursive: true });
    const lab = await startLab({
      dir: path.join(dir, "lab"),
      scenario,
      engine: await findPowerShell(),
      installMs: 1500,
    });
    const server = await startServer({
      dir: path.join(dir, "v"),
      vsix: [vsix()],
      builtIn: ownExtensions,
      ...options,
      machineSettings: { ...lab.settings, ...options.machineSettings },
    }).catch(async (error: unknown) => {
      await lab.stop();
      rmSync(dir, { recursive: true, force: true });
      throw error;
    });
    const browser = await startBrowser(options.locale === undefined ? {} : { locale: options.locale });
    const guided = new Guided(name, dir, lab, server, browser);
    await guided.page.goto(workbenchUrl(server));
    await guided.#workbench();
    return guided;
  }

  /** A file of this test's own, made here. */
  write(name: string, text: string): string {
    const file = path.join(this.#dir, name);
    writeFileSync(file, text);
    return file;
  }

  /** What the practice server's own file says. */
  get state(): MachineState {
    return JSON.parse(readFileSync(this.lab.stateFile, "utf8")) as MachineState;
  }

  async end(): Promise<void> {
    await this.shot("end");
    await this.browser.stop();
    await this.server.stop();
    await this.lab.stop();
    rmSync(this.#dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** Every file of the practice server, the user data, the logs and the browser, with its text. */
  files(): (readonly [string, string])[] {
    return [this.#dir, this.browser.profile].flatMap((dir) =>
      readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${path.sep}ext${path.sep}`))
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [file, readFileSync(file, "latin1")] as const),
    );
  }

  async shot(what: string): Promise<void> {
    this.#shot += 1;
    const number = String(this.#shot).padStart(2, "0");
    await this.page
      .screenshot({ path: path.join(shots, `${this.#name}-${number}-${what}.png`) })
      .catch(() => undefined);
  }

  async command(title: string): Promise<void> {
    await runCommand(this.page, title);
  }

  async openWalkthrough(): Promise<void> {
    await this.command("Cloud Sync: Open the Guided Installation");
    await this.page.locator(".getting-started-step").first().waitFor();
  }

  /** Opens a step from the walkthrough: its title, then its button. */
  async openFromWalkthrough(title: string): Promise<Frame> {
    const welcome = this.page.locator(".tab").filter({ hasText: /Welcome|Walkthrough/u });
    if (await welcome.count()) await welcome.first().click();
    else await this.openWalkthrough();
    // VS Code shows its welcome page again when one comes back to the tab; the walkthrough is a click away.
    const category = this.page.locator(".getting-started-category:enabled").filter({ hasText: walkthrough });
    const step = this.page.locator(".getting-started-step:enabled").filter({ hasText: title });
    await category.or(step).first().waitFor();
    if (await category.count()) await category.first().click();
    await step.first().waitFor();
    if (!/\bexpanded\b/u.test((await step.first().getAttribute("class")) ?? "")) await step.first().click();
    await this.page.locator(".getting-started-step.expanded .monaco-button").first().click();
    return this.panel(title);
  }

  /** The page of a step that is open and in front. */
  panel(title: string): Promise<Frame> {
    return webviewFrame(this.page, async (frame) => {
      const heading = frame.locator("h1");
      return (await heading.count()) === 1 && (await heading.innerText()) === title;
    });
  }

  async press(frame: Frame, button: string): Promise<void> {
    await frame.getByRole("button", { name: button, exact: true }).click();
  }

  /** The same without a mouse. */
  async pressByKey(frame: Frame, button: string): Promise<void> {
    await frame.getByRole("button", { name: button, exact: true, disabled: false }).focus();
    await this.page.keyboard.press("Enter");
  }

  /** Waits until the panel says a state. */
  async says(frame: Frame, word: string): Promise<void> {
    await frame.getByRole("status").filter({ hasText: word }).first().waitFor();
  }

  /** Answers VS Code's own input boxes, one after the other. */
  async type(...texts: string[]): Promise<void> {
    for (const text of texts) {
      const input = this.page.locator(".quick-input-widget:visible input.input");
      await input.waitFor();
      await input.fill(text);
      await this.page.keyboard.press("Enter");
      // The next question comes in the same box: it is there when the box is empty again, or gone while it is looked at.
      const until = Date.now() + patienceMs;
      while (
        (await input.count()) > 0 &&
        (await input.inputValue({ timeout: 1000 }).catch(() => "")) === text
      ) {
        assert.ok(Date.now() < until, `the box does not take ${text}`);
        await this.page.waitForTimeout(50);
      }
    }
  }

  /** Types the path of a file into VS Code's own dialog, which has a button of this name. */
  async chooseFile(file: string, button = "OK"): Promise<void> {
    const input = this.page.locator(".quick-input-widget:visible input.input");
    await input.waitFor();
    // It shows the folder it begins in as soon as that is read.
    await input.and(this.page.locator(":not([value=''])")).waitFor();
    await input.fill(file);
    // While it reads a folder it takes no answer; once it took the file, what opens next may ask in the same box.
    const yes = this.page.locator(".quick-input-widget:visible .monaco-button").filter({ hasText: button });
    await yes.waitFor();
    const until = Date.now() + patienceMs;
    while (await yes.isVisible()) {
      assert.ok(Date.now() < until, `the dialog does not take ${file}`);
      // The folder that it begins in may come after the path.
      if ((await input.inputValue({ timeout: 1000 }).catch(() => file)) !== file) await input.fill(file);
      await yes.click({ timeout: 2000 }).catch(() => undefined);
      await this.page.waitForTimeout(500);
    }
  }

  /** Presses a button of VS Code's own modal dialog. */
  async dialog(button: string): Promise<void> {
    await this.page.locator(".monaco-dialog-box .monaco-button").filter({ hasText: button }).click();
  }

  /** Waits until VS Code shows a message. */
  async notified(text: string): Promise<void> {
    await this.page.locator(".notification-list-item-message").filter({ hasText: text }).first().waitFor();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#workbench();
  }

  /** The workbench is there, and so are the extension's contributions. */
  async #workbench(): Promise<void> {
    await this.page.locator(".activitybar .action-label[aria-label^='Cloud Sync Agent Setup']").waitFor();
  }

  /** Ends the extension host without a warning, as a crash does. */
  killExtensionHost(): void {
    const hosts = extensionHosts(this.server);
    assert.ok(hosts.length > 0, "there is an extension host");
    for (const pid of hosts) process.kill(pid, "SIGKILL");
  }

  /** Accepts the offer to continue what was interrupted. */
  async continueInterrupted(): Promise<void> {
    await this.page.locator(".notifications-toasts .monaco-button").filter({ hasText: "Continue" }).click();
  }

  /** Completes the wizard's stand-in in its page, as a person on the server's desktop. */
  async completeWizard(upTo: "end" | "account" = "end"): Promise<void> {
    // A browser of its own: a tab in front of VS Code's would leave VS Code without frames.
    const browser = await startBrowser();
    const { page } = browser;
    await page.goto(this.lab.wizardAddress);
    const press = (button: string) => page.getByRole("button", { name: button }).click();
    await press("Next");
    await press("Next");
    await page.getByLabel("User name").fill("admin@contoso.onmicrosoft.com");
    await page.getByLabel("Password").fill("wizard-Secret-0");
    await press("Next");
    if (upTo === "end") {
      await page.getByLabel("Domain administrator").fill("CONTOSO\\root");
      await page.getByLabel("Password").fill("wizard-Secret-0");
      await press("Next");
      await page.getByLabel("Domain", { exact: true }).fill("contoso.com");
      await page.getByLabel("Domain administrator").fill("CONTOSO\\root");
      await page.getByLabel("Password").fill("wizard-Secret-0");
      await press("Add Directory");
      await press("Confirm");
      await press("Exit");
    }
    await browser.stop();
  }
}
