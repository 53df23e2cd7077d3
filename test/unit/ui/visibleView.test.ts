/** What a page shows of texts that others wrote. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { StepView } from "../../../src/messages/view.ts";
import { visibleView } from "../../../src/ui/visibleView.ts";
import { clockTime } from "../../../src/setup/values/moments.ts";

const odd = "a\u202eb\u200bc\u0007d";
const seen = "a\u{FFFD}b\u{FFFD}c d";

const view: StepView = {
  kind: "view",
  step: "server",
  server: { id: "S", name: odd, where: odd },
  title: odd,
  lines: [odd, "two\nlines"],
  fields: [
    { kind: "text", id: "account", label: odd, value: odd, error: odd, disabled: false },
    { kind: "readOnly", id: "domain", label: "x", value: odd },
    {
      kind: "many",
      id: odd,
      label: odd,
      items: [
        {
          id: odd,
          label: odd,
          fields: [{ kind: "text", id: "name", label: odd, value: odd, disabled: false }],
          remove: odd,
        },
      ],
      add: odd,
      disabled: false,
    },
    {
      kind: "orderedList",
      id: odd,
      label: odd,
      items: [{ id: odd, label: odd, detail: odd, place: odd }],
      error: odd,
      disabled: false,
    },
    {
      kind: "choice",
      id: "which",
      label: "x",
      options: [{ value: odd, label: odd }],
      value: odd,
      disabled: false,
    },
    {
      kind: "several",
      id: "any",
      label: odd,
      options: [{ value: odd, label: odd, detail: odd }],
      value: [odd],
      error: odd,
      disabled: false,
    },
  ],
  findings: [
    {
      rule: "r",
      about: odd,
      verdict: "fail",
      summary: odd,
      why: odd,
      evidence: [{ name: odd, value: odd }],
      source: { id: "s", label: "x" },
      advice: { text: odd, command: "Get-A\nRemove-B \u202e" },
    },
  ],
  changes: [{ on: odd, target: odd, before: odd, after: odd }],
  state: {
    kind: "failed",
    word: "Failed",
    proof: [{ name: odd, value: odd }],
    problem: { happened: odd, means: odd, next: [odd] },
  },
  actions: [],
  words: {},
};

test("each character of what others wrote is to be seen on the page, and lines stay lines", () => {
  const { server, title, lines, fields, findings, changes, state } = visibleView(view);
  assert.deepEqual([server.name, title, ...lines], [seen, seen, seen, "two\nlines"]);
  const [typed, read, several, ordered, choice, any] = fields;
  assert.ok(typed?.kind === "text" && typed.error === seen && typed.label === seen);
  assert.ok(read?.kind === "readOnly" && read.value === seen);
  assert.ok(several?.kind === "many" && several.add === seen);
  const [one] = several.items;
  assert.deepEqual([one?.label, one?.remove, one?.fields[0]?.label], [seen, seen, seen]);
  assert.ok(ordered?.kind === "orderedList" && ordered.error === seen);
  assert.deepEqual(ordered.items, [{ id: odd, label: seen, detail: seen, place: seen }]);
  assert.ok(choice?.kind === "choice" && choice.options[0]?.label === seen);
  assert.ok(any?.kind === "several" && any.label === seen && any.error === seen);
  assert.deepEqual(any.options, [{ value: odd, label: seen, detail: seen }]);
  const [found] = findings;
  assert.deepEqual([found?.summary, found?.why, found?.advice?.text], [seen, seen, seen]);
  assert.deepEqual(found?.evidence, [{ name: seen, value: seen }]);
  assert.deepEqual(changes, [{ on: seen, target: seen, before: seen, after: seen }]);
  assert.deepEqual(state.proof, [{ name: seen, value: seen }]);
  assert.deepEqual(state.problem, { happened: seen, means: seen, next: [seen] });
});

test("a command to copy is one line, so that pasting it runs nothing that was not read", () => {
  assert.equal(visibleView(view).findings[0]?.advice?.command, "Get-A Remove-B \u{FFFD}");
});

test("what a person types, and what names things for the page's messages, stays as it is", () => {
  const { fields, findings } = visibleView(view);
  const [typed, , several, ordered, choice, any] = fields;
  assert.ok(typed?.kind === "text" && typed.value === odd);
  assert.ok(several?.kind === "many" && several.id === odd && several.items[0]?.id === odd);
  const [one] = several.items[0].fields;
  assert.ok(one?.kind === "text" && one.value === odd);
  assert.ok(ordered?.kind === "orderedList" && ordered.id === odd && ordered.items[0]?.id === odd);
  assert.ok(choice?.kind === "choice" && choice.value === odd && choice.options[0]?.value === odd);
  assert.deepEqual(any?.kind === "several" && any.value, [odd]);
  assert.equal(findings[0]?.about, odd);
});

test("each moment on the page is in the reader's own time, except in what is typed, copied or changed", () => {
  const at = "2026-11-24T12:00:00.000Z";
  const shown = clockTime(at);
  const one = JSON.parse(JSON.stringify(view).replaceAll(JSON.stringify(odd).slice(1, -1), at)) as StepView;
  const { lines, fields, findings, changes, state } = visibleView(one);
  assert.equal(lines[0], shown);
  const [typed, read] = fields;
  assert.ok(
    typed?.kind === "text" && typed.value === at && read?.kind === "readOnly" && read.value === shown,
  );
  const [found] = findings;
  assert.deepEqual([found?.summary, found?.evidence[0]?.value, found?.advice?.text], [shown, shown, shown]);
  assert.deepEqual(changes, [{ on: shown, target: at, before: at, after: at }]);
  assert.equal(state.proof[0]?.value, shown);
  assert.deepEqual(state.problem, { happened: shown, means: shown, next: [shown] });
  assert.ok(found?.advice?.command?.includes(at) === one.findings[0]?.advice?.command?.includes(at));
});
