/** What is said of domain controllers that are asked what they are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../../src/setup/finding.ts";
import { findingKey } from "../../../../src/setup/finding.ts";
import { controllerAnswers } from "../../../../src/setup/preflight/controllerAnswers.ts";
import { healthy, unread } from "../../support/facts.ts";
import { type Directory, goodDirectory, goodRootDse, networkOf, seen } from "../../support/networkFacts.ts";

const judged = (...directories: Directory[]): readonly Finding[] =>
  controllerAnswers({ ...healthy, network: seen(networkOf("global", { directories })) });
const verdicts = (findings: readonly Finding[]) => findings.map((one) => `${findingKey(one)} ${one.verdict}`);
const good = goodDirectory("dc1.contoso.com");
const failing = (
  outcome: "timedOut" | "reset" | "failed",
  message = "An existing connection was forcibly closed",
): Directory => ({
  host: "dc2.contoso.com",
  directory: { value: { outcome, ms: 5000, message } },
  again: [],
});

test("controllers that say what they should are one finding, with everything they said", () => {
  const [found, ...others] = judged(good, goodDirectory("dc2.contoso.com"));
  assert.deepEqual(others, []);
  assert.ok(found?.verdict === "pass");
  assert.deepEqual(found.evidence[0], {
    name: "dc1.contoso.com",
    value:
      "2 ms (median of 5); site Paris; domain contoso.com; level of Windows Server 2016; global catalog; clock 0 seconds from this server's",
  });
  assert.equal(found.evidence.length, 2);
});

test("what a controller did not say is left out, and what is out of the ordinary is said", () => {
  const silent = goodDirectory("dc1.contoso.com", {
    ms: 500,
    serverName: null,
    defaultNamingContext: null,
    currentTime: null,
    isGlobalCatalogReady: null,
    domainControllerFunctionality: null,
    supportedCapabilities: [...goodRootDse("x").supportedCapabilities, "1.2.840.113556.1.4.1920"],
  });
  const [found] = judged(
    { ...silent, again: [{ outcome: "reset", ms: 1, message: "" }] },
    goodDirectory("dc2"),
  );
  assert.equal(
    found?.evidence[0]?.value,
    "500 ms, which is slow (median of 1); then it cuts the connection; read-only",
  );
});

test("one that does not answer, or not as it should, is a warning beside one that does, and a failure alone", () => {
  for (const [outcome, words] of [
    ["timedOut", /takes the connection and does not answer in time/u],
    ["reset", /cuts the connection/u],
    ["failed", /no answer that can be read\. An existing connection was forcibly closed/u],
  ] as const) {
    const beside = judged(good, failing(outcome));
    assert.deepEqual(verdicts(beside), [
      "controllerAnswers pass",
      "controllerAnswers:dc2.contoso.com warning",
    ]);
    assert.match(beside[1]?.summary ?? "", words);
    assert.ok(beside[1]?.verdict === "warning" && beside[1].fix.kind === "owner");
    assert.match(beside[1].fix.whatToAsk, /look at dc2\.contoso\.com/u);
    assert.deepEqual(beside[1].evidence, [
      { name: "Windows says", value: "An existing connection was forcibly closed" },
    ]);
    assert.deepEqual(verdicts(judged(failing(outcome))), ["controllerAnswers:dc2.contoso.com fail"]);
  }
});

test("a time-out of which Windows says nothing has no evidence without a word", () => {
  assert.deepEqual(judged(failing("timedOut", ""))[0]?.evidence, [{ name: "Time", value: "5000 ms" }]);
});

test("each doubt is said, with what it is about, and all of one controller in one finding", () => {
  const doubtful = (change: Parameters<typeof goodDirectory>[1]) =>
    judged(good, goodDirectory("dc2.contoso.com", change))[1]?.summary ?? "";
  assert.match(
    doubtful({ dnsHostName: "dc9.contoso.com" }),
    /another controller answers there: dc9\.contoso\.com/u,
  );
  assert.match(doubtful({ supportedCapabilities: [] }), /no domain controller of Active Directory/u);
  assert.match(doubtful({ currentTime: "20261124151532.0Z" }), /clock is \+600 seconds from this server's/u);
  assert.match(doubtful({ currentTime: "20261124145532.0Z" }), /clock is -600 seconds from this server's/u);
  assert.match(doubtful({ isSynchronized: "FALSE" }), /has not replicated yet/u);
  assert.match(doubtful({ supportedSASLMechanisms: [] }), /does not offer Kerberos/u);
  const both = judged(
    good,
    goodDirectory("dc2.contoso.com", { isSynchronized: "FALSE", dnsHostName: "dc9" }),
  );
  assert.equal(both.length, 2);
  assert.match(both[1]?.summary ?? "", /dc9; it has not replicated/u);
  assert.match(both[1]?.evidence[0]?.value ?? "", /median of 5/u);
});

test("where every one that answers is slow that is a warning; one that is quick is enough", () => {
  const slow = {
    ...goodDirectory("dc2.contoso.com", { ms: 300 }),
    again: [300, 310].map((ms) => ({ outcome: "ok" as const, ms })),
  };
  const found = judged(slow);
  assert.deepEqual(verdicts(found), ["controllerAnswers warning"]);
  assert.ok(found[0]?.verdict === "warning" && found[0].fix.kind === "owner");
  assert.match(found[0].evidence[0]?.value ?? "", /300 ms, which is slow/u);
  assert.deepEqual(verdicts(judged(slow, good)), ["controllerAnswers pass"]);
  assert.deepEqual(verdicts(judged(slow, failing("reset"))), [
    "controllerAnswers warning",
    "controllerAnswers:dc2.contoso.com warning",
  ]);
});

test("one that is not even connected to is its port's affair; what could not be read is not known", () => {
  assert.deepEqual(judged({ ...good, directory: { unread: "Not tried: an earlier phase failed." } }), []);
  assert.deepEqual(judged(), []);
  const network = { ...healthy.network, controllerProbes: unread };
  assert.deepEqual(verdicts(controllerAnswers({ ...healthy, network })), ["controllerAnswers unknown"]);
});
