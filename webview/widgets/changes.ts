/** What applying would change, as a table. */
import { html, nothing } from "lit-html";
import type { StepView } from "../../src/messages/view.ts";
import type { Around } from "../around.ts";

const table = (listed: NonNullable<StepView["changes"]>, { words }: Around): unknown =>
  html`<table>
    <caption class="hidden">
      ${words("changes")}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words("on")}</th>
        <th scope="col">${words("target")}</th>
        <th scope="col">${words("before")}</th>
        <th scope="col">${words("after")}</th>
      </tr>
    </thead>
    <tbody>
      ${listed.map(
        ({ on, target, before, after, added }) =>
          html`<tr>
            <td><bdi>${on}</bdi></td>
            <th scope="row">
              <bdi>${target}</bdi>${added === undefined ? nothing : html` <em>(${added})</em>`}
            </th>
            <td><bdi>${before}</bdi></td>
            <td><bdi>${after}</bdi></td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** Nothing while nobody asked; a sentence where nothing would change. */
export const changes = (view: StepView, around: Around): unknown =>
  view.changes === undefined
    ? nothing
    : html`<section aria-labelledby="changes" tabindex="-1">
        <h2 id="changes">
          ${around.words("changes")} ${view.changes.length === 0 ? nothing : `(${view.changes.length})`}
        </h2>
        ${view.changes.length === 0 ? html`<p>${around.words("noChanges")}</p>` : table(view.changes, around)}
      </section>`;
