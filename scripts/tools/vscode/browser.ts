/** A browser on a profile of its own, and what a person does in VS Code with it. */
import { chromium, type BrowserContext, type Frame, type Page } from "playwright-core";
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

/** Runs a command by its full title through the command palette. */
export const runCommand = async (page: Page, title: string): Promise<void> => {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input.input").fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: title }).first().click();
};
