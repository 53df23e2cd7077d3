/** The account's permissions are given call by call: by whom, what is recorded when, and what an interruption leaves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import type { SetupPlan } from "../../../../src/setup/plan.ts";
import { ProblemError } from "../../../../src/setup/problem.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { sayChange } from "../../../../src/setup/told/changes.ts";
import { registeredAgent } from "../../support/facts.ts";
import {
  gone,
  planned,
  script,
  shownAndApplied,
  testRun,
  type TestParts,
} from "../../support/scriptedServer.ts";

const [contoso, fabrikam] = [
  { name: "contoso.com", administrator: "CONTOSO\\root", preferredDomainControllers: [] },
  {
    name: "fabrikam.com",
    administrator: "FABRIKAM\\root",
    permissionsAdministrator: "FABRIKAM\\rights",
    preferredDomainControllers: [],
  },
];
const two: SetupPlan = { ...planned(), domains: [contoso, fabrikam] };
const forest: SetupPlan = {
  ...two,
  permissions: { givenBy: "enterpriseAdmin", enterpriseAdmin: "CONTOSO\\ea", types: ["All"] },
};
const credential = (user: string) => ({ user, password: "permission-Secret" });
const both = [credential("CONTOSO\\root"), credential("FABRIKAM\\rights")];

interface Given {
  readonly domain: string;
  readonly types: readonly string[];
}

/** A server on which permissions are given, until `fails` says otherwise of a call. */
const rights = (fails: (given: Given) => Error | undefined = () => undefined) => {
  const given: string[] = [];
  const of = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Set-CloudSyncAgentPermission": (args, { whatIf }) => {
      if (whatIf === true) return {};
      const call = args as unknown as Given;
      const error = fails(call);
      if (error) throw error;
      given.push(`${call.types.join()}@${call.domain}`);
      return {};
    },
  });
  return { of, given };
};
const runOf = (of: ReturnType<typeof script>, parts: TestParts) =>
  testRun(of, { procedure: procedures.upgrade, plan: two, ...parts });
const statements = (events: readonly JournalEvent[]) =>
  events.flatMap((event) =>
    event.kind === "said" && event.statement.about === "permissions"
      ? [[event.statement.types.join(), event.statement.domains?.join(), event.statement.givenBy].join(" ")]
      : [],
  );

