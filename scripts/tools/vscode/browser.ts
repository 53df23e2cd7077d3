/** A browser on a profile of its own, and what a person does in VS Code with it. */
import { chromium, errors, type BrowserContext, type Frame, type Page } from "playwright-core";
import { setTimeout as sleep } from "node:timers/promises";
import { findChromium } from "../chromium.ts";
import { removeFolder, temporaryFolder } from "./server.ts";

export interface Browser {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The folder of its profile. */
  readonly profile: string;
  readonly stop: () => Promise<void>;
}

export const startBrowser = async (
  options: { readonly width?: number; readonly height?: number; readonly locale?: string } = {},
): Promise<Browser> => {
  const profile = temporaryFolder();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    env: { ...process.env, XDG_CONFIG_HOME: profile },
    // What moves is drawn anew sixty times a second, by the processor.
    reducedMotion: "reduce",
    viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
    permissions: ["clipboard-read", "clipboard-write"],
    ...(options.locale === undefined ? {} : { locale: options.locale }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    context,
    profile,
    stop: async () => {
      await context.close();
      removeFolder(profile);
    },
  };
};

/** A frame that is going away may never answer. */
const longestLookMs = 2000;

/** The document inside a webview: found by what is in it, because its frame is not inside the editor. */
export const webviewFrame = async (
  page: Page,
  matches: (frame: Frame) => Promise<boolean | number>,
  timeoutMs = 120_000,
): Promise<Frame> => {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    await sleep(100);
    for (const frame of page.frames()) {
      if (!frame.url().includes("/webview/browser/pre/")) continue;
      try {
        if (await Promise.race([matches(frame), sleep(longestLookMs, false)])) return frame;
      } catch {
        // The frame went away while it was looked at.
      }
    }
  }
  throw new Error(`No webview matched: ${String(matches)}`);
};

/** How long the palette may take to open, and to list what was typed; and how long a person tries. */
const openMs = 3000;
const listMs = 10_000;
const patienceMs = 60_000;

/**
 * Runs a command by its full title through the command palette. VS Code closes that when something else takes the focus, as a
 * page does that has just been loaded: then it is opened again. What was clicked is not clicked a second time.
 * @throws TimeoutError of the last attempt.
 */
export const runCommand = async (page: Page, title: string): Promise<void> => {
  const until = Date.now() + patienceMs;
  const box = page.locator(".quick-input-widget:visible");
  const row = box.locator(".quick-input-list .monaco-list-row").filter({ hasText: title }).first();
  for (;;) {
    // Where it is open already, it begins anew.
    await page.keyboard.press("F1");
    try {
      await box.locator("input.input").fill(`>${title}`, { timeout: openMs });
      const isGone = box.waitFor({ state: "hidden", timeout: listMs }).catch(() => undefined);
      await Promise.race([row.waitFor({ timeout: listMs }), isGone]);
      await row.click({ timeout: listMs });
      return;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || Date.now() > until) throw error;
    }
  }
};
