import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as v from "valibot";
import { onBrowser, type Panel } from "./panel.ts";
import {
  agreementField,
  choiceField,
  failed,
  failedElsewhere,
  notKnown,
  passedAs,
  readOnlyField,
  representative,
  textField,
  viewOf,
  warned,
} from "./views.ts";
import type { StepView } from "../../src/messages/view.ts";

const browser = onBrowser();
let panel: Panel;
before(async () => {
  panel = await browser.open();
});

const texts = async (selector: string): Promise<readonly string[]> =>
  (await panel.page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/gu, " ").trim());

test("title and introduction stand at the top, and the server once, beside the actions", async () => {
  await panel.show(viewOf({ title: "Get the installer", lines: ["First.", "Second."] }));
  assert.deepEqual(await texts("h1"), ["Get the installer"]);
  assert.deepEqual(await texts("header p"), ["First.", "Second."]);
  assert.deepEqual(await texts(".bar .where"), ["Server: SYNC01 (this machine)"]);
  await panel.show(viewOf({ server: { id: "S2", name: "SYNC02", where: "" } }));
  assert.deepEqual(await texts(".where"), ["Server: SYNC02"]);
});

test("a button that cannot be pressed says what has to be done first, in sight and to a screen reader", async () => {
  const off = (id: string, label: string, needs?: string) => ({
    id,
    label,
    primary: false,
    disabled: true,
    ...(needs === undefined ? {} : { needs }),
  });
  const accept = "Accept the licence first.";
  await panel.show(viewOf({ actions: [off("apply", "Download", accept), off("copy", "Copy", accept)] }));
  assert.deepEqual(await texts(".bar .help"), [accept]);
  const session = await panel.page.context().newCDPSession(panel.page);
  const described = async (label: string) =>
    (await session.send("Accessibility.getFullAXTree")).nodes
      .filter(({ role, name }) => role?.value === "button" && name?.value === label)
      .map(({ description }): unknown => description?.value ?? "");
  for (const label of ["Download", "Copy"]) assert.deepEqual(await described(label), [accept]);
  await panel.show(viewOf({ actions: [off("apply", "Download")] }));
  assert.deepEqual(await texts(".bar .help"), []);
  assert.deepEqual(await described("Download"), [""]);
});

test("a choice shows its options with their details, and which one is chosen", async () => {
  await panel.show(viewOf({ fields: [choiceField] }));
  const group = panel.page.getByRole("radiogroup", { name: "How to register the agent" });
  assert.equal(await group.getByRole("radio").count(), 3);
  assert.equal(
    await group.getByRole("radio", { checked: true }).innerText(),
    "With the agent's own wizard\nOpens on the server's desktop",
  );
  await panel.show(viewOf({ fields: [{ ...choiceField, value: "accessToken" }] }));
  assert.match(await group.getByRole("radio", { checked: true }).innerText(), /^With a short-lived token/u);
  await panel.show(
    viewOf({
      fields: [
        {
          ...choiceField,
          options: choiceField.options.slice(0, 2),
          value: "credential",
        },
      ],
    }),
  );
  assert.equal(await group.getByRole("radio").count(), 2);
  assert.equal(
    await group.getByRole("radio", { checked: true }).innerText(),
    "With a user name and a password",
  );
});

test("a choice that nobody has made yet shows no option as chosen", async () => {
  const fresh = await browser.open();
  await fresh.show(viewOf({ fields: [{ ...choiceField, value: "" }] }));
  assert.equal(await fresh.page.getByRole("radio").count(), 3);
  assert.equal(await fresh.page.getByRole("radio", { checked: true }).count(), 0);
  assert.deepEqual(await fresh.intents(), []);
  await fresh.page.context().close();
});

