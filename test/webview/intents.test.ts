import assert from "node:assert/strict";
import { test } from "node:test";
import { onBrowser, type Panel } from "./panel.ts";
import {
  agreementField,
  choiceField,
  failed,
  failedElsewhere,
  notKnown,
  representative,
  textField,
  viewOf,
} from "./views.ts";
import type { Said } from "../../src/messages/intent.ts";
import type { StepView } from "../../src/messages/view.ts";

const browser = onBrowser();

/** Shows a view on a fresh page, acts, and gives what was sent. The same view again must send nothing more. */
const sentBy = async (
  view: StepView,
  act: (page: Panel["page"]) => Promise<void>,
): Promise<readonly Said[]> => {
  const panel = await browser.open();
  await panel.show(view);
  assert.deepEqual(await panel.intents(), [], "showing a view sends nothing");
  await act(panel.page);
  const sent = await panel.intents();
  await panel.show(view, view);
  assert.deepEqual(await panel.intents(), sent, "showing it again sends nothing more");
  await panel.page.context().close();
  return sent;
};

test("a page says once that it is ready, and takes the host's interface once", async () => {
  const panel = await browser.open();
  await panel.show(representative.findings, representative.done);
  assert.deepEqual(await panel.sent(), [{ kind: "ready" }]);
  assert.equal(await panel.ask("testPage.interfaces()"), 1);
  await panel.page.context().close();
});

test("whatever is said names the step whose page says it, also when another step is shown meanwhile", async () => {
  const panel = await browser.open();
  await panel.show({ ...viewOf({ fields: [textField] }), step: "directory" });
  await panel.page.getByRole("textbox").fill("contoso.com");
  await panel.show({ ...viewOf({ fields: [choiceField] }), step: "confirm" });
  await panel.page.getByRole("radio", { name: "With a user name and a password" }).click();
  assert.deepEqual((await panel.sent()).slice(1), [
    { kind: "answer", page: "directory", field: textField.id, value: "contoso.com" },
    { kind: "answer", page: "confirm", field: "method", value: "credential" },
  ]);
  await panel.page.context().close();
});

test("the page of another step begins at its top, and who worked on the page by keyboard hears its title", async () => {
  const panel = await browser.open({ height: 300 });
  const long = Array.from({ length: 60 }, (_, at) => `Line ${at}`);
  await panel.show({ ...viewOf({ lines: long, fields: [textField] }), step: "directory" });
  await panel.page.getByRole("textbox").focus();
  await panel.ask("window.scrollTo(0, 500)");
  await panel.show({ ...viewOf({ title: "Another", lines: long }), step: "confirm" });
  assert.equal(await panel.ask("window.scrollY"), 0);
  assert.equal(await panel.ask("document.activeElement.textContent"), "Another");
  assert.equal(await panel.ask("document.title"), "Another");
  await panel.ask("document.activeElement.blur()");
  await panel.show({ ...viewOf({ title: "Third", lines: long }), step: "verify" });
  assert.equal(await panel.ask("document.activeElement === document.body"), true, "nobody worked on it");
  await panel.page.context().close();
});

test("an option is sent when it is chosen", async () => {
  const sent = await sentBy(viewOf({ fields: [choiceField] }), async (page) => {
    await page.getByRole("radio", { name: "With a user name and a password" }).click();
  });
  assert.deepEqual(sent, [{ kind: "answer", field: "method", value: "credential" }]);
});

test("the option that is chosen already is not sent", async () => {
  const sent = await sentBy(viewOf({ fields: [choiceField] }), async (page) => {
    await page.getByRole("radio", { name: "With the agent's own wizard" }).click();
  });
  assert.deepEqual(sent, []);
});

test("an agreement is sent when it is ticked, and when the tick is taken back", async () => {
  const sent = await sentBy(viewOf({ fields: [agreementField] }), async (page) => {
    const box = page.getByRole("checkbox");
    await box.click();
    await box.click();
  });
  assert.deepEqual(sent, [
    { kind: "answer", field: "licence", value: true },
    { kind: "answer", field: "licence", value: false },
  ]);
});

test("what the host does not take up goes back to what the host says", async () => {
  const panel = await browser.open();
  const view = viewOf({ fields: [choiceField, agreementField] });
  await panel.show(view);
  await panel.page.getByRole("checkbox").click();
  await panel.page.getByRole("radio", { name: /token/u }).click();
  await panel.show(view);
  assert.equal(await panel.page.getByRole("checkbox").isChecked(), false);
  assert.match(await panel.page.getByRole("radio", { checked: true }).innerText(), /wizard/u);
  await panel.page.getByRole("radio", { name: /token/u }).click();
  assert.equal((await panel.intents()).length, 3, "the same choice again is sent again");
  await panel.page.context().close();
});

