/** Where the step stands: in a word, with what went wrong or what proves it. */
import { html, nothing } from "lit-html";
import type { StepView } from "../../src/messages/view.ts";
import { ring } from "../kit.ts";
import type { Around } from "../around.ts";
import { icon } from "./icons.ts";
import { pairs } from "./pairs.ts";

/** The state in words, read aloud when it changes. The picture of a running step is the ring. */
export const standing = ({ state }: StepView, { words }: Around): unknown =>
  html`<p class="standing" role="status" aria-live="polite">
    ${state.kind === "running" ? nothing : icon(state.kind)}
    <span class="hidden">${words("state")}: </span><strong dir="auto">${state.word}</strong>
    ${state.detail === undefined ? nothing : html`<span class="detail" dir="auto">${state.detail}</span>`}
  </p>`;

/** How far a running step is. Apart from the words, so that a percentage is not read aloud at every step of it. */
export const progress = ({ state }: StepView, { words }: Around): unknown => {
  if (state.kind !== "running") return nothing;
  const percent =
    state.percent === undefined ? undefined : Math.round(Math.min(100, Math.max(0, state.percent)));
  return html`<span
    class="progress"
    role="progressbar"
    aria-label=${words("progress")}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${percent ?? nothing}
    >${ring()}${percent === undefined ? nothing : html`<span>${percent}%</span>`}</span
  >`;
};

/** The region stays when there is no problem: what is put into it later is read aloud. */
export const problem = ({ state }: StepView, { words }: Around): unknown =>
  html`<div role="alert">
    ${
      state.problem
        ? html`<div class="problem">
            <h2>${icon("failed")}${words("happened")}</h2>
            <p dir="auto">${state.problem.happened}</p>
            <h3>${words("means")}</h3>
            <p dir="auto">${state.problem.means}</p>
            ${
              state.problem.next.length === 0
                ? nothing
                : html`<h3>${words("next")}</h3>
                    <ol>
                      ${state.problem.next.map((line) => html`<li dir="auto">${line}</li>`)}
                    </ol>`
            }
          </div>`
        : nothing
    }
  </div>`;

export const proof = ({ state }: StepView, { words }: Around): unknown =>
  state.proof.length === 0
    ? nothing
    : html`<section aria-labelledby="proof">
        <h2 id="proof">${words("proof")}</h2>
        ${pairs(state.proof)}
      </section>`;
