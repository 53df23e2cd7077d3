/** From `npm start` to the walkthrough, when everything has been fetched, built and installed once. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startBrowser, type Browser } from "../../../scripts/tools/vscode/browser.ts";
import { startPractice, withoutCode } from "../../ui/startedPractice.ts";
import type { Measure } from "../figure.ts";

/** Seconds from the command to the first step on the screen. */
const startOnce = async (dir: string, { page }: Browser): Promise<number> => {
  const from = performance.now();
  const practice = startPractice(["--no-browser", "--dir", dir], { PATH: withoutCode() });
  try {
    const [, address = ""] = await practice.says(/^Visual Studio Code: (\S+)$/mu);
    await page.goto(address);
    await page.locator(".getting-started-step").first().waitFor({ timeout: 60_000 });
    const seconds = (performance.now() - from) / 1000;
    await page.goto("about:blank");
    await practice.interrupt();
    return seconds;
  } finally {
    practice.remove();
  }
};

export const measure: Measure = async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "csb-"));
  const browser = await startBrowser();
  try {
    const first = await startOnce(dir, browser);
    const second = await startOnce(dir, browser);
    return [
      {
        what: "second npm start, to the walkthrough",
        value: second,
        bound: 10,
        unit: "s",
        beside: `${first.toFixed(1)} s where the extension had still to be installed`,
      },
    ];
  } finally {
    await browser.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};
