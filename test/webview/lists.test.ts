/** Things in an order, and several of one kind: by keyboard, said aloud, and with the focus kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../until.ts";
import { onBrowser, type Panel } from "./panel.ts";
import { manyField, measuredField, orderedField, severalField, viewOf } from "./views.ts";

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

const whole = (...names: string[]) => viewOf({ step: "directory", fields: [measuredField(names)] });
const status = (panel: Panel) => panel.page.locator(".ordering [role=status]").first().textContent();

test("a row goes to an end by its button or by Alt with Home and End, and what is there already stays", async () => {
  const panel = await browser.open();
  await panel.show(whole(a, b, c));
  await named(panel, `Move to bottom: ${a}`).click();
  await named(panel, `Move to top: ${c}`).click();
  await named(panel, `Move to top: ${a}`).click();
  await named(panel, `Move to bottom: ${c}`).focus();
  await panel.page.keyboard.press("Alt+End");
  await panel.page.keyboard.press("Home");
  await panel.page.keyboard.press("Alt+Home");
  assert.deepEqual(await orders(panel), [
    [b, c, a],
    [c, a, b],
    [c, a, b],
  ]);
});

test("a row is taken out by its id, the focus stays in the list, and that it is gone is said", async () => {
  const panel = await browser.open();
  await panel.show(whole(a, b, c));
  await named(panel, `Remove from list: ${b}`).focus();
  await panel.page.keyboard.press("Enter");
  assert.deepEqual(await orders(panel), [{ kind: "remove", id: b }]);
  await panel.show(whole(a, c));
  assert.equal(await panel.ask(`document.activeElement.className`), "ordering");
  assert.equal(await status(panel), `${b}: Not in the list`);
});

test("a name is added by Enter or its button and by nothing else; what is wrong with one stays to be corrected", async () => {
  const panel = await browser.open();
  await panel.show(whole(a));
  const field = panel.page.locator(".adding vscode-text-field");
  const typed = () => panel.ask(`document.querySelector(".adding vscode-text-field").value`);
  await field.click();
  await panel.page.keyboard.type("dc9");
  await panel.page.keyboard.press("Tab");
  assert.deepEqual(await orders(panel), [], "leaving the line adds nothing");
  await named(panel, "Add to list: Add by name").click();
  const error = "Expected a full DNS name such as contoso.com.";
  await panel.show(
    viewOf({
      step: "directory",
      fields: [measuredField([a], { add: { label: "Add by name", error, others: [] } })],
    }),
  );
  assert.equal(await typed(), "dc9");
  assert.equal(
    await panel.page
      .locator(".adding [role=alert]")
      .textContent()
      .then((text) => text?.trim()),
    error,
  );
  assert.deepEqual(
    await panel.ask(
      `document.querySelector(".adding vscode-text-field").control.ariaDescribedByElements.map((one) => one.textContent)`,
    ),
    [error],
  );
  await field.click();
  await panel.page.keyboard.press("End");
  await panel.page.keyboard.type(".contoso.com");
  await panel.page.keyboard.press("Enter");
  assert.equal(await typed(), "dc9.contoso.com", "it is there until the list has it");
  await panel.show(whole(a, "dc9.contoso.com"));
  assert.equal(await typed(), "");
  assert.equal(await status(panel), "dc9.contoso.com: 2 of 2");
  await named(panel, "Add to list: dc4.contoso.com").click();
  assert.deepEqual(await orders(panel), [
    { kind: "add", name: "dc9" },
    { kind: "add", name: "dc9.contoso.com" },
    { kind: "add", name: "dc4.contoso.com" },
  ]);
});

test("the whole list is put in an order by a button, and the order that came of it is said", async () => {
  const panel = await browser.open();
  await panel.show(whole(a, b));
  await named(panel, "Undo the last change").click();
  assert.deepEqual(await orders(panel), [], "there is nothing to undo");
  await named(panel, "Order by latency").click();
  assert.deepEqual(await orders(panel), [{ kind: "arrange", by: "latency" }]);
  await panel.show(whole(b, a));
  assert.equal(await status(panel), `Order by latency: ${b}, ${a}`);
});

const rowOf = (panel: Panel, name: string) => panel.page.locator(".ordered > li").filter({ hasText: name });

test("a row is dragged to its place; where it would go is drawn and said while it is, and dropped elsewhere it stays", async () => {
  const panel = await browser.open();
  const { mouse } = panel.page;
  await panel.show(whole(a, b, c));
  const placing = panel.page.locator(".placing");
  const drops = panel.page.locator("[data-drop]");
  const at = async (name: string, part: number) => {
    const box = await rowOf(panel, name).boundingBox();
    assert.ok(box);
    return { x: box.x + 30, y: box.y + box.height * part };
  };
  const grab = async (name: string) => {
    const { x, y } = await at(name, 0.5);
    await mouse.move(x, y);
    await mouse.down();
  };
  /** A page hears of a drag while the mouse moves. */
  const over = async (name: string, part: number, says: string) => {
    const { x, y } = await at(name, part);
    let to = x;
    await until(async () => {
      await mouse.move((to += 1), y);
      return (await placing.textContent()) === says;
    }, says);
  };
  await grab(c);
  await over(a, 0.2, `${c}: 1 of 3`);
  assert.equal(await rowOf(panel, a).getAttribute("data-drop"), "before");
  await over(b, 0.8, `${c}: 3 of 3`);
  assert.equal(await drops.count(), 0, "it stands there already");
  await over(a, 0.8, `${c}: 2 of 3`);
  assert.equal(await rowOf(panel, a).getAttribute("data-drop"), "after");
  assert.equal(await drops.count(), 1);
  await mouse.up();
  await until(async () => (await orders(panel)).length > 0);
  assert.deepEqual(await orders(panel), [[a, c, b]]);
  assert.equal(await placing.textContent(), "");
  assert.equal(await drops.count(), 0);
  await panel.show(whole(a, c, b));
  assert.equal(await status(panel), `${c}: 2 of 3`);
  await grab(a);
  await over(b, 0.8, `${a}: 3 of 3`);
  await mouse.move(5, 5, { steps: 3 });
  await mouse.up();
  await until(async () => (await drops.count()) === 0);
  assert.equal((await orders(panel)).length, 1);
});

