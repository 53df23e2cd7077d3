/** One plan and several servers: what each of them sees, and where its answers go. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  emptyPlan,
  mostServers,
  parsePlan,
  placeOfKey,
  planSchema,
  serverPart,
  type SetupPlan,
} from "../../../../src/setup/plan.ts";
import { ownKeys, partOf, seenBy, withChange } from "../../../../src/setup/plans/serverParts.ts";
import { isProblem } from "../../../../src/setup/problem.ts";

const plan = (of: Record<string, unknown>) => parsePlan(of, "test");
const custom = (name: string) => ({ kind: "custom", name }) as const;
const two = plan({
  cloud: "usGov",
  serviceAccount: custom("all$"),
  domains: [{ name: "contoso.com" }],
  skippedFixes: ["tls:server"],
  servers: [
    { name: "SYNC01", serviceAccount: custom("one$"), domains: [] },
    { name: "sync02.contoso.com", registrationMethod: "credential" },
  ],
});
const seen = (...names: string[]) => seenBy(two, partOf(two, names));

test("each key of a plan has its place, and a server's part has those that may differ and no other", () => {
  assert.deepEqual(Object.keys(placeOfKey).sort(), Object.keys(planSchema.entries).sort());
  assert.deepEqual(["name", ...ownKeys].sort(), Object.keys(serverPart.entries).sort());
});

test("a server sees what is shared, with what its own part says in its place, whole", () => {
  const { servers, ...shared } = two;
  assert.equal(servers?.length, 2);
  assert.deepEqual(seen("SYNC01"), { ...shared, serviceAccount: custom("one$"), domains: [] });
  assert.deepEqual(seen("SYNC02"), { ...shared, registrationMethod: "credential" });
  assert.deepEqual(seen("SYNC03"), shared);
  const none = plan({ cloud: "china" });
  assert.equal(seenBy(none, undefined), none);
});

test("a server is found by any of its names, in capitals or not, or by the computer's name in one; of two that may be meant by none", () => {
  const named = (...all: string[]) => ({ servers: all.map((name) => ({ name })) });
  const found = (names: readonly string[], ...all: string[]) => partOf(named(...all), names)?.name;
  assert.equal(found(["OTHER", "sync01"], "SYNC02", "Sync01"), "Sync01");
  assert.equal(found(["SYNC01"], "sync01.contoso.com", "sync02.contoso.com"), "sync01.contoso.com");
  assert.equal(found(["sync01.contoso.com"], "SYNC01", "SYNC02"), "SYNC01");
  assert.equal(found(["SYNC01"], "sync01.a.example", "sync01.b.example"), undefined);
  assert.equal(found(["SYNC01"], "sync01.a.example", "sync01"), "sync01", "its whole name is told from them");
  assert.equal(found(["SYNC01", "ALIAS"], "SYNC01", "ALIAS"), undefined);
  assert.equal(found(["SYNC1"], "SYNC01", "SYNC"), undefined);
  assert.equal(found([], "SYNC01"), undefined);
});

test("an answer on a server goes into its part where that may differ, and else to all of them", () => {
  const answered = withChange(two, ["SYNC01"], (now) => ({
    ...now,
    serviceAccount: custom("new$"),
    entraAccount: "ada@contoso.com",
  }));
  assert.deepEqual(answered, {
    ...two,
    entraAccount: "ada@contoso.com",
    servers: [{ ...two.servers?.[0], serviceAccount: custom("new$") }, two.servers?.[1]],
  });
  assert.deepEqual(
    withChange(two, ["SYNC01"], (now) => ({ ...now, tenant: undefined, cloud: "china" })),
    {
      ...two,
      tenant: undefined,
      cloud: "china",
    },
  );
});

test("a server that the plan does not name gets a part with its answer, and the others keep theirs", () => {
  const answered = withChange(two, ["SYNC03"], (now) => ({ ...now, registrationMethod: "credential" }));
  assert.deepEqual(answered, {
    ...two,
    servers: [...(two.servers ?? []), { name: "SYNC03", registrationMethod: "credential" }],
  });
  assert.deepEqual(
    withChange(two, ["SYNC03"], (now) => now),
    two,
  );
});

test("an answer that has no place is refused with what to do", () => {
  const full = plan({ servers: Array.from({ length: mostServers }, (_, at) => ({ name: `S${at}` })) });
  const clear = { name: "x" };
  for (const [whole, names] of [
    [full, ["SYNC01"]],
    [two, ["a\u202Eb"]],
    [two, []],
    [plan({ servers: [{ name: "SYNC01" }, { name: "ALIAS" }, clear] }), ["SYNC01", "ALIAS"]],
  ] as const)
    assert.throws(
      () =>
        withChange(whole, names, (now) => ({
          ...now,
          domains: [{ name: "a.b", preferredDomainControllers: [] }],
        })),
      (error) => isProblem(error, "planInvalid") && error.problem.next.length > 0,
    );
});

const account = fc.constantFrom(custom("a$"), custom("b$"), { kind: "create" } as const);
const method = fc.constantFrom("wizard", "credential", "accessToken");
const domains = fc.array(fc.constantFrom({ name: "a.b" }, { name: "c.d", administrator: "A\\a" }), {
  maxLength: 2,
});
const parts = fc.uniqueArray(
  fc.record(
    {
      name: fc.constantFrom("ONE", "TWO", "three.contoso.com"),
      serviceAccount: account,
      registrationMethod: method,
      domains,
    },
    { requiredKeys: ["name"] },
  ),
  { selector: ({ name }) => name, minLength: 1 },
);
const wholes = fc
  .record(
    {
      cloud: fc.constantFrom("global", "china"),
      serviceAccount: account,
      registrationMethod: method,
      domains,
      servers: parts,
    },
    { requiredKeys: [] },
  )
  .map((of) => plan(JSON.parse(JSON.stringify(of)) as Record<string, unknown>));
const changes = fc
  .record(
    {
      cloud: fc.constantFrom("usGov", "china"),
      serviceAccount: account,
      registrationMethod: method,
      domains,
    },
    { requiredKeys: [] },
  )
  .map((of) => JSON.parse(JSON.stringify(of)) as Partial<SetupPlan>)
  .map(
    (of) =>
      (now: SetupPlan): SetupPlan =>
        plan({ ...now, ...of }),
  );

test("whatever is answered where, that server sees it, every other sees what it saw but for what is shared, and a plan comes of it", () => {
  const all = ["ONE", "TWO", "THREE", "FOUR"];
  fc.assert(
    fc.property(wholes, changes, fc.constantFrom(...all), (whole, change, at) => {
      const view = (of: typeof whole, name: string) => seenBy(of, partOf(of, [name]));
      const after = withChange(whole, [at], change);
      assert.deepEqual(parsePlan(JSON.parse(JSON.stringify(after)), "test"), after);
      assert.deepEqual(view(after, at), change(view(whole, at)));
      for (const other of all.filter((name) => name !== at))
        assert.deepEqual(
          view(after, other),
          whole.servers ? { ...view(whole, other), cloud: after.cloud } : view(after, at),
        );
    }),
    { numRuns: 1000 },
  );
});

test("a plan that names no server is one for all of them, and stays one", () => {
  const answered = withChange(emptyPlan(), ["SYNC01"], (now) => ({
    ...now,
    registrationMethod: "credential",
  }));
  assert.deepEqual(answered, { ...emptyPlan(), registrationMethod: "credential" });
});
