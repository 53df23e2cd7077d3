/** Taking one more into a list: by its name, or one of those that are known and not in it. */
import { html, nothing } from "lit-html";
import type { OneField } from "../../src/messages/view.ts";
import type { Around } from "../around.ts";
import { each } from "../each.ts";
import { button, lineField, type Line } from "../kit.ts";
import { icon } from "./icons.ts";
import { listedItem } from "./listedItem.ts";

type OrderedField = Extract<OneField, { kind: "orderedList" }>;

/** The names that were sent and not seen in their list yet, by the list. */
const sent = new Map<string, string>();
const lines = new Map<string, Line>();

const isIn = ({ items }: OrderedField, name: string): boolean =>
  items.some(({ id }) => id.toLowerCase() === name.toLowerCase());

/** `add`: sends a name. `list`: as of `orderedList`. */
export const adding = (
  field: OrderedField,
  list: string,
  { words }: Around,
  add: (name: string) => void,
): unknown => {
  if (!field.add) return nothing;
  const { label, placeholder, error, others } = field.add;
  const { disabled } = field;
  const enter = (name: string) => {
    const typed = name.trim();
    if (typed === "") return;
    sent.set(list, typed);
    add(typed);
  };
  return html`<div class="adding">
    <div class="row">
      <div class="grows">
        ${lineField({
          label,
          placeholder,
          disabled,
          wrong: error !== undefined,
          describedBy: `${list}-add-wrong`,
          enter,
          drawn: (line) => {
            lines.set(list, line);
            const name = sent.get(list);
            // What came into the list needs no second look; what did not stays, to be corrected.
            if (name === undefined || !isIn(field, name)) return;
            sent.delete(list);
            if (line.value.trim() === name) line.value = "";
          },
        })}
      </div>
      ${button({
        label: words("addToList"),
        spoken: `${words("addToList")}: ${label}`,
        disabled,
        press: () => {
          enter(lines.get(list)?.value ?? "");
        },
      })}
    </div>
    ${
      error === undefined
        ? nothing
        : html`<p class="wrong" role="alert" dir="auto">
            ${icon("fail")}<span id=${`${list}-add-wrong`}>${error}</span>
          </p>`
    }
    ${
      others.length === 0
        ? nothing
        : html`<p class="label" id=${`${list}-others`}>${words("notInList")}</p>
            <ul class="others" aria-labelledby=${`${list}-others`}>
              ${each(
                others,
                ({ id }) => id,
                (other) =>
                  html`<li>
                    <div class="row">
                      ${listedItem(other)}
                      ${button({
                        label: words("addToList"),
                        spoken: `${words("addToList")}: ${other.label}`,
                        disabled,
                        press: () => {
                          add(other.id);
                        },
                      })}
                    </div>
                  </li>`,
              )}
            </ul>`
    }
  </div>`;
};
