// Builds what the VSIX holds: one bundle for the host, one for the page, the PowerShell module as it is.
//   node esbuild.mjs [--production] [--watch]
import * as esbuild from "esbuild";
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

const production = process.argv.includes("--production");
/** @param {string[]} parts */
const at = (...parts) => path.join(import.meta.dirname, ...parts);

/** @type {import("esbuild").BuildOptions} */
const shared = {
  bundle: true,
  minify: production,
  // Beside what the VSIX holds: by it the tests know which lines of the sources VS Code ran.
  sourcemap: production ? "external" : "linked",
  legalComments: "none",
  logLevel: "warning",
};
/** @type {import("esbuild").BuildOptions & { metafile: true }} */
const host = {
  ...shared,
  metafile: true,
  entryPoints: [at("src/extension.ts")],
  outfile: at("dist/extension.cjs"),
  platform: "node",
  format: "cjs",
  target: "node22",
  external: ["vscode"],
  // What Node is given is wrapped in a way that no bundler sees through.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
};
/** @type {import("esbuild").BuildOptions & { metafile: true }} */
const page = {
  ...shared,
  metafile: true,
  entryPoints: { main: at("webview/main.ts"), page: at("webview/page.css") },
  outdir: at("dist/webview"),
  platform: "browser",
  format: "iife",
  target: "es2023",
};

const copyModule = async () => {
  const from = at("src/server/powershell");
  const to = at("dist/powershell");
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const file of await readdir(from, { recursive: true }))
    if (/\.(?:ps1|psm1|psd1)$/u.test(file)) await cp(path.join(from, file), path.join(to, file));
};

if (process.argv.includes("--watch")) {
  await copyModule();
  for (const options of [host, page]) await (await esbuild.context({ ...options, logLevel: "info" })).watch();
} else {
  const [hostResult, pageResult] = await Promise.all([
    esbuild.build(host),
    esbuild.build(page),
    copyModule(),
  ]);
  await mkdir(at("out"), { recursive: true });
  await writeFile(at("out/meta-host.json"), JSON.stringify(hostResult.metafile));
  await writeFile(at("out/meta-page.json"), JSON.stringify(pageResult.metafile));
}
