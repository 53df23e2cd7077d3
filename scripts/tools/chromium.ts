/** Finds Chromium, or on Debian and Ubuntu as root installs it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { onPath } from "./onPath.mjs";

/** The same browser without the parts around a page, which nobody sees here: a page costs a third of the work. */
const shell = "chromium-headless-shell";
const whole = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const named = (): string | undefined => {
  const name = process.env.CHROMIUM;
  return name === "" ? undefined : name;
};
const found = (): string | undefined => named() ?? onPath([shell]) ?? onPath(whole);

const fonts = "fonts-dejavu-core";
const ofWhole = ["chromium", fonts];
/** What is installed without a question; CONTRIBUTING.md says so. */
export const packages = [shell, ...ofWhole];

const mayInstall = (): boolean => existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
const apt = (...args: readonly string[]): boolean =>
  spawnSync("apt-get", args, {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "inherit"],
  }).status === 0;
const install = (what: readonly string[]): boolean =>
  apt("install", "-y", "-qq", "--no-install-recommends", ...what);
/** Whether the lists that apt has already know a package. */
const isKnown = (name: string): boolean =>
  spawnSync("apt-cache", ["show", name], { stdio: "ignore" }).status === 0;

/**
 * The path of a Chromium.
 * @throws Error naming what is missing and the command to get it.
 */
export const findChromium = (say: (line: string) => void = console.log): string => {
  const there = found();
  if (there !== undefined) return there;
  if (mayInstall()) {
    say(`Chromium: installing ${shell}, or where it is not to be had ${ofWhole.join(", ")}`);
    apt("update", "-qq");
    if (!install([shell, fonts])) install(ofWhole);
  }
  const now = found();
  if (now === undefined)
    throw new Error(
      `The tests need Chromium, and it was not found. On Debian or Ubuntu: apt-get install -y --no-install-recommends ${ofWhole.join(" ")} - or name one in the environment variable CHROMIUM.`,
    );
  return now;
};

/** The same for many pages: the one that costs less, where Debian has it and it can be had at once. */
export const quickestChromium = (say: (line: string) => void = console.log): string => {
  if (named() === undefined && onPath([shell]) === undefined && mayInstall() && isKnown(shell)) {
    say(`Chromium: installing the package ${shell}`);
    install([shell]);
  }
  return findChromium(say);
};
