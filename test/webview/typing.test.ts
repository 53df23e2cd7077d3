import assert from "node:assert/strict";
import { beforeEach, afterEach, test } from "node:test";
import { onBrowser, type Panel } from "./panel.ts";
import { failed, passedAs, textField, viewOf } from "./views.ts";

const browser = onBrowser();
let panel: Panel;
beforeEach(async () => {
  panel = await browser.open();
});
afterEach(() => panel.page.context().close());

const said = (value: string) => viewOf({ fields: [{ ...textField, value }] });
const box = () => panel.page.getByRole("textbox");
const caret = `document.querySelector("vscode-text-field").shadowRoot.querySelector("input").selectionStart`;

test("a view that arrives while somebody types takes neither text nor caret", async () => {
  await panel.show(said("old"));
  await box().click();
  await panel.page.keyboard.press("End");
  await panel.page.keyboard.type("er");
  await panel.page.keyboard.press("ArrowLeft");
  await panel.show(said("old"), said("quite another"));
  assert.equal(await box().inputValue(), "older");
  assert.equal(await panel.ask(caret), 4);
  await panel.page.keyboard.type("x");
  assert.equal(await box().inputValue(), "oldexr");
});

test("a view sent before the answer arrived does not undo the answer under the hands", async () => {
  await panel.show(said("old"));
  await box().fill("new");
  await panel.page.keyboard.press("Enter");
  await panel.show(said("old"));
  assert.equal(await box().inputValue(), "new");
  await panel.show(said("new"));
  assert.equal(await box().inputValue(), "new");
  assert.equal((await panel.intents()).length, 1);
});

test("going back to the first text after an answer is an answer, too", async () => {
  await panel.show(said("old"));
  await box().fill("new");
  await panel.page.keyboard.press("Enter");
  await box().fill("old");
  await panel.show(said("new"));
  assert.equal(await box().inputValue(), "old");
  await panel.page.keyboard.press("Enter");
  assert.deepEqual(
    (await panel.intents()).map((one) => (one.kind === "answer" ? one.value : one.kind)),
    ["new", "old"],
  );
});

test("a text that the host tidied is shown tidied once the field is left", async () => {
  await panel.show(said("old"));
  await box().fill(" new ");
  await panel.page.keyboard.press("Enter");
  await panel.show(said("new"));
  assert.equal(await box().inputValue(), " new ");
  await panel.page.keyboard.press("Tab");
  await panel.settle();
  assert.equal(await box().inputValue(), "new");
  assert.equal((await panel.intents()).length, 1);
});

test("a field with the focus but nothing typed follows the host", async () => {
  await panel.show(said("old"));
  await box().focus();
  await panel.show(said("from a plan"));
  assert.equal(await box().inputValue(), "from a plan");
  await panel.page.keyboard.press("Tab");
  assert.deepEqual(await panel.intents(), []);
});

test("a field that nobody is in follows the host", async () => {
  await panel.show(said("old"));
  await box().fill("new");
  await panel.page.keyboard.press("Tab");
  await panel.show(said("from a plan"));
  assert.equal(await box().inputValue(), "from a plan");
});

test("what is typed is never stored, only which parts are open", async () => {
  const view = viewOf({ fields: [textField], findings: [passedAs("windows"), failed] });
  await panel.show(view);
  await box().fill("a secret somebody typed here by mistake");
  await panel.page.keyboard.press("Enter");
  assert.equal(await panel.ask("testPage.stored()"), undefined);
  await panel.page.locator("summary").click();
  await panel.show(view);
  assert.deepEqual(await panel.ask("testPage.stored()"), { open: ["passes"] });
  await panel.page.locator("summary").click();
  await panel.show(view);
  assert.deepEqual(await panel.ask("testPage.stored()"), { open: [] });
});

test("a part that was open is open again when the page comes back", async () => {
  const view = viewOf({ findings: [passedAs("windows")] });
  for (const [stored, open] of [
    [{ open: ["passes"] }, true],
    [{ open: [] }, false],
    ["garbage", false],
  ] as const) {
    const back = await browser.open({ stored });
    await back.show(view);
    assert.equal(await back.page.getByText("windows is as it should be.").isVisible(), open);
    await back.page.context().close();
  }
});
