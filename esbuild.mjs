// Builds what the VSIX holds: the host's bundle with the parts that are loaded at first use, one for the page, the PowerShell
// module as one file.
//   node esbuild.mjs [--production] [--watch]
import * as swc from "@swc/core";
import * as esbuild from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { joinModule } from "./src/server/powershellModule.ts";

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
/**
 * One file for all that activation loads. Left to itself, esbuild makes one for each set of parts that share something; where a part
 * that is loaded at first use imports the whole extension, which is there by then, there is one set.
 * @type {import("esbuild").Plugin}
 */
const oneForActivation = {
  name: "one file for activation",
  setup: (build) => {
    /** @type {Set<string>} */
    const parts = new Set();
    build.onResolve({ filter: /^\./ }, ({ kind, path: name, resolveDir }) => {
      if (kind === "dynamic-import") parts.add(path.resolve(resolveDir, name));
      return undefined;
    });
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) =>
      parts.has(file)
        ? {
            contents: `${await readFile(file, "utf8")}\nimport ${JSON.stringify(at("src/extension.ts"))};\n`,
            loader: "ts",
          }
        : undefined,
    );
  },
};

/**
 * Whatever is imported by `import()` becomes a file of its own. esbuild splits ES modules alone, which VS Code's host loads
 * more slowly: each file is made CommonJS afterwards.
 * @type {import("esbuild").BuildOptions & { metafile: true }}
 */
const host = {
  ...shared,
  // Of what is made CommonJS afterwards, which finds its map by the link.
  sourcemap: "linked",
  metafile: true,
  entryPoints: [at("src/extension.ts")],
  outdir: at("out/host"),
  outExtension: { ".js": ".cjs" },
  chunkNames: "part-[name]-[hash]",
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node22",
  // It does, if by an older Unicode than the newest.
  supported: { "regexp-unicode-property-escapes": true },
  external: ["vscode"],
  // What Node is given is wrapped in a way that no bundler sees through.
  alias: {
    "jsonc-parser": "jsonc-parser/lib/esm/main.js",
    "@vscode/l10n": "@vscode/l10n/dist/browser.js",
  },
  plugins: [
    oneForActivation,
    {
      name: "CommonJS",
      setup: (build) => {
        build.onEnd(asCommonJs);
      },
    },
  ],
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

/** @param {import("esbuild").BuildResult} result */
const asCommonJs = async ({ metafile, errors }) => {
  if (!metafile || errors.length > 0) return;
  const dist = at("dist");
  await mkdir(dist, { recursive: true });
  // Of an earlier build: a part that has changed has another name.
  for (const file of await readdir(dist)) if (/\.cjs(?:\.map)?$/u.test(file)) await rm(path.join(dist, file));
  await esbuild.build({
    ...shared,
    bundle: false,
    entryPoints: Object.keys(metafile.outputs).filter((file) => file.endsWith(".cjs")),
    absWorkingDir: import.meta.dirname,
    loader: { ".cjs": "js" },
    outdir: dist,
    outExtension: { ".js": ".cjs" },
    platform: "node",
    format: "cjs",
    target: "node22",
    supported: { "dynamic-import": false },
  });
};

/**
 * Minifies a script once more, by what finds more than esbuild does, and keeps its map to the sources.
 * @param {string} file
 */
const minifyAgain = async (file) => {
  const [text, inputSourceMap] = await Promise.all([readFile(file, "utf8"), readFile(`${file}.map`, "utf8")]);
  const { code, map } = await swc.transform(text, {
    configFile: false,
    swcrc: false,
    isModule: false,
    inputSourceMap,
    sourceMaps: true,
    minify: true,
    jsc: {
      target: "es2022",
      minify: { compress: { passes: 2, toplevel: true }, mangle: { toplevel: true } },
    },
  });
  await Promise.all([writeFile(file, code), writeFile(`${file}.map`, map ?? "")]);
};

/** The module as one file, joined as a session is given it, with what makes a module of it by hand. */
const writeModule = async () => {
  const from = at("src/server/powershell");
  const to = at("dist/powershell");
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const file of ["CloudSyncSetup.psd1", "CloudSyncSetup.psm1"])
    await cp(path.join(from, file), path.join(to, file));
  await writeFile(path.join(to, "CloudSyncSetup.ps1"), await joinModule(from));
};

if (process.argv.includes("--watch")) {
  await writeModule();
  for (const options of [host, page]) await (await esbuild.context({ ...options, logLevel: "info" })).watch();
} else {
  const [hostResult, pageResult] = await Promise.all([
    esbuild.build(host),
    esbuild.build(page),
    writeModule(),
  ]);
  if (production) {
    const scripts = (await readdir(at("dist"))).filter((file) => file.endsWith(".cjs"));
    await Promise.all([...scripts, "webview/main.js"].map((file) => minifyAgain(at("dist", file))));
  }
  await mkdir(at("out"), { recursive: true });
  await writeFile(at("out/meta-host.json"), JSON.stringify(hostResult.metafile));
  await writeFile(at("out/meta-page.json"), JSON.stringify(pageResult.metafile));
}
