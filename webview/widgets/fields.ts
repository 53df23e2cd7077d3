/** The questions of a step. A choice or an agreement is sent at once, a text at Enter and at leaving the field. */
import { html, nothing } from "lit-html";
import type { OneField, StepView } from "../../src/messages/view.ts";
import { each } from "../each.ts";
import { checkbox, choice, link, textField } from "../kit.ts";
import type { Around } from "../around.ts";
import { many } from "./many.ts";
import { orderedList } from "./orderedList.ts";

const help = (id: string, text: string | undefined): unknown =>
  text === undefined ? nothing : html`<p class="help" id=${id} dir="auto">${text}</p>`;

/** `name`: of the question, as no other on the page has it. */
const question = (field: OneField, name: string, step: string, around: Around): unknown => {
  const { host } = around;
  const helpId = `help-${name}`;
  const wrongId = `wrong-${name}`;
  const answer = (value: string | boolean) => {
    host.send({ kind: "answer", field: field.id, value });
  };
  switch (field.kind) {
    case "choice": {
      const described = field.help === undefined ? {} : { describedBy: helpId };
      return html`${choice({ ...field, ...described, choose: answer })} ${help(helpId, field.help)}`;
    }
    case "text": {
      const wrong = field.error !== undefined;
      return html`${textField({ ...field, wrong, describedBy: `${wrongId} ${helpId}`, answer })}
      ${wrong ? html`<p class="wrong" id=${wrongId} dir="auto">${field.error}</p>` : nothing}
      ${help(helpId, field.help)}`;
    }
    case "orderedList": {
      const hintId = `hint-${name}`;
      return html`${orderedList(field, `${step}-${name}`, `${wrongId} ${helpId} ${hintId}`, around)}
      ${
        field.error === undefined
          ? nothing
          : html`<p class="wrong" id=${wrongId} role="alert" dir="auto">${field.error}</p>`
      }
      ${help(helpId, field.help)} ${help(hintId, around.words("orderHint"))}`;
    }
    case "agreement": {
      const more = field.link;
      return html`<p class="agreement" id=${helpId} dir="auto">${field.text}</p>
        ${
          more
            ? html`<p>
                ${link({
                  label: more.label,
                  follow: () => {
                    host.send({ kind: "open", link: more.id });
                  },
                })}
              </p>`
            : nothing
        }
        ${checkbox({
          label: field.label,
          checked: field.value,
          disabled: field.disabled,
          describedBy: helpId,
          toggle: answer,
        })}
        ${field.accepted === undefined ? nothing : html`<p class="help" dir="auto">${field.accepted}</p>`}`;
    }
    case "readOnly":
      return html`<dl>
        <div>
          <dt dir="auto">${field.label}</dt>
          <dd><bdi>${field.value}</bdi></dd>
        </div>
      </dl>`;
  }
};

export const fields = (view: StepView, around: Around): unknown =>
  view.fields.length === 0
    ? nothing
    : html`<section aria-labelledby="answers" tabindex="-1">
        <h2 id="answers">${around.words("answers")}</h2>
        ${each(
          view.fields,
          (field) => `${field.kind} ${field.id}`,
          (field, at) =>
            html`<div class="field">
              ${
                field.kind === "many"
                  ? many(field, `many-${at}`, around, (one, name) => question(one, name, view.step, around))
                  : question(field, String(at), view.step, around)
              }
            </div>`,
        )}
      </section>`;
