import assert from "node:assert/strict";
import { test } from "node:test";
import { onBrowser, type Panel } from "./panel.ts";
import {
  agreementField,
  choiceField,
  failed,
  failedElsewhere,
  notKnown,
  passedAs,
  representative,
  textField,
  viewOf,
} from "./views.ts";

const browser = onBrowser();

/** What has the focus: its tag and the words read for it. */
const focused = (panel: Panel): Promise<unknown> =>
  panel.ask(`(() => {
    const at = document.activeElement;
    return at.tagName.toLowerCase() + ": " + (at.getAttribute("aria-label") ?? at.textContent).trim();
  })()`);

const everything = viewOf({
  fields: [choiceField, textField, agreementField],
  findings: [failed, failedElsewhere, notKnown, passedAs("windows")],
  actions: representative.findings.actions,
  cancel: { label: "Stop waiting" },
  next: { step: "download", label: "Get the installer" },
});

test("Tab reaches every control in the order of the page, and Shift+Tab goes back", async () => {
  const panel = await browser.open();
  await panel.show(everything);
  const stops: unknown[] = [];
  const waitMs = Date.now() + 10_000;
  await panel.page.keyboard.press("Tab");
  while ((await panel.ask("document.activeElement !== document.body")) === true && Date.now() < waitMs) {
    const at = await focused(panel);
    if (stops.includes(at)) break;
    stops.push(at);
    await panel.page.keyboard.press("Tab");
  }
  assert.deepEqual(stops, [
    "vscode-radio: With the agent's own wizard Opens on the server's desktop",
    "vscode-text-field: Service account",
    "vscode-link: Read the licence terms",
    "vscode-checkbox: I accept the licence terms",
    "vscode-link: Where this comes from: TLS 1.2 is switched off for outgoing connections.",
    "vscode-checkbox: Switch TLS 1.2 on",
    "vscode-link: Where this comes from: The domain has no KDS root key.",
    "vscode-button: Copy: The domain has no KDS root key.",
    "vscode-link: Open the page: The domain has no KDS root key.",
    "vscode-link: Where this comes from: The execution policy could not be read.",
    "vscode-button: Accept that this is not known: The execution policy could not be read.",
    "summary: Passed (1)",
    "vscode-button: Apply the chosen fixes",
    "vscode-button: Show what will change",
    "vscode-button: Check again",
    "vscode-button: Stop waiting",
    "vscode-link: Get the installer",
  ]);
  await panel.page.getByRole("link", { name: "Get the installer" }).focus();
  await panel.page.keyboard.press("Shift+Tab");
  assert.equal(await focused(panel), "vscode-button: Stop waiting");
  await panel.page.context().close();
});

test("a choice that nobody has made is reached by Tab all the same, and made with Space", async () => {
  for (const value of ["", "gone"]) {
    const panel = await browser.open();
    await panel.show(viewOf({ fields: [{ ...choiceField, value }] }));
    await panel.page.keyboard.press("Tab");
    await panel.page.keyboard.press("Space");
    assert.deepEqual(await panel.intents(), [{ kind: "answer", field: "method", value: "wizard" }]);
    await panel.page.context().close();
  }
});

test("everything can be done by keyboard alone", async () => {
  const panel = await browser.open();
  await panel.show(everything);
  const { page } = panel;
  const at = async (role: "radio" | "checkbox" | "button" | "link", name: string | RegExp, key: string) => {
    await page.getByRole(role, { name }).focus();
    await page.keyboard.press(key);
  };
  await at("radio", /wizard/u, "ArrowDown");
  await at("checkbox", "I accept the licence terms", "Space");
  await at("link", /^Read/u, "Enter");
  await at("button", /^Accept that/u, "Space");
  await at("button", "Apply the chosen fixes", "Enter");
  await at("button", "Stop waiting", "Space");
  await at("link", "Get the installer", "Enter");
  assert.deepEqual(await panel.intents(), [
    { kind: "answer", field: "method", value: "credential" },
    { kind: "answer", field: "licence", value: true },
    { kind: "open", link: "licence" },
    { kind: "accept", rule: "executionPolicy", about: "SYNC01" },
    { kind: "run", action: "apply" },
    { kind: "cancel" },
    { kind: "show", step: "download" },
  ]);
  await page.locator("summary").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.getByText("windows is as it should be.").isVisible(), true);
  await page.context().close();
});