test("nothing disabled sends an answer or runs", async () => {
  const fields = [choiceField, textField, agreementField].map((field) => ({ ...field, disabled: true }));
  const sent = await sentBy(viewOf({ ...representative.running, fields }), async (page) => {
    await page.getByRole("radio", { name: /token/u }).click({ force: true });
    await page.getByRole("radio", { name: /wizard/u }).press("ArrowDown");
    await page.getByRole("checkbox").click({ force: true });
    await page.getByRole("checkbox").press("Space");
    await page.getByRole("textbox").click();
    await page.keyboard.type("typed");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Install" }).click({ force: true });
    await page.getByRole("button", { name: "Install" }).press("Enter");
  });
  assert.deepEqual(sent, []);
});

test("a text is sent at Enter, and not again at leaving the field", async () => {
  const sent = await sentBy(
    viewOf({ fields: [textField, { ...textField, id: "other", label: "Other" }] }),
    async (page) => {
      await page.getByRole("textbox", { name: "Service account" }).fill("CONTOSO\\other$");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "Other" }).focus();
    },
  );
  assert.deepEqual(sent, [{ kind: "answer", field: "account", value: "CONTOSO\\other$" }]);
});

test("a text is sent at leaving the field, and no key before it", async () => {
  const panel = await browser.open();
  await panel.show(viewOf({ fields: [textField] }));
  const box = panel.page.getByRole("textbox");
  await box.click();
  await panel.page.keyboard.press("End");
  await panel.page.keyboard.type("123");
  assert.deepEqual(await panel.intents(), []);
  await panel.page.keyboard.press("Tab");
  assert.deepEqual(await panel.intents(), [{ kind: "answer", field: "account", value: "CONTOSO\\sync$123" }]);
  await panel.page.context().close();
});

test("no more text can be typed than the host takes", async () => {
  const sent = await sentBy(viewOf({ fields: [{ ...textField, value: "" }] }), async (page) => {
    await page.getByRole("textbox").focus();
    await page.keyboard.insertText("x".repeat(10_500));
    await page.keyboard.press("Enter");
  });
  assert.deepEqual(sent, [{ kind: "answer", field: "account", value: "x".repeat(10_000) }]);
});

test("a fix is chosen and left out by its check box", async () => {
  const sent = await sentBy(viewOf({ findings: [failed] }), async (page) => {
    await page.getByRole("checkbox").click();
    await page.getByRole("checkbox").click();
  });
  const about = { kind: "fix", rule: "tls12", about: "SYNC01" };
  assert.deepEqual(sent, [
    { ...about, chosen: false },
    { ...about, chosen: true },
  ]);
});

test("what is not known is accepted by name", async () => {
  const sent = await sentBy(viewOf({ findings: [notKnown] }), async (page) => {
    await page.getByRole("button", { name: /^Accept/u }).click();
  });
  assert.deepEqual(sent, [{ kind: "accept", rule: "executionPolicy", about: "SYNC01" }]);
});

test("links are opened by the host: of a source, of advice, of an agreement; the page goes nowhere", async () => {
  const panel = await browser.open();
  await panel.show(viewOf({ fields: [agreementField], findings: [failedElsewhere] }));
  const before = panel.page.url();
  await panel.page.getByRole("link", { name: "Read the licence terms" }).click();
  await panel.page.getByRole("link", { name: /^Where this comes from/u }).click();
  await panel.page.getByRole("link", { name: /^Open the page/u }).click();
  assert.deepEqual(await panel.intents(), [
    { kind: "open", link: "licence" },
    { kind: "open", link: "howToInstall" },
    { kind: "open", link: "kdsRootKey" },
  ]);
  assert.equal(panel.page.url(), before);
  await panel.page.context().close();
});

test("a click on a link does not reach VS Code's own handling of links, which would scroll to the top", async () => {
  const panel = await browser.open();
  await panel.show(viewOf({ findings: [failed] }));
  await panel.ask(
    `{ window.clicks = 0; document.addEventListener("click", () => { window.clicks += 1; }); }`,
  );
  await panel.page.getByRole("link").click();
  assert.equal(await panel.ask("window.clicks"), 0);
  await panel.page.locator("h1").click();
  assert.equal(await panel.ask("window.clicks"), 1);
  await panel.page.context().close();
});

test("an action is run by its id, a run cancelled, the next step shown", async () => {
  const view = {
    ...representative.findings,
    cancel: { label: "Cancel" },
    next: { step: "download", label: "Get it" },
  };
  const sent = await sentBy(view, async (page) => {
    await page.getByRole("button", { name: "Apply the chosen fixes" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("link", { name: "Get it" }).click();
  });
  assert.deepEqual(sent, [
    { kind: "run", action: "apply" },
    { kind: "cancel" },
    { kind: "show", step: "download" },
  ]);
});

test("a button that gives a consent says what it is for, as the page showed it", async () => {
  const accept = {
    id: "accept",
    label: "Accept tenant 1",
    primary: true,
    disabled: false,
    about: "tenant 1",
  };
  const sent = await sentBy({ ...representative.findings, actions: [accept] }, async (page) => {
    await page.getByRole("button", { name: "Accept tenant 1" }).click();
  });
  assert.deepEqual(sent, [{ kind: "run", action: "accept", about: "tenant 1" }]);
});
