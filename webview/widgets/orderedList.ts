/**
 * Things to put in order: by the buttons of each, by dragging, or by Alt with an arrow key, Home or End. The list is the host's: a
 * change is asked for, and what comes back is shown. What became of the one that was changed is said then.
 */
import { html, nothing } from "lit-html";
import type { Said } from "../../src/messages/intent.ts";
import type { OneField } from "../../src/messages/view.ts";
import type { Around } from "../around.ts";
import { each } from "../each.ts";
import { button, iconButton } from "../kit.ts";
import type { WordKey } from "../../src/messages/words.ts";
import { adding } from "./adding.ts";
import { rowListeners } from "./dragging.ts";
import { sign } from "./icons.ts";
import { listedItem } from "./listedItem.ts";

type OrderedField = Extract<OneField, { kind: "orderedList" }>;
type Listed = OrderedField["items"][number];
type Value = Extract<Said, { kind: "answer" }>["value"];

/** What was changed last, by list: an item by its id and name, or the whole list by what put it in order. */
const changed = new Map<string, { readonly id?: string; readonly label: string }>();

/** So many names are said of a list that is in another order as a whole. */
const mostSaid = 20;

const outcome = ({ items }: OrderedField, list: string, { words }: Around): string => {
  const last = changed.get(list);
  if (last === undefined) return "";
  const names = items.slice(0, mostSaid).map(({ label }) => label);
  if (last.id === undefined) return `${last.label}: ${names.join(", ")}`;
  const found = items.find(({ id }) => id === last.id);
  return `${found?.label ?? last.label}: ${found?.place ?? words("notInList")}`;
};

/** Where each button moves its row; `to`: its place among so many. */
const moves = [
  ["moveUp", "up", "ArrowUp", (at: number) => at - 1],
  ["moveDown", "down", "ArrowDown", (at: number) => at + 1],
  ["moveToTop", "top", "Home", () => 0],
  ["moveToBottom", "bottom", "End", (_: number, count: number) => count - 1],
] as const satisfies readonly (readonly [
  WordKey,
  Parameters<typeof sign>[0],
  string,
  (at: number, count: number) => number,
])[];

/** `list`: a name of the list that no other on any page has. */
export const orderedList = (
  field: OrderedField,
  list: string,
  describedBy: string,
  around: Around,
): unknown => {
  const { items, disabled, arrange = [] } = field;
  const { words, host } = around;
  const ids = items.map(({ id }) => id);
  const labelOf = (id: string) => items.find((one) => one.id === id)?.label ?? id;
  const send = (value: Value) => {
    host.send({ kind: "answer", field: field.id, value });
  };
  const change = (id: string, value: Value) => {
    if (disabled) return;
    changed.set(list, { id, label: labelOf(id) });
    send(value);
  };
  const move = (id: string, to: number) => {
    const from = ids.indexOf(id);
    if (from < 0 || to < 0 || to >= ids.length || to === from) return;
    change(id, ids.toSpliced(from, 1).toSpliced(to, 0, id));
  };
  const onKey = (id: string, at: number) => (event: KeyboardEvent) => {
    const wanted = event.altKey && moves.find(([, , key]) => key === event.key);
    if (!wanted) return;
    event.preventDefault();
    move(id, wanted[3](at, ids.length));
  };
  const draggable = {
    list,
    ids,
    saying: (id: string, to: number) => `${labelOf(id)}: ${items[to]?.place ?? ""}`,
    move,
  };
  const row = (item: Listed, at: number): unknown => {
    const { id, label } = item;
    const drag = rowListeners(draggable, at);
    return html`<li
      draggable=${disabled ? "false" : "true"}
      @keydown=${onKey(id, at)}
      @dragstart=${drag.start}
      @dragover=${drag.over}
      @drop=${drag.drop}
      @dragend=${drag.end}
    >
      <div class="row">
        ${listedItem(item)}
        <span class="signs"
          >${moves.map(([word, picture, , toOf]) => {
            const to = toOf(at, ids.length);
            return iconButton({
              label: words(word),
              spoken: `${words(word)}: ${label}`,
              picture: sign(picture),
              disabled: disabled || to === at || to < 0 || to >= ids.length,
              press: () => {
                move(id, to);
              },
            });
          })}${
            field.removes
              ? iconButton({
                  label: words("removeFromList"),
                  spoken: `${words("removeFromList")}: ${label}`,
                  picture: sign("remove"),
                  disabled,
                  press: () => {
                    change(id, { kind: "remove", id });
                  },
                })
              : nothing
          }</span
        >
      </div>
    </li>`;
  };
  return html`<div
    class="ordering"
    role="group"
    aria-labelledby=${`${list}-label`}
    aria-describedby=${describedBy}
    tabindex="-1"
  >
    <p class="label" id=${`${list}-label`} dir="auto">${field.label}</p>
    <ol class="ordered">
      ${each(items, ({ id }) => id, row)}
    </ol>
    <p class="placing" aria-live="polite" dir="auto"></p>
    <p class="hidden" role="status">${outcome(field, list, around)}</p>
    ${adding(field, list, around, (name) => {
      change(name, { kind: "add", name });
    })}
    ${
      arrange.length === 0
        ? nothing
        : html`<div class="row arranging">
            ${arrange.map((by) =>
              button({
                label: by.label,
                disabled: disabled || by.disabled,
                press: () => {
                  changed.set(list, { label: by.label });
                  send({ kind: "arrange", by: by.id });
                },
              }),
            )}
          </div>`
    }
  </div>`;
};
