/** Registering with an access token: what is looked at before it goes anywhere. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { wrongInToken } from "../../../../src/setup/agent/accessToken.ts";
import type { Credential } from "../../../../src/setup/operations/operation.ts";
import type { LoggingFacts } from "../../../../src/setup/operations/windows.ts";
import type { SetupPlan } from "../../../../src/setup/plan.ts";
import type { CredentialQuestion, YesQuestion } from "../../../../src/setup/ports.ts";
import { installedAgent, noLogging, tenant, unread } from "../../support/facts.ts";
import { ops, planned, script, testRun, shownAndApplied } from "../../support/scriptedServer.ts";

const now = "2026-11-24T12:00:00.000Z";
const audience = "https://proxy.cloudwebappproxy.net/registerapp";
const account = "admin@contoso.onmicrosoft.com";
const wanted = { tenant, account, audience };
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (claims: object) => `${part({ alg: "RS256" })}.${part(claims)}.signature-Secret-of-it`;
const inAnHour = Date.parse(now) / 1000 + 3600;
const good = { aud: audience, tid: tenant, upn: account, exp: inAnHour };

test("a token for this tenant, account and audience that has not ended is as good as can be seen", () => {
  assert.deepEqual(wrongInToken(token(good), wanted, now), []);
  assert.deepEqual(wrongInToken(token({}), wanted, now), [], "what it does not say is Entra's to check");
  assert.deepEqual(wrongInToken(token({ ...good, aud: `${audience}/` }), wanted, now), []);
  assert.deepEqual(wrongInToken(token({ ...good, tid: tenant.toUpperCase() }), wanted, now), []);
  assert.deepEqual(wrongInToken(token({ ...good, name: "Jürgen ÿ?>~" }), wanted, now), []);
  assert.deepEqual(wrongInToken(token({ ...good, aud: "x" }), { ...wanted, audience: "" }, now), []);
});

test("each thing that is wrong with a token is said, without the token", () => {
  const wrong = (claims: object) => wrongInToken(token({ ...good, ...claims }), wanted, now);
  assert.match(wrong({ exp: inAnHour - 3600 }).join(), /ended 2026-11-24T12:00:00/u);
  assert.match(wrong({ tid: "other" }).join(), /tenant other/u);
  assert.match(wrong({ upn: "bob@contoso.com" }).join(), /account bob@contoso\.com/u);
  assert.match(
    wrong({ aud: "https://graph.microsoft.com" }).join(),
    /for https:\/\/graph\.microsoft\.com, not for/u,
  );
  assert.equal(wrong({ exp: 1, tid: "x", upn: "y", aud: "z" }).length, 4);
  for (const none of [
    "",
    "a.b",
    "a..c",
    "a.b.c",
    "a.b.c.d",
    `${part({})}.${part({})}.`,
    `.${part({})}`,
    `${token(good)}.x`,
    token({ exp: "soon" }),
  ])
    assert.match(wrongInToken(none, wanted, now).join(), /no access token/u, none);
});

test("an end that is no time is said, and stops nothing else", () => {
  for (const exp of [-1e20, 1e20, 8.64e12 + 1, -1.7e308, 1e308]) {
    const [said, ...more] = wrongInToken(token({ ...good, exp }), wanted, now);
    assert.match(said ?? "", /When it ends is not known/u, String(exp));
    assert.deepEqual(more, []);
  }
  assert.match(wrongInToken(token({ ...good, exp: -1e9 }), wanted, now).join(), /ended 1938-/u);
  assert.deepEqual(wrongInToken(token({ ...good, exp: 8.64e12 }), wanted, now), []);
});

test("whatever number a token gives as its end, it is looked at without an error", () => {
  fc.assert(
    fc.property(fc.double(), (exp) => {
      assert.ok(wrongInToken(token({ ...good, exp }), wanted, now).length <= 1);
    }),
  );
});

test("whatever is pasted, it is looked at without an error", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.equal(wrongInToken(text, wanted, now).length > 0, true);
    }),
  );
});

const plan: SetupPlan = { ...planned(), registrationMethod: "accessToken", tenant };
const administrator = { user: "CONTOSO\\root", password: "domain-Secret-2" };
const registering = async (
  pasted: string | undefined,
  {
    logging = noLogging,
    yes = true,
    of_ = plan,
  }: { logging?: LoggingFacts; yes?: boolean; of_?: SetupPlan } = {},
) => {
  const asked: CredentialQuestion[] = [];
  const yesses: YesQuestion[] = [];
  const of = script({
    "Get-CloudSyncAgentFact": () => installedAgent,
    "Get-CloudSyncLoggingFact": () => logging,
  });
  const answer = (question: CredentialQuestion): Credential | undefined =>
    question.secret === "token"
      ? pasted === undefined
        ? undefined
        : { user: question.user, password: pasted }
      : administrator;
  const at = testRun(of, {
    plan: of_,
    settings: { tokenAudience: audience },
    ask: {
      credential: (question) => Promise.resolve((asked.push(question), answer(question))),
      consent: (question) => Promise.resolve((yesses.push(question), yes)),
    },
  });
  await shownAndApplied(at.run, "confirm");
  return {
    at,
    asked,
    yesses,
    call: of.calls.find(({ op }) => op === "Register-CloudSyncAgent"),
    ops: ops(of),
  };
};

test("the token goes to the operation's secrets with its tenant, and nowhere else", async () => {
  const { at, asked, yesses, call } = await registering(`  ${token(good)}\n`);
  assert.deepEqual(call?.how.secrets, {
    AccountCredential: [{ user: account, password: token(good) }],
    ServiceAccountCredential: [administrator],
    DomainCredential: [administrator],
  });
  const args = call.args as { way: string; tenant: string };
  assert.deepEqual([args.way, args.tenant], ["token", tenant]);
  assert.deepEqual(yesses, []);
  assert.deepEqual(
    asked.map(({ secret }) => secret),
    ["token", undefined],
  );
  assert.doesNotMatch(JSON.stringify([at.events, at.saved, args, at.run.stateOf("confirm")]), /Secret/u);
});

test("where PowerShell's logging may record it, the token needs a yes before it is asked for", async () => {
  for (const logging of [
    { ...noLogging, scriptBlocks: { value: true } },
    { ...noLogging, transcription: { value: true } },
    { ...noLogging, modules: { value: ["*"] } },
    { ...noLogging, modules: unread },
    { ...noLogging, scriptBlocks: unread },
    { ...noLogging, transcription: unread },
  ]) {
    const declined = await registering(token(good), { logging, yes: false });
    assert.deepEqual([declined.asked, declined.call, declined.yesses.length], [[], undefined, 1]);
    assert.match(declined.yesses[0]?.message ?? "", /SYNC01/u);
    const accepted = await registering(token(good), { logging });
    assert.ok(accepted.call);
    assert.match(accepted.asked[1]?.prompt ?? "", /does not record passwords/u);
  }
  const { ops: asked } = await registering(token(good));
  assert.ok(asked.lastIndexOf("Get-CloudSyncLoggingFact") < asked.indexOf("Register-CloudSyncAgent"));
  assert.ok(asked.includes("Get-CloudSyncLoggingFact"));
});

const closed = "closed";
/** Registers where the policies become others while a box is open. */
const whileOpen = async (
  before: LoggingFacts,
  after: LoggingFacts,
  box: "token" | "password",
  yes = true,
) => {
  const told: string[] = [];
  let logging = before;
  const of = script({
    "Get-CloudSyncAgentFact": () => installedAgent,
    "Get-CloudSyncLoggingFact": () => (told.push("read"), logging),
    "Register-CloudSyncAgent": () => (told.push("used"), { steps: ["Connect-AADCloudSyncAzureAD"] }),
  });
  const at = testRun(of, {
    plan,
    ask: {
      credential: ({ secret }) => {
        if ((secret ?? "password") === box) logging = after;
        told.push(closed);
        return Promise.resolve(secret === "token" ? { user: account, password: token(good) } : administrator);
      },
      consent: ({ detail }) => (told.push(detail), Promise.resolve(yes)),
    },
  });
  await shownAndApplied(at.run, "confirm");
  return told;
};
const transcribed: LoggingFacts = { ...noLogging, transcription: { value: true } };

