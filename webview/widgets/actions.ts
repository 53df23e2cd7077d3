/** The bar at the end of the page: where the step stands, what can be done on which server, and the way to the next step. */
import { html, nothing } from "lit-html";
import type { Action, StepView } from "../../src/messages/view.ts";
import { each } from "../each.ts";
import { button, link } from "../kit.ts";
import type { Around } from "../around.ts";
import { progress, standing } from "./state.ts";

const primaryFirst = (listed: readonly Action[]): readonly Action[] => [
  ...listed.filter(({ primary }) => primary),
  ...listed.filter(({ primary }) => !primary),
];

/** The server stands once on a page: beside what changes it. */
const serverName = ({ server }: StepView, { words }: Around): unknown =>
  html`${words("server")}: <bdi class="server">${server.name}</bdi>${
      server.where === "" ? nothing : html` (<bdi>${server.where}</bdi>)`
    }`;

const reasonId = "needs";

/** Why a button cannot be pressed, once where several wait for the same. */
const reasons = (listed: readonly Action[]): unknown => {
  const all = new Set(listed.flatMap(({ needs }) => needs ?? []));
  return all.size === 0 ? nothing : html`<p class="help" id=${reasonId} dir="auto">${[...all].join(" ")}</p>`;
};

const doing = (view: StepView, { host }: Around): unknown =>
  html`<div class="row actions">
    ${each(
      primaryFirst(view.actions),
      ({ id }) => id,
      ({ id, label, primary, disabled, needs, about }) =>
        button({
          label,
          primary,
          disabled,
          ...(needs === undefined ? {} : { describedBy: reasonId }),
          press: () => {
            host.send({ kind: "run", action: id, ...(about === undefined ? {} : { about }) });
          },
        }),
    )}
    ${
      view.cancel
        ? button({
            label: view.cancel.label,
            press: () => {
              host.send({ kind: "cancel" });
            },
          })
        : nothing
    }
  </div>`;

const onward = ({ step, label }: NonNullable<StepView["next"]>, { words, host }: Around): unknown =>
  html`<nav aria-label=${words("nextStep")}>
    ${words("nextStep")}:
    ${link({
      label,
      follow: () => {
        host.send({ kind: "show", step });
      },
    })}
  </nav>`;

export const actions = (view: StepView, around: Around): unknown =>
  html`<section class="bar" aria-labelledby="actions" tabindex="-1">
    <h2 id="actions" class="hidden">${around.words("actions")}</h2>
    <div class="row">${progress(view, around)} ${standing(view, around)}</div>
    <p class="where">${serverName(view, around)}</p>
    ${view.actions.length > 0 || view.cancel ? doing(view, around) : nothing} ${reasons(view.actions)}
    ${view.next ? onward(view.next, around) : nothing}
  </section>`;
