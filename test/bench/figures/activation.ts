/**
 * What activating this extension costs, beside VS Code's own extensions in the same window. All are activated after the
 * start has settled: while VS Code starts, everything takes several times as long.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { packagedExtensions } from "../../../scripts/tools/package.ts";
import { runCommand, startBrowser } from "../../../scripts/tools/vscode/browser.ts";
import { startServer, workbenchUrl } from "../../../scripts/tools/vscode/server.ts";
import { median, type Measure } from "../figure.ts";

const ours = "cloud-sync-setup";
const settledAfterMs = 3000;
const longestMs = 60_000;
/** The fewest built-in extensions that make a comparison. */
const fewest = 5;

const onePixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/** Each of these wakes at least one built-in extension, by its language or by the editor it opens in. */
const files: Readonly<Record<string, string | Buffer>> = {
  "a.css": "a {}",
  "a.html": "<p>",
  "a.md": "# a",
  "a.php": "<?php",
  "a.ipynb": '{ "cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5 }',
  "a.png": Buffer.from(onePixel, "base64"),
};

/** What is asked of a row, there where it is. */
interface Row {
  readonly getAttribute: (name: string) => string | null;
  readonly querySelector: (of: string) => { readonly textContent: string | null } | null;
}

/** Extensions that run, by name, with their activation time in milliseconds, from VS Code's own list. */
const running = async (page: Page): Promise<Map<string, number>> => {
  await runCommand(page, "Developer: Show Running Extensions");
  const rows = page.locator(".runtime-extensions-editor .monaco-list-row");
  await rows.first().waitFor();
  // All at once: the list is drawn anew whenever an extension was activated.
  const told = await rows.evaluateAll((all: readonly Row[]) =>
    all.map(
      (row) => [row.getAttribute("aria-label"), row.querySelector(".activation-time")?.textContent] as const,
    ),
  );
  const known = new Map<string, number>();
  for (const [name, time] of told) {
    const found = /: (\d+)ms/u.exec(time ?? "");
    if (found) known.set(name ?? "", Number(found[1]));
  }
  return known;
};

/** Waits until no further extension has been activated for a while. */
const settle = async (page: Page): Promise<Map<string, number>> => {
  let known = await running(page);
  for (const end = Date.now() + longestMs; Date.now() < end;) {
    await sleep(settledAfterMs);
    const now = await running(page);
    if (now.size === known.size) return now;
    known = now;
  }
  throw new Error(`Extensions were still being activated after ${longestMs / 1000} seconds.`);
};

const open = async (page: Page, file: string): Promise<void> => {
  await page.keyboard.press("Control+P");
  await page.locator(".quick-input-widget input.input").fill(file);
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: file }).first().click();
  await page.locator(".tab").filter({ hasText: file }).waitFor();
};

const wake = async (page: Page): Promise<{ own: number; others: number[] }> => {
  const before = await settle(page);
  if (before.has(ours)) throw new Error("The extension was activated before it was used.");
  for (const file of Object.keys(files)) await open(page, file);
  await settle(page);
  await runCommand(page, "Cloud Sync: Open the Guided Installation");
  const after = await settle(page);
  const own = after.get(ours);
  if (own === undefined) throw new Error("The extension was not activated by its command.");
  const others = [...after].flatMap(([name, ms]) => (name === ours || before.has(name) ? [] : [ms]));
  if (others.length < fewest) throw new Error(`Only ${others.length} other extensions were activated.`);
  return { own, others };
};

export const measure: Measure = async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "csb-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const server = await startServer({ vsix: (await packagedExtensions(console.log)).files.slice(0, 1) }).catch(
    (error: unknown) => {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    },
  );
  try {
    // High enough for the whole list: rows out of sight are not there.
    const browser = await startBrowser({ height: 2600 });
    try {
      await browser.page.goto(workbenchUrl(server, { folder }));
      await browser.page.locator(".monaco-workbench .activitybar").waitFor();
      const { own, others } = await wake(browser.page);
      return [
        {
          what: "activation, under the median of the built-in extensions",
          value: own,
          bound: median(others),
          unit: "ms",
          beside: `${others.length} built-in: ${others.toSorted((a, b) => a - b).join(", ")} ms`,
        },
      ];
    } finally {
      await browser.stop();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
