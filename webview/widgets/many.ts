/** The same questions asked of each of several: one group for each, a button that takes it away, and one that asks for one more. */
import { html, nothing } from "lit-html";
import type { ManyField, OneField } from "../../src/messages/view.ts";
import type { Around } from "../around.ts";
import { each } from "../each.ts";
import { button } from "../kit.ts";

/** `list`: a name of the question that no other on the page has; `question` makes one of an item's questions. */
export const many = (
  field: ManyField,
  list: string,
  { host }: Around,
  question: (field: OneField, name: string) => unknown,
): unknown =>
  html`<div class="many" role="group" aria-labelledby=${`${list}-label`} tabindex="-1">
    <h3 id=${`${list}-label`} dir="auto">${field.label}</h3>
    ${each(
      field.items,
      ({ id }) => id,
      ({ id, label, fields, remove }, at) =>
        html`<div class="one" role="group" aria-labelledby=${`${list}-${at}-label`} data-item=${id}>
          <h4 id=${`${list}-${at}-label`} dir="auto">${label}</h4>
          ${each(
            fields,
            (one) => `${one.kind} ${one.id}`,
            (one, place) => html`<div class="field">${question(one, `${list}-${at}-${place}`)}</div>`,
          )}
          ${
            remove === undefined
              ? nothing
              : html`<div class="row">
                  ${button({
                    label: remove,
                    spoken: remove.includes(label) ? remove : `${remove}: ${label}`,
                    disabled: field.disabled,
                    press: () => {
                      host.send({ kind: "remove", field: field.id, item: id });
                    },
                  })}
                </div>`
          }
        </div>`,
    )}
    ${
      field.add === undefined
        ? nothing
        : html`<div class="row">
            ${button({
              label: field.add,
              disabled: field.disabled,
              press: (at) => {
                at.closest(".many")?.setAttribute("data-awaits", "true");
                host.send({ kind: "add", field: field.id });
              },
            })}
          </div>`
    }
  </div>`;

/** To be called after each rendering: whoever asked for one more goes on in its first field, once it is there. */
export const settleMany = (root: Element): void => {
  for (const group of root.querySelectorAll(".many[data-awaits]")) {
    // The button that was pressed is gone where the host shows what was asked for.
    if (group.querySelector(":scope > .row")) continue;
    group.removeAttribute("data-awaits");
    const field = [...group.querySelectorAll("vscode-text-field")].at(-1)?.closest(".one");
    const first = field?.querySelector("vscode-text-field");
    if (first instanceof HTMLElement) first.focus();
  }
};
