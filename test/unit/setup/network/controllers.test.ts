/** What a domain controller says of itself, and what of it makes one doubt. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AnsweringController,
  controllersSeen,
  type Doubt,
  longestSkewMs,
  median,
  millisecondsOf,
  siteOf,
  slowMs,
} from "../../../../src/setup/network/controllers.ts";
import { type Directory, goodDirectory, goodRootDse, type RootDse } from "../../support/networkFacts.ts";

const seenOf = (directory: Directory) => controllersSeen({ ports: [], directories: [directory] })[0];
const answered = (directory: Directory): AnsweringController => {
  const seen = seenOf(directory);
  assert.ok(seen?.kind === "answers", JSON.stringify(seen));
  return seen;
};
const host = "dc1.contoso.com";
const saying = (change: Partial<RootDse>) => answered(goodDirectory(host, change));
const doubts = (change: Partial<RootDse>): readonly Doubt["kind"][] =>
  saying(change).doubts.map(({ kind }) => kind);

test("the median is the middle one, or the mean of both; of none there is none", () => {
  assert.equal(median([5]), 5);
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([10, 1, 2, 4]), 3);
  assert.equal(median([100, 20, 3]), 20, "as numbers, not as texts");
  assert.ok(Number.isNaN(median([])));
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2], "what is given stays in its order");
});

test("a generalized time is a moment in UTC, with a fraction or without; anything else is none", () => {
  const at = Date.UTC(2026, 10, 30, 18, 12, 13);
  for (const one of ["20261130181213.0Z", "20261130181213Z", "20261130181213,5Z"])
    assert.equal(millisecondsOf(one), at, one);
  for (const one of [
    "",
    "20261130181213.0+0100",
    "20261330181213.0Z",
    "2026113018.0Z",
    " 20261130181213.0Z",
    "20261130181213.Z",
    "x",
  ])
    assert.equal(millisecondsOf(one), undefined, one);
});

test("the site is the name above the servers, without what escapes its signs; another name has none", () => {
  const named = (site: string) =>
    siteOf(`CN=DC1,CN=Servers,CN=${site},CN=Sites,CN=Configuration,DC=contoso,DC=com`);
  assert.equal(named("Paris"), "Paris");
  assert.equal(named("Paris\\, Nord"), "Paris, Nord");
  assert.equal(named("M\\C3\\BCnchen"), "M\u00fcnchen");
  assert.equal(siteOf("cn=DC\\,1,cn=servers,cn=Lyon,cn=sites,dc=x"), "Lyon");
  for (const none of [
    "",
    "CN=DC1",
    "CN=DC1,CN=Servers,CN=Paris",
    "CN=DC1,OU=Domain Controllers,DC=contoso,DC=com",
  ])
    assert.equal(siteOf(none), undefined, none);
});

test("a controller that is as it should be is told whole, without a doubt", () => {
  assert.deepEqual(saying({}), {
    kind: "answers",
    host,
    medianMs: 2,
    answers: 5,
    stopped: undefined,
    site: "Paris",
    domain: "contoso.com",
    level: "Windows Server 2016",
    isReadOnly: false,
    isGlobalCatalog: true,
    secondsAhead: -0,
    isSlow: false,
    doubts: [],
  });
});

test("what it does not say, or says so that nobody understands it, is not known, and no doubt", () => {
  const nothing = saying({
    dnsHostName: null,
    serverName: null,
    defaultNamingContext: null,
    currentTime: null,
    isGlobalCatalogReady: null,
    isSynchronized: null,
    domainControllerFunctionality: null,
  });
  const { site, domain, level, secondsAhead, isGlobalCatalog, doubts: none } = nothing;
  assert.deepEqual(
    { site, domain, level, secondsAhead, isGlobalCatalog, none },
    {
      site: undefined,
      domain: undefined,
      level: undefined,
      secondsAhead: undefined,
      isGlobalCatalog: false,
      none: [],
    },
  );
  const strange = saying({
    serverName: "\u0000",
    defaultNamingContext: "OU=x,DC=contoso",
    currentTime: "now",
    domainControllerFunctionality: "42",
  });
  assert.deepEqual(
    [strange.site, strange.domain, strange.level, strange.secondsAhead],
    [undefined, undefined, "42", undefined],
  );
});

test("a read-only controller is known by its capability, and another directory by what it lacks", () => {
  const { supportedCapabilities } = goodRootDse(host);
  const readOnly = saying({ supportedCapabilities: [...supportedCapabilities, "1.2.840.113556.1.4.1920"] });
  assert.deepEqual([readOnly.isReadOnly, readOnly.doubts], [true, []]);
  assert.deepEqual(doubts({ supportedCapabilities: ["1.2.840.113556.1.4.1851"] }), ["noController"]);
  assert.deepEqual(doubts({ supportedCapabilities: [] }), ["noController"]);
});

test("the name it calls itself is the one it was asked by, in any case, in short, with a dot at the end, or by its address", () => {
  const asked = (name: string, own: string | null) =>
    answered({ ...goodDirectory(name, { dnsHostName: own }), host: name }).doubts;
  for (const [name, own] of [
    ["dc1.contoso.com", "DC1.Contoso.com"],
    ["dc1.contoso.com.", "dc1.contoso.com"],
    ["DC1", "dc1.contoso.com"],
    ["10.0.0.1", "dc1.contoso.com"],
    ["fd00::1", "dc1.contoso.com"],
    ["dc1.contoso.com", null],
  ] as const)
    assert.deepEqual(asked(name, own), [], name);
  for (const [name, own] of [
    ["dc1.contoso.com", "dc2.contoso.com"],
    ["dc1.contoso.com", "dc1.fabrikam.com"],
    ["dc1.contoso.com", "dc1"],
    ["DC1", "dc11.contoso.com"],
    ["dc1.contoso.com", ""],
  ] as const)
    assert.deepEqual(asked(name, own), [{ kind: "otherName", name: own }], `${name} ${own}`);
});

test("a clock is off from five minutes on, whichever way, measured half-way between question and answer", () => {
  const at = Date.parse(goodRootDse(host).at);
  const off = (seconds: number) => {
    const text = new Date(at + seconds * 1000)
      .toISOString()
      .replace(/[-:T]/gu, "")
      .replace(/\.\d+Z/u, ".0Z");
    return saying({ currentTime: text });
  };
  const limit = longestSkewMs / 1000;
  for (const seconds of [limit + 1, -limit - 1, 86_400]) {
    const { doubts: found, secondsAhead = 0 } = off(seconds);
    assert.deepEqual(found, [{ kind: "clockOff", seconds: secondsAhead }]);
    // It tells whole seconds.
    assert.ok(Math.abs(secondsAhead - seconds) <= 1, String(secondsAhead));
  }
  for (const seconds of [0, limit - 2, 2 - limit]) assert.deepEqual(off(seconds).doubts, [], String(seconds));
  assert.equal(limit, 300);
});

test("one that has not replicated, or does not offer Kerberos, is doubted", () => {
  assert.deepEqual(doubts({ isSynchronized: "FALSE" }), ["notSynchronized"]);
  assert.deepEqual(doubts({ supportedSASLMechanisms: ["EXTERNAL", "DIGEST-MD5"] }), ["noKerberos"]);
  assert.deepEqual(doubts({ supportedSASLMechanisms: ["GSS-SPNEGO"] }), []);
  assert.equal(saying({ isGlobalCatalogReady: "FALSE" }).isGlobalCatalog, false);
});

test("it is slow by the median of the answers that came, and says what stopped the others", () => {
  const ok = (ms: number) => ({ outcome: "ok" as const, ms });
  const slow = answered({ ...goodDirectory(host, { ms: 900 }), again: [ok(slowMs), ok(slowMs)] });
  assert.deepEqual([slow.isSlow, slow.medianMs], [true, slowMs]);
  const once = answered({ ...goodDirectory(host, { ms: 900 }), again: [ok(slowMs - 1), ok(slowMs - 1)] });
  assert.equal(once.isSlow, false, "a slow first answer is one of several");
  const failure = { outcome: "reset" as const, ms: 5, message: "reset" };
  const dying = answered({ ...goodDirectory(host), again: [ok(4), failure] });
  assert.deepEqual([dying.stopped, dying.answers, dying.medianMs, dying.doubts], [failure, 2, 3.5, []]);
  const alone = answered({ ...goodDirectory(host), again: [] });
  assert.deepEqual([alone.answers, alone.medianMs], [1, 3]);
});

test("one that fails to answer is told with how, and one that was not connected to as that", () => {
  const failure = { outcome: "timedOut" as const, ms: 5000, message: "" };
  assert.deepEqual(seenOf({ host, directory: { value: failure }, again: [] }), {
    kind: "failed",
    host,
    failure,
  });
  assert.deepEqual(seenOf({ host, directory: { unread: "Not tried" }, again: [] }), {
    kind: "notAsked",
    host,
  });
});
