/** What a row of a list says: a name, what sets it apart, what was measured with a bar for it, and why it is where it is. */
import { html, nothing } from "lit-html";
import type { ListedItem } from "../../src/messages/view.ts";
import { each } from "../each.ts";

/** As long as the largest is; the text beside it says the value. A drawing, since the page's policy forbids styles in place. */
const bar = (share: number): unknown =>
  html`<svg
    class="measure"
    viewBox="0 0 100 8"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <rect class="all" width="100" height="8" />
    <rect class="part" width=${Math.max(1, share * 100)} height="8" />
  </svg>`;

const measuredOf = ({ text, share }: NonNullable<ListedItem["measured"]>): unknown =>
  html`<span class="measured"
    >${share === undefined ? nothing : bar(share)}<span dir="auto">${text}</span></span
  >`;

/** The parts are separated by spaces, for whoever hears them. */
export const listedItem = ({ label, detail, marks = [], measured }: ListedItem): unknown =>
  html`<span class="grows listed"
    ><span class="row"
      ><bdi>${label}</bdi>${each(
        marks,
        (mark) => mark,
        (mark) => html` <span class="mark" dir="auto">${mark}</span>`,
      )}
      ${measured === undefined ? nothing : measuredOf(measured)}</span
    >${detail === undefined ? nothing : html`<small dir="auto"> ${detail}</small>`}</span
  >`;
