/** What the product says of keys and managed accounts is what `ldapsearch` and `samba-tool` say of them, and what really comes of it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accountsContainerQuestion } from "../../../src/setup/directory/accountsContainer.ts";
import { computerQuestion, groupsQuestion, namesQuestion } from "../../../src/setup/directory/computers.ts";
import {
  conflictsQuestion,
  managedAccountsQuestion,
  plannedAccount,
  type ManagedAccount,
} from "../../../src/setup/directory/managedAccounts.ts";
import { mayRead } from "../../../src/setup/directory/passwordReaders.ts";
import { together } from "../../../src/setup/directory/question.ts";
import { rootKeysQuestion, rootKeyState } from "../../../src/setup/directory/rootKeys.ts";
import { askedDomain, value, type AskedDomain } from "../asking/product.ts";
import { sidOfEntry } from "../asking/samba.ts";
import { levelCount, levelName } from "../support/crowd.ts";
import { added, changed } from "../support/ldif.ts";
import { computerDn, computers, groupDn } from "../support/people.ts";
import { rootKeysDn, type RootKeyState } from "../support/rootKeys.ts";
import { serviceAccountDn, serviceAccounts, type ServiceAccountName } from "../support/serviceAccounts.ts";

let fabrikam: AskedDomain;
before(async () => {
  fabrikam = await askedDomain("fabrikam");
});
after(() => fabrikam.stop());

const container = () => `CN=Managed Service Accounts,${fabrikam.domain.baseDn}`;
/** What `samba-tool` prints as JSON: values are texts, numbers or lists of them. */
const viewed = async (...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> =>
  JSON.parse(await fabrikam.domain.sambaTool(...args)) as Readonly<Record<string, unknown>>;

const accountOf = async (key: ServiceAccountName): Promise<ManagedAccount> => {
  const wanted =
    key === "agent"
      ? ({ kind: "create" } as const)
      : ({ kind: "custom", name: serviceAccounts[key].sAMAccountName } as const);
  const found = plannedAccount(wanted, await fabrikam.ask(managedAccountsQuestion(wanted)));
  assert.ok(found, key);
  return found;
};

test("KDS root keys in each of their states, and what an account that may not see them is told", async () => {
  const { domain, ask } = fabrikam;
  const kinds = { none: "none", future: "waiting", young: "waiting", usable: "usable" } as const;
  for (const state of Object.keys(kinds) as RootKeyState[]) {
    await domain.setRootKeys(state);
    const keys = await ask(rootKeysQuestion);
    const listed = await domain.sambaTool("domain", "kds", "root-key", "list", "--json");
    const starts = [...listed.matchAll(/"msKds-UseStartTime": "([^"]+)"/gu)].map(([, at = ""]) =>
      Date.parse(at),
    );
    assert.deepEqual(
      value(keys).effective.map((at) => Date.parse(at)),
      starts,
      state,
    );
    assert.equal(starts.length, state === "none" ? 0 : 1, listed);
    const standing = value(rootKeyState(keys, new Date().toISOString()));
    assert.equal(standing.kind, kinds[state]);
    // Ten hours after it counts, and no sooner.
    if (standing.kind === "waiting")
      assert.equal(Date.parse(standing.until), (starts[0] ?? NaN) + 10 * 3_600_000, state);
    const { plain } = domain.accounts;
    const seen = await domain.ldapsearch(
      ...["-D", plain.upn, "-w", plain.password],
      ...["-b", rootKeysDn(domain), "(msKds-UseStartTime=*)", "1.1"],
    );
    assert.equal(seen.length, 0);
    const unseen = rootKeyState(await ask(rootKeysQuestion, { account: plain }), new Date().toISOString());
    assert.ok("unread" in unseen, state);
  }
});

test("the wizard's account by its CN, one of its kind by its name, an administrator's own, and none", async () => {
  const { domain, ask } = fabrikam;
  await domain.change(
    added(`CN=Second,${container()}`, {
      objectClass: "msDS-GroupManagedServiceAccount",
      sAMAccountName: "pGMSA_ffffffff$",
      dNSHostName: `second.${domain.name}`,
      "msDS-ManagedPasswordInterval": 30,
      "msDS-GroupMSAMembership": "O:BAD:(A;;GA;;;BA)",
    }),
  );
  const made = value(await ask(managedAccountsQuestion({ kind: "create" })));
  const filter =
    "(&(objectClass=msDS-GroupManagedServiceAccount)(|(cn=provAgentgMSA)(sAMAccountName=pGMSA_*)))";
  const listed = await domain.ldapsearch("-b", domain.baseDn, filter, "1.1");
  assert.deepEqual(made.map(({ dn }) => dn).toSorted(), listed.map(({ dn }) => dn).toSorted());
  assert.equal(made.length, 2);
  assert.equal((await accountOf("agent")).cn, "provAgentgMSA");
  assert.deepEqual(value(await ask(managedAccountsQuestion({ kind: "custom", name: "svcNobody$" }))), []);
});

