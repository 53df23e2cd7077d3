/** What a bundle of logs would hold, as a page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { logPreview } from "../../src/setup/logPreview.ts";

const parts = [
  { entry: "trace/a.log", text: "one\r\ntwo \u202E three", complete: true },
  { entry: "trace/b.log", text: "the end\n".repeat(5000), complete: false },
  { entry: "events/System.txt", text: "", complete: true },
];

test("the page lists the entries, then shows each, and says what is whole, what is a part and what is empty", () => {
  const page = logPreview({ parts }, true);
  assert.ok(page.startsWith("This is what others would read. Nothing is written yet."));
  assert.ok(page.includes("  trace/a.log\n  trace/b.log\n  events/System.txt\n\n"));
  assert.ok(page.includes("==== trace/a.log ====\nThe whole of it:\n\none\ntwo \uFFFD three"));
  assert.ok(
    page.includes("==== trace/b.log ====\nA part of it; the rest is masked in the same way:\n\nthe end\n"),
  );
  assert.ok(page.includes("==== events/System.txt ====\nIt is empty."));
});

test("what is hidden is said as what it is: known forms, which somebody must look over", () => {
  assert.match(
    logPreview({ parts }, true),
    /^Known forms of .*tenants and users are hidden: look before you pass it on\.$/mu,
  );
  assert.match(
    logPreview({ parts }, false),
    /^Known forms of .*tenants and users are not: look before you pass it on\.$/mu,
  );
});

test("where the session hid what was typed here, the page says that the file may hold it", () => {
  const warned = /^Where \*{8} stands, the file may hold a password or token/mu;
  const hiding = [{ entry: "trace/a.log", text: "logged on with ********", complete: true }];
  assert.match(logPreview({ parts: hiding }, true), warned);
  assert.doesNotMatch(logPreview({ parts }, true), warned);
});

test("a page stays short enough to be opened, whatever the server sends", () => {
  const many = Array.from({ length: 50 }, (_, at) => ({
    entry: `trace/${at}`,
    text: "x\n".repeat(100_000),
    complete: false,
  }));
  assert.ok(logPreview({ parts: many }, true).length < 200_000);
  assert.ok(
    logPreview({ parts: [{ entry: "a", text: "x".repeat(9_999_999), complete: false }] }, true).length < 3000,
  );
});
