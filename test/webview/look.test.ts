import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import * as v from "valibot";
import { buildPage, onBrowser, type Panel } from "./panel.ts";
import { themes } from "./themes.ts";
import { representative } from "./views.ts";

const root = path.join(import.meta.dirname, "..", "..");
const axe = readFileSync(path.join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const shots = path.join(root, "out/shots/webview");

mkdirSync(shots, { recursive: true });
const browser = onBrowser();

/** A picture to look at, of the page and no more. */
const shoot = async ({ page }: Panel, name: string): Promise<void> => {
  const box = await page.locator("main").boundingBox();
  const width = page.viewportSize()?.width ?? 900;
  const clip = { x: 0, y: 0, width, height: (box?.height ?? 0) + 20 };
  await page.screenshot({ path: path.join(shots, `${name}.png`), clip });
};

const found = v.object({
  violations: v.array(
    v.object({ id: v.string(), nodes: v.array(v.object({ html: v.string(), failureSummary: v.string() })) }),
  ),
  passes: v.array(v.object({ id: v.string() })),
});

for (const [name, theme] of Object.entries(themes)) {
  test(`in the ${name} theme no page breaks its policy or a rule of accessibility`, async () => {
    // Tall enough that the bar at the bottom covers nothing: what is covered is not judged.
    const panel = await browser.open({ theme, height: 2400 });
    await panel.page.evaluate(axe);
    const wrong: unknown[] = [];
    for (const [title, view] of Object.entries(representative)) {
      await panel.show(view);
      for (const summary of await panel.page.locator("summary").all()) await summary.click();
      await panel.page.mouse.move(0, 0);
      const { violations, passes } = v.parse(found, await panel.ask("axe.run(document)"));
      assert.ok(passes.length > 10, "the rules ran");
      wrong.push(...violations.map(({ id, nodes }) => ({ title, id, nodes })));
      await shoot(panel, `${title}-${name}`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(await panel.violations(), []);
    await panel.page.context().close();
  });
}

/** The colour of a part inside an element of the toolkit. */
const colourOf = (panel: Panel, element: string, part: string, of: string): Promise<unknown> =>
  panel.ask(
    `getComputedStyle(document.querySelector('${element}').shadowRoot.querySelector('${part}')).${of}`,
  );

for (const [name, theme] of Object.entries(themes))
  test(`in the ${name} theme an answer that is wrong looks other than one that is not, and a ring shows how far it is`, async () => {
    const panel = await browser.open({ theme });
    await panel.show(representative.questions);
    const edge = (wrong: boolean) =>
      colourOf(panel, `vscode-text-field[data-wrong="${String(wrong)}"]`, ".root", "borderTopColor");
    assert.notEqual(await edge(true), await edge(false));
    const wrong = panel.page.locator(".wrong").first();
    assert.equal(await wrong.locator(".icon.fail").count(), 1);
    await panel.show(representative.running);
    const stroke = async (part: string) =>
      [
        await colourOf(panel, "vscode-progress-ring", part, "stroke"),
        await colourOf(panel, "vscode-progress-ring", part, "strokeOpacity"),
      ].join(" ");
    assert.notEqual(await stroke(".background"), await stroke(".indeterminate-indicator-1"));
    await panel.page.context().close();
  });

test("a broken policy would be seen", async () => {
  const panel = await browser.open();
  await panel.ask(`document.body.setAttribute("style", "color: red")`);
  await panel.ask(`new Promise((resolve) => setTimeout(resolve))`);
  const seen = await panel.violations();
  assert.ok(seen.length > 0 && seen.every((one) => one.startsWith("style-src-attr")), seen.join());
  await panel.page.context().close();
});

test("an inaccessible page would be seen", async () => {
  const panel = await browser.open({ theme: themes.dark });
  await panel.page.evaluate(axe);
  await panel.show(representative.done);
  await panel.ask(`document.querySelector("main").append(document.createElement("button"))`);
  const { violations } = v.parse(found, await panel.ask("axe.run(document)"));
  assert.deepEqual(
    violations.map(({ id }) => id),
    ["button-name"],
  );
  await panel.page.context().close();
});

test("every theme variable that the page names is in a fixture, so that no colour goes unseen", async () => {
  const files = await buildPage();
  const named = new Set((files.get("page.css") ?? "").match(/--vscode-[\w-]+/g));
  const known = new Set(Object.values(themes).flatMap(({ variables }) => Object.keys(variables)));
  assert.deepEqual(
    [...named].filter((name) => !known.has(name)),
    [],
  );
});

test("the page's script stays under 150 KB", async () => {
  const script = (await buildPage()).get("main.js") ?? assert.fail();
  assert.ok(Buffer.byteLength(script) < 150 * 1024, `${Buffer.byteLength(script)} bytes`);
});

for (const width of [400, 320])
  test(`at ${width} pixels nothing is cut off or scrolls sideways`, async () => {
    const panel = await browser.open({ width, height: 2400, theme: themes.dark });
    for (const [title, view] of Object.entries(representative)) {
      await panel.show(view);
      const wide = await panel.ask(`document.documentElement.scrollWidth`);
      assert.ok(typeof wide === "number" && wide <= width, `${title} is ${String(wide)} pixels wide`);
      if (width === 400) await shoot(panel, `${title}-narrow`);
    }
    await panel.page.context().close();
  });

test("whoever asks for less motion gets a ring that stands still", async () => {
  const panel = await browser.open();
  await panel.show(representative.running);
  const animations = `document.querySelector("vscode-progress-ring").shadowRoot.getAnimations().length`;
  assert.equal(await panel.ask(animations), 1);
  await panel.page.emulateMedia({ reducedMotion: "reduce" });
  assert.equal(await panel.ask(animations), 0);
  await panel.page.emulateMedia({ reducedMotion: "no-preference" });
  await panel.ask(`document.body.classList.add("vscode-reduce-motion")`);
  assert.equal(await panel.ask(animations), 0);
  await panel.page.context().close();
});
