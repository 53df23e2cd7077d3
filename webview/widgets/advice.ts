/** What a person does about a finding that cannot be fixed from here. */
import { html, nothing } from "lit-html";
import type { FindingView } from "../../src/messages/view.ts";
import { button, link } from "../kit.ts";
import type { Around } from "../around.ts";

/** Marks the whole command as selected, and copies it where the page may write to the clipboard. */
const copy = async (box: Element, copied: string): Promise<void> => {
  const code = box.querySelector("code");
  const said = box.querySelector("[role=status]");
  if (!code || !said) return;
  getSelection()?.selectAllChildren(code);
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(code.textContent);
    said.textContent = copied;
  } catch {
    // Not allowed here: the command stands selected, ready for the usual key.
  }
};

const command = (text: string, summary: string, { words }: Around): unknown =>
  html`<div class="command">
    <pre><code>${text}</code></pre>
    <div class="row">
      ${button({
        label: words("copy"),
        spoken: `${words("copy")}: ${summary}`,
        press: (at) => {
          const box = at.closest(".command");
          if (box) void copy(box, words("copied"));
        },
      })}
      <span role="status" class="help"></span>
    </div>
  </div>`;

export const advice = (
  given: NonNullable<FindingView["advice"]>,
  summary: string,
  around: Around,
): unknown => {
  const { words, host } = around;
  const to = given.link;
  return html`<div class="advice">
    <h5>${words("whatToDo")}</h5>
    <p dir="auto">${given.text}</p>
    ${given.command === undefined ? nothing : command(given.command, summary, around)}
    ${
      to === undefined
        ? nothing
        : html`<p>
            ${link({
              label: words("openPage"),
              spoken: `${words("openPage")}: ${summary}`,
              follow: () => {
                host.send({ kind: "open", link: to });
              },
            })}
          </p>`
    }
  </div>`;
};
