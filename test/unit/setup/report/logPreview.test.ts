/** What a bundle of logs would hold, as a page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { leftOutSentence } from "../../../../src/setup/report/leftOut.ts";
import { logPreview } from "../../../../src/setup/report/logPreview.ts";
import type { LeftOut } from "../../../../src/setup/operations/logs.ts";

const parts = [
  { entry: "trace/a.log", text: "one\r\ntwo \u202E three", complete: true },
  { entry: "trace/b.log", text: "the end\n".repeat(5000), complete: false },
  { entry: "events/System.txt", text: "", complete: true },
];

test("the page lists the entries, then shows each, and says what is whole, what is a part and what is empty", () => {
  const page = logPreview({ parts, left: [] }, true);
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
    logPreview({ parts, left: [] }, true),
    /^Known forms of .*tenants and users are hidden: look before you pass it on\.$/mu,
  );
  assert.match(
    logPreview({ parts, left: [] }, false),
    /^Known forms of .*tenants and users are not: look before you pass it on\.$/mu,
  );
});

test("where the session hid what was typed here, the page says so, and that the file does not hold it either", () => {
  const warned =
    /^Where \*{8} stands, something is hidden that .* typed here\. The file does not hold it either\.$/mu;
  const hiding = [{ entry: "trace/a.log", text: "logged on with ********", complete: true }];
  assert.match(logPreview({ parts: hiding, left: [] }, true), warned);
  assert.doesNotMatch(logPreview({ parts, left: [] }, true), warned);
});

test("a page stays short enough to be opened, whatever the server sends", () => {
  const many = Array.from({ length: 50 }, (_, at) => ({
    entry: `trace/${at}`,
    text: "x\n".repeat(100_000),
    complete: false,
  }));
  assert.ok(logPreview({ parts: many, left: [] }, true).length < 200_000);
  assert.ok(
    logPreview({ parts: [{ entry: "a", text: "x".repeat(9_999_999), complete: false }], left: [] }, true)
      .length < 3000,
  );
});

const left: LeftOut[] = [
  { why: "number", limit: 200, count: 23, entries: ["trace/old.log", "trace/[x](command:y).log"] },
  { why: "sum", limit: 300, count: 1, entries: ["trace/big.log"] },
  { why: "link", limit: 0, count: 1, entries: ["setup/link.log"] },
  { why: "beginning", limit: 20, count: 1, entries: ["trace/long.log"] },
  { why: "older", limit: 5000, count: 1, entries: ["events/System.txt"] },
];

test("the page says what is left out and why, before what is in it", () => {
  const page = logPreview({ parts, left }, true);
  const said = page.slice(0, page.indexOf("==== trace/a.log"));
  for (const words of [
    "Left out, because only the newest 200 files are taken:\n  trace/old.log\n  trace/[x] (command:y).log\n  and 21 more\n",
    "Left out, because only 300 MB of files are taken, the newest first:\n  trace/big.log\n",
    "Left out, because a link to a file is not followed:\n  setup/link.log\n",
    "Without the beginning, because only the last 20 MB of a file are taken:\n  trace/long.log\n",
    "Without older events, because only the newest 5000 of a log are taken:\n  events/System.txt\n",
  ])
    assert.ok(said.includes(words), `${words} is not in ${said}`);
  assert.doesNotMatch(logPreview({ parts, left: [] }, true), /Left out|Without/u);
});

test("after it was written one sentence says how much is not in it, and none where all is", () => {
  assert.equal(
    leftOutSentence(left),
    "Not all is in it: 25 files are left out, and 2 entries hold the newest part alone.",
  );
  assert.equal(leftOutSentence([]), "");
});

test("an entry that could not be read says why, in the reader's words, and shows nothing of what stands for it", () => {
  const unread = {
    entry: "events/System.txt",
    text: '{"unread":"x"}',
    complete: true,
    unread: "Access denied. [x](y)",
  };
  const page = logPreview({ parts: [unread], left: [] }, true);
  assert.match(page, /==== events\/System\.txt ====\nIt could not be read: Access denied\. \[x\] \(y\)\n/u);
  assert.doesNotMatch(page, /\{"unread"/u);
});

test("files that came after the list was shown are said to be left out", () => {
  const came: LeftOut[] = [{ why: "new", limit: 0, count: 2, entries: ["trace/new.log"] }];
  assert.match(
    logPreview({ parts, left: came }, true),
    /because they came after the list was shown:\n {2}trace\/new\.log\n {2}and 1 more/u,
  );
  assert.match(leftOutSentence(came), /2 files are left out/u);
});
