/** Another plan in place of the one in use: what it would change is told whole, and it can be taken back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { writeEvent } from "../../../../src/setup/journalLine.ts";
import { readEvents } from "../../support/memoryRecords.ts";
import { emptyPlan, parsePlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import { differenceLine, planDifferences } from "../../../../src/setup/plans/differences.ts";
import { changeDetail, changePage, wrongPage } from "../../../../src/setup/plans/pages.ts";
import { installedAgent } from "../../support/facts.ts";
import { planned, script, testRun } from "../../support/scriptedServer.ts";

const plan = (of: Record<string, unknown>): SetupPlan => parsePlan(of, "test");
const hostile = plan({
  installer: { source: "url", url: "https://mirror.evil.example/agent.exe" },
  registrationMethod: "credential",
  serviceAccount: { kind: "custom", name: "evil$" },
  entraAccount: "eve@evil.example",
  tenant: "72f988bf-86f1-41af-91ab-2d7cd011db47",
  cloud: "china",
  permissions: { types: ["All"], givenBy: "enterpriseAdmin", enterpriseAdmin: "EVIL\\ea" },
  domains: [
    {
      name: "contoso.com",
      administrator: "CONTOSO\\eve",
      permissionsAdministrator: "CONTOSO\\mallory",
      preferredDomainControllers: ["dc.evil.example"],
    },
    { name: "evil.example", administrator: "EVIL\\eve" },
  ],
  skippedFixes: ["tls:server"],
});

test("each part that another plan changes is told, with its value before and after", () => {
  assert.deepEqual(planDifferences(planned(), hostile).map(differenceLine), [
    "Address of the installer: from the settings' address to https://mirror.evil.example/agent.exe",
    "Administrator of domain 1: from CONTOSO\\root to CONTOSO\\eve",
    "Who gives the permissions in domain 1: CONTOSO\\mallory (added)",
    "Preferred domain controller 1 of domain 1: dc.evil.example (added)",
    "Domain 2: evil.example (added)",
    "Administrator of domain 2: EVIL\\eve (added)",
    "Permissions of the service account: All (added)",
    "Who gives the permissions: an Enterprise Admin (added)",
    "Enterprise Admin: EVIL\\ea (added)",
    "Service account: from created by the agent to custom: evil$",
    "How to register: from The agent's wizard to Credential",
    "Microsoft Entra account: from admin@contoso.onmicrosoft.com to eve@evil.example",
    "Tenant: 72f988bf-86f1-41af-91ab-2d7cd011db47 (added)",
    "Cloud: from global to china",
    "Fix that is left out: tls:server (added)",
  ]);
  assert.deepEqual(
    planDifferences(hostile, planned()).flatMap((one) => (one.after === null ? [differenceLine(one)] : [])),
    [
      "Who gives the permissions in domain 1: CONTOSO\\mallory (removed)",
      "Preferred domain controller 1 of domain 1: dc.evil.example (removed)",
      "Domain 2: evil.example (removed)",
      "Administrator of domain 2: EVIL\\eve (removed)",
      "Permissions of the service account: All (removed)",
      "Who gives the permissions: an Enterprise Admin (removed)",
      "Enterprise Admin: EVIL\\ea (removed)",
      "Tenant: 72f988bf-86f1-41af-91ab-2d7cd011db47 (removed)",
      "Fix that is left out: tls:server (removed)",
    ],
  );
  assert.deepEqual(
    planDifferences(emptyPlan(), plan({ installer: { source: "file", path: "C:\\Temp\\a.exe" } })).map(
      differenceLine,
    ),
    [
      "Where the installer comes from: from Download from an address to A file on the server",
      "File of the installer: C:\\Temp\\a.exe (added)",
      "Address of the installer: the settings' address (removed)",
    ],
  );
});

test("two plans differ where and only where a difference is told", () => {
  const name = fc.constantFrom("contoso.com", "fabrikam.com", "evil.example");
  const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
  const plans = fc
    .record({
      $schema: optional(fc.constantFrom("a", "b")),
      cloud: fc.constantFrom("global", "usGov", "china"),
      tenant: optional(
        fc.constantFrom("72f988bf-86f1-41af-91ab-2d7cd011db47", "72f988bf-86f1-41af-91ab-2d7cd011db48"),
      ),
      installer: fc.oneof(
        fc.record({ source: fc.constant("url"), url: optional(fc.constantFrom("https://a", "https://b")) }),
        fc.record({ source: fc.constant("file"), path: optional(fc.constantFrom("C:\\a.exe", "C:\\b.exe")) }),
      ),
      registrationMethod: fc.constantFrom("wizard", "credential", "accessToken"),
      entraAccount: optional(fc.constantFrom("a@b", "c@d")),
      serviceAccount: optional(
        fc.oneof(
          fc.constant({ kind: "create" }),
          fc.record({ kind: fc.constant("custom"), name: optional(fc.constantFrom("a$", "b$")) }),
        ),
      ),
      domains: fc.array(
        fc.record({
          name,
          administrator: optional(fc.constantFrom("A\\a", "B\\b")),
          preferredDomainControllers: fc.array(name, { maxLength: 2 }),
        }),
        { maxLength: 3 },
      ),
      skippedFixes: fc
        .uniqueArray(fc.constantFrom("tls:server", "tls:net", "x"), { maxLength: 3 })
        .map((all) => all.sort()),
      servers: optional(
        fc
          .uniqueArray(
            fc.record(
              {
                name: fc.constantFrom("ONE", "One", "TWO"),
                installer: fc.constantFrom({ source: "url" }, { source: "file", path: "C:\\a.exe" }),
                registrationMethod: fc.constantFrom("wizard", "credential"),
                serviceAccount: fc.constantFrom({ kind: "create" }, { kind: "custom" }),
                domains: fc.array(fc.record({ name }), { maxLength: 1 }),
                skippedFixes: fc.constantFrom([], ["x"]),
              },
              { requiredKeys: ["name"] },
            ),
            { selector: (one) => one.name.toLowerCase(), minLength: 1, maxLength: 2 },
          )
          .map((all) =>
            all.sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1)),
          ),
      ),
    })
    .map((one) => plan(JSON.parse(JSON.stringify(one)) as Record<string, unknown>));
  fc.assert(
    fc.property(plans, plans, (one, other) => {
      assert.equal(planDifferences(one, other).length === 0, isDeepStrictEqual(one, other));
      assert.deepEqual(planDifferences(one, one), []);
    }),
    { numRuns: 2000 },
  );
});

test("the page holds every difference and each name in doubt, the question the first of them", () => {
  const many = plan({
    ...hostile,
    domains: Array.from({ length: 40 }, (_, at) => ({
      name: `d${at}.example`,
      preferredDomainControllers: [`dc.evil${at}.example`],
    })),
  });
  for (const after of [hostile, many]) {
    const differences = planDifferences(planned(), after);
    const changed = { differences, after, notHere: [] };
    const page = changePage("Title", changed);
    assert.match(page, /^Title\n\nThe plan in use is unchanged until you say yes\./u);
    for (const one of differences) assert.ok(page.includes(differenceLine(one)), one.what);
    for (const { name, preferredDomainControllers } of after.domains)
      for (const controller of preferredDomainControllers)
        assert.ok(page.includes(`${controller} is not in the domain ${name}.`), controller);
    const detail = changeDetail(changed).split("\n");
    assert.ok(detail.length <= 16);
    assert.match(detail[0] ?? "", /is not in the domain/u);
  }
  assert.match(
    changeDetail({ differences: planDifferences(planned(), many), after: many, notHere: [] }),
    /more are on the page\. Cancel to read it/u,
  );
});

test("each part of a server that another plan changes is told with the server's name, and servers that are not here are named", () => {
  const before = plan({ servers: [{ name: "SYNC01", registrationMethod: "credential" }, { name: "OLD" }] });
  const after = plan({
    servers: [
      { name: "Sync01", domains: [], serviceAccount: { kind: "custom", name: "pr\u043Ev$" } },
      {
        name: "SYN\u0421 02",
        domains: [{ name: "contoso.com", preferredDomainControllers: ["dc.evil.example"] }],
        skippedFixes: ["tls:server"],
      },
    ],
  });
  const differences = planDifferences(before, after);
  assert.deepEqual(differences.map(differenceLine), [
    "Server: from SYNC01 to Sync01",
    "Service account on server Sync01: custom: pr\u043Ev$ (added)",
    "How to register on server Sync01: Credential (removed)",
    "Domains on server Sync01: none (added)",
    "Server: SYN\u0421 02 (added)",
    "Domain 1 on server SYN\u0421 02: contoso.com (added)",
    "Preferred domain controller 1 of domain 1 on server SYN\u0421 02: dc.evil.example (added)",
    "Fix that is left out on server SYN\u0421 02: tls:server (added)",
    "Server: OLD (removed)",
  ]);
  const changed = { differences, after, notHere: ["SYN\u0421 02", "[x](command:y)\n  - two"] };
  const page = changePage("Title", changed);
  for (const said of [
    /pr\u043Ev\$ may be another/u,
    /SYN\u0421 02 may be another/u,
    /dc\.evil\.example is not in/u,
  ])
    assert.match(page, said);
  assert.match(
    page,
    /is kept and saved with it, and is not used\.\n {2}- SYN\u0421 02\n {2}- \[x\] \(command:y\) {3}- two\n/u,
  );
  assert.match(changeDetail(changed), /^2 of the servers that the plan names are not set up from here\.$/mu);
  assert.doesNotMatch(
    changePage("Title", { ...changed, notHere: [] }) + changeDetail({ ...changed, notHere: [] }),
    /not set up from here/u,
  );
});

test("the page of a plan that cannot be used says all that is wrong, each on a line of its own", () => {
  assert.equal(
    wrongPage({
      code: "planInvalid",
      happened: "Happened.",
      means: "Means.",
      next: ["one\n[x](command:y)", "two"],
    }),
    "Happened.\n\nMeans.\n\nWhat is wrong:\n  - one [x] (command:y)\n  - two\n",
  );
});

test("a plan file that was used is taken back: the plan from before is in use again, after a restart too", async () => {
  const at = testRun(script(), { plan: planned() });
  assert.equal(at.run.plan.taken, undefined);
  await at.run.plan.useFile(hostile, "evil.cloudsync.json");
  assert.deepEqual(at.run.known.plan, hostile);
  await at.run.plan.useFile(emptyPlan(), "empty.cloudsync.json");
  await at.run.answer("confirm", "account", "ada@contoso.com");
  // The journal as its file has it.
  const again = testRun(script(), {
    plan: at.run.known.plan,
    events: readEvents(at.events.map(writeEvent).join("")),
  });
  const last = again.run.plan.taken ?? assert.fail();
  assert.deepEqual([last.file, last.by, last.before], ["empty.cloudsync.json", "ada", hostile]);
  await again.run.plan.takeBack(last);
  assert.deepEqual(again.run.known.plan, hostile);
  const first = again.run.plan.taken;
  assert.equal(first?.file, "evil.cloudsync.json");
  await again.run.plan.takeBack(last);
  assert.deepEqual(again.run.known.plan, hostile, "what was shown is not the last one any more");
  await again.run.plan.takeBack(first);
  assert.deepEqual(again.run.known.plan, planned());
  assert.deepEqual(again.saved.at(-1), planned());
  assert.equal(again.run.plan.taken, undefined);
});

test("with another plan nothing is shown that was typed, found or listed for the one before", async () => {
  const at = testRun(script({ "Get-CloudSyncAgentFact": () => installedAgent }), { plan: planned() });
  await at.run.check("directory");
  assert.equal(at.run.stateOf("directory").kind, "answered");
  await at.run.answer("directory", "domains.1.domain", "not a domain");
  assert.equal(at.run.plan.answers.draftOf("directory", "domains.1.domain")?.value, "not a domain");
  await at.run.changes("confirm");
  await at.run.check("install");
  assert.equal(at.run.stateOf("install").kind, "done");
  await at.run.plan.useFile(hostile, "evil.cloudsync.json");
  assert.equal(at.run.plan.answers.draftOf("directory", "domains.1.domain"), undefined);
  assert.deepEqual(at.run.stateOf("directory").findings, []);
  assert.equal(at.run.changesOf("confirm"), undefined);
  assert.equal(at.run.stateOf("install").kind, "stale");
  await at.run.refresh("directory");
  assert.ok(at.run.stateOf("directory").findings.some(({ rule }) => rule === "controllerOutside"));
});
