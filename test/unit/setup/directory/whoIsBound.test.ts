/** Who is signed in, and what that account may do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswers, type SearchAnswer } from "../../../../src/setup/directory/question.ts";
import {
  boundQuestion,
  signInQuestion,
  type PasswordState,
} from "../../../../src/setup/directory/whoIsBound.ts";
import { sidBytes } from "../../../../src/setup/directory/sid.ts";
import { valueOf } from "../../../../src/setup/values/fact.ts";
import {
  boundWith,
  entry,
  failedWith,
  foundOf,
  readRecorded,
  sidOf,
} from "../../support/recordedDirectory/recorded.ts";

const now = "2026-11-30T18:00:00.000Z";
const domain = "S-1-5-21-3775220881-2861248562-1382516623";

test("a real administrator is Domain and Enterprise Admin, and may create accounts and give permissions", () => {
  const { bound, mayCreateAccount, mayGivePermissions } = readRecorded(boundQuestion, "bound");
  assert.ok("value" in bound);
  const { sids, ...memberships } = bound.value;
  assert.ok(sids.includes(sidOf(512)));
  assert.deepEqual(memberships, {
    domainAdmin: true,
    adminOf: [domain],
    enterpriseAdmin: true,
    protectedUser: false,
  });
  assert.deepEqual([mayCreateAccount, mayGivePermissions], [{ value: true }, { value: true }]);
});

test("an Enterprise Admin through a nested group is one, and no Domain Admin", () => {
  const bound = valueOf(readRecorded(boundQuestion, "boundNested").bound);
  assert.deepEqual([bound?.enterpriseAdmin, bound?.domainAdmin, bound?.adminOf], [true, false, []]);
});

test("a real user without rights may neither", () => {
  const { bound, mayCreateAccount, mayGivePermissions } = readRecorded(boundQuestion, "boundPlain");
  assert.equal(valueOf(bound)?.enterpriseAdmin, false);
  assert.deepEqual([mayCreateAccount, mayGivePermissions], [{ value: false }, { value: false }]);
});

const tokens = (...sids: string[]) => entry("", {}, { tokenGroups: sids.map((sid) => sidBytes(sid) ?? "") });
const asked = (own: string | undefined, ...sids: string[]) => {
  const root = foundOf([entry("DC=a", {}, own === undefined ? {} : { objectSid: [sidBytes(own) ?? ""] })]);
  return readAnswers(boundQuestion, boundWith([foundOf([tokens(...sids)]), root, failedWith({ code: 32 })]));
};

test("a Domain Admin of another domain is none of this one, and Protected Users are known in whichever domain", () => {
  const bound = valueOf(asked("S-1-5-21-1-2-3", "S-1-5-21-9-9-9-512", "S-1-5-21-9-9-9-525").bound);
  assert.deepEqual(bound, {
    sids: ["S-1-5-21-9-9-9-512", "S-1-5-21-9-9-9-525"],
    domainAdmin: false,
    adminOf: ["S-1-5-21-9-9-9"],
    enterpriseAdmin: false,
    protectedUser: true,
  });
  assert.equal(valueOf(asked(undefined, "S-1-5-21-9-9-9-512").bound)?.domainAdmin, false);
});

test("where the directory does not say who asks, nothing is known of it; what it may without saying is not either", () => {
  const none = asked("S-1-5-21-1-2-3");
  assert.ok(
    "unread" in none.bound && "unread" in none.mayCreateAccount && "unread" in none.mayGivePermissions,
  );
  const failed = readAnswers(boundQuestion, boundWith([]));
  assert.ok("unread" in failed.bound && "unread" in failed.mayGivePermissions);
});

test("the account is who has its name and its identifier, with when its password ends", () => {
  const { own } = readRecorded(signInQuestion("both.admin@contoso.lan", now), "bound", "account");
  assert.deepEqual(valueOf(own), {
    dn: "CN=both.admin,OU=Admins,DC=contoso,DC=lan",
    name: "both.admin",
    sid: sidOf(1106),
    password: { value: { kind: "later", at: "2027-01-11T18:11:29.947Z" } },
  });
});

const fileTimeOf = (at: string) => String((BigInt(Date.parse(at)) + 11_644_473_600_000n) * 10_000n);
/** The account as a sign-in shows it, where the directory says these identifiers of whoever asks. */
const ownOf = (sids: string[], answer: SearchAnswer) => {
  const failed = failedWith({ code: 32 });
  return readAnswers(
    signInQuestion("CONTOSO\\u", now),
    boundWith([foundOf([tokens(...sids)]), failed, failed, answer]),
  ).own;
};
const passwordOf = (text: Record<string, string[]>): PasswordState | undefined => {
  const user = entry("CN=u", { sAMAccountName: ["u"], ...text }, { objectSid: [sidBytes(sidOf(1)) ?? ""] });
  const password = valueOf(ownOf([sidOf(1)], foundOf([user])))?.password;
  return password && valueOf(password);
};

