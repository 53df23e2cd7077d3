/** Opens the built page in Chromium, served under its own policy, with the fake host in place. */
import assert from "node:assert/strict";
import { build } from "esbuild";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, beforeEach } from "node:test";
import { chromium, type Page } from "playwright-core";
import * as v from "valibot";
import { intent, type Said } from "../../src/messages/intent.ts";
import { findChromium } from "../../scripts/tools/chromium.ts";
import { contentSecurityPolicy, pageHtml } from "../../src/messages/pageShell.ts";

const root = path.join(import.meta.dirname, "..", "..");

/** Builds the page as it ships, in memory: file name to text. */
export const buildPage = async (): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await build({
    entryPoints: {
      main: path.join(root, "webview/main.ts"),
      page: path.join(root, "webview/page.css"),
      fakeHost: path.join(root, "test/webview/page/fakeHost.ts"),
    },
    outdir: "/",
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2023",
    legalComments: "none",
    logLevel: "warning",
  });
  return new Map(outputFiles.map((file) => [path.basename(file.path), file.text]));
};

export interface Theme {
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface HowToOpen {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What the page stored before it was hidden. */
  readonly stored?: unknown;
  /** Messages that the host has waiting for `ready`. */
  readonly queued?: readonly unknown[];
}

/** One open page. Everything said to it is data; everything it says is parsed by the host's own schema. */
export interface Panel {
  readonly page: Page;
  /** Posts messages one after the other, each handled before the next. */
  show(...messages: readonly unknown[]): Promise<void>;
  /** As `show`, for what JSON cannot write: a JavaScript expression. */
  showExpression(expression: string): Promise<void>;
  /** The intents sent so far, without `ready` and without whose page it is. Fails where the host would refuse one. */
  intents(): Promise<readonly Said[]>;
  /** Everything sent so far, as it is. */
  sent(): Promise<readonly unknown[]>;
  /** Waits until the widgets have drawn what was last done to them. */
  settle(): Promise<void>;
  violations(): Promise<readonly string[]>;
  ask(expression: string): Promise<unknown>;
}

export interface Browser {
  open(how?: HowToOpen): Promise<Panel>;
  stop(): Promise<void>;
}

/** Longest wait for anything in the browser. */
const waitMs = 10_000;

const startBrowser = async (): Promise<Browser> => {
  const files = await buildPage();
  const home = mkdtempSync(path.join(tmpdir(), "wv-"));
  const nonce = "dGVzdA0123456789";
  const server = createServer((request, response) => {
    const cspSource = `http://${request.headers.host ?? ""}`;
    const name = path.basename(request.url ?? "/");
    const shell = {
      nonce,
      cspSource,
      scriptUri: "/main.js",
      styleUri: "/page.css",
      title: "Step",
      language: "en",
    };
    const isPage = name === "";
    const type = isPage ? "text/html" : name.endsWith(".css") ? "text/css" : "text/javascript";
    response.setHeader("content-type", `${type}; charset=utf-8`);
    if (isPage) response.setHeader("content-security-policy", contentSecurityPolicy(shell));
    const body = isPage ? pageHtml(shell) : name === "favicon.ico" ? "" : files.get(name);
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const chrome = await chromium.launch({
    executablePath: findChromium(),
    env: { ...process.env, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });

  const open = async (how: HowToOpen = {}): Promise<Panel> => {
    const context = await chrome.newContext({
      viewport: { width: how.width ?? 900, height: how.height ?? 900 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    context.setDefaultTimeout(waitMs);
    const page = await context.newPage();
    await page.addInitScript(files.get("fakeHost.js") ?? "");
    const before = [
      how.stored === undefined ? "" : `testPage.restore(${JSON.stringify(how.stored)});`,
      how.queued ? `testPage.queue(${JSON.stringify(how.queued)});` : "",
      how.theme
        ? `document.addEventListener("DOMContentLoaded", () => testPage.theme(${JSON.stringify(how.theme)}));`
        : "",
    ];
    await page.addInitScript(before.join("\n"));
    await page.goto(`http://localhost:${port}/`);
    const ask = (expression: string): Promise<unknown> => page.evaluate<unknown>(expression);
    const sent = async () => v.parse(v.array(v.unknown()), await ask("testPage.sent"));
    return {
      page,
      ask,
      sent,
      show: async (...messages) => {
        for (const message of messages) await ask(`testPage.post(${JSON.stringify(message)})`);
      },
      showExpression: async (expression) => {
        await ask(`testPage.post(${expression})`);
      },
      settle: async () => {
        await ask(`testPage.settled()`);
      },
      intents: async () =>
        (await sent()).flatMap((one) => {
          const said = v.parse(intent, one);
          const rest = Object.entries(said).filter(([key]) => key !== "page");
          return said.kind === "ready" ? [] : [Object.fromEntries(rest) as unknown as Said];
        }),
      violations: async () => v.parse(v.array(v.string()), await ask("testPage.violations")),
    };
  };

  return {
    open,
    stop: async () => {
      await chrome.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

/** For one test file: a browser that is there while its tests run. What a test opened is closed at its end: a page draws while it is there. */
export const onBrowser = (): Pick<Browser, "open"> => {
  let begun: Promise<Browser> | undefined;
  let opened: Panel[] = [];
  beforeEach(() => {
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ page }) => page.context().close()));
  });
  before(async () => {
    // Kept before it is there: another hook of the file does not wait for this one.
    begun = startBrowser();
    await begun;
  });
  after(async () => {
    await (await begun)?.stop();
  });
  return {
    open: async (how) => {
      const browser = await begun;
      assert.ok(browser);
      const panel = await browser.open(how);
      opened.push(panel);
      return panel;
    },
  };
};
