/** A plan file as a person uses it: what it changes is seen first, and it can be taken back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Guided } from "./guided.ts";

test("a plan file is used after a look at what it changes, and taken back", async () => {
  const guided = await Guided.begin("plan", "needs-fixes");
  const { page } = guided;
  const dialog = page.locator(".monaco-dialog-box");
  try {
    const file = guided.write(
      "branch.cloudsync.json",
      JSON.stringify({
        domains: [
          {
            name: "contoso.com",
            administrator: "CONTOSO\\root",
            preferredDomainControllers: ["dc1.contoso.com", "dc.evil.example"],
          },
          { name: "fabrikam.com" },
        ],
      }),
    );
    await guided.command("Cloud Sync: Use Plan File...");
    await guided.chooseFile(file);
    await dialog.waitFor();
    const asked = await dialog.innerText();
    assert.match(asked, /Use the plan branch\.cloudsync\.json\?/u);
    assert.match(asked, /dc\.evil\.example is not in the domain contoso\.com/u);
    assert.match(asked, /Domain 2: fabrikam\.com \(added\)/u);
    await page.locator(".view-line").filter({ hasText: "Added:" }).first().waitFor();
    await guided.shot("question");
    await guided.dialog("Use this plan");
    await guided.notified("The plan branch.cloudsync.json is in use.");
    const directory = await guided.openFromWalkthrough("Name the directory");
    await directory.getByText("fabrikam.com").first().waitFor();
    const order = await guided.openFromWalkthrough("Prefer domain controllers");
    const stranger = order.locator(".ordered > li").filter({ hasText: "dc.evil.example" });
    await stranger.getByText("not in the domain contoso.com").waitFor();
    await guided.shot("in-use");

    const takeBack = async () => {
      await guided.command("Cloud Sync: Take the Plan Back...");
      await dialog.waitFor();
      assert.match(await dialog.innerText(), /Domain 2: fabrikam\.com \(removed\)/u);
    };
    await takeBack();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await takeBack();
    await guided.dialog("Take it back");
    const back = await guided.openFromWalkthrough("Name the directory");
    await back.getByText("fabrikam.com").first().waitFor({ state: "detached" });
    await guided.shot("taken-back");
  } finally {
    await guided.end();
  }
});
