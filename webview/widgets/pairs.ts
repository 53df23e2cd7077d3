import { html } from "lit-html";

/** Names with their values, such as evidence or proof. */
export const pairs = (items: readonly { readonly name: string; readonly value: string }[]): unknown =>
  html`<dl>
    ${items.map(
      ({ name, value }) =>
        html`<div>
          <dt dir="auto">${name}</dt>
          <dd><bdi>${value}</bdi></dd>
        </div>`,
    )}
  </dl>`;
