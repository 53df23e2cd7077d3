/** A plan file's bytes: encodings, size, depth, and keys that stand twice. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parsePlan } from "../../../../src/setup/plan.ts";
import { mostBytes, readPlan, refuseLarge } from "../../../../src/setup/plans/text.ts";
import { ProblemError } from "../../../../src/setup/problem.ts";

const problem = (bytes: Uint8Array) => {
  try {
    readPlan(bytes, "agent.cloudsync.json");
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.problem.code, "planInvalid");
    return error.problem;
  }
  return undefined;
};
const said = (text: string) => problem(Buffer.from(text))?.next ?? [];

test("a plan is read with a byte order mark or without, in UTF-8 and in UTF-16", () => {
  const text = '{"domains":[{"name":"b\u00FCcher.example"}]}';
  const plan = parsePlan(JSON.parse(text), "test");
  const littleEndian = Buffer.from(`\uFEFF${text}`, "utf16le");
  for (const bytes of [
    Buffer.from(text),
    Buffer.from(`\uFEFF${text}`),
    littleEndian,
    Buffer.from(littleEndian).swap16(),
  ])
    assert.deepEqual(readPlan(bytes, "test"), plan);
});

test("bytes that are no text in these encodings are said to be none", () => {
  assert.match(
    problem(Buffer.from('{"entraAccount":"J\u00FCrgen@contoso.com"}', "latin1"))?.next.join() ?? "",
    /UTF-8/u,
  );
  assert.match(problem(Buffer.from([0xff, 0xfe, 0x7b]))?.next.join() ?? "", /UTF-8/u);
  assert.match(problem(Buffer.from([]))?.happened ?? "", /not valid JSON/u);
});

test("a key that stands twice is refused with its place, however it is written", () => {
  assert.deepEqual(said('{"entraAccount":"ada@contoso.com","entraAccount":"eve@evil.example"}'), [
    "entraAccount stands there more than once.",
  ]);
  assert.deepEqual(said('{"entraAccount":"ada@contoso.com","\\u0065ntraAccount":"eve@evil.example"}'), [
    "entraAccount stands there more than once.",
  ]);
  assert.deepEqual(said('{"domains":[{"name":"a.b"},{"name":"c.d","x":{"y":[]},"name":"e.f"}]}'), [
    "domains.1.name stands there more than once.",
  ]);
  assert.deepEqual(said('{"domains":[{"name":"a.b"},{"name":"c.d"}],"entraAccount":"a@b"}'), []);
  assert.deepEqual(said('{"entraAccount":"account@account","skippedFixes":["account"]}'), []);
  const many = Array.from({ length: 500 }, (_, at) => `"k${at}":1,"k${at}":2`).join(",");
  assert.equal(said(`{${many}}`).length, 21);
});

test("comments and commas at the end are no JSON, and hide no key", () => {
  for (const text of [
    '{"entraAccount":"a@b",}',
    '{/*"entraAccount":"c@d"*/"entraAccount":"a@b"}',
    '{"entraAccount":"a@b"}{}',
    "{'a':1}",
  ])
    assert.match(problem(Buffer.from(text))?.happened ?? "", /not valid JSON/u, text);
});

test("what is nested deeper than a plan is refused before anything follows it down", () => {
  for (const [begin, end] of [
    ["[", "]"],
    ['{"a":', "}"],
  ] as const)
    for (const depth of [21, 10_000, 40_000, 100_000].filter(
      (depth) => depth * (begin.length + end.length) < mostBytes,
    ))
      assert.deepEqual(said(`${begin.repeat(depth)}1${end.repeat(depth)}`), [
        "It is nested deeper than a plan.",
      ]);
  assert.match(said(`${"[".repeat(20)}${"]".repeat(20)}`).join(), /Expected: Object/u);
});

test("a plan that says all that one may of a server is not too deep, and 10,000 servers in one file are told to be too many", () => {
  const part = {
    name: "SYNC01",
    domains: [{ name: "contoso.com", preferredDomainControllers: ["dc1.contoso.com"] }],
  };
  assert.deepEqual(said(JSON.stringify({ servers: [part] })), []);
  const many = JSON.stringify({ servers: Array.from({ length: 10_000 }, (_, at) => ({ name: `S${at}` })) });
  assert.ok(many.length < mostBytes);
  assert.match(said(many).join(), /at most 200, and there are 10000\.$/u);
  assert.deepEqual(said('{"servers":[{"name":"A","domains":[],"domains":[{"name":"evil.example"}]}]}'), [
    "servers.0.domains stands there more than once.",
  ]);
});

test("a file that is larger than a plan is refused unread", () => {
  assert.doesNotThrow(() => {
    refuseLarge(mostBytes, "x");
  });
  assert.throws(() => {
    refuseLarge(mostBytes + 1, "x");
  }, ProblemError);
  const large = Buffer.from(`{"skippedFixes":[]}${" ".repeat(mostBytes)}`);
  assert.match(problem(large)?.next.join() ?? "", /at most 256 KB/u);
  assert.equal(problem(large.subarray(0, mostBytes)), undefined);
});

test("whatever bytes a file holds, it is a plan or a problem in few words", () => {
  const few = (bytes: Uint8Array) => {
    const lines = problem(bytes)?.next ?? [];
    assert.ok(lines.length <= 51 && lines.every((line) => line.length < 400));
  };
  fc.assert(fc.property(fc.uint8Array(), few));
  fc.assert(
    fc.property(fc.json(), (text) => {
      few(Buffer.from(text));
    }),
  );
  for (const text of [
    `{"domains":[${Array.from({ length: 20_000 }, () => '{"name":1}').join(",")}]}`,
    `{"domains":[${"1,".repeat(100_000)}1]}`,
    `{"${"x".repeat(200_000)}":1}`,
    `{"x":"${"\\u202e".repeat(40_000)}"}`,
    '"'.repeat(200_000),
    "{".repeat(200_000),
    "\\".repeat(200_000),
  ])
    few(Buffer.from(text));
});
