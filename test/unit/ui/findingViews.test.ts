/** What the page is given of a finding, to the letter. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding, Fix } from "../../../src/setup/finding.ts";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import { clockTime } from "../../../src/setup/values/moments.ts";
import { about, fixable, found, noon, notKnown, runOf, stepOf, viewOf } from "../support/shownStep.ts";

const acceptance = (by: string, finding: string): JournalEvent => ({
  at: noon,
  by,
  server: "SYNC01",
  step: "prerequisites",
  kind: "said",
  statement: { about: "unknown", finding },
});

test("a finding stands with its verdict, its evidence, why, and the page that it comes from", async () => {
  const at = runOf(stepOf({ found: found({ ...about("first", "host"), verdict: "pass" }) }));
  await at.run.check("prerequisites");
  assert.deepEqual(viewOf(at).findings, [
    {
      rule: "first",
      about: "host",
      verdict: "pass",
      summary: "Summary of first",
      why: "Why first",
      evidence: [{ name: "Name of first", value: "Value of first" }],
      source: { id: "prerequisites", label: "Where this comes from" },
    },
  ]);
});

test("a fix of ours is chosen until it is left out by its name; another's is advice with its link or its command", async () => {
  const advice = (fix: Fix): Finding => ({
    ...about(fix.kind),
    verdict: "warning",
    fix,
  });
  const at = runOf(
    stepOf({
      found: found(
        fixable,
        advice({ kind: "command", runOn: "DC1", text: "Set-It" }),
        advice({ kind: "command", runOn: "DC1", text: "Set-It", warning: "It takes away." }),
        advice({ kind: "owner", owner: "Network", whatToAsk: "Ask them." }),
        advice({ kind: "link", link: "serviceAccount", whatToDo: "Read it." }),
      ),
    }),
  );
  await at.run.check("prerequisites");
  const [first, ...others] = viewOf(at).findings;
  assert.deepEqual(first?.fix, { label: "Turn it on", chosen: true });
  assert.equal(first.advice, undefined);
  assert.deepEqual(
    others.map(({ advice: one, fix }) => [one, fix]),
    [
      [{ text: "Run on DC1:", command: "Set-It" }, undefined],
      [{ text: "It takes away. Run on DC1:", command: "Set-It" }, undefined],
      [{ text: "Owned by Network. Ask them." }, undefined],
      [{ text: "Read it.", link: "serviceAccount" }, undefined],
    ],
  );
  await at.run.choose("prerequisites", "tls:net", false);
  assert.equal(viewOf(at).findings[0]?.fix?.chosen, false);
});

test("what is not known asks to be accepted where it stands in the way, and says who accepted it and when", async () => {
  const step = stepOf({ found: found(notKnown, fixable), acceptsUnknown: true });
  const at = runOf(step);
  await at.run.check("prerequisites");
  const label = "Accept that this is not known";
  const acceptances = () => viewOf(at).findings.map((one) => one.acceptance);
  assert.deepEqual(acceptances(), [{ label }, undefined]);
  await at.run.accept("prerequisites", "policy");
  assert.deepEqual(acceptances(), [{ label, accepted: `Accepted by ada, ${clockTime(noon)}` }, undefined]);

  const other = runOf(stepOf({ found: found(notKnown, fixable) }));
  await other.run.check("prerequisites");
  assert.deepEqual(
    viewOf(other).findings.map((one) => one.acceptance),
    [undefined, undefined],
  );
});

test("an acceptance counts for its own finding only, and the last one is told", async () => {
  const events = [acceptance("bob", "other"), acceptance("bob", "policy"), acceptance("eve", "policy")];
  const at = runOf(stepOf({ found: found(notKnown), acceptsUnknown: true }), { events });
  await at.run.check("prerequisites");
  assert.equal(viewOf(at).findings[0]?.acceptance?.accepted, `Accepted by eve, ${clockTime(noon)}`);
  const stranger = runOf(stepOf({ found: found(notKnown), acceptsUnknown: true }), {
    events: events.slice(0, 1),
  });
  await stranger.run.check("prerequisites");
  assert.equal(viewOf(stranger).findings[0]?.acceptance?.accepted, undefined);
});