test("the focus stays where it is when the next view arrives", async () => {
  const panel = await browser.open();
  await panel.show(everything);
  for (const role of ["radio", "textbox", "checkbox", "button", "link"] as const)
    for (const control of [panel.page.getByRole(role).first(), panel.page.getByRole(role).last()]) {
      if ((await control.getAttribute("tabindex")) === "-1") continue;
      await control.focus();
      const before = await focused(panel);
      assert.doesNotMatch(String(before), /^body/u);
      await panel.show(
        { ...everything, lines: ["New."], findings: everything.findings.slice(0, 3) },
        everything,
      );
      assert.equal(await focused(panel), before);
    }
  await panel.page.context().close();
});

test("the focus stays on a control that a running step disables", async () => {
  const panel = await browser.open();
  const fields = [choiceField, textField, agreementField];
  const view = viewOf({ fields, actions: [{ id: "check", label: "Check", primary: true, disabled: false }] });
  const busy = {
    ...view,
    fields: fields.map((field) => ({ ...field, disabled: true })),
    actions: view.actions.map((action) => ({ ...action, disabled: true })),
  };
  await panel.show(view);
  for (const control of [
    panel.page.getByRole("button"),
    panel.page.getByRole("textbox"),
    panel.page.getByRole("checkbox"),
    panel.page.getByRole("radio", { checked: true }),
  ]) {
    await control.focus();
    const before = await focused(panel);
    await panel.show(busy);
    assert.equal(await focused(panel), before);
    await panel.show(view);
    assert.equal(await focused(panel), before);
  }
  assert.equal(await panel.page.getByRole("button").getAttribute("aria-disabled"), "false");
  await panel.show(busy);
  assert.equal(await panel.page.getByRole("button").getAttribute("aria-disabled"), "true");
  await panel.page.context().close();
});

test("when the control with the focus goes, the focus goes to the part around it", async () => {
  const panel = await browser.open();
  await panel.show(viewOf({ findings: [notKnown] }));
  await panel.page.getByRole("button").focus();
  const accepted = { label: "Accept", accepted: "Accepted by ada" };
  await panel.show(viewOf({ findings: [{ ...notKnown, acceptance: accepted }] }));
  assert.equal(await panel.ask("document.activeElement.className"), "finding unknown");

  await panel.show(representative.running);
  await panel.page.getByRole("button", { name: "Cancel" }).focus();
  await panel.show({ ...representative.running, cancel: undefined });
  assert.equal(await panel.ask("document.activeElement.className"), "bar");
  await panel.page.context().close();
});

test("what has the focus is marked, in every kind of control", async () => {
  const panel = await browser.open({
    theme: { kind: "vscode-dark", variables: { "--vscode-focusBorder": "rgb(1, 2, 3)" } },
  });
  await panel.show(everything);
  const marked = `(() => {
    let at = document.activeElement;
    const chain = [at];
    while (at.shadowRoot?.activeElement) { at = at.shadowRoot.activeElement; chain.push(at); }
    for (const one of [...chain]) if (one.shadowRoot) chain.push(...one.shadowRoot.querySelectorAll("[part]"));
    return chain.some((one) => { const s = getComputedStyle(one);
      return (s.outlineStyle !== "none" && s.outlineColor === "rgb(1, 2, 3)") ||
        (s.borderStyle !== "none" && s.borderColor === "rgb(1, 2, 3)"); });
  })()`;
  await panel.page.keyboard.press("Tab");
  for (let at = 0; at < 17; at += 1) {
    assert.equal(await panel.ask(marked), true, String(await focused(panel)));
    await panel.page.keyboard.press("Tab");
  }
  await panel.page.context().close();
});

test("the bar at the bottom never covers what has the focus", async () => {
  const panel = await browser.open({ height: 600 });
  const findings = Array.from({ length: 12 }, (_, at) => ({ ...failed, rule: `rule${at}` }));
  await panel.show(viewOf({ findings, actions: representative.findings.actions }));
  for (let at = 0; at < 24; at += 1) {
    await panel.page.keyboard.press("Tab");
    const gap = await panel.ask(
      `document.querySelector(".bar").getBoundingClientRect().top - document.activeElement.getBoundingClientRect().bottom`,
    );
    assert.ok(
      typeof gap === "number" && gap >= 0,
      `${String(await focused(panel))} is covered: ${String(gap)}`,
    );
  }
  await panel.page.context().close();
});
