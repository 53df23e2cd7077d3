#!/usr/bin/env node
/**
 * Stands where a desktop VS Code's executable stands: @vscode/test-electron starts it with the arguments it gives to
 * `code`, and it runs the suite in VS Code in the browser. Exit code 0: all passed, 1: some failed, 70: no result.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { startBrowser } from "./browser.ts";
import { startServer, temporaryFolder, removeFolder, workbenchUrl } from "./server.ts";

const noResult = 70;
const longestMs = 300_000;

const option = (name: string): string =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? "";

const machineSettings = JSON.parse(process.env.EXTHOST_MACHINE_SETTINGS ?? "{}") as Record<string, unknown>;
const folder = temporaryFolder();
const report = process.env.EXTHOST_REPORT ?? path.join(folder, "report.txt");
const server = await startServer({
  forTestSuite: true,
  machineSettings,
  environment: { EXTHOST_REPORT: report },
}).catch((error: unknown) => {
  removeFolder(folder);
  throw error;
});
const browser = await startBrowser().catch(async (error: unknown) => {
  await server.stop();
  removeFolder(folder);
  throw error;
});
let code = noResult;
try {
  const done = new Promise<number>((resolve, reject) => {
    void browser.page.exposeFunction("codeAutomationExit", resolve);
    void browser.page.exposeFunction("codeAutomationLog", () => undefined);
    browser.page.on("crash", () => {
      reject(new Error("The workbench's page crashed."));
    });
    setTimeout(() => {
      reject(new Error(`No result within ${longestMs / 1000} seconds.`));
    }, longestMs).unref();
  });
  await browser.page.goto(
    workbenchUrl(server, {
      extensionDevelopmentPath: option("extensionDevelopmentPath"),
      extensionTestsPath: option("extensionTestsPath"),
    }),
  );
  code = await done;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(readFileSync(server.logFile, "utf8").split("\n").slice(-20).join("\n"));
}
if (existsSync(report)) process.stdout.write(readFileSync(report, "utf8"));
else code = noResult;
await browser.stop();
await server.stop();
removeFolder(folder);
process.exit(code);