test("a password has expired, is about to, will later, never, or must be changed first", () => {
  const set = { userAccountControl: ["512"], pwdLastSet: ["134405358898865539"] };
  const ends = (at: string) =>
    passwordOf({ ...set, "msDS-UserPasswordExpiryTimeComputed": [fileTimeOf(at)] })?.kind;
  assert.equal(ends("2026-11-30T17:59:59.000Z"), "expired");
  assert.equal(ends(now), "expired");
  assert.equal(ends("2026-12-05T18:00:00.000Z"), "soon");
  assert.equal(ends("2026-12-05T18:00:01.000Z"), "later");
  const never = "9223372036854775807";
  assert.equal(passwordOf({ ...set, "msDS-UserPasswordExpiryTimeComputed": [never] })?.kind, "never");
  assert.equal(passwordOf({ ...set, userAccountControl: ["66048"] })?.kind, "never");
  assert.equal(passwordOf({ ...set, pwdLastSet: ["0"] })?.kind, "mustChange");
  assert.equal(passwordOf({ ...set, "msDS-UserPasswordExpiryTimeComputed": ["0"] })?.kind, "mustChange");
  assert.equal(passwordOf(set), undefined, "nothing is known where the end is not said");
});

test("an account of another domain is none here, whatever its name; who has no identifier is nobody", () => {
  const one = (rid: number) =>
    entry("CN=u", { sAMAccountName: ["u"] }, { objectSid: [sidBytes(sidOf(rid)) ?? ""] });
  const sids = [sidOf(1), "S-1-5-11"];
  assert.deepEqual(ownOf(sids, foundOf([])), { value: null });
  assert.deepEqual(ownOf(sids, foundOf([one(2)])), { value: null }, "the same name in this domain");
  assert.equal(valueOf(ownOf(sids, foundOf([one(2), one(1)])))?.sid, sidOf(1));
  assert.deepEqual(ownOf(sids, foundOf([entry("CN=u")])), { value: null });
  assert.ok("unread" in ownOf([], foundOf([one(1)])), "nobody said who asks");
  assert.ok("unread" in ownOf(sids, failedWith({ code: 51 })));
});

test("all of a sign-in is one request, and the account is looked for by each form of its name", () => {
  const filterOf = (account: string) => {
    const { searches } = signInQuestion(account, now);
    const filter = searches[boundQuestion.searches.length]?.filter;
    assert.ok(filter?.op === "and");
    return filter.of[1];
  };
  const of = (attribute: string, value: string) => ({ op: "equals", attribute, value });
  const dn = "CN=ada,CN=Users,DC=contoso,DC=com";
  assert.deepEqual(filterOf("CONTOSO\\ada"), of("sAMAccountName", "ada"));
  assert.deepEqual(filterOf(dn), of("distinguishedName", dn));
  for (const account of ["ada@contoso.com", "ada"])
    assert.deepEqual(filterOf(account), {
      op: "or",
      of: [of("userPrincipalName", account), of("sAMAccountName", "ada")],
    });
});