test("each account's identifier, state, encryption types and readers", async () => {
  const { domain, ask } = fabrikam;
  for (const key of Object.keys(serviceAccounts) as ServiceAccountName[]) {
    const account = await accountOf(key);
    const said = await viewed("service-account", "view", "--name", account.name);
    assert.deepEqual(
      [account.dn, account.cn, account.name, account.sid, account.encryptionTypes, account.isDisabled],
      [
        ...[said.dn, said.cn, said.sAMAccountName, said.objectSid, said["msDS-SupportedEncryptionTypes"]],
        (Number(said.userAccountControl) & 2) !== 0,
      ],
    );
    const [entry] = await domain.ldapsearch("-b", account.dn, "-s", "base", "whenChanged");
    assert.equal(
      account.changed?.replaceAll(/\D/gu, "").slice(0, 14),
      entry?.values.whenChanged?.[0]?.slice(0, 14),
    );
    const readers = value(account.readers);
    const descriptor = String(said["msDS-GroupMSAMembership"]);
    assert.deepEqual(
      readers.entries,
      [...descriptor.matchAll(/\(A;;[A-Z]+;;;(S-1-5-21-[\d-]+)\)/gu)].map(([, sid]) => ({
        sid,
        allowed: true,
      })),
    );
    const shown = await domain.sambaTool(
      "service-account",
      "group-msa-membership",
      "show",
      "--name",
      account.name,
    );
    const sids = readers.entries.map(({ sid }) => sid);
    const names = value(await ask(namesQuestion(sids)));
    // Whoever is gone has an identifier and no name.
    const told = sids.map((sid) => names.find((one) => one.sid === sid)?.dn ?? sid);
    for (const one of told) assert.ok(shown.includes(one), `${one} in ${shown}`);
    assert.equal(names.length, key === "orphan" ? 0 : 1);
  }
});

test("servers by their names, with the encryption types that both of them have", async () => {
  const { domain, ask } = fabrikam;
  for (const name of computers) {
    const computer = value(await ask(computerQuestion(name)));
    const shown = await domain.sambaTool("computer", "show", name);
    const of = (attribute: string) => new RegExp(`^${attribute}: (.*)$`, "mu").exec(shown)?.[1];
    const types = of("msDS-SupportedEncryptionTypes");
    assert.deepEqual(computer, {
      dn: of("dn"),
      sid: of("objectSid"),
      encryptionTypes: types === undefined ? null : Number(types),
      operatingSystem: of("operatingSystem"),
    });
  }
  assert.equal(value(await ask(computerQuestion("NOBODY"))), null);
});

/** Whether a server reads the password in earnest. */
const reads = async (host: string, key: ServiceAccountName): Promise<boolean> => {
  const { domain } = fabrikam;
  const [entry] = await domain.ldapsearch(
    ...["-D", `${host}$@${domain.name}`, "-w", domain.accounts.plain.password],
    ...["-b", serviceAccountDn(domain, key), "-s", "base", "msDS-ManagedPassword"],
  );
  return (entry?.bytes["msDS-ManagedPassword"]?.[0]?.length ?? 0) > 0;
};
/** Who the server is, with its groups. */
const memberOf = async (host: string) => {
  const { ask, domain } = fabrikam;
  const found = await ask(
    together({ computer: computerQuestion(host), groups: groupsQuestion(computerDn(domain, host)) }),
  );
  const computer = value(found.computer);
  assert.ok(computer);
  return { sid: computer.sid, groups: value(found.groups) };
};

