/** What was found: what failed first, what passed last and folded. */
import { html, nothing } from "lit-html";
import type { FindingView, StepView } from "../../src/messages/view.ts";
import type { WordKey } from "../../src/messages/words.ts";
import { each } from "../each.ts";
import { button, checkbox, link } from "../kit.ts";
import type { Around } from "../around.ts";
import { advice } from "./advice.ts";
import { icon } from "./icons.ts";
import { pairs } from "./pairs.ts";

type Verdict = FindingView["verdict"];

const groups: readonly (readonly [Verdict, WordKey])[] = [
  ["fail", "failures"],
  ["unknown", "unknowns"],
  ["warning", "warnings"],
];

const remedy = (found: FindingView, titleId: string, around: Around): unknown => {
  const { rule, about, fix, acceptance, summary } = found;
  const { host } = around;
  return html`${
    fix
      ? checkbox({
          label: fix.label,
          checked: fix.chosen,
          disabled: false,
          describedBy: titleId,
          toggle: (chosen) => {
            host.send({ kind: "fix", rule, about, chosen });
          },
        })
      : nothing
  }
  ${found.advice ? advice(found.advice, summary, around) : nothing}
  ${acceptance?.accepted === undefined ? nothing : html`<p dir="auto">${acceptance.accepted}</p>`}
  ${
    acceptance && acceptance.accepted === undefined
      ? button({
          label: acceptance.label,
          spoken: `${acceptance.label}: ${summary}`,
          press: () => {
            host.send({ kind: "accept", rule, about });
          },
        })
      : nothing
  }`;
};

const finding = (found: FindingView, at: number, around: Around): unknown => {
  const { verdict, summary, why, evidence, source } = found;
  const titleId = `${verdict}-${at}`;
  return html`<li class="finding ${verdict}" tabindex="-1" aria-labelledby=${titleId}>
    <h4 id=${titleId} dir="auto">
      ${icon(verdict)}<span class="verdict">${around.words(verdict)}</span> <bdi>${summary}</bdi>
    </h4>
    <p class="why" dir="auto">${why}</p>
    ${evidence.length > 0 ? pairs(evidence) : nothing}
    <p>
      ${link({
        label: source.label,
        spoken: `${source.label}: ${summary}`,
        follow: () => {
          around.host.send({ kind: "open", link: source.id });
        },
      })}
    </p>
    ${remedy(found, titleId, around)}
  </li>`;
};

const list = (found: readonly FindingView[], around: Around): unknown =>
  html`<ul class="findings">
    ${each(
      found,
      ({ rule, about }) => JSON.stringify([rule, about]),
      (one, at) => finding(one, at, around),
    )}
  </ul>`;

const passed = (found: readonly FindingView[], { words, host }: Around): unknown =>
  html`<details
    ?open=${host.isOpen("passes")}
    @toggle=${({ currentTarget: part }: Event) => {
      if (part instanceof HTMLDetailsElement) host.keepOpen("passes", part.open);
    }}
  >
    <summary><h3>${words("passes")} (${found.length})</h3></summary>
    ${list(found, { words, host })}
  </details>`;

export const findings = (view: StepView, around: Around): unknown => {
  if (view.findings.length === 0) return nothing;
  const of = (verdict: Verdict) => view.findings.filter((found) => found.verdict === verdict);
  const passes = of("pass");
  return html`<section aria-labelledby="findings" tabindex="-1">
    <h2 id="findings">${around.words("findings")}</h2>
    ${groups.map(([verdict, heading]) => {
      const found = of(verdict);
      return found.length === 0
        ? nothing
        : html`<h3>${around.words(heading)} (${found.length})</h3>
            ${list(found, around)}`;
    })}
    ${passes.length === 0 ? nothing : passed(passes, around)}
  </section>`;
};
