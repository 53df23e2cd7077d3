/** What the page is given to show of a step, to the letter: a person agrees to what stands there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../../src/setup/change.ts";
import { CancelledError, ProblemError } from "../../../src/setup/problem.ts";
import type { StepContext } from "../../../src/setup/step.ts";
import { clockTime } from "../../../src/setup/values/moments.ts";
import { here, until } from "../support/scriptedServer.ts";
import { fixable, found, noon, notKnown, runOf, stepOf, viewOf } from "../support/shownStep.ts";

test("the page gets its step, server, words, title, lines, and nothing that is not there yet", () => {
  const { words, ...view } = viewOf(runOf(stepOf()));
  assert.deepEqual(view, {
    kind: "view",
    step: "prerequisites",
    server: { id: "SYNC01", name: "SYNC01", where: "this machine" },
    title: "Prerequisites",
    lines: ["First line.", "Second line."],
    fields: [],
    findings: [],
    state: { kind: "todo", word: "To do", proof: [] },
    actions: [],
  });
  assert.deepEqual([words.before, words.after, words.target], ["Before", "After", "What"]);
});

test("a change stands with where, what, before and after, each in its place and in the order of the calls", async () => {
  const changes: readonly Change[] = [
    {
      on: here,
      certainty: "exact",
      what: "registryValue",
      params: { value: "Mode of the service" },
      before: "Manual",
      after: "Automatic",
    },
    { on: here, certainty: "exact", what: "registryValue", params: { value: "TLS" }, before: null, after: 1 },
    {
      on: { port: "directory", domain: "contoso.com" },
      certainty: { declared: "permissions" },
      what: "registryValue",
      params: { value: "Account" },
      before: { a: [true] },
      after: null,
    },
  ];
  const at = runOf(stepOf({ changes: () => Promise.resolve(changes) }));
  assert.equal(viewOf(at).changes, undefined, "nobody asked yet");
  await at.run.changes("prerequisites");
  assert.deepEqual(viewOf(at).changes, [
    { on: "SYNC01", target: "Mode of the service", before: "Manual", after: "Automatic" },
    { on: "SYNC01", target: "TLS", before: "(none)", after: "1" },
    { on: "contoso.com", target: "Account", before: '{"a":[true]}', after: "(none)" },
  ]);
  const none = runOf(stepOf({ changes: () => Promise.resolve([]) }));
  await none.run.changes("prerequisites");
  assert.deepEqual(viewOf(none).changes, [], "that nothing would change is said too");
});

test("each question stands as it was asked: what can be chosen, what was typed and is wrong, what is only told", async () => {
  const at = runOf(
    stepOf({
      form: () => [
        {
          kind: "choice",
          id: "method",
          label: "Method",
          help: "Which one",
          options: [{ value: "a", label: "A", detail: "first" }],
          value: "a",
          set: (plan) => plan,
        },
        {
          kind: "text",
          id: "name",
          label: "Name",
          value: "old",
          placeholder: "like this",
          wrong: (value) => (value === "bad" ? "It is bad." : undefined),
          set: (plan) => plan,
        },
        { kind: "readOnly", id: "domain", label: "Domain", value: "contoso.com" },
      ],
    }),
  );
  const [method, name, domain] = viewOf(at).fields;
  assert.deepEqual(method, {
    kind: "choice",
    id: "method",
    label: "Method",
    help: "Which one",
    options: [{ value: "a", label: "A", detail: "first" }],
    value: "a",
    disabled: false,
  });
  const text = { kind: "text", id: "name", label: "Name", placeholder: "like this", disabled: false };
  assert.deepEqual(name, { ...text, value: "old" });
  assert.deepEqual(domain, { kind: "readOnly", id: "domain", label: "Domain", value: "contoso.com" });
  await at.run.answer("prerequisites", "name", "bad");
  assert.deepEqual(viewOf(at).fields[1], { ...text, value: "bad", error: "It is bad." });
});

test("an agreement shows its whole text and its page, and is no more asked for once somebody gave it", async () => {
  const step = stepOf({
    form: ({ attestations }) => [
      {
        kind: "agreement",
        id: "licence",
        label: "I accept",
        text: "The whole text.",
        link: "licence",
        linkLabel: "Read the licence",
        accepted: attestations.find((one) => one.about === "licence"),
        statement: { about: "licence" },
      },
    ],
  });
  const at = runOf(step);
  const asked = {
    kind: "agreement",
    id: "licence",
    label: "I accept",
    text: "The whole text.",
    link: { id: "licence", label: "Read the licence" },
  };
  assert.deepEqual(viewOf(at).fields, [{ ...asked, value: false, disabled: false }]);
  await at.run.answer("prerequisites", "licence", true);
  assert.deepEqual(viewOf(at).fields, [
    { ...asked, value: true, disabled: true, accepted: `Accepted by ada, ${clockTime(noon)}` },
  ]);
});

test("while a step works its buttons and questions are off, it says what it does, and it can be cancelled", async () => {
  let go: (() => void) | undefined;
  const step = stepOf({
    form: () => [
      {
        kind: "choice",
        id: "x",
        label: "X",
        options: [{ value: "a", label: "A" }],
        value: "a",
        set: (p) => p,
      },
    ],
    check: async (ctx: StepContext) => {
      ctx.tell("Looking at it");
      await new Promise<void>((resolve, reject) => {
        go = resolve;
        ctx.signal.addEventListener("abort", () => {
          reject(new CancelledError());
        });
      });
      return { kind: "todo", findings: [] };
    },
    actions: () => [
      { id: "check", label: "Check", primary: true, does: "check" },
      { id: "off", label: "Off", needs: "Do that first.", does: "check" },
    ],
  });
  const at = runOf(step);
  const check = { id: "check", label: "Check", primary: true };
  const off = { id: "off", label: "Off", primary: false, disabled: true };
  assert.deepEqual(viewOf(at).actions, [
    { ...check, disabled: false },
    { ...off, needs: "Do that first." },
  ]);
  const checking = at.run.check("prerequisites");
  await until(() => go !== undefined);
  const view = viewOf(at);
  assert.deepEqual(view.actions, [{ ...check, disabled: true }, off]);
  assert.ok(view.fields[0]?.kind === "choice" && view.fields[0].disabled);
  assert.deepEqual(view.state, { kind: "running", word: "Running", detail: "Looking at it", proof: [] });
  assert.deepEqual(view.cancel, { label: "Cancel" });
  go?.();
  await checking;
  assert.equal(viewOf(at).cancel, undefined);
});

test("the buttons are made for the state and for whether the changes are shown", async () => {
  const step = stepOf({
    changes: () => Promise.resolve([]),
    actions: (state, { changesShown }) => [
      { id: "apply", label: `${state.kind} ${String(changesShown)}`, does: "apply" },
    ],
  });
  const at = runOf(step);
  assert.equal(viewOf(at).actions[0]?.label, "todo false");
  await at.run.changes("prerequisites");
  assert.equal(viewOf(at).actions[0]?.label, "todo true");
});

test("what waits says for what and since when; only what looks by itself can be stopped", async () => {
  const waits = async (forWhat: "wizard" | "person") => {
    const at = runOf(stepOf({ found: { kind: "waiting", forWhat, findings: [] } }));
    const looking = at.run.check("prerequisites");
    await until(() => at.run.stateOf("prerequisites").kind === "waiting");
    const { state, cancel } = viewOf(at);
    at.run.cancel("prerequisites");
    await looking;
    return { state, cancel };
  };
  const since = `since ${clockTime(noon)}`;
  assert.deepEqual(await waits("wizard"), {
    state: {
      kind: "waiting",
      word: "Waiting",
      detail: `for the agent's wizard: complete it on the server's desktop, ${since}`,
      proof: [],
    },
    cancel: { label: "Stop waiting" },
  });
  const { state, cancel } = await waits("person");
  assert.equal(state.detail, `for you: look whether the portal shows this server as active, ${since}`);
  assert.equal(cancel, undefined);
});

test("what is done stands with its proof and leads to the next step, and what is not leads nowhere", async () => {
  const proof = [{ name: "Service", value: "Running" }];
  const at = runOf(stepOf({ found: { kind: "done", findings: [], proof } }));
  assert.equal(viewOf(at).next, undefined);
  await at.run.check("prerequisites");
  const { state, next } = viewOf(at);
  assert.deepEqual(state, { kind: "done", word: "Done", detail: `seen ${clockTime(noon)}`, proof });
  assert.deepEqual(next, { step: "download", label: "Download" });
});

test("what failed says what happened, what it means and what to do, and how many rules failed is counted", async () => {
  const problem = {
    code: "sessionEnded",
    happened: "It ended.",
    means: "It stopped.",
    next: ["Again."],
  } as const;
  const at = runOf(
    stepOf({ check: () => Promise.reject(new ProblemError({ ...problem, raw: "raw text" })) }),
  );
  await at.run.check("prerequisites");
  assert.deepEqual(viewOf(at).state, {
    kind: "failed",
    word: "Failed",
    detail: "It ended.",
    proof: [],
    problem: { happened: "It ended.", means: "It stopped.", next: ["Again."] },
  });
  const two = runOf(stepOf({ found: found(fixable, { ...fixable, about: "wow64" }, notKnown) }));
  await two.run.check("prerequisites");
  assert.deepEqual(viewOf(two).state, { kind: "todo", word: "To do", detail: "2 failed", proof: [] });
});
