/** Managed accounts, and what stands in the way of one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutDomain, isPlannedAccount } from "../../../../src/setup/agent/account.ts";
import {
  conflictsQuestion,
  managedAccountsQuestion,
  plannedAccount,
  type WantedAccount,
} from "../../../../src/setup/directory/managedAccounts.ts";
import { readAnswers } from "../../../../src/setup/directory/question.ts";
import { valueOf } from "../../../../src/setup/values/fact.ts";
import { createdAccount, createdAccountBegins } from "../../../../src/setup/directory/createdAccount.ts";
import {
  boundWith,
  entry,
  failedWith,
  foundOf,
  readRecorded,
  recordedDescriptor,
  sidOf,
} from "../../support/recordedDirectory/recorded.ts";

const create: WantedAccount = { kind: "create" };
const custom: WantedAccount = { kind: "custom", name: "provAgent01$" };

test("of a real domain: the custom account with who may read its password", () => {
  const accounts = readRecorded(managedAccountsQuestion(custom), "custom");
  assert.deepEqual(accounts, {
    value: [
      {
        dn: "CN=provAgent01,CN=Managed Service Accounts,DC=contoso,DC=lan",
        cn: "provAgent01",
        name: "provAgent01$",
        sid: sidOf(1154),
        isDisabled: true,
        encryptionTypes: null,
        changed: "2026-11-30T18:13:17.000Z",
        readers: {
          value: {
            isOpen: false,
            entries: [
              { sid: sidOf(1121), allowed: true },
              { sid: sidOf(1116), allowed: true },
            ],
          },
        },
      },
    ],
  });
  assert.equal(plannedAccount(custom, accounts)?.cn, "provAgent01");
});

test("the account that the wizard makes is found by its CN, and by how its name begins", () => {
  const accounts = readRecorded(managedAccountsQuestion(create), "created");
  assert.equal(plannedAccount(create, accounts)?.name, "pGMSA_e6620264$");
  const [one] = valueOf(accounts) ?? [];
  assert.ok(one);
  const other = { ...one, cn: "pGMSA_0", name: "pGMSA_0$" };
  assert.equal(plannedAccount(create, { value: [other, one] })?.cn, createdAccount);
  assert.equal(plannedAccount(create, { value: [other] })?.cn, "pGMSA_0");
  assert.equal(plannedAccount(custom, { value: [other] }), undefined);
  assert.equal(plannedAccount(create, { unread: "x" }), undefined);
});

test("the names are those by which a service's account is told", () => {
  for (const name of [`${createdAccount}$`, `${createdAccountBegins}e6620264$`])
    assert.ok(isPlannedAccount(withoutDomain(`CONTOSO\\${name}`), create), name);
});

test("an account whose readers are missing or damaged is there, and they are unread", () => {
  const of = (bytes: Record<string, string[]>) => {
    const answer = foundOf([
      entry("CN=a", { sAMAccountName: ["a$"], "msDS-SupportedEncryptionTypes": ["24"] }, bytes),
    ]);
    return valueOf(readAnswers(managedAccountsQuestion(custom), boundWith([answer])))?.[0];
  };
  assert.equal(of({})?.encryptionTypes, 24);
  assert.equal(of({})?.cn, "");
  assert.ok("unread" in (of({})?.readers ?? {}));
  const whole = recordedDescriptor("readers").bytes;
  assert.ok("unread" in (of({ "msDS-GroupMSAMembership": [whole.slice(0, 80)] })?.readers ?? {}));
  assert.ok("value" in (of({ "msDS-GroupMSAMembership": [whole] })?.readers ?? {}));
  const nameless = readAnswers(managedAccountsQuestion(custom), boundWith([foundOf([entry("CN=b")])]));
  assert.deepEqual(nameless, { value: [] });
  assert.ok("unread" in readAnswers(managedAccountsQuestion(custom), boundWith([failedWith({ code: 1 })])));
});

test("a real computer of the same name stands in the way", () => {
  const question = conflictsQuestion({ kind: "custom", name: "SYNC02$" }, "contoso.lan");
  assert.deepEqual(readRecorded(question, "conflicts"), {
    value: [{ dn: "CN=SYNC02,OU=Servers,DC=contoso,DC=lan", why: "otherClass" }],
  });
});

test("an account of the name is in the way where it is disabled or of another domain, and else is the one that is meant", () => {
  const managed = (dn: string, flags: string) =>
    entry(dn, { objectClass: ["computer", "msDS-GroupManagedServiceAccount"], userAccountControl: [flags] });
  const answer = foundOf([
    managed("CN=provAgentgMSA,CN=Managed Service Accounts,DC=contoso,DC=lan", "4098"),
    managed("CN=provAgentgMSA,OU=x,DC=Contoso,DC=lan", "4096"),
    managed("CN=provAgentgMSA,CN=Managed Service Accounts,DC=emea,DC=contoso,DC=lan", "4096"),
    entry("no name", { objectClass: ["contact"] }),
  ]);
  const found = readAnswers(conflictsQuestion(create, "contoso.lan"), boundWith([answer]));
  assert.deepEqual(
    valueOf(found)?.map(({ why }) => why),
    ["disabled", "otherDomain", "otherClass"],
  );
  assert.ok("unread" in readAnswers(conflictsQuestion(create, "x"), boundWith([])));
});

test("the name goes into a filter as it is, and the CN without its dollar", () => {
  const { searches } = conflictsQuestion({ kind: "custom", name: "a)(b$" }, "contoso.lan");
  assert.deepEqual(searches[0]?.filter, {
    op: "or",
    of: [
      { op: "equals", attribute: "sAMAccountName", value: "a)(b$" },
      { op: "equals", attribute: "cn", value: "a)(b" },
    ],
  });
});
