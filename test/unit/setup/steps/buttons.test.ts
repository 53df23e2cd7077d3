/** Which buttons a step has in which state: the way on is the primary one, and what cannot be done yet is off. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../../src/setup/finding.ts";
import { emptyPlan, parsePlan } from "../../../../src/setup/plan.ts";
import { tls } from "../../../../src/setup/preflight/tls.ts";
import type { FormContext, Step, StepId, StepState } from "../../../../src/setup/step.ts";
import {
  installSteps,
  procedures,
  uninstallSteps,
  upgradeSteps,
} from "../../../../src/setup/procedures/procedures.ts";
import { undo } from "../../../../src/setup/steps/undo.ts";
import { buttons } from "../../support/brief.ts";
import { healthy, healthyTls, tenant } from "../../support/facts.ts";
import { planned } from "../../support/scriptedServer.ts";

const at = "2026-11-24T12:00:00.000Z";
const steps = installSteps({ installerUrl: () => "https://download.contoso.com/agent.exe" });
const known: FormContext = { plan: planned(), attestations: [] };
const state = (
  kind: "todo" | "answered" | "waiting" | "done",
  findings: readonly Finding[] = [],
): StepState => {
  if (kind === "waiting") return { kind, forWhat: "restart", since: at, findings };
  return kind === "done" ? { kind, proof: [], at, findings } : { kind, findings };
};
const of = (id: StepId, now: StepState, of_: FormContext = known, changesShown = false) =>
  buttons(
    steps.find((step) => step.id === id),
    now,
    of_,
    changesShown,
  );
const passed: Finding = {
  rule: "serviceLogOn",
  about: "",
  summary: "x",
  evidence: [],
  why: "x",
  source: "install",
  verdict: "pass",
};
const mendable = { kind: "operation", label: "x", calls: [], needsRestart: false } as const;
const stopped: Finding = { ...passed, rule: "service", verdict: "fail", fix: mendable };
const link = { kind: "link", link: "install", whatToDo: "x" } as const;

test("the server is connected to, and connected to again", () => {
  assert.deepEqual(of("server", state("todo")), ['check "Connect"* -> check']);
  assert.deepEqual(of("server", state("done")), ['check "Connect again" -> check']);
});

test("prerequisites are checked first; then what can be fixed is, and a restart is offered where one is due", () => {
  const findings = tls({ ...healthy, tls: { ...healthyTls, clientEnabled: { value: 0 } } });
  const again = 'check "Check again" -> check';
  const changes = 'changes "Show what will change" -> changes';
  assert.deepEqual(of("prerequisites", state("todo")), ['check "Check"* -> check']);
  assert.deepEqual(of("prerequisites", state("todo", findings)), [
    'changes "Show what will change"* -> changes',
    'apply "Apply the chosen fixes" off -> apply',
    again,
  ]);
  assert.deepEqual(of("prerequisites", state("todo", findings), known, true), [
    changes,
    'apply "Apply the chosen fixes"* -> apply',
    again,
  ]);
  assert.deepEqual(of("prerequisites", state("done", findings), known, true), [
    changes,
    'apply "Apply the chosen fixes" -> apply',
    again,
  ]);
  const left = { ...known, plan: { ...known.plan, skippedFixes: ["tls:client"] } };
  assert.deepEqual(of("prerequisites", state("todo", findings), left), [again]);
  assert.deepEqual(of("prerequisites", state("waiting", [passed])), [
    'restart "Restart the server"* -> its own',
    again,
  ]);
  assert.deepEqual(of("prerequisites", state("waiting")), [
    'restart "Restart the server"* -> its own',
    'check "Check" -> check',
  ]);
});

test("the installer is got only after the licence was accepted and the list shown, by download or by a copy of the file", () => {
  const changes = (star = "") => `changes "Show what will change"${star} -> changes`;
  const rest = ['check "Check again" -> check', 'portal "Open the portal" -> link portal'];
  const said = (about: "licence" | "active"): FormContext => ({
    ...known,
    attestations: [
      { about: "active", computer: "SYNC01", at, by: "ada" },
      about === "licence" ? { about, at, by: "ada" } : { about, computer: "SYNC01", at, by: "ada" },
    ],
  });
  for (const shown of [false, true])
    assert.deepEqual(of("download", state("todo"), said("active"), shown), [
      changes(shown ? "" : "*"),
      `apply "Download"${shown ? "*" : ""} off -> apply`,
      ...rest,
    ]);
  assert.deepEqual(of("download", state("todo"), said("licence")), [
    changes("*"),
    'apply "Download" off -> apply',
    ...rest,
  ]);
  assert.deepEqual(of("download", state("todo"), said("licence"), true), [
    changes(),
    'apply "Download"* -> apply',
    ...rest,
  ]);
  assert.deepEqual(of("download", state("done"), said("licence")), rest, "there is nothing to do");
  const file = parsePlan({ installer: { source: "file", path: "C:\\Temp\\agent.exe" } }, "test");
  assert.equal(
    of("download", state("todo"), { ...said("licence"), plan: file }, true)[1],
    'apply "Copy and check the file"* -> apply',
  );
  // Another file may lie there meanwhile.
  const again = (shown: boolean) =>
    of("download", state("done"), { ...said("licence"), plan: file }, shown).slice(0, 2);
  assert.deepEqual(again(false), [changes(), 'apply "Copy and check again" off -> its own']);
  assert.deepEqual(again(true), [changes(), 'apply "Copy and check again" -> its own']);
});

test("the agent is installed once, after the list, and the restart it asked for is offered", () => {
  const again = 'check "Check again" -> check';
  assert.deepEqual(of("install", state("todo")), [
    'changes "Show what will change"* -> changes',
    'apply "Install" off -> apply',
    again,
  ]);
  assert.deepEqual(of("install", state("todo"), known, true), [
    'changes "Show what will change" -> changes',
    'apply "Install"* -> apply',
    again,
  ]);
  assert.deepEqual(of("install", state("done")), [again]);
  assert.deepEqual(of("install", state("waiting")), ['restart "Restart the server"* -> its own', again]);
});

test("the service account is chosen in the form; its button only looks", () => {
  assert.deepEqual(of("serviceAccount", state("todo")), ['check "Check again" -> check']);
});

test("a proposed domain is used with one button, off while it or its administrator is not known", () => {
  const again = 'check "Check again" -> check';
  const use = (of_: Partial<FormContext>, now = state("todo")) =>
    of("directory", now, { plan: emptyPlan(), attestations: [], ...of_ });
  const [domain, user] = ["contoso.com", "CONTOSO\\ada"];
  assert.deepEqual(use({ domain, user }), ['use "Use this domain"* -> its own', again]);
  assert.deepEqual(use({ domain, user }, state("answered")), ['use "Use this domain" -> its own', again]);
  for (const less of [{}, { domain }, { user }, { domain: "WORKGROUP", user }, { domain, user: "ada" }])
    assert.deepEqual(use(less), ['use "Use this domain"* off -> its own', again], JSON.stringify(less));
});

test("registration asks to show the changes, then to confirm, then to accept the tenant that was found", () => {
  const again = 'check "Check again" -> check';
  const found = { ...known, tenant };
  assert.deepEqual(of("confirm", state("todo")), [
    'changes "Show what will change"* -> changes',
    'apply "Confirm and register" off -> apply',
    again,
  ]);
  assert.deepEqual(of("confirm", state("todo"), known, true), [
    'changes "Show what will change" -> changes',
    'apply "Confirm and register"* -> apply',
    again,
  ]);
  for (const shown of [false, true])
    assert.deepEqual(
      of("confirm", state("waiting"), known, shown).filter((one) => one.includes('"*')),
      [],
      "the wizard is open, and the way on is there",
    );
  const domains = [...known.plan.domains, { name: "fabrikam.com", preferredDomainControllers: [] }];
  for (const [shown, off] of [
    [false, " off"],
    [true, ""],
  ] as const)
    assert.deepEqual(
      of("confirm", state("todo", [passed]), { ...found, plan: { ...known.plan, domains } }, shown),
      [
        `accept "Accept tenant ${tenant} and contoso.com, fabrikam.com"* -> its own`,
        'changes "Show what will change" -> changes',
        `again "Register again"${off} -> its own`,
        again,
      ],
    );
  assert.deepEqual(of("confirm", state("done", [passed]), found), [
    'changes "Show what will change" -> changes',
    'again "Register again" off -> its own',
    again,
  ]);
  assert.deepEqual(
    of("confirm", state("done", [passed]), found, true)[1],
    'again "Register again" -> its own',
  );
});

test("a tenant is not offered for acceptance while the service runs as another account, or none was found", () => {
  const offers = (findings: readonly Finding[], of_: FormContext) =>
    of("confirm", state("todo", findings), of_).some((one) => one.startsWith("accept"));
  const found = { ...known, tenant };
  assert.ok(offers([passed], found));
  assert.ok(!offers([passed], known));
  assert.ok(!offers([{ ...passed, rule: "tenant" }], found));
  assert.ok(!offers([{ ...passed, verdict: "fail", fix: link }], found));
});

test("nothing that a step changes is done before its list was shown", () => {
  const every = (shown: boolean) =>
    Object.values(procedures).flatMap((of_) =>
      of_({ installerUrl: () => "https://download.contoso.com/agent.exe" }).flatMap((step) =>
        (["todo", "answered", "done"] as const).flatMap((kind) =>
          step
            .actions(state(kind, [stopped]), { ...known, changesShown: shown })
            .filter(({ does }) => does === "apply"),
        ),
      ),
    );
  assert.ok(every(false).length > 20);
  for (const action of every(false)) assert.ok(action.needs !== undefined, action.label);
  assert.ok(every(true).some((action) => action.needs === undefined));
});

test("what cannot be taken back, or asks for a password, is shown before it is done", () => {
  const shownFirst = (steps: readonly Step[], id: StepId, label: string, done: "done" | "answered") => {
    const step = steps.find((one) => one.id === id);
    const rows = (kind: "todo" | "done" | "answered", shown: boolean) =>
      buttons(step, state(kind), known, shown);
    const again = 'check "Check again" -> check';
    assert.deepEqual(rows("todo", false), [
      'changes "Show what will change"* -> changes',
      `apply "${label}" off -> apply`,
      again,
    ]);
    assert.deepEqual(rows("todo", true), [
      'changes "Show what will change" -> changes',
      `apply "${label}"* -> apply`,
      again,
    ]);
    for (const shown of [false, true])
      assert.deepEqual(rows(done, shown), [
        'changes "Show what will change" -> changes',
        `apply "${label}"${shown ? "" : " off"} -> apply`,
        again,
      ]);
  };
  shownFirst(uninstallSteps(), "uninstall", "Uninstall", "done");
  shownFirst(upgradeSteps({ installerUrl: () => "" }), "permissions", "Give the permissions", "answered");
});

test("permissions that somebody gave by hand are said so where a finding asks for them", () => {
  const step = upgradeSteps({ installerUrl: () => "" }).find(({ id }) => id === "permissions");
  const byHand = 'byHand "They were given by hand" -> its own';
  assert.ok(buttons(step, state("todo", [passed]), known).includes(byHand));
  assert.ok(!buttons(step, state("todo"), known).includes(byHand));
  assert.ok(!buttons(step, state("answered", [passed]), known).includes(byHand));
});

test("an undo is checked again, and says what it is", () => {
  const step = undo([]);
  assert.deepEqual(buttons(step, state("todo"), known), ['check "Check again" -> check']);
  assert.equal(step.introduction().length, 1);
});

test("the portal is one button away, and what a finding can mend is applied from here", () => {
  const portal = 'portal "Open the portal" -> link portal';
  const again = 'check "Check again" -> check';
  assert.deepEqual(of("verify", state("todo")), ['check "Check"* -> check', portal]);
  assert.deepEqual(of("verify", state("waiting", [passed])), [
    'seen "I see this server as active in the portal"* -> its own',
    again,
    portal,
  ]);
  const mend = (primary: string) => [
    `changes "Show what will change"${primary} -> changes`,
    'apply "Apply the chosen fixes" off -> apply',
  ];
  assert.deepEqual(of("verify", state("todo", [stopped])), [...mend("*"), again, portal]);
  assert.deepEqual(of("verify", state("done", [stopped])), [...mend(""), again, portal]);
  const left = { ...known, plan: { ...planned(), skippedFixes: ["service"] } };
  assert.deepEqual(of("verify", state("todo", [stopped]), left), [again, portal]);
  assert.deepEqual(of("verify", state("done", [{ ...stopped, fix: link }])), [again, portal]);
});
