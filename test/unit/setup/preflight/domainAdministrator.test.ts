/** What a recorded sign-in means for the installation. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SignedIn } from "../../../../src/setup/directory/signInOf.ts";
import { administratorFindings, notSignedIn } from "../../../../src/setup/preflight/domainAdministrator.ts";
import { signedInAsRoot } from "../../support/signedIn.ts";

const now = "2026-11-24T12:00:00.000Z";
const right = signedInAsRoot({
  view: "vsCode",
  computer: "WORKPLACE7",
  password: { kind: "never", ends: null },
});
const of = (change: Partial<SignedIn>, createsAccount = true) =>
  administratorFindings({ ...right, ...change, at: now, by: "ada" }, { now, createsAccount });
const brief = (change: Partial<SignedIn>, createsAccount = true) =>
  of(change, createsAccount).map(({ rule, verdict }) => `${rule} ${verdict}`);
const fine = ["domainAdministrator pass", "administratorPassword pass"];

test("each thing that an administrator lacks is a finding of its own, with the view it comes from", () => {
  assert.deepEqual(brief({}), fine);
  for (const { evidence } of of({ password: null }))
    assert.ok(
      evidence.some(({ value }) => value === "dc1.contoso.com, asked by the machine of VS Code, WORKPLACE7"),
    );
  assert.deepEqual(brief({ domainAdmin: false, enterpriseAdmin: true }), fine);
  assert.deepEqual(brief({ domainAdmin: false }), ["domainAdministrator fail", fine[1]]);
  assert.deepEqual(brief({ domainAdmin: null }), ["domainAdministrator unknown", fine[1]]);
  assert.deepEqual(brief({ guest: true }), ["domainAdministrator fail", fine[1]]);
  assert.deepEqual(brief({ protectedUser: true }), [fine[0], "protectedUser fail", fine[1]]);
  assert.deepEqual(brief({ password: null }), [fine[0]]);
  for (const [password, verdict] of [
    [{ kind: "mustChange", ends: null }, "fail"],
    [{ kind: "expired", ends: now }, "fail"],
    [{ kind: "later", ends: "2026-11-27T12:00:00.000Z" }, "warning"],
    [{ kind: "soon", ends: "2027-11-27T12:00:00.000Z" }, "pass"],
  ] as const)
    assert.deepEqual(brief({ password }), [fine[0], `administratorPassword ${verdict}`]);
});

test("what it may not do is said where it is needed: an account is created in the server's own domain alone", () => {
  const lacks = { mayCreateAccount: false, mayGivePermissions: false };
  const [, , both] = of(lacks);
  assert.match(both?.summary ?? "", /create managed accounts.*; change the permissions/u);
  const [, , one] = of(lacks, false);
  assert.doesNotMatch(one?.summary ?? "", /create managed accounts/u);
  assert.deepEqual(brief({ mayCreateAccount: false }, false), fine);
  assert.deepEqual(brief({ mayCreateAccount: null, mayGivePermissions: null }), fine);
});

test("where nobody has signed in, that is not known, and no failure", () => {
  const found = notSignedIn("contoso.com", "CONTOSO\\root");
  assert.deepEqual([found.verdict, found.about], ["unknown", "contoso.com"]);
});
