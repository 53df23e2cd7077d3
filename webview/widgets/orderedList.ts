/**
 * Things to put in order, by their buttons or by Alt with an arrow key. The order is the host's: a move is asked for, and what
 * comes back is shown. Where the moved one stands then is said.
 */
import { html, nothing } from "lit-html";
import type { OneField } from "../../src/messages/view.ts";
import type { Around } from "../around.ts";
import { each } from "../each.ts";
import { button } from "../kit.ts";

type OrderedField = Extract<OneField, { kind: "orderedList" }>;

/** Which item was moved last, by list. */
const moved = new Map<string, string>();

/** `list`: a name of the list that no other on any page has. */
export const orderedList = (
  field: OrderedField,
  list: string,
  describedBy: string,
  { words, host }: Around,
): unknown => {
  const { items, disabled } = field;
  const move = (id: string, by: -1 | 1) => {
    const ids = items.map((item) => item.id);
    const from = ids.indexOf(id);
    const to = from + by;
    if (disabled || from < 0 || to < 0 || to >= ids.length) return;
    ids.splice(to, 0, ...ids.splice(from, 1));
    moved.set(list, id);
    host.send({ kind: "answer", field: field.id, value: ids });
  };
  const onKey = (id: string) => (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    move(id, event.key === "ArrowUp" ? -1 : 1);
  };
  const last = items.find(({ id }) => id === moved.get(list));
  return html`<div
    role="group"
    aria-labelledby=${`${list}-label`}
    aria-describedby=${describedBy}
    tabindex="-1"
  >
    <p class="label" id=${`${list}-label`} dir="auto">${field.label}</p>
    <ol class="ordered">
      ${each(
        items,
        ({ id }) => id,
        ({ id, label, detail }, at) =>
          html`<li @keydown=${onKey(id)}>
            <div class="row">
              <span class="grows"
                ><bdi>${label}</bdi>${
                  detail === undefined ? nothing : html`<small dir="auto"> ${detail}</small>`
                }</span
              >
              <span class="row"
                >${button({
                  label: words("moveUp"),
                  spoken: `${words("moveUp")}: ${label}`,
                  disabled: disabled || at === 0,
                  press: () => {
                    move(id, -1);
                  },
                })}
                ${button({
                  label: words("moveDown"),
                  spoken: `${words("moveDown")}: ${label}`,
                  disabled: disabled || at === items.length - 1,
                  press: () => {
                    move(id, 1);
                  },
                })}</span
              >
            </div>
          </li>`,
      )}
    </ol>
    <p class="hidden" role="status">${last === undefined ? "" : `${last.label}: ${last.place}`}</p>
  </div>`;
};
