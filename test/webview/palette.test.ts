/** How the tests give VS Code commands, before a palette that closes as VS Code's own does. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { runCommand, startBrowser, type Browser } from "../../scripts/tools/vscode/browser.ts";

let browser: Browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser.stop());

/**
 * A palette that F1 opens, with one row for what is typed. The first one closes, as when something takes the focus, at the moment
 * that is named.
 */
const palette = (closes: string): string => `
<div class="quick-input-widget" hidden><input class="input"><div class="quick-input-list"></div></div>
<script>
  const [widget, input, list] = ["div", "input", ".quick-input-list"].map((one) => document.querySelector(one));
  let opened = 0;
  globalThis.pressed = [];
  const happens = (now) => {
    if (now === "${closes}" && opened === 1) widget.hidden = true;
  };
  addEventListener("keydown", ({ key }) => {
    if (key !== "F1") return;
    opened += 1;
    widget.hidden = false;
    input.value = ">";
    list.replaceChildren();
    input.focus();
    happens("opened");
  });
  input.addEventListener("input", () => {
    happens("typed");
    setTimeout(() => {
      const row = document.createElement("div");
      row.className = "monaco-list-row";
      row.textContent = input.value.slice(1);
      row.addEventListener("click", () => {
        pressed.push(input.value);
        widget.hidden = true;
      });
      list.replaceChildren(row);
      happens("listed");
    }, 50);
  });
</script>`;

test("a command is run once, at whichever moment the palette closes before it is chosen", async () => {
  const { page } = browser;
  for (const closes of ["never", "opened", "typed", "listed"]) {
    await page.goto("about:blank");
    await page.setContent(palette(closes));
    await runCommand(page, "Cloud Sync: Use Plan File...");
    assert.deepEqual(await page.evaluate("pressed"), [">Cloud Sync: Use Plan File..."], closes);
  }
});
