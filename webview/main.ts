/** The panel's page: shows each view the host sends, and sends back what the person wants. */
import { render } from "lit-html";
import * as v from "valibot";
import { stepView } from "../src/messages/view.ts";
import { keepFocus } from "./focus.ts";
import { connectHost } from "./host.ts";
import { registerKit, settleKit } from "./kit.ts";
import { page, pageKey } from "./page.ts";
import { settleMany } from "./widgets/many.ts";
import { wordsOf } from "./words.ts";

const root = document.getElementById("page");
if (root) {
  registerKit();
  const line = connectHost();
  let shown: string | undefined;
  let failedBefore = false;
  let listedBefore = false;
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const parsed = v.safeParse(stepView, data, { abortEarly: true });
    if (!parsed.success) return;
    const view = parsed.output;
    const key = pageKey(view);
    const isOther = shown !== undefined && shown !== key;
    const hadFocus = document.activeElement !== document.body;
    shown = key;
    keepFocus(root, () => {
      render(page(view, wordsOf(view.words), line.of(view.step)), root);
      settleKit(root);
    });
    settleMany(root);
    if (isOther) {
      // Another step begins at its top, for whoever reads it and for whoever hears it.
      failedBefore = listedBefore = false;
      window.scrollTo(0, 0);
      if (hadFocus) root.querySelector("h1")?.focus({ preventScroll: true });
    }
    document.title = view.title;
    // What went wrong, and what will change, stands above what was pressed: bring it into sight, once.
    const failed = view.state.problem !== undefined;
    if (failed && !failedBefore) root.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
    failedBefore = failed;
    const listed = view.changes !== undefined;
    if (listed && !listedBefore) root.querySelector("#changes")?.scrollIntoView({ block: "start" });
    listedBefore = listed;
  });
  line.ready();
}