test("a row goes into no other list, and none is dragged while a step runs", async () => {
  const panel = await browser.open();
  const other = measuredField([b, a], { id: "other", label: "Others" });
  await panel.show(viewOf({ step: "directory", fields: [measuredField([a, c]), other] }));
  await rowOf(panel, a).first().dragTo(rowOf(panel, b));
  await panel.show(viewOf({ step: "directory", fields: [measuredField([a, c], { disabled: true })] }));
  assert.equal(await rowOf(panel, a).getAttribute("draggable"), "false");
  await rowOf(panel, a).dragTo(rowOf(panel, c));
  for (const name of [
    `Remove from list: ${a}`,
    `Move to bottom: ${a}`,
    "Order by latency",
    "Add to list: dc4.contoso.com",
  ])
    await named(panel, name).click();
  assert.deepEqual(await orders(panel), []);
});

test("a time is a bar as long as its share, and a text for whoever does not see it", async () => {
  const panel = await browser.open();
  await panel.show(whole(a, b, c));
  const widths = await panel.ask(
    `[...document.querySelectorAll(".ordered .measure .part")].map((one) => one.getBoundingClientRect().width)`,
  );
  assert.deepEqual(widths, [8, 80], "what was not measured has no bar");
  const text = await rowOf(panel, a).locator(".listed").innerText();
  assert.match(text, /dc1\.contoso\.com\s+4 ms\s+in the server's site Paris/u);
  assert.match(await rowOf(panel, c).locator(".listed").innerText(), /gone\s+read-only\s+no answer/u);
  assert.equal(await panel.page.locator(".measure:not([aria-hidden=true])").count(), 0);
});

test("ids that could be anything are shown and sent back as they are", async () => {
  const panel = await browser.open();
  const odd = ["__proto__", "<img src=x onerror=alert(1)>", "constructor", '"]\u202e', "same", "same"];
  await panel.show(whole(...odd));
  assert.equal(await panel.page.locator(".ordered > li").count(), odd.length);
  assert.equal(await panel.page.locator("img").count(), 0);
  await panel.page.locator(".ordered vscode-button[title='Remove from list']").nth(1).click();
  await panel.page.locator(".ordered vscode-button[title='Move to bottom']").first().click();
  assert.deepEqual(await orders(panel), [{ kind: "remove", id: odd[1] }, [...odd.slice(1), odd[0]]]);
  assert.deepEqual(await panel.violations(), []);
});

test("a box for each of several sends all that are chosen, in the order of the options, and says what each means", async () => {
  const panel = await browser.open();
  const chosen = () =>
    panel.ask(`[...document.querySelectorAll("vscode-checkbox")].map((box) => box.checked)`);
  await panel.show(viewOf({ fields: [severalField] }));
  const box = (name: string) => panel.page.getByRole("checkbox", { name, exact: true });
  assert.deepEqual(await chosen(), [true, false, true]);
  assert.deepEqual(await orders(panel), [], "showing is no answer");
  const hash = box("PasswordHashSync");
  const described = await hash.getAttribute("aria-describedby");
  assert.equal(await panel.page.locator(`#${described ?? ""}`).textContent(), "reads every password's hash");
  await hash.focus();
  await panel.page.keyboard.press("Space");
  assert.deepEqual(await orders(panel), [["BasicRead", "PasswordHashSync", "PasswordWriteBack"]]);
  await box("BasicRead").click();
  assert.deepEqual(
    (await orders(panel)).at(-1),
    ["PasswordHashSync", "PasswordWriteBack"],
    "a second box before the host has answered the first",
  );
  const error = "Choose one at least.";
  await panel.show(viewOf({ fields: [{ ...severalField, value: [], error }] }));
  assert.deepEqual(await chosen(), [false, false, false]);
  assert.equal(await panel.page.locator("#wrong-0").textContent(), error);
  const sent = (await orders(panel)).length;
  await panel.show(viewOf({ fields: [{ ...severalField, disabled: true }] }));
  await box("PasswordHashSync").click();
  assert.equal((await orders(panel)).length, sent, "a step that runs takes no answer");
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
    viewOf({
      fields: [manyField(), severalField, measuredField(["a".repeat(80), `${"b".repeat(60)}.contoso.com`])],
    }),
  );
  assert.equal(await panel.ask(`document.documentElement.scrollWidth <= window.innerWidth`), true);
  await panel.page.context().close();
});
