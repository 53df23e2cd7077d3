/** The whole page of one step, from the view. */
import { html } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import type { StepView } from "../src/messages/view.ts";
import type { Host } from "./host.ts";
import { actions } from "./widgets/actions.ts";
import { changes } from "./widgets/changes.ts";
import { fields } from "./widgets/fields.ts";
import { findings } from "./widgets/findings.ts";
import { problem, proof } from "./widgets/state.ts";
import type { Words } from "./words.ts";

/** What one page is of: a step of a server. */
export const pageKey = ({ server, step }: StepView): string => `${server.id}/${step}`;

export const page = (view: StepView, words: Words, host: Host): unknown => {
  const around = { words, host };
  return keyed(
    pageKey(view),
    html`
      <header>
        <h1 dir="auto" tabindex="-1">${view.title}</h1>
        ${view.lines.map((line) => html`<p dir="auto">${line}</p>`)}
      </header>
      ${problem(view, around)} ${proof(view, around)} ${fields(view, around)} ${findings(view, around)}
      ${changes(view, around)} ${actions(view, around)}
    `,
  );
};
