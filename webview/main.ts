/** The panel's page: shows each view the host sends, and sends back what the person wants. */
import { render } from "lit-html";
import * as v from "valibot";
import { stepView } from "../src/messages/view.ts";
import { keepFocus } from "./focus.ts";
import { connectHost } from "./host.ts";
import { registerKit, settleKit } from "./kit.ts";
import { page } from "./page.ts";
import { wordsOf } from "./words.ts";

const root = document.getElementById("page");
if (root) {
  registerKit();
  const host = connectHost();
  let failedBefore = false;
  let listedBefore = false;
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const parsed = v.safeParse(stepView, data, { abortEarly: true });
    if (!parsed.success) return;
    const view = parsed.output;
    keepFocus(root, () => {
      render(page(view, wordsOf(view.words), host), root);
      settleKit(root);
    });
    // What went wrong, and what will change, stands above what was pressed: bring it into sight, once.
    const failed = view.state.problem !== undefined;
    if (failed && !failedBefore) root.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
    failedBefore = failed;
    const listed = view.changes !== undefined;
    if (listed && !listedBefore) root.querySelector("#changes")?.scrollIntoView({ block: "start" });
    listedBefore = listed;
  });
  host.send({ kind: "ready" });
}
