/** The step that names the directory: what it sees without a password, and what signing in shows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withValues } from "../../../../lab/directory/entry.ts";
import { parsePlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import { attestationsIn } from "../../../../src/setup/journal.ts";
import { findingKey } from "../../../../src/setup/finding.ts";
import type { Carrier } from "../../../../src/setup/ports.ts";
import { directory as step } from "../../../../src/setup/steps/directory.ts";
import { getRegisteredDomains } from "../../../../src/setup/operations/registering.ts";
import { registeredAgent } from "../../support/facts.ts";
import {
  base,
  describedDomain,
  failure,
  fileTimeIn,
  password,
  scriptedDirectory,
  testNow,
  type HowItAnswers,
  type ScriptedDomain,
} from "../../support/scriptedDirectory.ts";
import { signedInAsRoot } from "../../support/signedIn.ts";
import {
  formContext,
  planned,
  readOf,
  script,
  testRun,
  type TestParts,
  type TestRun,
} from "../../support/scriptedServer.ts";

const account = { user: "CONTOSO\\root", password };
const looked = (
  domains: readonly ScriptedDomain[] = [describedDomain()],
  { how, ...parts }: TestParts & { readonly how?: HowItAnswers } = {},
) => {
  const port = scriptedDirectory(domains, how);
  const of = script();
  return { port, of, at: testRun(of, { plan: planned(), directory: port, ...parts }) };
};
const verdicts = ({ run }: TestRun) =>
  run.stateOf("directory").findings.map((one) => `${findingKey(one)} ${one.verdict}`);
const one = ({ run }: TestRun, key: string) =>
  run.stateOf("directory").findings.find((found) => findingKey(found) === key) ?? assert.fail(key);
const problemOf = ({ run }: TestRun) => {
  const state = run.stateOf("directory");
  return state.kind === "failed" ? state.problem : assert.fail(state.kind);
};
const buttons = (at: TestRun) =>
  step.actions(at.run.stateOf("directory"), { ...at.run.known, changesShown: false }).map(({ id }) => id);

const seen = [
  "domainInDirectory:contoso.com pass",
  "forestLevel:contoso.com pass",
  "schemaVersion:contoso.com pass",
  "externalIdInSchema:contoso.com pass",
  "controllerVersion:contoso.com pass",
  "forestDomains:contoso.com pass",
];

test("what can be seen without a password is checked as the session's own user, in one request, and says who answered", async () => {
  const { at, port } = looked([
    describedDomain({ others: [{ dns: "child.contoso.com", netBios: "CHILD", sid: "S-1-5-21-1-2-3" }] }),
  ]);
  await at.run.check("directory");
  assert.equal(at.run.stateOf("directory").kind, "answered");
  assert.deepEqual(verdicts(at), [...seen, "domainAdministrator:contoso.com unknown"]);
  assert.deepEqual(port.asked, [
    {
      op: "Get-CloudSyncDirectoryEntry",
      domain: "contoso.com",
      catalog: false,
      security: null,
      preferred: [],
      account: undefined,
      whatIf: false,
    },
  ]);
  for (const { evidence, verdict } of at.run.stateOf("directory").findings)
    assert.equal(
      evidence.some(({ value }) => value === "dc1.contoso.com, asked by the agent's server SYNC01"),
      verdict === "pass",
    );
  assert.match(one(at, "forestDomains:contoso.com").summary, /child\.contoso\.com/u);
});

test("a schema, a level or controllers that are too old are in the way, with who owns them", async () => {
  const old = describedDomain({
    schemaVersion: 47,
    lacksExternalIdAttribute: true,
  });
  const { directory } = old;
  const { rootDse } = directory;
  directory.put(withValues(rootDse, "forestFunctionality", ["0"]));
  for (const name of ["DC1", "DC2"]) {
    const dn = `CN=${name},OU=Domain Controllers,${base}`;
    const entry = directory.get(dn) ?? assert.fail(dn);
    directory.put(withValues(entry, "operatingSystemVersion", ["6.1 (7601)"]));
  }
  const { at } = looked([old]);
  await at.run.check("directory");
  assert.equal(at.run.stateOf("directory").kind, "todo");
  assert.deepEqual(
    verdicts(at).filter((said) => said.endsWith(" fail")),
    ["forestLevel", "schemaVersion", "externalIdInSchema", "controllerVersion"].map(
      (rule) => `${rule}:contoso.com fail`,
    ),
  );
  const dn = `CN=DC2,OU=Domain Controllers,${base}`;
  directory.put(withValues(directory.get(dn) ?? assert.fail(dn), "operatingSystemVersion", ["6.2 (9200)"]));
  await at.run.check("directory");
  assert.match(one(at, "controllerVersion:contoso.com").summary, /^1 of 2 /u);
  directory.put(withValues(directory.get(dn) ?? assert.fail(dn), "operatingSystemVersion", []));
  await at.run.check("directory");
  assert.equal(one(at, "controllerVersion:contoso.com").verdict, "unknown");
});

test("a name that DNS does not know is in the way; a domain that is not reached is not known, and stands in nobody's", async () => {
  const { at } = looked([]);
  await at.run.check("directory");
  assert.deepEqual(
    [at.run.stateOf("directory").kind, ...verdicts(at)],
    ["todo", "domainInDirectory:contoso.com fail", "domainAdministrator:contoso.com unknown"],
  );
  const silent = looked([], { how: { fails: () => failure({ reason: "timedOut" }) } });
  await silent.at.run.check("directory");
  assert.deepEqual(
    [silent.at.run.stateOf("directory").kind, ...verdicts(silent.at)],
    ["answered", "domainInDirectory:contoso.com unknown", "domainAdministrator:contoso.com unknown"],
  );
});

test("signing in is recorded with who that is there; the password is in no record, and checking again asks for none", async () => {
  const asked: string[] = [];
  const { at, port } = looked([describedDomain()], {
    ask: {
      credential: ({ title, user, prompt }) => {
        asked.push(`${title}: ${user}: ${prompt}`);
        return Promise.resolve(account);
      },
      consent: () => Promise.resolve(false),
    },
  });
  await at.run.check("directory");
  assert.deepEqual(buttons(at), ["signIn", "check"]);
  await at.run.apply("directory");
  assert.deepEqual(
    attestationsIn(at.events).filter(({ about }) => about === "signedIn"),
    [
      {
        ...signedInAsRoot({
          password: { kind: "later", ends: "2027-02-22T12:00:00.000Z" },
          rootKeys: { effective: ["2026-11-23T06:00:00.000Z"], seesAll: true },
        }),
        at: testNow,
        by: "ada",
      },
    ],
  );
  assert.ok(!JSON.stringify(at.events).includes(password));
  assert.deepEqual(verdicts(at), [
    ...seen,
    "domainAdministrator:contoso.com pass",
    "administratorPassword:contoso.com pass",
  ]);
  assert.deepEqual(
    port.asked.filter((one) => one.account !== undefined).map(({ security }) => security),
    [null],
    "one bind, in the first way that is possible",
  );
  assert.equal(asked.length, 1);
  assert.match(asked[0] ?? "", /^Administrator of contoso\.com: CONTOSO\\root: Signs in .*not kept/u);
  await at.run.check("directory");
  assert.equal(asked.length, 1);
  assert.deepEqual(buttons(at), ["check"]);
});

test("a wrong password shows here, with whose it is and what another try may cost, and nothing is recorded of it", async () => {
  const { at, port } = looked([describedDomain()], {
    credentials: [{ ...account, password: "wrong-1" }],
  });
  await at.run.check("directory");
  await at.run.apply("directory");
  const problem = problemOf(at);
  assert.equal(problem.code, "directorySignIn");
  assert.match(problem.happened, /does not accept the user name or the password of CONTOSO\\root/u);
  assert.match(problem.means, /Each further try with a wrong password counts/u);
  assert.ok(!JSON.stringify([at.events, problem]).includes("wrong-1"));
  assert.equal(port.asked.filter((one) => one.account !== undefined).length, 1, "no second try by itself");
  assert.deepEqual(attestationsIn(at.events), []);
});

test("a way that is not possible is not tried by the step: whoever carries the password knows which was", async () => {
  const { at, port } = looked([describedDomain()], {
    credentials: [account],
    how: { fails: () => failure({ stage: "secure", reason: "notPossible" }) },
  });
  await at.run.apply("directory");
  assert.equal(problemOf(at).code, "directoryNotSecure");
  assert.equal(port.asked.filter((one) => one.account !== undefined).length, 1);
  assert.deepEqual(attestationsIn(at.events), []);
});

test("a box that is closed asks nothing more", async () => {
  const { at, port } = looked();
  await at.run.apply("directory");
  assert.deepEqual(attestationsIn(at.events), []);
  assert.equal(at.run.stateOf("directory").kind, "answered", "whoever enters none goes on");
  assert.ok(port.asked.every((one) => one.account === undefined));
});

test("controllers that the plan prefers are asked first; one of another domain's name is told nothing", async () => {
  const { at, port } = looked([describedDomain()], {
    plan: parsePlan(
      {
        domains: [
          {
            name: "Contoso.com",
            administrator: "CONTOSO\\root",
            preferredDomainControllers: ["dc2.contoso.com", "dc1.fabrikam.com", "DC1.contoso.COM"],
          },
        ],
      },
      "test",
    ),
    ask: { credential: () => Promise.resolve(account), consent: () => Promise.resolve(true) },
  });
  await at.run.check("directory");
  await at.run.apply("directory");
  assert.ok(port.asked.some((one) => one.account !== undefined));
  for (const { preferred } of port.asked) assert.deepEqual(preferred, ["dc2.contoso.com", "DC1.contoso.COM"]);
});

test("who is no administrator, in Protected Users, or has a password at its end is told so, and may sign in again", async () => {
  const signedIn = async (
    name: string,
    groups: readonly string[],
    values: Readonly<Record<string, string>> = {},
  ) => {
    const described = describedDomain({
      users: [
        {
          name,
          groups: [...groups],
          values: { "msDS-UserPasswordExpiryTimeComputed": fileTimeIn(90), ...values },
        },
      ],
    });
    const user = `CONTOSO\\${name}`;
    const { at } = looked([described], {
      how: { session: name },
      plan: {
        ...planned(),
        domains: [{ name: "contoso.com", administrator: user, preferredDomainControllers: [] }],
      },
      credentials: [{ user, password }],
    });
    await at.run.apply("directory");
    return {
      of: verdicts(at).slice(seen.length),
      buttons: buttons(at),
      kind: at.run.stateOf("directory").kind,
    };
  };
  const fine = "administratorPassword:contoso.com pass";
  assert.deepEqual(await signedIn("plain", []), {
    of: ["domainAdministrator:contoso.com fail", fine],
    buttons: ["signIn", "check"],
    kind: "todo",
  });
  assert.deepEqual((await signedIn("root", ["Domain Admins", "Protected Users"])).of, [
    "domainAdministrator:contoso.com pass",
    "protectedUser:contoso.com fail",
    fine,
  ]);
  assert.deepEqual((await signedIn("forest", ["Enterprise Admins"])).of, [
    "domainAdministrator:contoso.com pass",
    fine,
  ]);
  const soon = await signedIn("root", ["Domain Admins"], {
    "msDS-UserPasswordExpiryTimeComputed": fileTimeIn(3),
  });
  assert.deepEqual(soon.of, [
    "domainAdministrator:contoso.com pass",
    "administratorPassword:contoso.com warning",
  ]);
});

test("another name that signs in becomes the domain's administrator in the plan; one that is none does not", async () => {
  const { at } = looked([describedDomain()], { credentials: [{ user: "root@contoso.com", password }] });
  await at.run.apply("directory");
  assert.equal(at.run.known.plan.domains[0]?.administrator, "root@contoso.com");
  assert.equal(one(at, "domainAdministrator:contoso.com").verdict, "pass");
});

test("a domain that the agent has is neither asked nor signed in to; the others are, one after the other, until one lets nobody in", async () => {
  const fabrikam = describedDomain({ dns: "fabrikam.com", netBios: "FABRIKAM" });
  const plan: SetupPlan = parsePlan(
    {
      ...planned(),
      domains: ["contoso.com", "fabrikam.com", "child.contoso.com"].map((name) => ({
        name,
        administrator: "CONTOSO\\root",
      })),
    },
    "test",
  );
  const { at, of, port } = looked([describedDomain(), fabrikam], {
    plan,
    credentials: [{ ...account, user: "FABRIKAM\\root" }, account],
  });
  of.answers["Get-CloudSyncAgentFact"] = () => registeredAgent;
  of.answers["Get-CloudSyncRegisteredDomain"] = () => ({ domains: { value: ["CONTOSO.com"] } });
  await at.run.check("directory");
  assert.deepEqual(
    port.asked.map(({ domain }) => domain),
    ["fabrikam.com", "child.contoso.com"],
  );
  assert.deepEqual(buttons(at), ["signIn", "check"]);
  const known = formContext(plan, {
    facts: readOf([getRegisteredDomains, { domains: { value: plan.domains.map(({ name }) => name) } }]),
  });
  assert.deepEqual(
    step.actions({ kind: "answered", findings: [] }, { ...known, changesShown: false }).map(({ id }) => id),
    ["check"],
  );
});

test(
  "domains are asked beside each other; an answer asks for what it changed alone, and a look that is asked for asks all",
  { timeout: 10_000 },
  async () => {
    const fabrikam = describedDomain({ dns: "fabrikam.com", netBios: "FABRIKAM" });
    const plan = parsePlan(
      { domains: ["contoso.com", "fabrikam.com"].map((name) => ({ name, administrator: "CONTOSO\\root" })) },
      "test",
    );
    const port = scriptedDirectory([describedDomain(), fabrikam]);
    let go: (() => void) | undefined;
    const all = new Promise<void>((resolve) => {
      go = resolve;
    });
    const beside: Carrier = {
      run: async (...of) => {
        const answer = port.run(...of);
        // Nobody is answered before both are asked.
        if (port.asked.length >= 2) go?.();
        await all;
        return answer;
      },
    };
    const at = testRun(script(), { plan, directory: beside });
    await at.run.check("directory");
    const asked = () => port.asked.splice(0).map(({ domain }) => domain);
    assert.deepEqual(asked(), ["contoso.com", "fabrikam.com"]);
    const before = verdicts(at);
    await at.run.answer("directory", "domains.2.administrator", "FABRIKAM\\root");
    assert.deepEqual([asked(), verdicts(at)], [[], before]);
    await at.run.answer("directory", "domains.2.domain", "child.contoso.com");
    assert.deepEqual(asked(), ["child.contoso.com"]);
    assert.ok(verdicts(at).includes("domainInDirectory:child.contoso.com fail"));
    await at.run.check("directory");
    assert.deepEqual(asked(), ["contoso.com", "child.contoso.com"]);
  },
);

test("names in doubt are agreed to before a password is asked for", async () => {
  const asked: string[] = [];
  const { at } = looked([], {
    plan: parsePlan({ domains: [{ name: "c\u043entoso.com", administrator: "CONTOSO\\root" }] }, "test"),
    ask: {
      credential: ({ title }) => {
        asked.push(title);
        return Promise.resolve(undefined);
      },
      consent: ({ id }) => {
        asked.push(id);
        return Promise.resolve(false);
      },
    },
  });
  await at.run.apply("directory");
  assert.deepEqual(asked, ["doubtfulNames"]);
});
