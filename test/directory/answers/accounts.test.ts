/** What the product says of who is bound, and of what an account may do, is what the domain's own programs say, and what really comes of it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sidText } from "../../../lab/directory/sids.ts";
import { groupsQuestion } from "../../../src/setup/directory/computers.ts";
import { fileTime as momentOf } from "../../../src/setup/directory/directoryTime.ts";
import { accountQuestion, boundQuestion, signInQuestion } from "../../../src/setup/directory/whoIsBound.ts";
import { askedDomain, value, type AskedDomain } from "../asking/product.ts";
import { sidOfEntry } from "../asking/samba.ts";
import { levelCount } from "../support/crowd.ts";
import type { Account } from "../support/domain.ts";
import { added, changed } from "../support/ldif.ts";
import type { PersonName } from "../support/people.ts";
import { run } from "../support/programs.ts";

let contoso: AskedDomain;
before(async () => {
  contoso = await askedDomain("contoso");
});
after(() => contoso.stop());

/** Groups that a name is in, whatever is between. */
const isIn = async (dn: string, group: string): Promise<boolean> => {
  const filter = `(&(cn=${group})(member:1.2.840.113556.1.4.1941:=${dn}))`;
  return (await contoso.domain.ldapsearch("-b", contoso.domain.baseDn, filter, "1.1")).length > 0;
};
const as = ({ upn, password }: Account): string[] => ["-D", upn, "-w", password];

test("who is bound: all groups, nested ones too, and what the account is by them, on both controllers", async () => {
  const { domain, ask } = contoso;
  const names = [
    "administrator",
    "domainAdmin",
    "enterpriseAdmin",
    "nestedEnterpriseAdmin",
    "both",
    "plain",
    "deep",
  ] as const;
  const [one, other] = domain.controllers;
  assert.ok(other);
  for (const [at, name] of names.entries()) {
    const account = domain.accounts[name];
    const controller: string = at % 2 === 0 ? one.address : other.address;
    const now = new Date().toISOString();
    const { bound, own: asEntered } = await ask(signInQuestion(account.upn, now), { account, controller });
    const { sids, domainAdmin, enterpriseAdmin, protectedUser, adminOf } = value(bound);
    const [root] = await domain.ldapsearch(
      ...["-H", `ldaps://${controller}`, ...as(account), "-b", "", "-s", "base", "tokenGroups"],
    );
    assert.deepEqual(sids.toSorted(), root?.bytes.tokenGroups?.map(sidText).toSorted(), name);
    assert.deepEqual(
      [domainAdmin, enterpriseAdmin, protectedUser],
      [
        await isIn(account.dn, "Domain Admins"),
        await isIn(account.dn, "Enterprise Admins"),
        await isIn(account.dn, "Protected Users"),
      ],
      name,
    );
    assert.deepEqual(adminOf, domainAdmin ? [await sidOfEntry(domain, domain.baseDn)] : [], name);
    // By each form of its name the one user who is bound, whom a thousand others do not hide.
    const own = value(asEntered);
    for (const form of [account.dn, `CONTOSO\\${account.name}`, account.name])
      assert.deepEqual(value((await ask(accountQuestion(form, now)))(bound)), own, form);
    assert.deepEqual(
      [own?.dn, own?.name, own?.sid],
      [account.dn, account.name, await sidOfEntry(domain, account.dn)],
    );
    if (name === "deep") assert.ok(sids.length > levelCount);
  }
});

test("Protected Users are seen through the groups between, and let in nowhere with a password", async () => {
  const { domain, ask } = contoso;
  const protectedUsers = `${await sidOfEntry(domain, domain.baseDn)}-525`;
  for (const name of ["protected", "nestedProtected", "plain"] as const) {
    const { dn } = domain.accounts[name];
    const groups = value(await ask(groupsQuestion(dn)));
    assert.equal(groups.includes(protectedUsers), await isIn(dn, "Protected Users"), name);
  }
  const listed = await domain.sambaTool("group", "listmembers", "Protected Users");
  assert.deepEqual(listed.trim().split("\n").toSorted(), ["Nested Protected Users", "t.protected"]);
});

