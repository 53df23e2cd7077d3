/** The directory of the practice server, as the module's own functions ask it: over real LDAP, and nothing else's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { getDirectoryEntries, setDirectoryValue } from "../../src/setup/operations/directory.ts";
import type { DirectoryAnswer, DirectoryTarget } from "../../src/setup/operations/directory.ts";
import { boundQuestion, type BoundFacts } from "../../src/setup/directory/whoIsBound.ts";
import { readAnswers } from "../../src/setup/directory/question.ts";
import { resultsBy } from "../../src/setup/result.ts";
import { valueOf } from "../../src/setup/values/fact.ts";
import { onPractice } from "./onPractice.ts";

const at = onPractice("two-domains");

const directory = resultsBy({ run: (...of) => at.directory.run(...of) });

const target = (more: Partial<DirectoryTarget> = {}): DirectoryTarget => ({
  domain: "contoso.com",
  controller: null,
  preferred: [],
  catalog: false,
  security: "negotiate",
  timeoutMs: 5000,
  ...more,
});

/** Binds, as the session or as somebody who was entered, and asks who that is. */
const ask = (more: Partial<DirectoryTarget> = {}, user?: string): Promise<DirectoryAnswer> =>
  directory(
    getDirectoryEntries,
    { target: target(more), searches: [...boundQuestion.searches] },
    user === undefined ? {} : { secrets: { account: [{ user, password: "practice-Secret-4" }] } },
  );
const who = (answer: DirectoryAnswer): BoundFacts => {
  assert.ok(answer.outcome === "bound", JSON.stringify(answer));
  return readAnswers(boundQuestion, answer);
};
const isAdmin = (answer: DirectoryAnswer) => {
  const { bound, mayGivePermissions } = who(answer);
  const { domainAdmin, enterpriseAdmin } = valueOf(bound) ?? {};
  return { domainAdmin, enterpriseAdmin, mayGive: valueOf(mayGivePermissions) };
};
const failed = (answer: DirectoryAnswer) => {
  assert.ok(answer.outcome === "failed", JSON.stringify(answer));
  const { stage, reason, data } = answer;
  return { stage, reason, data };
};
/** Where connections were to go to since. */
const since = () => {
  const from = at.lab.controllers().length;
  return () => at.lab.controllers().slice(from);
};

test("the session's own user signs in without a password, and an entered one by each way", async () => {
  const gone = since();
  const own = await ask();
  assert.ok(own.outcome === "bound");
  assert.deepEqual(
    { ...own.bind, bindMs: 0 },
    { view: "server", computer: "SYNC01", controller: "dc1.contoso.com", security: "negotiate", bindMs: 0 },
  );
  assert.deepEqual(isAdmin(own), { domainAdmin: true, enterpriseAdmin: false, mayGive: true });
  for (const security of ["negotiate", "ldaps", "startTls"] as const)
    assert.deepEqual(
      isAdmin(await ask({ security }, "CONTOSO\\plain")),
      { domainAdmin: false, enterpriseAdmin: false, mayGive: false },
      security,
    );
  assert.deepEqual(isAdmin(await ask({ catalog: true }, "root@contoso.com")), {
    domainAdmin: true,
    enterpriseAdmin: true,
    mayGive: true,
  });
  assert.deepEqual(gone(), [
    "dc1.contoso.com:389 negotiate reached",
    "dc1.contoso.com:389 negotiate reached",
    "dc1.contoso.com:636 ldaps reached",
    "dc1.contoso.com:389 startTls reached",
    "dc1.contoso.com:3268 negotiate reached",
  ]);
});

test("each domain of the forest has its own controllers and administrators, and lets in those of the others", async () => {
  const emea = { domain: "emea.contoso.com" };
  const own = await ask(emea, "EMEA\\root");
  assert.ok(own.outcome === "bound");
  assert.equal(own.bind.controller, "dc11.emea.contoso.com");
  assert.deepEqual(isAdmin(own), { domainAdmin: true, enterpriseAdmin: false, mayGive: true });
  assert.deepEqual(isAdmin(await ask(emea)), { domainAdmin: false, enterpriseAdmin: false, mayGive: false });
  assert.deepEqual(isAdmin(await ask(emea, "CONTOSO\\root")), {
    domainAdmin: false,
    enterpriseAdmin: true,
    mayGive: true,
  });
  const named = await ask({ ...emea, controller: "dc12.emea.contoso.com" });
  assert.ok(named.outcome === "bound");
  assert.equal(named.bind.controller, "dc12.emea.contoso.com");
});

test("a wrong password and a name that nobody knows are refused with Active Directory's own numbers", async () => {
  const refused = (data: string) => ({ stage: "bind", reason: "answered", data });
  assert.deepEqual(failed(await ask({ security: "ldaps" }, "CONTOSO\\wrong")), refused("52e"));
  assert.deepEqual(failed(await ask({ security: "ldaps" }, "FABRIKAM\\root")), refused("525"));
});

test("a name that is none of the practice forest is asked nowhere, whatever it leads to on this machine", async () => {
  const gone = since();
  const notFound = { stage: "lookup", reason: "notFound", data: null };
  assert.deepEqual(failed(await ask({ domain: "fabrikam.com" })), notFound);
  assert.deepEqual(gone(), [], "the practised DNS knows no controller of it");
  // Whoever connected there would be refused, or let in.
  for (const controller of ["127.0.0.1", "localhost", "dc1.fabrikam.com"])
    for (const security of ["negotiate", "ldaps", "startTls"] as const)
      assert.deepEqual(failed(await ask({ controller, security }, "CONTOSO\\root")), notFound, controller);
  assert.ok(
    gone().every((one) => one.endsWith(" notFound")),
    gone().join(),
  );
});

test("a controller that is down, resets or never answers is told as that", async () => {
  at.lab.change(({ network }) => {
    network.hosts["dc1.contoso.com"] = { fails: { phase: "connect", outcome: "refused" } };
    network.hosts["dc2.contoso.com"] = { fails: { phase: "connect", outcome: "silent" } };
    network.hosts["dc11.emea.contoso.com"] = { directory: { fails: "reset" } };
  });
  const at1 = await ask({ controller: "dc1.contoso.com" });
  assert.deepEqual(failed(at1), { stage: "connect", reason: "refused", data: null });
  const at2 = await ask({ controller: "dc2.contoso.com", timeoutMs: 300 });
  assert.deepEqual(failed(at2), { stage: "connect", reason: "timedOut", data: null });
  // One that is down is not the domain.
  const emea = await ask({ domain: "emea.contoso.com" });
  assert.ok(emea.outcome === "bound");
  assert.equal(emea.bind.controller, "dc12.emea.contoso.com");
});

test("what the module changes there is in the practice directory, by whoever may change it", async () => {
  const dn = "CN=provAgent01,CN=Managed Service Accounts,DC=contoso,DC=com";
  const change = { target: target(), dn, attribute: "msDS-SupportedEncryptionTypes" as const };
  const answer = await directory(setDirectoryValue, { ...change, was: "28", value: "24" });
  assert.equal(answer.outcome, "changed", JSON.stringify(answer));
  const { changed } = at.lab.state().directory;
  assert.deepEqual(changed[dn], { "msDS-SupportedEncryptionTypes": [Buffer.from("24").toString("base64")] });
  at.lab.change(({ identity }) => (identity.user = "CONTOSO\\plain"));
  const refused = await directory(setDirectoryValue, { ...change, was: "24", value: "28" });
  assert.ok(refused.outcome === "failed" && refused.stage === "modify" && refused.code === 50);
});
