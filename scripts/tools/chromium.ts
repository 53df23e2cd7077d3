/** Finds Chromium, or on Debian and Ubuntu as root installs it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { onPath } from "./onPath.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const found = (): string | undefined => {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== "") return named;
  return onPath(names);
};

/** What is installed without a question; CONTRIBUTING.md says so. */
export const packages = ["chromium", "fonts-dejavu-core"];

/**
 * The path of a Chromium.
 * @throws Error naming what is missing and the command to get it.
 */
export const findChromium = (say: (line: string) => void = console.log): string => {
  const there = found();
  if (there !== undefined) return there;
  const command = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    say(`Chromium: installing the packages ${packages.join(", ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { env, stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
      env,
      stdio: "inherit",
    });
  }
  const now = found();
  if (now === undefined)
    throw new Error(
      `The tests need Chromium, and it was not found. On Debian or Ubuntu: ${command} - or name one in the environment variable CHROMIUM.`,
    );
  return now;
};
