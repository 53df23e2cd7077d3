import assert from "node:assert/strict";
import { test } from "node:test";
import { onBrowser, type Panel } from "./panel.ts";
import { passedAs, representative, viewOf } from "./views.ts";
import type { StepView } from "../../src/messages/view.ts";

const browser = onBrowser();

const html = (panel: Panel): Promise<unknown> => panel.ask(`document.body.innerHTML`);

test("a message that is no view changes nothing and stops nothing", async () => {
  const panel = await browser.open();
  const failures: string[] = [];
  panel.page.on("pageerror", (error) => failures.push(error.message));
  const view = representative.findings;
  await panel.show(view);
  const before = await html(panel);
  const garbage = [
    "null",
    "undefined",
    "0",
    "NaN",
    `"view"`,
    "[]",
    "{}",
    `{ kind: "view" }`,
    `{ kind: "other" }`,
    "new Map([['kind', 'view']])",
    "new ArrayBuffer(8)",
    "Array(1e6).fill(0)",
    `"x".repeat(2e7)`,
    `{ kind: "view", junk: "x".repeat(1e7) }`,
    `(() => { const ring = {}; ring.ring = ring; return ring; })()`,
    ...[
      { ...view, title: 1 },
      { ...view, title: null },
      { ...view, step: ["prerequisites"] },
      { ...view, lines: "one" },
      { ...view, more: true },
      { ...view, kind: "View" },
      { ...view, server: { name: "SYNC01" } },
      { ...view, state: { ...view.state, kind: "gone" } },
      { ...view, state: { ...view.state, percent: "50" } },
      { ...view, fields: [{ kind: "password", id: "p", label: "Password", value: "", disabled: false }] },
      { ...view, findings: [{ ...passedAs("one"), verdict: "fine" }] },
      { ...view, actions: [{ id: "x" }] },
      { ...view, words: { copy: 1 } },
    ].map((one) => JSON.stringify(one)),
  ];
  for (const message of garbage) {
    await panel.showExpression(message);
    assert.equal(await html(panel), before, message.slice(0, 80));
  }
  assert.deepEqual(failures, []);
  await panel.show(viewOf({ title: "Still here" }));
  assert.equal(await panel.page.locator("h1").innerText(), "Still here");
  assert.deepEqual(await panel.sent(), [{ kind: "ready" }]);
  await panel.page.context().close();
});

test("before the first view the page is empty", async () => {
  const panel = await browser.open();
  assert.equal(await panel.page.locator("main").innerText(), "");
  await panel.page.context().close();
});

test("views that the host kept until the page was ready are shown, the last one last", async () => {
  const panel = await browser.open({ queued: [viewOf({ title: "First" }), viewOf({ title: "Second" })] });
  await panel.page.getByRole("heading", { name: "Second" }).waitFor();
  await panel.page.context().close();
});

/** The view with every string that is shown replaced. Ids stay: they are not shown, and the host takes no long ones. */
const withText = (view: StepView, text: string): StepView => {
  const ids = new Set(["kind", "verdict", "id", "rule", "step", "link"]);
  const replaced: unknown = JSON.parse(
    JSON.stringify(view, (key, value: unknown) =>
      typeof value === "string" && !ids.has(key) ? text : value,
    ),
  );
  return replaced as StepView;
};

const hostile: Readonly<Record<string, string>> = {
  "an image with a script": `<img src=x onerror="window.hit = true"><script>window.hit = true</script>`,
  "the end of an attribute": `" onfocus="window.hit = true" autofocus x='`,
  "a template's hole": "${window.hit = true}{{hit}}<!--?lit$0$-->",
  "ten thousand letters": "x".repeat(10_000),
  "text from right to left, with overrides": "\u202Eשלום עולם\u202C <b>مرحبا</b>",
  "half a character and a null": "\uD800\u0000&amp;&lt;",
};

for (const [what, text] of Object.entries(hostile))
  test(`${what} is shown as text everywhere`, async () => {
    const panel = await browser.open({ width: 700 });
    for (const [name, view] of Object.entries(representative)) {
      const sentView = withText({ ...view, step: name }, text);
      await panel.show(sentView);
      assert.equal(await panel.page.locator("h1").textContent(), text);
      const shown = await panel.ask(
        `[...document.querySelectorAll("main b, main img, main script, main [onfocus]")].length`,
      );
      assert.equal(shown, 0, name);
      const wide = await panel.ask("document.documentElement.scrollWidth");
      assert.ok(typeof wide === "number" && wide <= 700, `${name} is ${String(wide)} pixels wide`);
      const times = await panel.ask(
        `document.querySelector("main").textContent.split(${JSON.stringify(text)}).length - 1`,
      );
      assert.ok(typeof times === "number" && times >= 5, `${name} shows it ${String(times)} times`);
    }
    assert.equal(await panel.ask("window.hit"), undefined);
    assert.deepEqual(await panel.violations(), []);
    await panel.page.context().close();
  });

test("findings of the same name are all shown, in their order, however they come and go", async () => {
  const panel = await browser.open();
  const named = (rule: string, at: number) => ({
    ...passedAs(rule),
    verdict: "warning" as const,
    summary: `${rule}${at}`,
  });
  for (const rules of ["aa", "aba", "aab", "b", "baab", "aaab", "abaaba", "a", "bbaa"]) {
    const findings = rules.split("").map(named);
    await panel.show(viewOf({ findings }));
    assert.deepEqual(
      await panel.page.locator("h4 bdi").allTextContents(),
      findings.map(({ summary }) => summary),
    );
  }
  await panel.page.context().close();
});
