/** What an account was seen to be that signed in: as it is recorded, and as it stands later. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { signInOf, type SignedIn } from "../../../../src/setup/directory/signInOf.ts";
import {
  administers,
  passwordNow,
  sayStanding,
  signedInAs,
} from "../../../../src/setup/directory/signedIn.ts";
import type { Bound, SignInFacts } from "../../../../src/setup/directory/whoIsBound.ts";

const bind = {
  view: "server",
  computer: "SYNC01",
  controller: "dc1.contoso.com",
  security: "negotiate",
  bindMs: 3,
} as const;
const unread = { unread: "It was not told." };
const domain = "S-1-5-21-1-2-3";
const bound: Bound = {
  sids: [`${domain}-1105`],
  domainAdmin: false,
  adminOf: [],
  enterpriseAdmin: false,
  protectedUser: false,
};
const as = (change: Partial<Bound> = {}, more: Partial<SignInFacts> = {}): SignedIn =>
  signedInAs(
    { domain: "Contoso.com", account: "CONTOSO\\root", bind },
    {
      bound: { value: { ...bound, ...change } },
      mayCreateAccount: { value: true },
      mayGivePermissions: { value: false },
      own: { value: null },
      rootKeys: unread,
      ...more,
    },
  );

test("what the directory did not tell is null, and nobody is taken for an administrator or for none", () => {
  const of = as({}, { bound: unread, mayCreateAccount: unread, mayGivePermissions: unread });
  for (const key of [
    "domainAdmin",
    "enterpriseAdmin",
    "protectedUser",
    "guest",
    "password",
    "mayCreateAccount",
    "mayGivePermissions",
  ] as const)
    assert.equal(of[key], null, key);
  assert.equal(administers(of), undefined);
  assert.equal(sayStanding(of), "what it is there was not told");
  assert.equal(passwordNow(of, "2026-11-24T12:00:00.000Z"), undefined);
});

test("a guest is one by the account, by the domain's group, or by the controller's", () => {
  assert.equal(as().guest, false);
  for (const sid of [`${domain}-501`, `${domain}-514`, "S-1-5-32-546"])
    assert.equal(as({ sids: [`${domain}-1105`, sid] }).guest, true, sid);
});

test("it says of which domain it is an administrator, and what else it is", () => {
  const of = (change: Partial<Bound>) => sayStanding(as(change));
  assert.equal(of({}), "neither Domain Admin nor Enterprise Admin");
  assert.equal(of({ domainAdmin: true, adminOf: [domain] }), "Domain Admin of contoso.com");
  assert.equal(
    of({ adminOf: ["S-1-5-21-9-9-9"], enterpriseAdmin: true, protectedUser: true, sids: ["S-1-5-32-546"] }),
    "Enterprise Admin, Domain Admin of another domain (S-1-5-21-9-9-9), member of Protected Users, guest",
  );
});

test("a password that was read once stands otherwise as time goes on; one that must be changed stays so", () => {
  const ending = (kind: "soon" | "later" | "expired" | "never" | "mustChange", ends: string | null) => ({
    ...as(),
    password: { kind, ends },
  });
  const end = "2026-12-24T12:00:00.000Z";
  const of = (now: string) => passwordNow(ending("later", end), now);
  assert.equal(of("2026-12-19T11:59:59.000Z"), "later");
  assert.equal(of("2026-12-19T12:00:00.000Z"), "soon");
  assert.equal(of(end), "expired");
  for (const kind of ["never", "mustChange"] as const)
    assert.equal(passwordNow(ending(kind, null), end), kind);
});

test("the last sign-in of that account in that domain counts, in small or capital letters", () => {
  const said = (change: Partial<SignedIn>, at: string) => ({ ...as(), ...change, at, by: "ada" });
  const all = [
    said({}, "1"),
    said({ account: "contoso\\ROOT" }, "2"),
    said({ domain: "fabrikam.com" }, "3"),
    said({ account: "CONTOSO\\other" }, "4"),
  ];
  assert.equal(signInOf(all, "CONTOSO.com", "CONTOSO\\root")?.at, "2");
  assert.equal(signInOf(all, "contoso.com", "CONTOSO\\nobody"), undefined);
});
