/** The step that chooses the service account: what the directory shows of it before anything is created. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { textOf, withValues } from "../../../../lab/directory/entry.ts";
import type { DescribedDomain } from "../../../../lab/directory/described.ts";
import { findingKey, type Finding } from "../../../../src/setup/finding.ts";
import type { SignedIn } from "../../../../src/setup/directory/signInOf.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { signedInAsRoot } from "../../support/signedIn.ts";
import { emptyPlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import { healthyServer, unread } from "../../support/facts.ts";
import {
  base,
  describedDomain,
  failure,
  keyMade,
  madeAccount,
  scriptedDirectory,
  type HowItAnswers,
} from "../../support/scriptedDirectory.ts";
import {
  changed,
  script,
  shownAndApplied,
  testRun,
  until,
  type TestParts,
  type TestRun,
} from "../../support/scriptedServer.ts";

const create: SetupPlan = { ...emptyPlan(), serviceAccount: { kind: "create" } };
const custom: SetupPlan = { ...emptyPlan(), serviceAccount: { kind: "custom", name: "provAgent01$" } };
const customAccount = { ...madeAccount, cn: "provAgent01", account: "provAgent01$" };

const looked = (
  change: Partial<DescribedDomain> = {},
  { how, ...parts }: TestParts & { readonly how?: HowItAnswers } = {},
) => {
  const domain = describedDomain(change);
  const port = scriptedDirectory([domain], how);
  const of = script();
  return { ...domain, port, of, at: testRun(of, { plan: create, directory: port, ...parts }) };
};
const checked = async (...of: Parameters<typeof looked>) => {
  const all = looked(...of);
  await all.at.run.check("serviceAccount");
  return all;
};
const verdicts = ({ run }: TestRun) =>
  run.stateOf("serviceAccount").findings.map((one) => `${findingKey(one)} ${one.verdict}`);
const one = ({ run }: TestRun, rule: string): Finding =>
  run.stateOf("serviceAccount").findings.find((found) => found.rule === rule) ?? assert.fail(rule);
const kind = ({ run }: TestRun) => run.stateOf("serviceAccount").kind;

test("nothing in the way of an account that is to be created: a key, its place, and no other entry of its name", async () => {
  const { at, port } = await checked();
  assert.deepEqual(
    [kind(at), ...verdicts(at)],
    [
      "answered",
      "kdsRootKey pass",
      "accountsContainer pass",
      "serviceAccountInDirectory pass",
      "accountConflict pass",
    ],
  );
  assert.deepEqual(
    port.asked.map(({ domain, catalog }) => [domain, catalog]),
    [
      ["contoso.com", false],
      ["contoso.com", true],
    ],
  );
  for (const { evidence } of at.run.stateOf("serviceAccount").findings)
    assert.ok(evidence.some(({ value }) => value === "dc1.contoso.com, asked by the agent's server SYNC01"));
});

test("without a key nothing is made: Microsoft's command is shown for a domain controller, and none is run", async () => {
  const { at, of } = await checked({ kdsKeys: [] });
  // Whoever sees none and may create one knows that there is none.
  assert.equal(one(at, "kdsRootKey").verdict, "unknown");
  const { directory, ...all } = looked({ kdsKeys: [] });
  const keys = `CN=Master Root Keys,CN=Group Key Distribution Service,CN=Services,CN=Configuration,${base}`;
  directory.put(
    withValues(directory.get(keys) ?? assert.fail(), "allowedChildClassesEffective", ["msKds-ProvRootKey"]),
  );
  await all.at.run.check("serviceAccount");
  const found = one(all.at, "kdsRootKey");
  assert.equal(kind(all.at), "todo");
  assert.ok(found.verdict === "fail" && found.fix.kind === "command");
  assert.equal(found.fix.text, "if (-not (Get-KdsRootKey)) { Add-KdsRootKey -EffectiveImmediately }");
  assert.match(found.fix.runOn, /^a domain controller/u);
  await shownAndApplied(all.at.run, "serviceAccount");
  assert.deepEqual([changed(all.of), changed(of)], [[], []]);
});

test("a key younger than ten hours is waited for until then, by a quick look at the key alone, also after a start of VS Code", async () => {
  const until10 = "2026-11-24T14:00:00.000Z";
  const { at, port } = looked({ kdsKeys: [keyMade(8)] });
  const waiting = at.run.check("serviceAccount");
  await until(() => kind(at) === "waiting");
  const state = at.run.stateOf("serviceAccount");
  assert.deepEqual(state.kind === "waiting" && [state.forWhat, state.until], ["kdsKey", until10]);
  assert.equal(one(at, "kdsRootKey").verdict, "warning");
  const first = port.asked.length;
  await until(() => at.clock.sleeps.length >= 3);
  assert.ok(port.asked.length - first <= at.clock.sleeps.length, "one request for each look");
  await waiting;
  assert.deepEqual([kind(at), one(at, "kdsRootKey").verdict], ["answered", "pass"]);
  assert.ok(Date.parse(at.clock.now()) >= Date.parse(until10));

  const written = at.events.find((event) => event.kind === "checked" && event.state === "waiting");
  assert.ok(written?.kind === "checked");
  assert.equal(written.until, until10);
  const later = looked({ kdsKeys: [keyMade(8)] }, { events: [written] });
  assert.equal(kind(later.at), "waiting");
  later.at.run.dispose();
});

test("a key that the session's user may not see counts as an administrator saw it who signed in, with whose view and when", async () => {
  const events = (rootKeys: SignedIn["rootKeys"], domain = "contoso.com"): readonly JournalEvent[] => [
    {
      at: "2026-11-24T09:00:00.000Z",
      by: "ada",
      server: "SYNC01",
      step: "directory",
      kind: "said",
      statement: signedInAsRoot({ domain, rootKeys }),
    },
  ];
  const effective = (hours: number) => [keyMade(hours).countsFrom.toISOString()];
  const of = async (...said: Parameters<typeof events>) => {
    const { at } = await checked({ kdsKeys: [] }, { events: events(...said) });
    return { verdict: one(at, "kdsRootKey").verdict, kind: kind(at), found: one(at, "kdsRootKey") };
  };
  const usable = await of({ effective: effective(30), seesAll: true });
  assert.deepEqual([usable.verdict, usable.kind], ["pass", "answered"]);
  assert.deepEqual(usable.found.evidence.at(-1), {
    name: "Seen by",
    value: "CONTOSO\\root at 2026-11-24T09:00:00.000Z: dc1.contoso.com, asked by the agent's server SYNC01",
  });
  const none = await of({ effective: [], seesAll: true });
  assert.deepEqual([none.verdict, none.kind], ["warning", "answered"], "there may be one by now");
  assert.match(none.found.summary, /no KDS root key when CONTOSO\\root signed in/u);
  assert.equal(
    (await of({ effective: [], seesAll: false })).verdict,
    "unknown",
    "he saw none of others either",
  );
  assert.equal((await of(null)).verdict, "unknown");
  assert.equal((await of({ effective: effective(30), seesAll: true }, "fabrikam.com")).verdict, "unknown");

  const young = looked({ kdsKeys: [] }, { events: events({ effective: effective(8), seesAll: true }) });
  const waiting = young.at.run.check("serviceAccount");
  await until(() => kind(young.at) === "waiting");
  await waiting;
  assert.deepEqual([kind(young.at), one(young.at, "kdsRootKey").verdict], ["answered", "pass"]);
});

test("something else in the way comes before the wait", async () => {
  const { at } = await checked({ kdsKeys: [keyMade(1)] }, { plan: custom });
  assert.equal(kind(at), "todo");
});

test("a container that is missing, or that the domain does not name, is in the way of an account that is to be made alone", async () => {
  const wellKnown = (value: string | undefined, plan = create) => {
    const all = looked({}, { plan });
    const { directory } = all;
    directory.put(
      withValues(
        directory.get(base) ?? assert.fail(),
        "otherWellKnownObjects",
        value === undefined ? [] : [`B:32:1EB93889E40C45DF9F0C64D23BBB6237:${value}`],
      ),
    );
    return all;
  };
  const verdict = async ({ at }: ReturnType<typeof looked>) => {
    await at.run.check("serviceAccount");
    return one(at, "accountsContainer").verdict;
  };
  assert.equal(await verdict(wellKnown(undefined)), "fail");
  assert.equal(
    await verdict(wellKnown(`CN=Managed Service Accounts\\0ADEL:1,CN=Deleted Objects,${base}`)),
    "fail",
  );
  assert.equal(await verdict(wellKnown(`CN=Elsewhere,${base}`)), "warning");
  const prepared = wellKnown(undefined, custom);
  await prepared.at.run.check("serviceAccount");
  assert.ok(!verdicts(prepared.at).some((said) => said.startsWith("accountsContainer")));
});

test("an account that was prepared is there, or the command that makes it is shown", async () => {
  const missing = await checked({}, { plan: custom });
  const found = one(missing.at, "serviceAccountInDirectory");
  assert.ok(found.verdict === "fail" && found.fix.kind === "command");
  assert.equal(
    found.fix.text,
    "New-ADServiceAccount -Name 'provAgent01' -DNSHostName 'provAgent01.contoso.com' -PrincipalsAllowedToRetrieveManagedPassword 'SYNC01$' -Enabled $true",
  );
  const there = await checked({ managedAccounts: [customAccount] }, { plan: custom });
  assert.deepEqual(
    [kind(there.at), ...verdicts(there.at)],
    [
      "answered",
      "kdsRootKey pass",
      "serviceAccountInDirectory pass",
      "accountConflict pass",
      "passwordReader pass",
      "encryptionTypes:provAgent01$ pass",
    ],
  );
});

test("what has the account's name and is none, is disabled, or of another domain is named", async () => {
  const conflict = async (
    change: Partial<DescribedDomain>,
    also: (all: ReturnType<typeof looked>) => void,
  ) => {
    const all = looked(change, { plan: custom });
    also(all);
    await all.at.run.check("serviceAccount");
    const { about, summary, verdict } = one(all.at, "accountConflict");
    return `${verdict} ${about}: ${summary.replace(about, "it")}`;
  };
  const dn = `CN=provAgent01,CN=Managed Service Accounts,${base}`;
  assert.match(
    await conflict({ computers: [{ name: "SYNC01" }, { name: "provAgent01" }] }, () => undefined),
    /^fail CN=provAgent01,CN=Computers,.*is no group managed service account/u,
  );
  assert.match(
    await conflict({ managedAccounts: [customAccount] }, ({ directory }) => {
      directory.put(withValues(directory.get(dn) ?? assert.fail(), "userAccountControl", ["4098"]));
    }),
    /^fail CN=provAgent01,CN=Managed.*is disabled/u,
  );
  const child = "DC=child,DC=contoso,DC=com";
  assert.match(
    await conflict({ managedAccounts: [customAccount] }, ({ directory }) => {
      const { attributes } = directory.get(dn) ?? assert.fail();
      directory.put({ dn: `CN=provAgent01,CN=Managed Service Accounts,${child}`, attributes });
    }),
    /^warning CN=provAgent01,.*DC=child,.*another domain of the forest/u,
  );
});

test("whether this server may read the password is asked with its groups; where it may only since its last start, that is said", async () => {
  const reader = async (change: Partial<DescribedDomain>, plan = custom, bootedAt?: string) => {
    const all = looked(change, { plan });
    if (bootedAt !== undefined)
      all.of.answers["Get-CloudSyncServerFact"] = () => ({
        ...healthyServer,
        bootedAt: { value: bootedAt },
      });
    await all.at.run.check("serviceAccount");
    return one(all.at, "passwordReader");
  };
  const byGroup = {
    groups: [{ name: "Agents" }],
    computers: [{ name: "SYNC01", groups: ["Agents"] }],
    managedAccounts: [{ ...customAccount, readers: ["Agents"] }],
  };
  const may = await reader(byGroup);
  assert.deepEqual(
    [may.verdict, may.summary],
    ["pass", "SYNC01 may read the account's password, as a member of Agents."],
  );
  const lately = await reader(byGroup, custom, "2024-01-01T00:00:00.000Z");
  assert.ok(lately.verdict === "warning" && lately.fix.kind === "command");
  assert.equal(lately.fix.text, "klist -li 0x3e7 purge");
  const others = { ...byGroup, computers: [{ name: "SYNC01" }] };
  const no = await reader(others);
  assert.ok(no.verdict === "fail" && no.fix.kind === "owner");
  assert.match(no.fix.whatToAsk, /SYNC01\$/u);
  const made = await reader(
    {
      computers: [{ name: "SYNC01" }, { name: "SYNC02" }],
      managedAccounts: [{ ...madeAccount, readers: ["SYNC02$"] }],
    },
    create,
  );
  assert.equal(made.verdict, "pass", "registering adds this server");
  const unjoined = await reader({ ...others, computers: [] });
  assert.equal(unjoined.verdict, "unknown");
});

test("encryption types that differ are written as the server has them, listed before and taken back after; restart and registering are named", async () => {
  const all = await checked({ managedAccounts: [{ ...madeAccount, encryptionTypes: 4 }] });
  const { at, directory, of, port } = all;
  const dn = `CN=provAgentgMSA,CN=Managed Service Accounts,${base}`;
  const sync = `CN=SYNC01,CN=Computers,${base}`;
  directory.put(withValues(directory.get(sync) ?? assert.fail(), "msDS-SupportedEncryptionTypes", ["24"]));
  await at.run.check("serviceAccount");
  const found = one(at, "encryptionTypes");
  assert.ok(found.verdict === "fail" && found.fix.kind === "operation");
  assert.match(found.fix.label, /restart the server, and register the agent again/u);
  await at.run.changes("serviceAccount");
  assert.deepEqual(
    at.run.changesOf("serviceAccount")?.map(({ on, params, before, after }) => [on, params, before, after]),
    [
      [
        { port: "directory", domain: "contoso.com" },
        { attribute: "msDS-SupportedEncryptionTypes", entry: dn },
        "4",
        "24",
      ],
    ],
  );
  assert.equal(textOf(directory.get(dn) ?? assert.fail(), "msDS-SupportedEncryptionTypes"), "4");
  await at.run.apply("serviceAccount");
  assert.equal(textOf(directory.get(dn) ?? assert.fail(), "msDS-SupportedEncryptionTypes"), "24");
  assert.deepEqual(changed(of), ["Set-CloudSyncRestartMark"]);
  assert.equal(one(at, "encryptionTypes").verdict, "pass");
  assert.ok(
    at.events.some(
      (event) => event.kind === "change" && event.change.undo?.op === "Set-CloudSyncDirectoryValue",
    ),
  );
  assert.ok(port.asked.some(({ op, whatIf }) => op === "Set-CloudSyncDirectoryValue" && whatIf));

  const partly = await checked({ managedAccounts: [{ ...madeAccount, encryptionTypes: 24 }] });
  assert.equal(one(partly.at, "encryptionTypes").verdict, "warning");
  partly.directory.put(
    withValues(partly.directory.get(sync) ?? assert.fail(), "msDS-SupportedEncryptionTypes", []),
  );
  await partly.at.run.check("serviceAccount");
  assert.equal(one(partly.at, "encryptionTypes").verdict, "unknown");
});

test("a change that the directory does not make, or that somebody else made, is said and not taken for done", async () => {
  const applied = async (
    fails: NonNullable<HowItAnswers["fails"]>,
    also?: (all: ReturnType<typeof looked>) => void,
  ) => {
    const all = looked({ managedAccounts: [{ ...madeAccount, encryptionTypes: 4 }] }, { how: { fails } });
    await all.at.run.check("serviceAccount");
    await all.at.run.changes("serviceAccount");
    also?.(all);
    await all.at.run.apply("serviceAccount");
    const state = all.at.run.stateOf("serviceAccount");
    return state.kind === "failed" ? state.problem : assert.fail(state.kind);
  };
  const denied = await applied(({ op, whatIf }) =>
    op === "Set-CloudSyncDirectoryValue" && !whatIf
      ? failure({ stage: "modify", reason: "answered", code: 50 })
      : undefined,
  );
  assert.equal(denied.code, "directoryRefused");
  const dn = `CN=provAgentgMSA,CN=Managed Service Accounts,${base}`;
  const other = await applied(
    () => undefined,
    ({ directory }) => {
      directory.put(withValues(directory.get(dn) ?? assert.fail(), "msDS-SupportedEncryptionTypes", ["8"]));
    },
  );
  assert.equal(other.code, "changesDiffer");
  assert.match(other.happened, /another value by now: 8/u);
});

test("a server that is joined to no domain has nothing to be asked; one that is not reached has one finding that says why", async () => {
  const all = looked();
  all.of.answers["Get-CloudSyncServerFact"] = () => ({ ...healthyServer, domain: unread });
  await all.at.run.check("serviceAccount");
  assert.deepEqual([...verdicts(all.at), all.port.asked.length], ["serviceAccountInDirectory unknown", 0]);
  const silent = await checked({}, { how: { fails: () => failure({ reason: "timedOut" }) } });
  assert.deepEqual(
    [...verdicts(silent.at), silent.port.asked.length],
    ["serviceAccountInDirectory unknown", 1],
  );
});
