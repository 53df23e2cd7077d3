/** Undoing as a person does it who uses the keyboard alone, in high contrast. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Guided } from "./guided.ts";

test("what was changed on a server is undone by keyboard: chosen, seen, confirmed", async () => {
  const guided = await Guided.begin("undo", "needs-fixes", {
    userSettings: { "workbench.colorTheme": "Default High Contrast" },
  });
  const { page } = guided;
  try {
    await guided.command("Cloud Sync: Undo Changes...");
    await guided.notified("There is nothing to undo on ");
    await guided.shot("nothing");
    const before = guided.state;

    await guided.command("Cloud Sync: Open Setup Step...");
    await guided.type("Check the prerequisites");
    const prerequisites = await guided.panel("Check the prerequisites");
    await guided.pressByKey(prerequisites, "Check");
    await guided.pressByKey(prerequisites, "Show what will change");
    await prerequisites.getByRole("table").waitFor();
    await guided.pressByKey(prerequisites, "Apply the chosen fixes");
    await guided.says(prerequisites, "Waiting");
    const fixed = guided.state;

    await guided.command("Cloud Sync: Undo Changes...");
    const list = page.locator(".quick-input-widget:visible");
    await list.locator(".monaco-list-row").first().waitFor();
    await guided.shot("list");
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "hidden" });
    assert.deepEqual(guided.state, fixed, "a list that is closed changes nothing");

    const chooseExecutionPolicy = async () => {
      await guided.command("Cloud Sync: Undo Changes...");
      await list.locator("input.input").fill("Execution policy");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Space");
      await guided.shot("chosen");
      await page.keyboard.press("Enter");
      await page.locator(".monaco-dialog-box").waitFor();
    };
    await chooseExecutionPolicy();
    assert.match(
      await page.locator(".monaco-dialog-box").innerText(),
      /Execution policy LocalMachine: from RemoteSigned to Unrestricted/u,
    );
    await guided.shot("question");
    await page.keyboard.press("Escape");
    await page.locator(".monaco-dialog-box").waitFor({ state: "hidden" });
    assert.deepEqual(guided.state, fixed, "without a yes nothing is undone");

    await chooseExecutionPolicy();
    await page.keyboard.press("Enter");
    await guided.notified("Undone on SYNC01: Execution policy LocalMachine");
    await guided.shot("undone");
    assert.equal(guided.state.executionPolicy.LocalMachine, before.executionPolicy.LocalMachine);
    assert.deepEqual(guided.state.registry, fixed.registry, "the others stay");
    assert.equal(guided.state.services.VaultSvc?.startMode, "Manual");

    await guided.command("Cloud Sync: Undo Changes...");
    await list.locator(".monaco-list-row").first().waitFor();
    assert.doesNotMatch(await list.innerText(), /Execution policy/u);
    await page.keyboard.press("Escape");
  } finally {
    await guided.end();
  }
});
