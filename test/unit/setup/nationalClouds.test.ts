/** A tenant of a national cloud: its portal, and how the installer is told of it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { addressOf, links, type LinkId } from "../../../src/setup/links.ts";
import { clouds, type Cloud } from "../../../src/setup/values/cloud.ts";
import type { StepId } from "../../../src/setup/step.ts";
import { traceReport } from "../../../src/setup/diagnosis/trace/report.ts";
import { registeredAgent } from "../support/facts.ts";
import { installs } from "../support/installing.ts";
import { planned, script, testRun, shownAndApplied } from "../support/scriptedServer.ts";
import { sayChange } from "../../../src/setup/told/changes.ts";
import { press } from "../../press.ts";

const hosts: Readonly<Record<Cloud, string>> = {
  global: "entra.microsoft.com",
  usGov: "portal.azure.us",
  china: "portal.azure.cn",
};

test("the portal is that of the tenant's cloud; every other page is the same for all", () => {
  for (const cloud of clouds) {
    assert.equal(new URL(addressOf("portal", cloud)).host, hosts[cloud]);
    for (const id of Object.keys(links) as LinkId[])
      if (id !== "portal") assert.equal(addressOf(id, cloud), links[id]);
  }
});

test("no address is shown or opened without asking which cloud the tenant is in", () => {
  const src = path.join(import.meta.dirname, "../../../src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  for (const file of files.filter((one) => one !== path.join("setup", "links.ts"))) {
    const text = readFileSync(path.join(src, file), "utf8");
    assert.doesNotMatch(text, /import [^;"]*\blinks\b[^;"]*from|entra\.microsoft\.com|portal\.azure/u, file);
  }
});

test("a page about a trace links to the portal of the cloud it was given", () => {
  const cause = {
    diagnosis: {
      kind: "known",
      id: "x",
      title: "x",
      cause: "x",
      fix: { kind: "link", link: "portal", whatToDo: "x" },
      source: "portal",
      confidence: "certain",
      harmless: false,
    },
    said: "x",
    count: 1,
    first: undefined,
    last: undefined,
  } as const;
  const told = { found: [cause], harmless: [], unknown: [], entries: 1 };
  for (const cloud of clouds)
    assert.ok(traceReport("x", told, false, cloud).includes(`<${addressOf("portal", cloud)}>`), cloud);
});

test("where somebody is to look into the portal, a national cloud's is named, and so it is in the proof", async () => {
  const shown = async (cloud: Cloud) => {
    const at = testRun(script({ "Get-CloudSyncAgentFact": () => registeredAgent }), {
      plan: { ...planned(), cloud },
    });
    const labels = (step: StepId) =>
      at.run
        .stepOf(step)
        .actions(at.run.stateOf(step), { ...at.run.known, changesShown: false })
        .filter(({ id }) => id === "portal" || id === "seen")
        .map(({ label }) => label);
    await at.run.check("verify");
    const asked = [...labels("verify"), ...labels("download")];
    await press(at.run, "verify", "seen");
    const state = at.run.stateOf("verify");
    assert.ok(state.kind === "done");
    return [...asked, state.proof.at(-1)?.name];
  };
  assert.deepEqual(await shown("global"), [
    "I see this server as active in the portal",
    "Open the portal",
    "Open the portal",
    "Seen active in the portal by",
  ]);
  for (const cloud of ["usGov", "china"] as const)
    assert.deepEqual(await shown(cloud), [
      `I see this server as active in ${hosts[cloud]}`,
      `Open ${hosts[cloud]}`,
      `Open ${hosts[cloud]}`,
      `Seen active in ${hosts[cloud]} by`,
    ]);
});

test("the installer is told of the US Government cloud, as is listed before, and of no other", async () => {
  const installed = async (cloud: Cloud) => {
    const of = installs();
    const { run } = testRun(of, { plan: { ...planned(), cloud } });
    await run.changes("install");
    const listed = (run.changesOf("install") ?? []).map((change) => [sayChange(change), change.after]);
    await shownAndApplied(run, "install");
    const { args } = of.calls.find(({ op }) => op === "Install-CloudSyncAgent") ?? {};
    return { listed: listed.slice(1), given: (args as { arguments?: unknown } | undefined)?.arguments };
  };
  assert.deepEqual(await installed("usGov"), {
    listed: [["Cloud of the agent", "AzureUSGovernment"]],
    given: ["ENVIRONMENTNAME=AzureUSGovernment"],
  });
  for (const cloud of ["global", "china"] as const)
    assert.deepEqual(await installed(cloud), { listed: [], given: [] });
});
