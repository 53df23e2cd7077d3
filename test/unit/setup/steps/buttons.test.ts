/** Which buttons a step has in which state: the way on is the primary one, and what cannot be done yet is off. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { overNetwork } from "../../../../src/setup/reachWords.ts";
import { getAgentFacts } from "../../../../src/setup/operations/agent.ts";
import { getServerFacts } from "../../../../src/setup/operations/server.ts";
import type { Finding } from "../../../../src/setup/finding.ts";
import { emptyPlan, parsePlan } from "../../../../src/setup/plan.ts";
import { tls } from "../../../../src/setup/preflight/tls.ts";
import type { StepState } from "../../../../src/setup/stepState.ts";
import type { FormContext, Step, StepId } from "../../../../src/setup/step.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { undo } from "../../../../src/setup/steps/undo.ts";
import { buttons } from "../../support/brief.ts";
import {
  healthyServer,
  registeredAgent,
  unread,
  factsWith,
  healthyTls,
  tenant,
} from "../../support/facts.ts";
import { readOf, formContext, planned } from "../../support/scriptedServer.ts";

const at = "2026-11-24T12:00:00.000Z";
const steps = procedures.install.steps;
const known = formContext(planned());
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
const mendable = { kind: "operation", label: "x", calls: [] } as const;
const stopped: Finding = { ...passed, rule: "service", verdict: "fail", fix: mendable };
const link = { kind: "link", link: "install", whatToDo: "x" } as const;

test("the server is connected to, and connected to again", () => {
  assert.deepEqual(of("server", state("todo")), ["check* -> check"]);
  assert.deepEqual(of("server", state("done")), ["check -> check"]);
});

test("prerequisites are checked first; then what can be fixed is, and a restart is offered where one is due", () => {
  const findings = tls(factsWith({ tls: { ...healthyTls, clientEnabled: { value: 0 } } }));
  const again = "check -> check";
  const changes = "changes -> changes";
  assert.deepEqual(of("prerequisites", state("todo")), ["check* -> check"]);
  assert.deepEqual(of("prerequisites", state("todo", findings)), [
    "changes* -> changes",
    "apply off -> apply",
    again,
  ]);
  assert.deepEqual(of("prerequisites", state("todo", findings), known, true), [
    changes,
    "apply* -> apply",
    again,
  ]);
  assert.deepEqual(of("prerequisites", state("done", findings), known, true), [
    changes,
    "apply -> apply",
    again,
  ]);
  const left = { ...known, plan: { ...known.plan, skippedFixes: ["tls:client"] } };
  assert.deepEqual(of("prerequisites", state("todo", findings), left), [again]);
  assert.deepEqual(of("prerequisites", state("waiting", [passed])), ["restart* -> restart [SYNC01]", again]);
  assert.deepEqual(of("prerequisites", state("waiting")), ["restart* -> restart [SYNC01]", "check -> check"]);
});

test("the installer is got only after the licence was accepted and the list shown, by download or by a copy of the file", () => {
  const changes = (star = "") => `changes${star} -> changes`;
  const rest = ["check -> check", "portal -> link portal"];
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
      `apply${shown ? "*" : ""} off -> apply`,
      ...rest,
    ]);
  assert.deepEqual(of("download", state("todo"), said("licence")), [
    changes("*"),
    "apply off -> apply",
    ...rest,
  ]);
  assert.deepEqual(of("download", state("todo"), said("licence"), true), [
    changes(),
    "apply* -> apply",
    ...rest,
  ]);
  assert.deepEqual(of("download", state("done"), said("licence")), rest, "there is nothing to do");
  const file = parsePlan({ installer: { source: "file", path: "C:\\Temp\\agent.exe" } }, "test");
  assert.equal(of("download", state("todo"), { ...said("licence"), plan: file }, true)[1], "apply* -> apply");
  // Another file may lie there meanwhile.
  const again = (shown: boolean) =>
    of("download", state("done"), { ...said("licence"), plan: file }, shown).slice(0, 2);
  assert.deepEqual(again(false), [changes(), "apply off -> again"]);
  assert.deepEqual(again(true), [changes(), "apply -> again"]);
});

test("the agent is installed once, after the list, and the restart it asked for is offered", () => {
  const again = "check -> check";
  assert.deepEqual(of("install", state("todo")), ["changes* -> changes", "apply off -> apply", again]);
  assert.deepEqual(of("install", state("todo"), known, true), [
    "changes -> changes",
    "apply* -> apply",
    again,
  ]);
  assert.deepEqual(of("install", state("done")), [again]);
  assert.deepEqual(of("install", state("waiting")), ["restart* -> restart [SYNC01]", again]);
});

test("the service account is chosen in the form; its button only looks", () => {
  assert.deepEqual(of("serviceAccount", state("todo")), ["check* -> check"]);
});

test("a proposed domain is used with one button, off while it or its administrator is not known", () => {
  const again = "check -> check";
  const use = (seen: { domain?: string; user?: string }, now = state("todo")) => {
    const domain = seen.domain === undefined ? unread : { value: { joined: true, name: seen.domain } };
    const facts = readOf([getServerFacts, { ...healthyServer, domain, user: seen.user ?? "" }]);
    return of("directory", now, formContext(emptyPlan(), { facts }));
  };
  const [domain, user] = ["contoso.com", "CONTOSO\\ada"];
  assert.deepEqual(use({ domain, user }), ["use* -> apply", again]);
  assert.deepEqual(use({ domain, user }, state("answered")), ["use -> apply", again]);
  for (const less of [{}, { domain }, { user }, { domain: "WORKGROUP", user }, { domain, user: "ada" }])
    assert.deepEqual(use(less), ["use* off -> apply", again], JSON.stringify(less));
});

test("registration asks to show the changes, then to confirm, then to accept the tenant that was found", () => {
  const again = "check -> check";
  const found = {
    ...known,
    facts: readOf([getAgentFacts, registeredAgent]),
  };
  assert.deepEqual(of("confirm", state("todo")), ["changes* -> changes", "apply off -> apply", again]);
  assert.deepEqual(of("confirm", state("todo"), known, true), [
    "changes -> changes",
    "apply* -> apply",
    again,
  ]);
  for (const shown of [false, true])
    assert.deepEqual(
      of("confirm", state("waiting"), known, shown).filter((one) => one.includes("*")),
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
        `accept* -> tenant [Accept tenant ${tenant} and contoso.com, fabrikam.com]`,
        "changes -> changes",
        `again${off} -> registerAgain [SYNC01]`,
        again,
      ],
    );
  assert.deepEqual(of("confirm", state("done", [passed]), found), [
    "changes -> changes",
    "again off -> registerAgain [SYNC01]",
    again,
  ]);
  assert.deepEqual(of("confirm", state("done", [passed]), found, true)[1], "again -> registerAgain [SYNC01]");
});

test("what is accepted stands on the button: the tenant and every domain; and no two buttons of a step look alike", () => {
  const domains = [...known.plan.domains, { name: "fabrikam.com", preferredDomainControllers: [] }];
  const found = {
    ...known,
    facts: readOf([getAgentFacts, registeredAgent]),
    plan: { ...known.plan, domains },
  };
  const actions = steps
    .find(({ id }) => id === "confirm")
    ?.actions(state("todo", [passed]), { ...found, changesShown: true });
  const label = actions?.find(({ id }) => id === "accept")?.label ?? "";
  for (const one of [tenant, "contoso.com", "fabrikam.com"]) assert.ok(label.includes(one), label);
  for (const step of steps)
    for (const kind of ["todo", "answered", "waiting", "done"] as const) {
      const labels: readonly string[] = step
        .actions(state(kind, [stopped]), { ...found, changesShown: true })
        .map((one) => one.label);
      assert.equal(new Set(labels).size, labels.length, labels.join(", "));
      assert.ok(labels.every((one) => one !== ""));
    }
});

test("a tenant is not offered for acceptance while the service runs as another account, or none was found", () => {
  const offers = (findings: readonly Finding[], of_: FormContext) =>
    of("confirm", state("todo", findings), of_).some((one) => one.startsWith("accept"));
  const found = {
    ...known,
    facts: readOf([getAgentFacts, registeredAgent]),
  };
  assert.ok(offers([passed], found));
  assert.ok(!offers([passed], known));
  assert.ok(!offers([{ ...passed, rule: "tenant" }], found));
  assert.ok(!offers([{ ...passed, verdict: "fail", fix: link }], found));
});

test("nothing that a step changes is done before its list was shown", () => {
  const every = (shown: boolean) =>
    Object.values(procedures).flatMap((procedure) =>
      procedure.steps.flatMap((step) =>
        (["todo", "answered", "done"] as const).flatMap((kind) =>
          step
            .actions(state(kind, [stopped]), { ...known, procedure, changesShown: shown })
            .filter(
              ({ id, does }) => step.changes && (does === "apply" || does === "again" || id === "again"),
            ),
        ),
      ),
    );
  assert.ok(every(false).length > 20);
  for (const action of every(false)) assert.ok(action.needs !== undefined, action.label);
  assert.ok(every(true).some((action) => action.needs === undefined));
});

test("what cannot be taken back, or asks for a password, is shown before it is done", () => {
  const shownFirst = (steps: readonly Step[], id: StepId, done: "done" | "answered") => {
    const step = steps.find((one) => one.id === id);
    const rows = (kind: "todo" | "done" | "answered", shown: boolean) =>
      buttons(step, state(kind), known, shown);
    const again = "check -> check";
    assert.deepEqual(rows("todo", false), ["changes* -> changes", `apply off -> apply`, again]);
    assert.deepEqual(rows("todo", true), ["changes -> changes", `apply* -> apply`, again]);
    for (const shown of [false, true])
      assert.deepEqual(rows(done, shown), [
        "changes -> changes",
        `apply${shown ? "" : " off"} -> apply`,
        again,
      ]);
  };
  shownFirst(procedures.uninstall.steps, "uninstall", "done");
  shownFirst(procedures.upgrade.steps, "permissions", "answered");
});

test("permissions that somebody gave by hand are said so where a finding asks for them", () => {
  const step = procedures.upgrade.steps.find(({ id }) => id === "permissions");
  const byHand =
    "byHand -> givenByHand [provAgentgMSA (pGMSA_...$); BasicRead, PasswordHashSync; contoso.com]";
  assert.ok(buttons(step, state("todo", [passed]), known).includes(byHand));
  assert.ok(!buttons(step, state("todo"), known).includes(byHand));
  assert.ok(!buttons(step, state("answered", [passed]), known).includes(byHand));
});

test("an undo is checked again, and says what it is", () => {
  const step = undo([]);
  assert.deepEqual(buttons(step, state("todo"), known), ["check -> check"]);
  assert.equal(step.introduction(overNetwork).length, 1);
});

test("the portal is one button away, and what a finding can mend is applied from here", () => {
  const portal = "portal -> link portal";
  const again = "check -> check";
  assert.deepEqual(of("verify", state("todo")), ["check* -> check", portal]);
  assert.deepEqual(of("verify", state("waiting", [passed])), [
    "seen* -> seenInPortal [SYNC01]",
    again,
    portal,
  ]);
  const mend = (primary: string) => [`changes${primary} -> changes`, "apply off -> apply"];
  assert.deepEqual(of("verify", state("todo", [stopped])), [...mend("*"), again, portal]);
  assert.deepEqual(of("verify", state("done", [stopped])), [...mend(""), again, portal]);
  const left = { ...known, plan: { ...planned(), skippedFixes: ["service"] } };
  assert.deepEqual(of("verify", state("todo", [stopped]), left), [again, portal]);
  assert.deepEqual(of("verify", state("done", [{ ...stopped, fix: link }])), [again, portal]);
});
