/** The order of domain controllers as an administrator changes it: dragged in the page, by keys in the view, and found on the server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../until.ts";
import { Guided } from "./guided.ts";
import { answerAsInstalled, connect } from "./walked.ts";

const [first, second] = ["dc1.contoso.com", "dc2.contoso.com"] as const;

test("the order is dragged in the page and moved by keys in the view, one and the same, and is what the agent is registered with", async () => {
  const guided = await Guided.begin("order", "installed", {
    userSettings: { "workbench.colorTheme": "Default Light Modern" },
  });
  try {
    const { page } = guided;
    await guided.openWalkthrough();
    await connect(guided);
    await answerAsInstalled(guided);

    const order = await guided.openFromWalkthrough("Prefer domain controllers");
    await guided.press(order, "Measure again");
    await guided.says(order, "Answered");
    for (const name of [first, second])
      await order.getByRole("button", { name: `Add to list: ${name}`, exact: true }).click();
    const rows = order.locator(".ordered > li");
    const shown = async () => (await rows.locator("bdi").allInnerTexts()).join();
    await until(async () => (await shown()) === `${first},${second}`);
    assert.match(await rows.first().innerText(), /\d+ ms/u);
    await guided.shot("list");
    await rows
      .filter({ hasText: second })
      .dragTo(rows.filter({ hasText: first }), { targetPosition: { x: 30, y: 4 } });
    await until(async () => (await shown()) === `${second},${first}`);
    await guided.shot("dragged");

    await page.locator(".activitybar .action-label[aria-label^='Cloud Sync Agent Setup']").click();
    await guided.command("Cloud Sync Agent Setup: Focus on Domain Controllers View");
    const items = page.locator(".sidebar [role=treeitem]").filter({ hasText: /dc\d\.contoso\.com/u });
    const inView = async () => (await items.allInnerTexts()).map((text) => /dc\d/u.exec(text)?.[0]).join();
    await until(async () => (await inView()) === "dc2,dc1");
    assert.match(
      (await items.first().getAttribute("aria-label")) ?? "",
      /1\. dc2\.contoso\.com, 1 of 2, \d+ ms/u,
    );
    await guided.shot("view");
    await items.first().click();
    await page.keyboard.press("Alt+ArrowDown");
    await until(async () => (await inView()) === "dc1,dc2");
    await until(async () => (await shown()) === `${first},${second}`);
    await page.keyboard.press("Control+Z");
    await until(async () => (await inView()) === "dc2,dc1");
    await items.nth(1).dragTo(items.first());
    await until(async () => (await inView()) === "dc1,dc2");
    await guided.command("Cloud Sync: Undo the Last Change of the Domain Controllers' Order");
    await until(async () => (await shown()) === `${second},${first}`);
    await guided.shot("undone");

    const confirm = await guided.openFromWalkthrough("Confirm and register");
    await confirm.getByRole("radio", { name: /^Credential/u }).click();
    await confirm
      .getByRole("textbox", { name: "Microsoft Entra account" })
      .fill("admin@contoso.onmicrosoft.com");
    await page.keyboard.press("Tab");
    const again = await guided.openFromWalkthrough("Prefer domain controllers");
    await again.getByText("holds once the domain is added again on this agent").first().waitFor();
    await guided.press(again, "Show what will change");
    await again.getByRole("table").getByText(second).first().waitFor();
    await guided.shot("changes");
    await guided.press(again, "Register again");
    await guided.dialog("Register again");
    await guided.type("entra-Secret-4711", "domain-Secret-4712");
    await until(() => guided.state.registration.preferred !== undefined);
    assert.deepEqual(guided.state.registration.preferred, { "contoso.com": [second, first] });
    await again
      .getByText("holds once the domain is added again on this agent")
      .first()
      .waitFor({ state: "hidden" });
  } finally {
    await guided.end();
  }
});
