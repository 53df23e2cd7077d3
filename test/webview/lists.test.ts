/** Things in an order, and several of one kind: by keyboard, said aloud, and with the focus kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onBrowser, type Panel } from "./panel.ts";
import { manyField, orderedField, viewOf } from "./views.ts";

const browser = onBrowser();

const [a, b, c] = ["dc1.contoso.com", "dc2.contoso.com", "dc3.contoso.com"] as const;
const listed = (...names: string[]) => viewOf({ step: "directory", fields: [orderedField(names)] });
const named = (panel: Panel, label: string) => panel.page.locator(`vscode-button[aria-label="${label}"]`);
const focused = (panel: Panel) => panel.ask(`document.activeElement.getAttribute("aria-label")`);
const said = (panel: Panel) => panel.page.locator("[role=status]").first().textContent();
const orders = async (panel: Panel) =>
  (await panel.intents()).flatMap((one) => (one.kind === "answer" ? [one.value] : []));

test("a button moves an item, keeps the focus on it when the host shows the order, and its new place is said", async () => {
  const panel = await browser.open();
  await panel.show(listed(a, b, c));
  await named(panel, `Move up: ${c}`).focus();
  await panel.page.keyboard.press("Enter");
  assert.deepEqual(await orders(panel), [[a, c, b]]);
  assert.equal(await said(panel), "", "nothing is said before it is so");
  await panel.show(listed(a, c, b));
  assert.equal(await focused(panel), `Move up: ${c}`);
  assert.equal(await said(panel), `${c}: 2 of 3`);
  await panel.page.keyboard.press("Enter");
  await panel.show(listed(c, a, b));
  assert.equal(await focused(panel), `Move up: ${c}`, "also where it cannot go further");
  assert.equal(await said(panel), `${c}: 1 of 3`);
  await panel.page.keyboard.press("Enter");
  assert.equal((await orders(panel)).length, 2);
  await panel.page.context().close();
});

test("Alt with an arrow key moves the item that has the focus, and no other key does", async () => {
  const panel = await browser.open();
  await panel.show(listed(a, b, c));
  await named(panel, `Move down: ${a}`).focus();
  await panel.page.keyboard.press("ArrowDown");
  await panel.page.keyboard.press("Alt+ArrowLeft");
  assert.deepEqual(await orders(panel), []);
  await panel.page.keyboard.press("Alt+ArrowDown");
  await panel.show(listed(b, a, c));
  assert.equal(await focused(panel), `Move down: ${a}`);
  await panel.page.keyboard.press("Alt+ArrowUp");
  await panel.show(listed(a, b, c));
  await panel.page.keyboard.press("Alt+ArrowUp");
  assert.deepEqual(await orders(panel), [
    [b, a, c],
    [a, b, c],
  ]);
  await panel.page.context().close();
});

test("a list that waits for a step that runs is not moved, and what is wrong with an order is said beside it", async () => {
  const panel = await browser.open();
  const error = "dc4.contoso.com is not in the list. The order stays as it was.";
  await panel.show(viewOf({ fields: [orderedField([a, b], { disabled: true, error })] }));
  await named(panel, `Move down: ${a}`).click();
  await named(panel, `Move down: ${a}`).focus();
  await panel.page.keyboard.press("Alt+ArrowDown");
  assert.deepEqual(await orders(panel), []);
  assert.equal(await panel.page.locator("#wrong-0").textContent(), error);
  const group = panel.page.locator("[role=group]").first();
  assert.ok(((await group.getAttribute("aria-describedby")) ?? "").split(" ").includes("wrong-0"));
  await panel.page.context().close();
});

const domains = (...items: Parameters<typeof manyField>[0] & {}) =>
  viewOf({ step: "directory", fields: [manyField(items)] });
const first = ["1", "contoso.com"] as const;
const second = ["2", "fabrikam.com"] as const;

test("one more is asked for, and the focus goes to its first field once it is there", async () => {
  const panel = await browser.open();
  await panel.show(domains(first));
  await named(panel, "Add a domain").focus();
  await panel.page.keyboard.press("Enter");
  await panel.show(domains(first));
  assert.equal(await focused(panel), "Add a domain", "a view from before is no answer");
  const added = manyField([first, ["2", ""]]);
  const { add, ...without } = added;
  assert.ok(add);
  await panel.show(viewOf({ step: "directory", fields: [without] }));
  assert.equal(
    await panel.ask(
      `document.activeElement.closest(".one").dataset.item + document.activeElement.textContent.trim()`,
    ),
    "2Domain",
  );
  await panel.page.keyboard.type("fabrikam.com");
  await panel.page.keyboard.press("Tab");
  assert.deepEqual(await panel.intents(), [
    { kind: "add", field: "domains" },
    { kind: "answer", field: "domains.2.domain", value: "fabrikam.com" },
  ]);
  await panel.show(domains(first, second));
  assert.equal(
    await panel.ask(
      `document.activeElement.closest(".one").dataset.item + document.activeElement.textContent.trim()`,
    ),
    "2Administrator",
    "naming it moves nothing away under the hand",
  );
  await panel.page.context().close();
});

test("one is removed by its key, and the focus stays among the others", async () => {
  const panel = await browser.open();
  await panel.show(domains(first, second, ["3", "tailspin.com"]));
  await named(panel, "Remove fabrikam.com").focus();
  await panel.page.keyboard.press("Enter");
  assert.deepEqual(await panel.intents(), [{ kind: "remove", field: "domains", item: "2" }]);
  await panel.show(domains(first, ["3", "tailspin.com"]));
  assert.equal(await panel.ask(`document.activeElement.className`), "many");
  await panel.page.keyboard.press("Enter");
  assert.equal((await panel.intents()).length, 1, "pressed once more, nothing else is removed");
  await panel.page.context().close();
});

test("what was typed into one stays in it when one before it goes", async () => {
  const panel = await browser.open();
  await panel.show(domains(first, second));
  const administrator = panel.page.locator('[data-item="2"] vscode-text-field').nth(1);
  await administrator.click();
  await panel.page.keyboard.type("FABRIKAM\\root");
  await panel.show(domains(second));
  assert.equal(
    await panel.ask(`document.querySelectorAll('[data-item="2"] vscode-text-field')[1].value`),
    "FABRIKAM\\root",
  );
  assert.equal(await panel.ask(`document.activeElement.closest(".one").dataset.item`), "2");
  await panel.page.context().close();
});

test("both fit into a narrow panel", async () => {
  const panel = await browser.open({ width: 320 });
  await panel.show(
    viewOf({ fields: [manyField(), orderedField(["a".repeat(80), `${"b".repeat(60)}.contoso.com`])] }),
  );
  assert.equal(await panel.ask(`document.documentElement.scrollWidth <= window.innerWidth`), true);
  await panel.page.context().close();
});
