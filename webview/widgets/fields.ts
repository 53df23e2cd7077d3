/** The questions of a step. A choice, a box or an agreement is sent at once, a text at Enter and at leaving the field. */
import { html, nothing } from "lit-html";
import type { OneField, StepView } from "../../src/messages/view.ts";
import { each } from "../each.ts";
import { checkbox, choice, link, textField } from "../kit.ts";
import type { Around } from "../around.ts";
import { icon } from "./icons.ts";
import { many } from "./many.ts";
import { orderedList } from "./orderedList.ts";
import { several } from "./several.ts";

const help = (id: string, text: string | undefined): unknown =>
  text === undefined ? nothing : html`<p class="help" id=${id} dir="auto">${text}</p>`;

/** One question on a page. */
interface QuestionOnPage {
  /** Of the question, as no other on the page has it. */
  readonly name: string;
  readonly step: string;
  readonly around: Around;
  readonly answer: (value: string | boolean | readonly string[]) => void;
}

const helpOf = ({ name }: QuestionOnPage): string => `help-${name}`;
const wrongOf = ({ name }: QuestionOnPage): string => `wrong-${name}`;

/** What is wrong with the answer. The picture tells it from a field where a theme has the same edge for all. */
const wrong = (asked: QuestionOnPage, error: string | undefined, role?: "alert"): unknown =>
  error === undefined
    ? nothing
    : html`<p class="wrong" role=${role ?? nothing} dir="auto">
        ${icon("fail")}<span id=${wrongOf(asked)}>${error}</span>
      </p>`;

/** How each kind is asked. */
const kinds: {
  readonly [K in OneField["kind"]]: (field: Extract<OneField, { kind: K }>, asked: QuestionOnPage) => unknown;
} = {
  choice: (field, asked) => {
    const described = field.help === undefined ? {} : { describedBy: helpOf(asked) };
    return html`${choice({ ...field, ...described, choose: asked.answer })} ${help(helpOf(asked), field.help)}`;
  },
  several: (field, asked) => {
    const { name, step } = asked;
    const describedBy = `${wrongOf(asked)} ${helpOf(asked)}`;
    return html`${several(field, `${step}-${name}`, describedBy, asked.answer)}
    ${wrong(asked, field.error, "alert")} ${help(helpOf(asked), field.help)}`;
  },
  text: (field, asked) => {
    const describedBy = `${wrongOf(asked)} ${helpOf(asked)}`;
    const isWrong = field.error !== undefined;
    return html`${textField({ ...field, wrong: isWrong, describedBy, answer: asked.answer })}
    ${wrong(asked, field.error)} ${help(helpOf(asked), field.help)}`;
  },
  orderedList: (field, asked) => {
    const { name, step, around } = asked;
    const hintId = `hint-${name}`;
    const describedBy = `${wrongOf(asked)} ${helpOf(asked)} ${hintId}`;
    return html`${orderedList(field, `${step}-${name}`, describedBy, around)}
    ${wrong(asked, field.error, "alert")} ${help(helpOf(asked), field.help)}
    ${help(hintId, around.words("orderHint"))}`;
  },
  agreement: (field, asked) => {
    const more = field.link;
    return html`<p class="agreement" id=${helpOf(asked)} dir="auto">${field.text}</p>
      ${
        more
          ? html`<p>
              ${link({
                label: more.label,
                follow: () => {
                  asked.around.host.send({ kind: "open", link: more.id });
                },
              })}
            </p>`
          : nothing
      }
      ${checkbox({
        label: field.label,
        checked: field.value,
        disabled: field.disabled,
        describedBy: helpOf(asked),
        toggle: asked.answer,
      })}
      ${field.accepted === undefined ? nothing : html`<p class="help" dir="auto">${field.accepted}</p>`}`;
  },
  readOnly: ({ label, value }) =>
    html`<dl>
      <div>
        <dt dir="auto">${label}</dt>
        <dd><bdi>${value}</bdi></dd>
      </div>
    </dl>`,
};

type FieldOf<K extends OneField["kind"]> = { [P in K]: Extract<OneField, { kind: P }> }[K];

const question = <K extends OneField["kind"]>(
  field: FieldOf<K>,
  name: string,
  step: string,
  around: Around,
): unknown =>
  kinds[field.kind](field, {
    name,
    step,
    around,
    answer: (value) => {
      around.host.send({
        kind: "answer",
        field: field.id,
        value: typeof value === "object" ? [...value] : value,
      });
    },
  });

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
