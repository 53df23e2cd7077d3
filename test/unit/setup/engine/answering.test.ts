/** What a person says on a page: taken where it fits what is shown, ignored where that is there no more. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { intent } from "../../../../src/messages/intent.ts";
import { chosenFixes, findingKey, type Finding } from "../../../../src/setup/finding.ts";
import type { Step } from "../../../../src/setup/step.ts";
import { stepViewOf } from "../../../../src/ui/stepView.ts";
import { licenceText } from "../../../../src/setup/actions/fetchInstaller.ts";
import {
  goodInstaller,
  healthyPolicy,
  healthyTls,
  registeredAgent,
  tenant,
  unread,
} from "../../support/facts.ts";
import { kinds, ops, planned, script, testRun } from "../../support/scriptedServer.ts";

const weakTls = {
  ...healthyTls,
  clientEnabled: { value: 0 },
  strongCrypto: { value: null },
};

test("a fix is left out and taken in again by the finding's name, and the others stay", async () => {
  const { run } = testRun(script({ "Get-CloudSyncTlsFact": () => weakTls }));
  await run.check("prerequisites");
  const left = () => run.known.plan.skippedFixes;
  await run.choose("prerequisites", "tls:net", false);
  await run.choose("prerequisites", "tls:client", false);
  await run.choose("prerequisites", "tls:net", false);
  assert.deepEqual(left(), ["tls:client", "tls:net"]);
  await run.choose("prerequisites", "tls:client", true);
  assert.deepEqual(left(), ["tls:net"]);
});

test("only findings that the step shows are accepted, and only those whose fix is shown are chosen", async () => {
  const policy = { ...healthyPolicy, credentialManager: unread };
  const of = script({ "Get-CloudSyncTlsFact": () => weakTls, "Get-CloudSyncPolicyFact": () => policy });
  const at = testRun(of, { accepted: false });
  const { run } = at;
  await run.accept("prerequisites", "credentialManager");
  await run.choose("prerequisites", "tls:net", false);
  assert.deepEqual([at.events, at.saved, ops(of)], [[], [], []], "nothing is shown yet");
  await run.check("prerequisites");
  const { length } = at.events;
  const names = run.stateOf("prerequisites").findings.map(findingKey);
  const unknown = ["credentialManager"];
  const fixed = ["tls:client", "tls:net"];
  for (const name of ["nonsense", "tls:nonsense", "__proto__", "", ...names]) {
    if (!unknown.includes(name)) await run.accept("prerequisites", name);
    if (!fixed.includes(name)) await run.choose("prerequisites", name, false);
  }
  assert.deepEqual([at.events.length, at.saved], [length, []]);
  assert.deepEqual(run.known.attestations, []);
  await run.accept("prerequisites", "credentialManager");
  assert.equal(run.known.attestations.length, 1);
});

test("a step whose unknowns stand in nobody's way takes no acceptance", async () => {
  const at = testRun(script(), { accepted: false, plan: planned() });
  await at.run.check("directory");
  const [found] = at.run.stateOf("directory").findings;
  assert.equal(found?.verdict, "unknown");
  await at.run.accept("directory", findingKey(found));
  assert.deepEqual(at.run.known.attestations, []);
});

test("a text is agreed to once", async () => {
  const { run } = testRun(script(), { accepted: false });
  await run.answer("download", "licence", true);
  await run.answer("download", "licence", true);
  assert.equal(run.known.attestations.length, 1);
});

test("a finding about a text of any length can be left out of the plan by what the page shows of it", async () => {
  const long = (end: string) => `${" \u202Ehttp://proxy/".repeat(40)}${end}`;
  const found = (about: string): Finding => ({
    rule: "agentProxy",
    about,
    summary: "x",
    evidence: [],
    why: "x",
    source: "install",
    verdict: "warning",
    fix: { kind: "operation", label: "x", calls: [] },
  });
  const findings = ["a", "b", "c "].map((end) => found(long(end)));
  const step: Step = {
    id: "keepSettings",
    lines: [],
    title: () => "x",
    introduction: () => [],
    check: () => Promise.resolve({ kind: "todo", findings }),
    actions: () => [],
  };
  const { run } = testRun(script(), { steps: [step] });
  await run.check("keepSettings");
  const shown = stepViewOf(run, "keepSettings").findings;
  const [first] = shown.map(({ rule, about }) =>
    v.parse(intent, { kind: "fix", page: "prerequisites", rule, about, chosen: false }),
  );
  assert.ok(first?.kind === "fix");
  await run.choose("keepSettings", findingKey(first), false);
  assert.equal(chosenFixes(run.stateOf("keepSettings").findings, run.known.plan.skippedFixes).length, 2);
  assert.deepEqual(
    stepViewOf(run, "keepSettings").findings.map(({ fix }) => fix?.chosen),
    [false, true, true],
  );
});

test("an answer outdates what later steps were found to be, and nothing earlier", async () => {
  const of = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncRegisteredDomain": () => ({ domains: { value: ["contoso.com"] } }),
  });
  const { run } = testRun(of, { plan: { ...planned(), tenant } });
  await run.checkAll();
  const done = () => run.steps.filter(({ id }) => run.stateOf(id).kind === "done").map(({ id }) => id);
  const before = done();
  assert.ok(before.includes("prerequisites") && before.includes("confirm"));
  await run.answer("serviceAccount", "kind", "custom");
  assert.equal(run.stateOf("confirm").kind, "stale", "the account is another one");
  assert.equal(run.stateOf("prerequisites").kind, "done");
  await run.answer("server", "cloud", "usGov");
  assert.deepEqual(done(), ["server"], "other hosts must be reached");
});

test("a check follows an answer only where answering is all the step does, and the answer fits", async () => {
  const of = script();
  const { run } = testRun(of);
  await run.answer("download", "url", "https://mirror.contoso.com/agent.exe");
  await run.answer("serviceAccount", "kind", "something");
  assert.deepEqual(ops(of), []);
  await run.answer("serviceAccount", "kind", "create");
  assert.deepEqual(ops(of), ["Get-CloudSyncAgentFact", "Get-CloudSyncServerFact"]);
});

test("what is agreed to on a page stands in the record as a yes, with the words that were shown, as one given in a box does", async () => {
  const of = script({ "Get-CloudSyncInstallerFact": () => goodInstaller });
  const at = testRun(of, { accepted: false });
  const yeses = () =>
    at.events.flatMap((event) => (event.kind === "consented" ? [[event.id, event.about, event.text]] : []));
  await at.run.answer("download", "licence", true);
  const words = `I accept the licence terms\n\n${licenceText()}`;
  assert.deepEqual(yeses(), [["licence", "", words]]);
  assert.deepEqual(kinds(at, "download"), ["consented", "said"]);
  await at.run.check("download");
  const open = at.run.stateOf("download").findings.find(({ verdict }) => verdict === "unknown");
  assert.ok(open);
  await at.run.accept("download", findingKey(open));
  assert.deepEqual(yeses().slice(1), [["unknown", findingKey(open), `${open.summary}\n\n${open.why}`]]);
});
