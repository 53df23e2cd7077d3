import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lineSplitter } from "../../../src/server/lines.ts";
import { readLine, writeHidden, writeRequest } from "../../../src/server/protocol.ts";
import { refused } from "../../../src/server/operationProblem.ts";
import { badLine, ended, silent } from "../../../src/server/sessionProblem.ts";
import { errorWords } from "../../../src/setup/told/errors.ts";
import { anyText } from "../../anyText.ts";

const mark = "@0123@";

test("a request is one line of ASCII, whatever it holds", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const line = writeRequest({ id: 1, op: "Get-CloudSyncServerFact", args: { text } });
      assert.match(line, /^[\x20-\x7e]*\n$/u);
      assert.deepEqual((JSON.parse(line) as { args: unknown }).args, { text });
    }),
  );
});

test("a text to hide goes both ways letter for letter, but for what is hidden, and the answer is one line of ASCII", () => {
  const packed = (text: string) => Buffer.from(text, "utf16le").toString("base64");
  const unpacked = (line: string) => Buffer.from(line, "base64").toString("utf16le");
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff)), (units) => {
      const text = String.fromCharCode(...units);
      const line = writeHidden(packed(text), (one) => one);
      assert.match(line, /^[\w+/=]*\n$/u);
      assert.equal(unpacked(line), text);
    }),
  );
  const hidden = writeHidden(packed("ada: s3cret\r\n"), (text) => text.replace("s3cret", "********"));
  assert.equal(unpacked(hidden), "ada: ********\r\n");
});

test("only a line that begins with the mark is an event", () => {
  const event = `{"id":1,"event":"result","value":{}}`;
  assert.equal(readLine(mark + event, mark)?.event, "result");
  assert.equal(readLine(event, mark), undefined);
  assert.equal(readLine(` ${mark}${event}`, mark), undefined);
  assert.equal(readLine(`@4567@${event}`, mark), undefined);
});

test("a marked line that is no event is garbled, not an exception", () => {
  for (const text of [
    "",
    "{",
    "null",
    "[]",
    '{"event":"nonsense"}',
    '{"event":"progress","id":1}',
    '{"event":"progress","id":1,"code":"begins","params":{"operation":"x"},"percent":900}',
  ])
    assert.equal(readLine(mark + text, mark)?.event, "garbled", text);
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.ok(readLine(mark + text, mark));
    }),
  );
});

test("an event is nested so deep that whoever walks through it can, brackets in its texts not counted", () => {
  const nested = (depth: number, inner: string) => "[".repeat(depth) + inner + "]".repeat(depth);
  const line = (after: string) =>
    `${mark}{"id":1,"event":"change","what":"registryValue","params":{"value":"t"},"before":null,"after":${after}}`;
  assert.equal(readLine(line(nested(60, `"\\"${"[".repeat(500)}"`)), mark)?.event, "change");
  assert.equal(readLine(line(nested(65, "1")), mark)?.event, "garbled");
});

test("an undo must be an operation of the list", () => {
  const line = (op: string) =>
    `${mark}${JSON.stringify({ id: 1, event: "change", what: "registryValue", params: { value: "t" }, before: null, after: 1, undo: { op, args: {} } })}`;
  assert.equal(readLine(line("Set-CloudSyncTlsValue"), mark)?.event, "change");
  assert.equal(readLine(line("Remove-Everything"), mark)?.event, "garbled");
});

test("lines come out whole, however the chunks fall", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 7 }), (texts, size) => {
      const lines = texts.map((text) => text.replaceAll(/[\r\n]/gu, ""));
      const taken: string[] = [];
      const take = lineSplitter((line) => taken.push(line));
      const all = lines.map((line) => `${line}\r\n`).join("");
      for (let at = 0; at < all.length; at += size) take(all.slice(at, at + size));
      assert.deepEqual(taken, lines);
    }),
  );
});

test("a line without an end does not fill the memory", () => {
  const taken: number[] = [];
  const take = lineSplitter((line) => taken.push(line.length), 1000);
  for (let at = 0; at < 10; at++) take("x".repeat(400));
  assert.deepEqual(taken, [1200, 1200, 1200]);
});

/** What the module raises and nothing in particular is to be done about: the server's own sentence says it all. */
const plainFailures = [
  "BadConfiguration",
  "BadRequest",
  "ChildEnded",
  "ChildNotStarted",
  "CmdletMissing",
  "Directory",
  "Dns",
  "FileExists",
  "LogIsLink",
  "NoListCmdlet",
  "NoPolicyRecord",
  "NotInstalled",
  "ParameterMissing",
  "Probe",
  "ProgramSilent",
  "ScFailed",
  "SeceditFailed",
  "ServiceMissing",
  "ServiceStopped",
  "ServiceTimeout",
  "SessionEnded",
  "TaskGone",
  "TaskNotStarted",
  "TextTooSlow",
  "UnknownOperation",
  "WinHttpUnreadable",
  "WindowsUnknown",
  "WrongType",
];

const refusedBy = (code: string) =>
  refused("Install-CloudSyncAgent", { code, message: "the server's words", raw: "raw" }, () => "elevate");

test("every code the module raises says what it means and what to do, but those that are plain failures", () => {
  const families = [...new Set(Object.keys(errorWords).map((code) => code.split(".")[0] ?? ""))];
  assert.deepEqual(
    families.filter((family) => refusedBy(family).code === "operationFailed").sort(),
    plainFailures,
  );
  for (const family of [...families, "AccessDenied"].filter((one) => !plainFailures.includes(one))) {
    const { code, means, next } = refusedBy(family);
    assert.notEqual(code, "operationFailed", family);
    assert.match(means, /the server's words/u);
    assert.ok(next.length > 0, family);
  }
});

test("whatever a server refuses, it can still be asked something else; where it is silent, of another session", () => {
  for (const code of [...Object.keys(errorWords), "AccessDenied", "Whatever"])
    assert.equal(refusedBy(code).of, "operation", code);
  assert.equal(silent("Install-CloudSyncAgent", 1000).of, "operation");
  assert.equal(badLine("Install-CloudSyncAgent", "").of, "operation");
  assert.equal(ended("Install-CloudSyncAgent", "1", "").of, undefined);
});

test("a code that nobody knows keeps the server's words, whatever it is called", () => {
  for (const code of ["Whatever", "constructor", "__proto__", "", "toString.x"]) {
    const problem = refusedBy(code);
    assert.equal(problem.code, "operationFailed", code);
    assert.match(problem.happened, /Install-CloudSyncAgent failed: the server's words/u);
  }
});
