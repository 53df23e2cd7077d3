/** Why nothing came of a question to a directory, in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  directoryProblem,
  failureWords,
  knownResultCodes,
} from "../../../../src/setup/directory/directoryProblem.ts";
import { knownSignInNumbers } from "../../../../src/setup/directory/signInWords.ts";
import { failureReasons, type DirectoryFailure } from "../../../../src/setup/operations/directory.ts";
import { failedWith } from "../../support/recordedDirectory/recorded.ts";

const asked = { who: "CONTOSO\\ada", where: "dc1.contoso.lan", now: "2026-11-30T18:00:00.000Z" };
const problemOf = (change: Partial<DirectoryFailure>, more: Partial<typeof asked> = {}) =>
  directoryProblem(failedWith(change), { ...asked, ...more });
const whole = ({ happened, means, next }: ReturnType<typeof problemOf>) => {
  assert.ok(happened !== "" && means !== "" && next.length > 0, happened);
  assert.doesNotMatch([happened, means, ...next].join(" "), /\{\d\}/u, "each placeholder is filled");
  return [happened, means, ...next].join(" ");
};

test("each of Active Directory's numbers has words of its own, with whose account it is and where", () => {
  assert.deepEqual(
    knownSignInNumbers,
    ["525", "530", "531", "532", "533", "701", "773", "775", "52e", "52f"],
    "numbers first, as an object has them",
  );
  const said = knownSignInNumbers.map((data) => {
    const problem = problemOf({ stage: "bind", code: 49, data });
    assert.equal(problem.code, "directorySignIn");
    assert.match(problem.happened, /CONTOSO\\ada/u);
    assert.match(problem.happened, /dc1\.contoso\.lan/u);
    return whole(problem);
  });
  assert.equal(new Set(said).size, said.length);
});

test("where a wrong password counts, that is said; where another try fails alike, that", () => {
  const means = (data: string | null) => problemOf({ stage: "bind", code: 49, data }).means;
  for (const data of ["52e", null, "80090"]) assert.match(means(data), /account is locked for everybody/u);
  for (const data of ["530", "531", "532", "533", "701", "773"])
    assert.match(means(data), /another try with the same password fails/u, data);
  assert.match(means("775"), /right one is refused too/u);
  assert.match(means("525"), /No password was compared/u);
});

test("a number in capitals is the same, one that is not known is named, and one of every object's names is none", () => {
  const happened = (data: string | null) => problemOf({ stage: "bind", code: 49, data }).happened;
  assert.equal(happened("52E"), happened("52e"));
  assert.match(happened("51f"), /error 0x51f of Windows/u);
  assert.match(happened("constructor"), /error 0xconstructor/u);
  assert.doesNotMatch(happened(null), /0x/u);
  assert.equal(problemOf({ stage: "bind" }).happened, happened(null));
});

test("each code of LDAP has words of its own, and tells whether a later try may be answered", () => {
  for (const code of [1, 3, 4, 8, 10, 11, 32, 34, 50, 51, 52, 53, 80, 81, 85])
    assert.ok(knownResultCodes.includes(code), String(code));
  const said = knownResultCodes.map((code) => whole(problemOf({ code })));
  // A limit of size is a limit of the administrator's, and a time-out is one, whoever counts the time.
  assert.equal(new Set(said).size, said.length - 3);
  for (const code of [3, 51, 52, 81, 85]) assert.equal(problemOf({ code }).notNow, true, String(code));
  for (const code of [1, 4, 8, 10, 32, 34, 50])
    assert.equal(problemOf({ code }).notNow, undefined, String(code));
  assert.equal(problemOf({ code: 8 }).code, "directoryNotSecure");
  assert.match(problemOf({ code: 50 }).happened, /CONTOSO\\ada/u);
  assert.match(problemOf({ code: 10 }).next.join(), /global catalog/u);
});

test("where nothing was said, it is how far it came; a code that is not known is no other", () => {
  const stages = ["lookup", "connect", "secure", "bind", "search", "modify"] as const;
  const said = stages.map((stage) => whole(problemOf({ stage })));
  assert.equal(new Set(said).size, stages.length);
  assert.deepEqual(
    stages.map((stage) => problemOf({ stage }).code),
    [
      "directoryUnreachable",
      "directoryUnreachable",
      "directoryNotSecure",
      "directorySignIn",
      "directoryRefused",
      "directoryRefused",
    ],
  );
  for (const code of [2, 99, -1]) assert.equal(problemOf({ code }).happened, problemOf({}).happened);
});

test("without a code it is what the connection ended in, before how far it came", () => {
  const happened = (reason: DirectoryFailure["reason"]) => problemOf({ stage: "connect", reason }).happened;
  const reasons = ["notFound", "timedOut", "refused", "reset", "notPossible", "other"] as const;
  assert.equal(new Set(reasons.map(happened)).size, reasons.length);
  for (const reason of reasons) whole(problemOf({ stage: "connect", reason }));
  assert.match(happened("timedOut"), /did not answer in time/u);
  assert.match(happened("refused"), /takes no connection/u);
  assert.match(happened("reset"), /is lost/u);
  assert.equal(problemOf({ reason: "notPossible" }).code, "directoryNotSecure");
  for (const reason of ["answered", "certificate", "other"] as const)
    assert.equal(happened(reason), problemOf({ stage: "connect" }).happened, reason);
  assert.match(
    problemOf({ stage: "bind", reason: "timedOut", code: 49, data: "775" }).happened,
    /is locked/u,
  );
});

const certificate = {
  subject: "CN=dc1.contoso.lan",
  issuer: "CN=Contoso CA",
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2027-01-01T00:00:00.000Z",
  names: ["dc1.contoso.lan", "*.emea.contoso.lan"],
};

test("a certificate that is not accepted is shown, with what is to be seen wrong in it", () => {
  const of = (change: Partial<typeof certificate>, where = asked.where) =>
    problemOf({ stage: "secure", certificate: { ...certificate, ...change } }, { where });
  for (const part of [
    /CN=dc1\.contoso\.lan/u,
    /given by CN=Contoso CA/u,
    /2026-01-01T/u,
    /2027-01-01T/u,
    /No password/u,
  ])
    assert.match(of({}).means, part);
  assert.equal(of({}).code, "directoryNotSecure");
  assert.match(of({}).means, /Nobody who is trusted/u);
  assert.match(of({}).next.join(), /authority CN=Contoso CA/u);
  assert.match(of({ notAfter: "2026-11-30T17:59:59.000Z" }).means, /It ended 2026-11-30T17:59:59/u);
  assert.match(of({ notBefore: "2026-12-01T00:00:00.000Z" }).means, /It begins 2026-12-01/u);
  assert.match(of({}, "127.0.0.1").means, /not for 127\.0\.0\.1, but for: dc1\.contoso\.lan/u);
  assert.match(of({}, "127.0.0.1").next.join(), /connect by a name that the certificate is for/u);
  assert.match(of({ names: [] }).means, /but for: \(none\)/u);
  assert.equal(of({ names: [] }).next.length, 1);
  for (const part of [of({}, "DC1.CONTOSO.LAN"), of({}, "dc9.emea.contoso.lan")])
    assert.match(part.means, /Nobody who is trusted/u);
  for (const where of ["emea.contoso.lan", "a.b.emea.contoso.lan", "x"])
    assert.match(of({}, where).means, /It is not for/u, where);
});

test("the directory's own words are part of it, and no more of them than a person reads", () => {
  const problem = problemOf({ code: 80, message: " 000020D6: SvcErr " });
  assert.match(problem.means, /The directory said: 000020D6: SvcErr$/u);
  assert.match(problem.raw ?? "", /SvcErr/u);
  assert.ok(problemOf({ message: "x".repeat(100_000) }).means.length < 1000);
  assert.doesNotMatch(problemOf({}).means, /The directory said/u);
});

test("what a machine says of a directory that it did not reach is not the directory's word", () => {
  const failed = failedWith({ stage: "lookup", reason: "notFound", message: "no such name" });
  assert.equal(failureWords(failed), "The directory is not found in DNS. Whoever asked saw: no such name");
  const { means } = directoryProblem(failed, asked);
  assert.match(means, / Whoever asked saw: no such name$/u);
  const answered = failedWith({ reason: "answered", message: "no" });
  assert.match(failureWords(answered), / It said: no$/u);
});

test("in one sentence it says the same, for what could not be read", () => {
  assert.equal(failureWords(failedWith({ code: 51 })), "The directory is busy.");
  assert.match(failureWords(failedWith({ stage: "secure", certificate })), /^No secret connection/u);
});

test("whoever is the session has no name in it", () => {
  const problem = directoryProblem(failedWith({ code: 50 }), { ...asked, who: null });
  assert.match(problem.happened, /the user of the session/u);
});

test("no failure throws, whatever a directory says", () => {
  const text = fc.string();
  const any = fc.record({
    stage: fc.constantFrom<DirectoryFailure["stage"]>(
      "lookup",
      "connect",
      "secure",
      "bind",
      "search",
      "modify",
    ),
    reason: fc.constantFrom(...failureReasons),
    code: fc.option(fc.integer()),
    data: fc.option(text),
    message: text,
    certificate: fc.option(
      fc.record({ subject: text, issuer: text, notBefore: text, notAfter: text, names: fc.array(text) }),
    ),
  });
  fc.assert(
    fc.property(any, text, (failure, where) => {
      const problem = directoryProblem(failedWith(failure), { ...asked, where });
      assert.ok(problem.happened !== "" && problem.means !== "" && problem.next.length > 0);
      assert.notEqual(failureWords(failedWith(failure)), "");
    }),
  );
});
