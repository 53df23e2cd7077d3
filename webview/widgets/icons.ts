/** Small pictures beside words. Each has a shape of its own; none says what the word beside it does not say. */
import { html, svg } from "lit-html";
import type { FindingView, StepView } from "../../src/messages/view.ts";

type Icon = FindingView["verdict"] | StepView["state"]["kind"];

const circle = svg`<circle cx="8" cy="8" r="6.5" />`;
const tick = svg`${circle}<path d="M5 8.4l2.1 2.1L11 6" />`;
const cross = svg`${circle}<path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />`;
const clock = svg`${circle}<path d="M8 4.5V8l2.4 1.6" />`;

const shapes: Readonly<Record<Icon, unknown>> = {
  pass: tick,
  done: tick,
  fail: cross,
  failed: cross,
  warning: svg`<path d="M8 2L14.5 13.5H1.5z" /><path d="M8 6.5v3.2M8 11.3v.6" />`,
  unknown: svg`${circle}<path d="M6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.3M8 10.9v.6" />`,
  waiting: clock,
  stale: clock,
  running: svg`${circle}<path d="M6.5 5.5L10.5 8l-4 2.5z" />`,
  answered: svg`${circle}<circle cx="8" cy="8" r="2" />`,
  todo: circle,
};

const arrow = svg`<path d="M8 13V3.5M4.5 7L8 3.5 11.5 7" />`;
const bar = svg`<path d="M3.5 2.5h9" />`;

/** Pictures of what a button does. */
const signs = {
  up: arrow,
  down: svg`<g transform="rotate(180 8 8)">${arrow}</g>`,
  top: svg`${bar}<path d="M8 13.5V5.5M5 8.5l3-3 3 3" />`,
  bottom: svg`<g transform="rotate(180 8 8)">${bar}<path d="M8 13.5V5.5M5 8.5l3-3 3 3" /></g>`,
  remove: svg`<path d="M4 4l8 8M12 4l-8 8" />`,
  add: svg`<path d="M8 3v10M3 8h10" />`,
} as const;

/** The picture of a button, whose name says what it does. */
export const sign = (of: keyof typeof signs): unknown =>
  html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    ${signs[of]}
  </svg>`;

export const icon = (of: Icon): unknown =>
  html`<svg
    class="icon ${of}"
    viewBox="0 0 16 16"
    width="16"
    height="16"
    aria-hidden="true"
    focusable="false"
  >
    ${shapes[of]}
  </svg>`;
