/** Any of several options, a box for each. What is chosen is the host's: all that is chosen is sent, in the order of the options. */
import { html, nothing } from "lit-html";
import type { OneField } from "../../src/messages/view.ts";
import { each } from "../each.ts";
import { checkbox } from "../kit.ts";

type SeveralField = Extract<OneField, { kind: "several" }>;

/** `list`: a name of the question that no other on any page has. */
export const several = (
  { label, options, value, disabled }: SeveralField,
  list: string,
  describedBy: string,
  answer: (values: readonly string[]) => void,
): unknown => {
  // Two boxes may be pressed before the host has answered the first.
  const chosen = new Set(value);
  return html`<div
    class="several"
    role="group"
    aria-labelledby=${`${list}-label`}
    aria-describedby=${describedBy}
    tabindex="-1"
  >
    <p class="label" id=${`${list}-label`} dir="auto">${label}</p>
    ${each(
      options,
      (option) => option.value,
      (option, at) =>
        html`<div>
          ${checkbox({
            label: option.label,
            checked: value.includes(option.value),
            disabled,
            ...(option.detail === undefined ? {} : { describedBy: `${list}-${at}` }),
            toggle: (isChosen) => {
              if (isChosen) chosen.add(option.value);
              else chosen.delete(option.value);
              answer(options.map((one) => one.value).filter((one) => chosen.has(one)));
            },
          })}
          ${
            option.detail === undefined
              ? nothing
              : html`<small id=${`${list}-${at}`} dir="auto">${option.detail}</small>`
          }
        </div>`,
    )}
  </div>`;
};
