/** The whole page of one step, from the view. */
import { html, nothing } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import type { StepView } from "../src/messages/view.ts";
import type { Host } from "./host.ts";
import { actions } from "./widgets/actions.ts";
import { changes } from "./widgets/changes.ts";
import { fields } from "./widgets/fields.ts";
import { findings } from "./widgets/findings.ts";
import { problem, proof } from "./widgets/state.ts";
import type { Words } from "./words.ts";

/** What every widget gets: the page's words, and the line to the host. */
export interface Around {
  readonly words: Words;
  readonly host: Host;
}

/** The server as the page names it: beside the title, and again beside what changes it. */
export const serverName = ({ server }: StepView, words: Words): unknown =>
  html`${words("server")}: <bdi class="server">${server.name}</bdi>${
      server.isThisMachine ? ` (${words("thisMachine")})` : nothing
    }`;

export const page = (view: StepView, words: Words, host: Host): unknown => {
  const around = { words, host };
  return keyed(
    view.step,
    html`
      <header>
        <h1 dir="auto">${view.title}</h1>
        <p class="where">${serverName(view, words)}</p>
        ${view.lines.map((line) => html`<p dir="auto">${line}</p>`)}
      </header>
      ${problem(view, around)} ${proof(view, around)} ${fields(view, around)} ${findings(view, around)}
      ${changes(view, around)} ${actions(view, around)}
    `,
  );
};