test("a server that is told that it may read the password reads it, through fifty groups as well, and no other", async () => {
  const { domain, ask } = fabrikam;
  await domain.change(
    changed(groupDn(domain, levelName(levelCount)), "add", { member: computerDn(domain, "SYNC02") }) +
      changed(serviceAccountDn(domain, "orphan"), "replace", {
        "msDS-GroupMSAMembership": `O:BAD:(D;;RP;;;${await sidOfEntry(domain, computerDn(domain, "WEB01"))})(A;;GA;;;${await sidOfEntry(domain, computerDn(domain, "SYNC01"))})(A;;RP;;;${await sidOfEntry(domain, groupDn(domain, levelName(1)))})`,
      }) +
      changed(groupDn(domain, levelName(levelCount)), "add", { member: computerDn(domain, "WEB01") }),
  );
  const hosts = ["SYNC01", "SYNC02", "WEB01"];
  const members = await Promise.all(hosts.map(async (host) => [host, await memberOf(host)] as const));
  const kinds: Record<string, string> = {};
  for (const key of Object.keys(serviceAccounts) as ServiceAccountName[]) {
    const readers = value((await accountOf(key)).readers);
    for (const [host, member] of members) {
      const { kind } = mayRead(readers, member, { groups: [], started: undefined });
      kinds[`${host} ${key}`] = kind;
      assert.equal(kind === "yes", await reads(host, key), `${host} ${key}: ${kind}`);
    }
  }
  assert.deepEqual(kinds, {
    "SYNC01 agent": "yes",
    "SYNC02 agent": "no",
    "WEB01 agent": "no",
    "SYNC01 custom": "yes",
    "SYNC02 custom": "no",
    "WEB01 custom": "no",
    "SYNC01 orphan": "no",
    "SYNC02 orphan": "yes",
    "WEB01 orphan": "denied",
  });
  // By which group, and since when: a server that has started before the group was changed knows nothing of it yet.
  const outer = groupDn(domain, levelName(1));
  const sid = await sidOfEntry(domain, outer);
  const sync02 = await memberOf("SYNC02");
  const readers = value((await accountOf("orphan")).readers);
  const known = value(await ask(namesQuestion([sid])));
  const [entry] = await domain.ldapsearch("-b", outer, "-s", "base", "whenChanged", "sAMAccountName");
  assert.deepEqual(
    known.map((one) => [one.sid, one.dn, one.name, one.changed?.replaceAll(/\D/gu, "").slice(0, 14)]),
    [[sid, outer, entry?.values.sAMAccountName?.[0], entry?.values.whenChanged?.[0]?.slice(0, 14)]],
  );
  for (const [started, needsRestart] of [
    ["2020-01-01T00:00:00.000Z", true],
    ["2100-01-01T00:00:00.000Z", false],
  ] as const)
    assert.deepEqual(mayRead(readers, sync02, { groups: known, started }), {
      ...{ kind: "yes", through: sid, since: known[0]?.changed, needsRestart },
    });
  // Every group on the way is the server's, as the directory counts them and as its own rule finds them.
  const groups = new Set(sync02.groups);
  const inChain = `(member:1.2.840.113556.1.4.1941:=${computerDn(domain, "SYNC02")})`;
  const chain = await domain.ldapsearch("-b", domain.baseDn, inChain, "1.1");
  assert.equal(chain.length, levelCount);
  for (const { dn } of chain.slice(0, 5)) assert.ok(groups.has(await sidOfEntry(domain, dn)), dn);
  assert.ok(groups.size > levelCount);
});

test("what has the account's name anywhere in the forest, as the global catalog has it", async () => {
  const { domain, ask } = fabrikam;
  const where = { catalog: true };
  const planned = { kind: "create" } as const;
  const [{ address }] = domain.controllers;
  const listed = async () => {
    const found = await domain.ldapsearch(
      ...["-H", `ldaps://${address}:3269`, "-b", ""],
      ...["(|(cn=provAgentgMSA)(sAMAccountName=provAgentgMSA$))", "objectClass", "userAccountControl"],
    );
    return found.map(({ dn, values }) => ({
      dn,
      why:
        values.objectClass?.includes("msDS-GroupManagedServiceAccount") === true ? "disabled" : "otherClass",
    }));
  };
  const say = async () => value(await ask(conflictsQuestion(planned, domain.name), where));
  assert.deepEqual(await say(), await listed());
  await domain.change(
    added(`CN=provAgentgMSA,OU=Corp,${domain.baseDn}`, { objectClass: "contact" }) +
      changed(serviceAccountDn(domain, "agent"), "replace", { userAccountControl: 0x1000 }),
  );
  assert.deepEqual(await say(), [{ dn: `CN=provAgentgMSA,OU=Corp,${domain.baseDn}`, why: "otherClass" }]);
  assert.equal((await listed()).length, 2);
});

test("the container of managed accounts, and whether the domain names it", async () => {
  const { domain, ask } = fabrikam;
  const mark = "B:32:1EB93889E40C45DF9F0C64D23BBB6237:";
  const named = async () => {
    const [root] = await domain.ldapsearch("-b", domain.baseDn, "-s", "base", "otherWellKnownObjects");
    return root?.values.otherWellKnownObjects?.find((one) => one.startsWith(mark))?.slice(mark.length);
  };
  const name = (how: "add" | "delete", dn: string) =>
    domain.change(
      `dn: ${domain.baseDn}\nchangetype: modify\n${how}: otherWellKnownObjects\notherWellKnownObjects: ${mark}${dn}\n-\n`,
    );
  const say = async () => {
    const { isThere, named: is } = await ask(accountsContainerQuestion);
    return [value(isThere), value(is)];
  };
  assert.deepEqual([await say(), await named()], [[true, "right"], container()]);
  await name("delete", container());
  assert.deepEqual([await say(), await named()], [[true, "absent"], undefined]);
  const other = `CN=Other,${domain.baseDn}`;
  await domain.change(added(other, { objectClass: "container" }));
  await name("add", other);
  assert.deepEqual([await say(), await named()], [[true, "elsewhere"], other]);
  await domain.change(`dn: ${other}\nchangetype: delete\n\n`);
  assert.deepEqual(await say(), [true, "deleted"]);
  assert.match((await named()) ?? "", /DEL:[\da-f-]{36},CN=Deleted Objects,/u);
  await domain.change(`dn: ${container()}\nchangetype: modrdn\nnewrdn: CN=Moved\ndeleteoldrdn: 1\n\n`);
  const there = await domain.ldapsearch("-b", domain.baseDn, "-s", "one", "(cn=Managed*)", "1.1");
  assert.deepEqual([(await say())[0], there], [false, []]);
});