test("the logging policies are read again when every box is closed, right before the token is used", async () => {
  const told = await whileOpen(noLogging, noLogging, "token");
  assert.deepEqual(told.slice(told.lastIndexOf(closed)), [closed, "read", "used"]);
});

test("policies that became worse while a box was open need a yes of their own", async () => {
  for (const box of ["token", "password"] as const) {
    const told = await whileOpen(noLogging, transcribed, box);
    const [, , asked, used] = told.slice(told.lastIndexOf(closed));
    assert.match(asked ?? "", /Transcription/u);
    assert.equal(used, "used");
    assert.ok(!(await whileOpen(noLogging, transcribed, box, false)).includes("used"));
  }
  const more = { ...transcribed, scriptBlocks: unread };
  const asked = (told: readonly string[]) => told.filter((one) => one.startsWith("Recorded on"));
  assert.equal(asked(await whileOpen(transcribed, more, "token")).length, 2);
});

test("what was agreed to before is not asked again, nor what became better", async () => {
  for (const after of [transcribed, noLogging]) {
    const told = await whileOpen(transcribed, after, "password");
    assert.equal(told.filter((one) => one.startsWith("Recorded on")).length, 1);
    assert.equal(told.at(-1), "used");
  }
});

test("a token that would surely fail is sent nowhere, and a closed box changes nothing", async () => {
  const { at, call } = await registering(token({ ...good, exp: 1 }));
  const state = at.run.stateOf("confirm");
  assert.ok(state.kind === "failed");
  assert.deepEqual([state.problem.code, call], ["tokenRejected", undefined]);
  assert.doesNotMatch(JSON.stringify([state, at.events]), /Secret/u);
  const closed = await registering(undefined);
  assert.equal(closed.call, undefined);
  assert.equal(closed.at.run.stateOf("confirm").kind, "todo");
});

test("tenant and account of the token are answers of the plan", async () => {
  const less = { ...plan };
  delete less.tenant;
  delete less.entraAccount;
  const { at, call, asked } = await registering(token(good), { of_: less });
  const state = at.run.stateOf("confirm");
  assert.ok(state.kind === "failed" && state.problem.code === "notReady");
  assert.deepEqual([call, asked], [undefined, []]);
  const fields = () =>
    (at.run.stepOf("confirm").form?.(at.run.known) ?? []).map((one) => [
      one.id,
      one.kind === "readOnly" && one.value,
    ]);
  assert.deepEqual(fields(), [
    ["registration", false],
    ["tenant", false],
    ["account", false],
    ["audience", audience],
    ["domains", "contoso.com, added by CONTOSO\\root"],
  ]);
  await at.run.answer("confirm", "tenant", "contoso");
  assert.equal(at.run.known.plan.tenant, undefined);
  await at.run.answer("confirm", "tenant", tenant);
  await at.run.answer("confirm", "account", account);
  assert.deepEqual([at.run.known.plan.tenant, at.run.known.plan.entraAccount], [tenant, account]);
  await shownAndApplied(at.run, "confirm");
  assert.notEqual(at.run.stateOf("confirm").kind, "failed");
});