test("each domain's own administrator gives the types there, and each is recorded with whose right it was", async () => {
  const asked: string[] = [];
  const { of, given } = rights();
  const { run, events } = runOf(of, {
    ask: {
      consent: () => Promise.resolve(true),
      credential: ({ title, user }) => {
        asked.push(`${title}: ${user}`);
        return Promise.resolve(credential(user));
      },
    },
  });
  await run.act("permissions", "changes");
  const listed = run.changesOf("permissions") ?? [];
  assert.deepEqual(
    listed.map(({ on, after }) => [on.port === "directory" && on.domain, after]),
    ["contoso.com", "fabrikam.com"].flatMap((domain) =>
      ["BasicRead", "PasswordHashSync"].map((type) => [domain, type]),
    ),
  );
  assert.ok(
    listed.every((change) => change.certainty !== "exact" && change.certainty.declared === "permissions"),
  );
  assert.match(listed.map(sayChange).join("\n"), /PasswordHashSync \(.*every password's hash\)/u);
  await shownAndApplied(run, "permissions");
  assert.deepEqual(asked, [
    "Administrator of contoso.com: CONTOSO\\root",
    "Administrator of fabrikam.com: FABRIKAM\\rights",
  ]);
  assert.deepEqual(given, [
    "BasicRead@contoso.com",
    "PasswordHashSync@contoso.com",
    "BasicRead@fabrikam.com",
    "PasswordHashSync@fabrikam.com",
  ]);
  assert.deepEqual(statements(events), [
    "BasicRead contoso.com CONTOSO\\root",
    "PasswordHashSync contoso.com CONTOSO\\root",
    "BasicRead fabrikam.com FABRIKAM\\rights",
    "PasswordHashSync fabrikam.com FABRIKAM\\rights",
  ]);
  assert.equal(run.stateOf("permissions").kind, "answered");
  assert.doesNotMatch(JSON.stringify(events), /permission-Secret/u);
});

test("what an Enterprise Admin gives is asked for once, and given everywhere at once", async () => {
  const { of, given } = rights();
  const { run, events } = runOf(of, { plan: forest, credentials: [credential("CONTOSO\\ea")] });
  await shownAndApplied(run, "permissions");
  assert.deepEqual(given, ["All@"]);
  assert.deepEqual(statements(events), ["All contoso.com,fabrikam.com CONTOSO\\ea"]);
  assert.equal(run.stateOf("permissions").kind, "answered");
});

test("after an interruption it goes on where that was, and of what was cut off it says what it was about to be", async () => {
  let cut = true;
  const { of, given } = rights(({ types, domain }) =>
    cut && domain === "fabrikam.com" && types.includes("BasicRead") ? gone() : undefined,
  );
  const first = runOf(of, { credentials: both });
  await shownAndApplied(first.run, "permissions");
  assert.equal(first.run.stateOf("permissions").kind, "failed");
  const open = first.events.flatMap((event) =>
    event.kind === "intended" && !first.events.some((one) => one.kind === "settled" && one.id === event.id)
      ? [event]
      : [],
  );
  assert.deepEqual(
    open.map(({ changes }) => changes.map(({ on, after }) => [on.port === "directory" && on.domain, after])),
    [[["fabrikam.com", "BasicRead"]]],
  );
  cut = false;
  const asked: string[] = [];
  const next = runOf(of, {
    events: first.events,
    ask: {
      consent: () => Promise.resolve(true),
      credential: ({ user }) => {
        asked.push(user);
        return Promise.resolve(credential(user));
      },
    },
  });
  await shownAndApplied(next.run, "permissions");
  assert.deepEqual(asked, ["FABRIKAM\\rights"], "of a domain that has them, nobody is asked");
  assert.deepEqual(given, [
    "BasicRead@contoso.com",
    "PasswordHashSync@contoso.com",
    "BasicRead@fabrikam.com",
    "PasswordHashSync@fabrikam.com",
  ]);
  assert.equal(next.run.stateOf("permissions").kind, "answered");
});

test("a refusal in one domain leaves what another got, and the cmdlet's words say whose it was", async () => {
  const refused = new ProblemError({
    code: "operationFailed",
    happened: "Set-AADCloudSyncPermissions as FABRIKAM\\rights: Access is denied.",
    means: "",
    next: [],
  });
  const { of, given } = rights(({ domain }) => (domain === "fabrikam.com" ? refused : undefined));
  const { run, events } = runOf(of, { credentials: both });
  await shownAndApplied(run, "permissions");
  const state = run.stateOf("permissions");
  assert.match(state.kind === "failed" ? state.problem.happened : "", /FABRIKAM\\rights/u);
  assert.equal(given.length, 2);
  assert.equal(statements(events).length, 2);
});

test("nothing is given before every administrator is known, nor without a domain", async () => {
  const { of, given } = rights();
  const closed = runOf(of, { credentials: [credential("CONTOSO\\root"), undefined] });
  await shownAndApplied(closed.run, "permissions");
  assert.deepEqual(given, []);
  const nowhere = runOf(of, { plan: { ...two, domains: [] } });
  await shownAndApplied(nowhere.run, "permissions");
  const state = nowhere.run.stateOf("permissions");
  assert.match(state.kind === "failed" ? state.problem.happened : "", /^No domain is named/u);
});

test("a module that gives for every domain at once only, or for one only, is offered that way", async () => {
  const { of, given } = rights();
  of.answers["Get-CloudSyncAgentCmdlet"] = () => ({
    cmdlets: {
      value: [
        {
          name: "Set-AADCloudSyncPermissions",
          parameters: ["PermissionType", "EACredential"],
          mandatory: [],
        },
      ],
    },
  });
  const single = runOf(of, { credentials: both });
  await shownAndApplied(single.run, "permissions");
  const state = single.run.stateOf("permissions");
  assert.match(state.kind === "failed" ? state.problem.happened : "", /has no parameter TargetDomain\./u);
  await shownAndApplied(runOf(of, { plan: forest, credentials: both }).run, "permissions");
  assert.deepEqual(given, ["All@"]);
});
