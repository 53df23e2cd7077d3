import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import * as v from "valibot";
import { walkthroughPage } from "../../../scripts/manifest.ts";
import { contribute, type Contributed } from "../../../scripts/tools/contributed.ts";
import type { Transport } from "../../../src/server/transports/transport.ts";
import { transports } from "../../../src/server/transports/transports.ts";
import { overNetwork } from "../../../src/setup/reachWords.ts";

test("a step without a page of its own in the walkthrough is shown there with its title and its introduction", () => {
  const step = { title: () => "Get it", introduction: () => ["First line.", "Second line."] };
  assert.equal(walkthroughPage(step), "# Get it\n\nFirst line.\n\nSecond line.\n");
});

const nothing: Contributed = {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: [] } },
  contributes: {
    commands: [{ command: "cloudSyncSetup.showLog" }],
    configuration: { properties: { "cloudSyncSetup.other": { type: "string" } } },
  },
};
const pigeon: Transport = {
  kind: "pigeon",
  words: overNetwork,
  settings: { loft: { value: v.array(v.string()), unset: [], says: "Where they live." } },
  adding: { kind: "pigeon", title: () => "By pigeon", detail: () => "", asks: [] },
  wayTo: () => undefined,
};

test("a way to a server brings its settings, held back from folders that nobody trusts, and the command that adds one", () => {
  const manifest = structuredClone(nothing);
  assert.deepEqual(contribute(manifest, [pigeon]), {
    "setting.loft": "Where they live.",
    "command.addServer": "Add a Server...",
  });
  const { capabilities, contributes } = manifest;
  assert.deepEqual(contributes.configuration.properties, {
    "cloudSyncSetup.loft": {
      type: "array",
      items: { type: "string" },
      default: [],
      scope: "machine",
      markdownDescription: "%setting.loft%",
    },
    "cloudSyncSetup.other": { type: "string" },
  });
  assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations, [
    "cloudSyncSetup.loft",
    "cloudSyncSetup.other",
  ]);
  const names = () => manifest.contributes.commands.map(({ command }) => command);
  assert.deepEqual(names(), ["cloudSyncSetup.showLog", "cloudSyncSetup.addServer"]);
  contribute(manifest, []);
  assert.deepEqual(names(), ["cloudSyncSetup.showLog"]);
});

test("each setting that VS Code shows is read: by a way to a server, or by the extension itself", async () => {
  const read = (file: string) => readFile(path.join(import.meta.dirname, "../../..", file), "utf8");
  const { contributes } = JSON.parse(await read("package.json")) as Contributed;
  const own = [...(await read("src/ui/settings.ts")).matchAll(/get<\w+>\("(\w+)"/gu)].map(([, name]) => name);
  const ofWays = transports.flatMap(({ settings }) => Object.keys(settings));
  assert.deepEqual(
    Object.keys(contributes.configuration.properties).sort(),
    [...ofWays, ...own].map((name) => `cloudSyncSetup.${name ?? ""}`).sort(),
  );
});