test("how each account's password stands", async () => {
  const { domain, ask } = contoso;
  const day = 864_000_000_000;
  const policy = (name: string, days: number, who: PersonName) =>
    added(`CN=${name},CN=Password Settings Container,CN=System,${domain.baseDn}`, {
      objectClass: "msDS-PasswordSettings",
      "msDS-PasswordSettingsPrecedence": days,
      "msDS-PasswordReversibleEncryptionEnabled": "FALSE",
      "msDS-PasswordHistoryLength": 0,
      "msDS-PasswordComplexityEnabled": "TRUE",
      "msDS-MinimumPasswordLength": 7,
      "msDS-MinimumPasswordAge": 0,
      "msDS-MaximumPasswordAge": `-${days * day}`,
      "msDS-LockoutThreshold": 0,
      "msDS-LockoutObservationWindow": -18_000_000_000,
      "msDS-LockoutDuration": -18_000_000_000,
      "msDS-PSOAppliesTo": domain.accounts[who].dn,
    });
  const passwordSet = momentOf(
    (await domain.ldapsearch("-b", domain.accounts.plain.dn, "-s", "base", "pwdLastSet"))[0]?.values
      .pwdLastSet?.[0] ?? "",
  );
  assert.ok(passwordSet?.kind === "at");
  const age = Math.ceil((Date.now() - Date.parse(passwordSet.at)) / 86_400_000);
  await domain.change(
    policy("Soon", age + 3, "plain") +
      policy("Later", age + 30, "unicode") +
      changed(domain.accounts.deep.dn, "replace", { userAccountControl: 0x10200 }),
  );
  const expected = {
    plain: "soon",
    unicode: "later",
    deep: "never",
    mustChange: "mustChange",
    passwordExpired: "expired",
  } as const;
  for (const [name, kind] of Object.entries(expected) as [PersonName, string][]) {
    const { dn, name: account } = domain.accounts[name];
    const sids = [await sidOfEntry(domain, dn)];
    const seen = value((await ask(accountQuestion(account, new Date().toISOString())))({ value: { sids } }));
    assert.ok(seen);
    const password = value(seen.password);
    assert.equal(password.kind, kind, name);
    if (!("at" in password)) continue;
    const attribute = "msDS-UserPasswordExpiryTimeComputed";
    const shown = await domain.sambaTool("user", "show", account, `--attributes=${attribute}`);
    const ends = momentOf(new RegExp(`^${attribute}: (\\d+)$`, "mu").exec(shown)?.[1] ?? "");
    assert.deepEqual(ends, { kind: "at", at: password.at }, name);
  }
});

const accountClass = "7b8b558a-93a5-4af7-adca-c017e67f1057";
const ended = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => {
      assert.match(String(error), /[Ii]nsufficient access/u);
      return false;
    },
  );

test("who is told that he may create an account or give permissions may, and nobody else", async () => {
  const { domain, ask } = contoso;
  const { plain, unicode } = domain.accounts;
  const container = `CN=Managed Service Accounts,${domain.baseDn}`;
  const give = async (dn: string, what: string, who: Account) =>
    domain.sambaTool(
      "dsacl",
      "set",
      `--objectdn=${dn}`,
      `--sddl=(${what};${await sidOfEntry(domain, who.dn)})`,
    );
  await give(container, `OA;;CC;${accountClass};`, plain);
  await give(domain.baseDn, "A;;WD;;", unicode);
  const env = { LDAPTLS_CACERT: domain.ca };
  const on = ["-x", "-H", `ldaps://${domain.controllers[0].address}`];
  const told: Record<string, readonly boolean[]> = {};
  for (const name of ["domainAdmin", "plain", "unicode", "deep"] as const) {
    const account = domain.accounts[name];
    const { mayCreateAccount, mayGivePermissions } = await ask(boundQuestion, { account });
    told[name] = [value(mayCreateAccount), value(mayGivePermissions)];
    const entry = added(`CN=by-${name},${container}`, {
      objectClass: "msDS-GroupManagedServiceAccount",
      sAMAccountName: `by-${name}$`,
      "msDS-ManagedPasswordInterval": 30,
    });
    const creates = await ended(run("ldapadd", [...on, ...as(account)], { input: entry, env }));
    // The list as it is: whoever may write it may write another.
    const list = "1.2.840.113556.1.4.801";
    const [root] = await domain.ldapsearch(
      ...["-E", `!${list}=::MAMCAQQ=`, "-b", domain.baseDn, "-s", "base", "nTSecurityDescriptor"],
    );
    const same = changed(domain.baseDn, "replace", {
      nTSecurityDescriptor: root?.bytes.nTSecurityDescriptor?.[0] ?? "",
    }).replace("changetype:", `control: ${list} true:: MAMCAQQ=\nchangetype:`);
    const gives = await ended(run("ldapmodify", [...on, ...as(account)], { input: same, env }));
    assert.deepEqual(told[name], [creates, gives], name);
  }
  assert.deepEqual(told, {
    domainAdmin: [true, true],
    plain: [true, false],
    unicode: [false, true],
    deep: [false, false],
  });
});