test("a text field shows value, placeholder and help; what is wrong with it is tied to it for a screen reader", async () => {
  await panel.show(viewOf({ fields: [{ ...textField, error: "No such account." }] }));
  const box = panel.page.getByRole("textbox", { name: "Service account" });
  assert.equal(await box.inputValue(), "CONTOSO\\sync$");
  assert.equal(await box.getAttribute("placeholder"), "CONTOSO\\provAgentgMSA$");
  assert.equal(await box.getAttribute("aria-invalid"), "true");
  const session = await panel.page.context().newCDPSession(panel.page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const node = nodes.find(({ role, name }) => role?.value === "textbox" && name?.value === "Service account");
  assert.equal(
    node?.description?.value,
    "No such account. The name of a group managed service account, as DOMAIN\\name$.",
  );
  await panel.show(viewOf({ fields: [textField] }));
  assert.equal(await box.getAttribute("aria-invalid"), "false");
  assert.deepEqual(await texts(".wrong"), []);
});

test("an agreement shows its text, its link, whether it is accepted, and by whom", async () => {
  await panel.show(viewOf({ fields: [agreementField] }));
  const box = panel.page.getByRole("checkbox", { name: "I accept the licence terms" });
  assert.equal(await box.isChecked(), false);
  assert.deepEqual(await texts(".agreement"), [
    "The installer is Microsoft's. Its licence terms apply to its use.",
  ]);
  assert.equal(await panel.page.getByRole("link", { name: "Read the licence terms" }).count(), 1);
  await panel.show(
    viewOf({
      fields: [{ ...agreementField, value: true, disabled: true, accepted: "Accepted by ada, today" }],
    }),
  );
  assert.equal(await box.isChecked(), true);
  assert.equal(await box.getAttribute("aria-readonly"), "true");
  assert.deepEqual(await texts(".field .help"), ["Accepted by ada, today"]);
});

test("a value that is not asked for is shown with its name", async () => {
  await panel.show(viewOf({ fields: [readOnlyField] }));
  assert.deepEqual(await texts(".field dt, .field dd"), ["Domain", "contoso.com"]);
});

test("findings come as failures, not known, warnings, and then passes, which are folded", async () => {
  await panel.show(
    viewOf({ findings: [passedAs("windows"), warned, notKnown, failed, passedAs("net"), failedElsewhere] }),
  );
  assert.deepEqual(await texts("section h3"), [
    "Failures (2)",
    "Not known (1)",
    "Warnings (1)",
    "Passed (2)",
  ]);
  assert.deepEqual(await panel.page.locator("h4 .verdict").allTextContents(), [
    "Failed",
    "Failed",
    "Not known",
    "Warning",
    "Passed",
    "Passed",
  ]);
  assert.equal(await panel.page.locator("h4 svg.icon").count(), 6);
  assert.equal(await panel.page.getByText("windows is as it should be.").isVisible(), false);
  await panel.page.locator("summary").click();
  assert.equal(await panel.page.getByText("windows is as it should be.").isVisible(), true);
});

test("each verdict has a picture of its own", async () => {
  await panel.show(viewOf({ findings: [failed, notKnown, warned, passedAs("windows")] }));
  const pictures = await panel.ask(`[...document.querySelectorAll("h4 svg")].map((one) => one.innerHTML)`);
  assert.ok(Array.isArray(pictures));
  assert.equal(new Set(pictures).size, 4);
});

test("a finding says why it matters and what was seen, with its source", async () => {
  await panel.show(viewOf({ findings: [failed] }));
  assert.deepEqual(await texts(".finding .why"), ["The agent reaches Microsoft Entra over TLS 1.2 only."]);
  assert.deepEqual(await texts(".finding dt"), ["Client\\Enabled", "SchUseStrongCrypto"]);
  assert.deepEqual(await texts(".finding dd"), ["0", "(none)"]);
  const spoken = "Where this comes from: TLS 1.2 is switched off for outgoing connections.";
  assert.equal(await panel.page.getByRole("link", { name: spoken }).count(), 1);
});

test("what can be fixed here has a check box, what cannot has advice, and only what is not known can be accepted", async () => {
  await panel.show(viewOf({ findings: [failed, failedElsewhere, notKnown] }));
  assert.equal(await panel.page.getByRole("checkbox", { name: "Switch TLS 1.2 on" }).isChecked(), true);
  assert.equal(await panel.page.getByRole("checkbox").count(), 1);
  assert.deepEqual(await texts(".advice code"), ["Add-KdsRootKey -EffectiveImmediately"]);
  assert.equal(await panel.page.getByRole("button", { name: /^Accept that this is not known:/u }).count(), 1);
  const accepted = { label: "Accept that this is not known", accepted: "Accepted by ada, today" };
  await panel.show(viewOf({ findings: [{ ...notKnown, acceptance: accepted }] }));
  assert.equal(await panel.page.getByRole("button").count(), 0);
  assert.equal(await panel.page.getByText("Accepted by ada, today").count(), 1);
});

test("a command can be copied as it is", async () => {
  await panel.show(viewOf({ findings: [failedElsewhere] }));
  await panel.page.getByRole("button", { name: /^Copy/u }).click();
  await panel.page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
  assert.equal(await panel.ask("navigator.clipboard.readText()"), "Add-KdsRootKey -EffectiveImmediately");
  assert.deepEqual(await panel.intents(), []);
});

test("where the clipboard is closed the command stands selected", async () => {
  const fresh = await browser.open();
  await fresh.page.context().clearPermissions();
  await fresh.ask(`navigator.clipboard.writeText = () => Promise.reject(new Error("closed"))`);
  await fresh.show(viewOf({ findings: [failedElsewhere] }));
  await fresh.page.getByRole("button", { name: /^Copy/u }).click();
  assert.equal(await fresh.ask("getSelection().toString()"), "Add-KdsRootKey -EffectiveImmediately");
  assert.equal(await fresh.page.getByText("Copied").count(), 0);
  await fresh.page.context().close();
});

test("changes are a table with a name; none is said in a sentence; not asked for is not shown", async () => {
  const changes = [{ on: "SYNC01", target: "SchUseStrongCrypto", before: "(none)", after: "1" }];
  await panel.show(viewOf({ changes }));
  const table = panel.page.getByRole("table", { name: "What will change" });
  assert.deepEqual(await table.getByRole("columnheader").allInnerTexts(), [
    "Where",
    "What",
    "Before",
    "After",
  ]);
  assert.deepEqual(await texts("tbody tr > *"), ["SYNC01", "SchUseStrongCrypto", "(none)", "1"]);
  await panel.show(viewOf({ changes: changes.map((one) => ({ ...one, added: "new in this list" })) }));
  assert.equal((await texts("tbody th"))[0], "SchUseStrongCrypto (new in this list)");
  await panel.show(viewOf({ changes: [] }));
  assert.equal(await table.count(), 0);
  assert.equal(await panel.page.getByText("Nothing would change.").count(), 1);
  await panel.show(viewOf());
  assert.equal(await panel.page.getByText("Nothing would change.").count(), 0);
});

test("each kind of state shows its word and detail in a region that is read aloud", async () => {
  const kinds: readonly StepView["state"]["kind"][] = [
    "todo",
    "answered",
    "waiting",
    "done",
    "stale",
    "failed",
    "running",
  ];
  const region = panel.page.getByRole("status");
  for (const kind of kinds) {
    await panel.show(
      viewOf({ state: { kind, word: `Word of ${kind}`, detail: `Detail of ${kind}`, proof: [] } }),
    );
    assert.match(await region.innerText(), new RegExp(`Word of ${kind}\\s+Detail of ${kind}`, "u"));
    assert.equal(await region.getAttribute("aria-live"), "polite");
    assert.equal(await region.locator("svg").count(), kind === "running" ? 0 : 1);
    assert.equal(await panel.page.locator("vscode-progress-ring").count(), kind === "running" ? 1 : 0);
  }
});

test("progress is a number from 0 to 100, or none where nobody knows", async () => {
  const bar = panel.page.getByRole("progressbar", { name: "Progress" });
  const cases: readonly (readonly [number | undefined, string | null, string])[] = [
    [42.4, "42", "42%"],
    [-5, "0", "0%"],
    [1e9, "100", "100%"],
    [undefined, null, ""],
  ];
  for (const [percent, now, shown] of cases) {
    const state = { kind: "running" as const, word: "Running", proof: [] };
    await panel.show(viewOf({ state: percent === undefined ? state : { ...state, percent } }));
    assert.equal(await bar.getAttribute("aria-valuenow"), now);
    assert.equal((await bar.innerText()).trim(), shown);
  }
});

test("a problem is an alert that says what happened, what it means, and what to do in order", async () => {
  await panel.show(viewOf());
  const alert = panel.page.getByRole("alert");
  assert.equal((await alert.innerText()).trim(), "");
  await panel.show(representative.failed);
  assert.deepEqual(await texts("[role=alert] p"), [
    "The installer ended with code 1618.",
    "Another installation is running on this server. Nothing was changed.",
  ]);
  assert.deepEqual(await texts("[role=alert] ol > li"), [
    "Wait until the other installation has ended, or restart the server.",
    "Install again.",
  ]);
});

test("a problem below or above what is seen is brought into sight", async () => {
  const low = await browser.open({ height: 500 });
  const findings = Array.from({ length: 20 }, (_, at) => ({ ...failed, rule: `rule${at}` }));
  await low.show(viewOf({ step: "install", findings }));
  await low.ask("window.scrollTo(0, 10000)");
  await low.show(viewOf({ step: "install", findings, state: representative.failed.state }));
  const top = await low.ask(`document.querySelector("[role=alert]").getBoundingClientRect().top`);
  assert.ok(typeof top === "number" && top >= 0 && top < 500, String(top));
  await low.page.context().close();
});

test("a list of changes is brought to the top when it is first shown, and then left where it is", async () => {
  const low = await browser.open({ height: 500 });
  const findings = Array.from({ length: 20 }, (_, at) => ({ ...failed, rule: `rule${at}` }));
  const changes = Array.from({ length: 9 }, (_, at) => ({
    on: "SYNC01",
    target: `Setting ${at}`,
    before: "0",
    after: "1",
  }));
  const top = () => low.ask(`document.querySelector("#changes").getBoundingClientRect().top`);
  await low.show(viewOf({ findings }));
  await low.show(viewOf({ findings, changes }));
  const first = await top();
  assert.ok(typeof first === "number" && first >= 0 && first < 100, String(first));
  await low.ask("window.scrollTo(0, 0)");
  await low.show(viewOf({ findings, changes }));
  const later = await top();
  assert.ok(typeof later === "number" && later > 500, String(later));
  await low.page.context().close();
});

test("what is done shows its proof", async () => {
  await panel.show(representative.done);
  assert.deepEqual(await texts("section dt"), [
    "Azure AD Connect Provisioning Agent",
    "Azure AD Connect Agent Updater",
  ]);
  assert.deepEqual(await texts("section dd"), ["Running", "Running"]);
});

test("the primary action comes first, then the others in their order, then cancel, then the next step", async () => {
  await panel.show({
    ...representative.findings,
    cancel: { label: "Stop waiting" },
    next: { step: "download", label: "Get the installer" },
  });
  assert.deepEqual(await texts(".bar vscode-button, .bar vscode-link"), [
    "Apply the chosen fixes",
    "Show what will change",
    "Check again",
    "Stop waiting",
    "Get the installer",
  ]);
  const next = panel.page.getByRole("navigation", { name: "Next step" });
  assert.equal(await next.getByRole("link", { name: "Get the installer" }).count(), 1);
});

test("headings go down one level at a time, below one title", async () => {
  for (const [name, view] of Object.entries(representative)) {
    await panel.show(view);
    const levels = v.parse(
      v.array(v.number()),
      await panel.ask(`[...document.querySelectorAll("h1, h2, h3, h4, h5")].map((one) => +one.tagName[1])`),
    );
    assert.equal(levels.filter((level) => level === 1).length, 1, name);
    levels.forEach((level, at) => {
      assert.ok(level - (levels[at - 1] ?? 0) <= 1, `${name}: ${levels.join(" ")}`);
    });
  }
});

test("the page's own words are the host's where it sends them, and English where it does not", async () => {
  await panel.show(viewOf({ fields: [textField], words: { server: "Serveur", answers: "Vos réponses" } }));
  assert.deepEqual(await texts("h2"), ["Vos réponses", "Actions"]);
  assert.match((await texts(".bar .where"))[0] ?? "", /^Serveur: SYNC01/u);
});

test("no rendered element carries a style attribute", async () => {
  for (const view of Object.values(representative)) {
    await panel.show(view);
    assert.equal(await panel.page.locator("main [style]").count(), 0);
  }
});
