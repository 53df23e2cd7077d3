/** The change report: from records that the engine wrote, and from records that somebody else did. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import { writeEvent } from "../../../../src/setup/journalLine.ts";
import type { Statement } from "../../../../src/setup/statement.ts";
import { registryChange } from "../../support/changes.ts";
import { readEvents } from "../../support/memoryRecords.ts";
import { emptyPlan } from "../../../../src/setup/plan.ts";
import { changeReport } from "../../../../src/setup/report/changeReport.ts";
import { htmlPage } from "../../../../src/setup/report/html.ts";
import type { PagePart } from "../../../../src/setup/report/page.ts";
import { markdownPage } from "../../../../src/setup/report/markdown.ts";
import { cutRun, guidedRun, reportAbout as about, undoneRun } from "../../support/recordedRuns.ts";
import { here } from "../../support/scriptedServer.ts";

const markdownOf = (events: readonly JournalEvent[]) => markdownPage(changeReport(events, about));
const htmlOf = (events: readonly JournalEvent[]) => htmlPage(changeReport(events, about));

/** The text of one section of the Markdown. */
const section = (text: string, title: string): string =>
  text.split(/^## /mu).find((one) => one.startsWith(`${title}\n`)) ?? assert.fail(`no section ${title}`);

/** `UPDATE_GOLDEN=1` writes the files anew: read what changed. */
const golden = (name: string, text: string): void => {
  const file = path.join(import.meta.dirname, "golden", name);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
  assert.deepEqual(text.split("\n"), readFileSync(file, "utf8").split("\n"));
};
const runs: Readonly<Record<string, () => Promise<readonly JournalEvent[]>>> = {
  guided: async () => (await guidedRun()).events,
  cut: async () => (await cutRun()).goneOn,
  undone: undoneRun,
};

for (const [name, recorded] of Object.entries(runs))
  test(`the report of a run that was ${name} is the one in the files, from the record as it is on a disk`, async () => {
    const events = await recorded();
    const read = readEvents(events.map(writeEvent).join(""));
    assert.equal(read.length, events.length);
    golden(`${name}.md`, markdownOf(read));
    golden(`${name}.html`, htmlOf(read));
  });

test("a report says what of its record could not be read", async () => {
  const { events } = await guidedRun();
  assert.doesNotMatch(markdownOf(events), /Not read/u);
  const [first] = events;
  assert.ok(first);
  const notRead: JournalEvent = {
    ...first,
    kind: "notRead",
    lines: 7,
    newer: 4,
    skippedBytes: 9_000_000,
    aside: ["a.unreadable"],
  };
  const page = markdownOf([...events, notRead]);
  for (const said of [/Not read/u, /7 entries/u, /4 of a newer/u, /9000000 bytes/u, /a\.unreadable/u])
    assert.match(page, said);
});

/** One event of each kind, with a text of somebody else's wherever a text is. */
const everyEvent = (text: string): readonly JournalEvent[] => {
  const line = { at: text, by: text, server: "SYNC01", step: text };
  const change = {
    on: { port: "directory", domain: text },
    certainty: "exact",
    what: "registryValue",
    params: { value: text },
    before: text,
    after: text,
  } as const;
  const back = { port: "server", op: "Set-CloudSyncTlsValue", args: { setting: text, value: text } } as const;
  const findings = (["pass", "warning", "fail", "unknown"] as const).map((verdict) => ({
    rule: text,
    about: text,
    verdict,
    summary: text,
  }));
  const plan = {
    ...emptyPlan(),
    tenant: text,
    domains: [{ name: text, administrator: text, preferredDomainControllers: [text] }],
  };
  const statements: readonly Statement[] = [
    { about: "licence" },
    { about: "unknown", finding: text },
    { about: "domains", domains: [text], seenIn: "wizard" },
    { about: "domains", domains: [text], seenIn: "cmdlets" },
    { about: "account", account: text },
    { about: "permissions", types: [text], account: text, how: "hand", domains: [text] },
    { about: "permissions", types: [text], account: text, how: "cmdlet", domains: [text] },
    { about: "permissions", types: [text], account: text, how: "hand" },
    { about: "permissions", types: [text] },
    { about: "permissions", types: [text], account: "", how: "cmdlet", domains: [text], givenBy: text },
    { about: "accountRestricted", account: text, givenBy: text },
    { about: "registerAgain", certificate: text },
    { about: "registerAgain" },
    { about: "registeredAgain", seenIn: "cmdlets" },
    { about: "registeredAgain", seenIn: "person" },
    {
      about: "signedIn",
      domain: text,
      account: text,
      controller: text,
      view: "server",
      computer: text,
      domainAdmin: false,
      enterpriseAdmin: null,
      adminOf: [text],
      protectedUser: true,
      guest: true,
      password: { kind: "later", ends: text },
      mayCreateAccount: null,
      mayGivePermissions: false,
      rootKeys: { effective: [text], seesAll: true },
    },
    { about: "active", computer: text },
  ];
  return [
    {
      ...line,
      kind: "opened",
      computer: text,
      user: text,
      windows: text,
      agent: text,
      extension: text,
      language: text,
    },
    { ...line, kind: "started" },
    { ...line, kind: "previewed", changes: [change] },
    { ...line, kind: "consented", id: "changes", about: "", text, changes: [change] },
    {
      ...line,
      kind: "intended",
      id: text,
      operation: text,
      args: { x: text },
      changes: [{ ...change, after: 1 }],
    },
    { ...line, kind: "intended", id: `${text}2`, operation: text, args: {}, changes: [] },
    { ...line, kind: "change", change: { ...change, undo: back }, of: text },
    { ...line, kind: "change", change: { ...change, params: { value: `${text}2` } }, seen: true },
    {
      ...line,
      kind: "settled",
      id: `${text}3`,
      how: "seen",
      unknown: [{ ...change, on: { port: "cloud", tenant: `${text}2` } }],
    },
    ...statements.map((statement): JournalEvent => ({ ...line, kind: "said", statement })),
    { ...line, kind: "answered", plan, file: text },
    { ...line, kind: "answered", plan, tookBack: true },
    { ...line, kind: "checked", state: "waiting", forWhat: "person", proof: [], findings },
    {
      ...line,
      step: `${text}2`,
      kind: "checked",
      state: "done",
      proof: [{ name: text, value: text }],
      findings,
    },
    { ...line, kind: "failed", code: text, happened: text },
    { ...line, kind: "notRead", lines: 1, newer: 2, skippedBytes: 3, aside: [text] },
    { ...line, kind: "started" },
    { ...line, kind: "ended", how: "cancelled" },
    { ...line, kind: "started" },
  ];
};
const pagesOf = (text: string) => {
  const page = changeReport(everyEvent(text), {
    server: text,
    id: text,
    user: text,
    machine: text,
    at: text,
    extension: text,
    language: text,
  });
  return { markdown: markdownPage(page), html: htmlPage(page) };
};

const hostile: readonly string[] = [
  "<script>alert(1)</script>",
  "</td></tr></table><img src=x onerror=alert(1)>",
  '" onload="alert(1)" x=\'',
  "' autofocus onfocus=alert(1) x=",
  "</title></style></pre><base href=//evil.example>",
  "--><!--<![CDATA[",
  "&lt;b&gt; &#60;b&#62; &amp",
  "a | b || c \\| d",
  "[a](command:b) ![c](https://evil.example/d) <https://evil.example>",
  "https://evil.example www.evil.example a@evil.example",
  "` `` ``` *a* **b** __c__ ~~d~~ $e$ $$f$$",
  "# heading",
  "> - 1. + * --- === | --- |",
  "    code\twith tabs",
  "[x]: https://evil.example",
  "\u202egnp.exe\u2066\u200b\ufeff\u0000\u001b[31m\ud800",
  "{{constructor}} ${x} $(flame) %s {0} {1}",
  "__proto__",
  "2026-11-24T12:00:00.000Z",
];

/** What of a line means something to a reader of Markdown. */
const markUp = (line: string): string =>
  line
    .replaceAll(/\\[!-/:-@[-`{-~]/gu, "")
    .replaceAll("<!---->", "")
    .replaceAll(/[^|#`*_[\]<>~$]|(?<=[^|])#/gu, "");

test("whatever a record holds, the Markdown has the form of one that holds plain words", () => {
  const plain = pagesOf("x").markdown.split("\n");
  for (const text of hostile) {
    const { markdown } = pagesOf(text);
    const lines = markdown.split("\n");
    assert.equal(lines.length, plain.length, text);
    for (const [at, line] of lines.entries()) {
      const isQuote = plain[at]?.startsWith("    ") === true;
      if (isQuote) assert.ok(line.startsWith("    "), line);
      else assert.equal(markUp(line), markUp(plain[at] ?? ""), line);
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      if (!isQuote) assert.doesNotMatch(line, /(?:https?:|^|\s)\/\/|www\.|[^>]@|\]\(/u);
    }
  }
});

test("whatever a record holds, the HTML has the tags of one that holds plain words, and loads and runs nothing", () => {
  const tagsOf = (html: string) => html.replace(/<style>[^]*?<\/style>/u, "<style>").match(/<[^>]*>?/gu);
  const plain = tagsOf(pagesOf("x").html);
  assert.ok(plain);
  assert.doesNotMatch(plain.join(""), /script|src=|href=|url\(|onload/u);
  for (const text of hostile) {
    const { html } = pagesOf(text);
    const found = tagsOf(html);
    assert.deepEqual(found?.slice(2), plain.slice(2), text);
    assert.match(found[1] ?? "", /^<html lang="[^"<>]*">$/u);
    assert.doesNotMatch(html, /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}]/u);
    assert.doesNotMatch(html.replace(/<style>[^]*?<\/style>/u, ""), /&(?!#\d+;)/u);
  }
});

test("a text of many lines stays in its place: one row of a table, and lines of a quotation", () => {
  const text = "one\r\n# two\n\n| three |\u2028</pre>four";
  const { markdown, html } = pagesOf(text);
  const agreed = section(markdown, "Agreed to");
  assert.ok(agreed.includes("\n    one\n    # two\n\n    | three |\n    </pre>four\n"));
  assert.ok(
    html.includes('<pre dir="auto">one\n'.replace("\n", " \n")) || html.includes('<pre dir="auto">one'),
  );
  assert.equal(html.match(/<pre/gu)?.length, 1);
  assert.equal(html.match(/<\/pre>/gu)?.length, 1);
});

test("a record of any size makes a page of a bounded one, in a time that grows with it", () => {
  const [line] = everyEvent("x");
  assert.ok(line);
  const many = Array.from({ length: 3000 }, (_, at): JournalEvent => {
    const change = {
      on: here,
      certainty: "exact" as const,
      what: "registryValue" as const,
      params: { value: `HKLM\\${at}` },
      before: "y".repeat(500),
      after: at,
    };
    return { at: line.at, by: "ada", server: "SYNC01", step: `step${at}`, kind: "change", change };
  });
  const long = everyEvent("z".repeat(100_000));
  const [small, large] = [markdownOf(many), markdownPage(changeReport(long, about))];
  assert.ok(small.length < 2_000_000, String(small.length));
  assert.ok(large.length < 1_000_000, String(large.length));
  assert.match(small, /\.\.\. and 2000 more\. The record holds them all\./u);
  assert.ok(htmlOf(many).includes("... and 2000 more."));
});

test("the same record makes the same page; nothing of it is read from elsewhere", () => {
  const events = everyEvent("x");
  assert.deepEqual(changeReport(events, about), changeReport(structuredClone(events), about));
});

test("at the cut itself the report says what was intended and never told to be over, and later that a look saw it", async () => {
  const { cut, goneOn } = await cutRun();
  const open = section(markdownOf(cut), "What is left");
  assert.match(
    open,
    /### Intended, and never told to be over\n\n.*\n.*\n\| .*Set-CloudSyncTlsValue \| SYNC01 \| HKLM\\\\strongCrypto \| 0 \| 1 \|/u,
  );
  const after = markdownOf(goneOn);
  assert.doesNotMatch(section(after, "What is left"), /Intended/u);
  assert.match(
    section(after, "Changed"),
    /HKLM\\\\strongCrypto \| 0 \| 1 \| not told; seen by a later look \|/u,
  );
});

test("what was agreed to stands in the words that were shown, with the changes that it was about", async () => {
  const { events } = await guidedRun();
  const agreed = section(markdownOf(events), "Agreed to");
  assert.match(agreed, /ada said yes in the step Check the prerequisites/u);
  assert.match(agreed, /HKLM\\\\clientEnabled \| 0 \| 1 \|/u);
});

test("what was found done and then taken back is to be checked again, and is no more in the list of what can be", async () => {
  const text = markdownOf(await undoneRun());
  assert.match(section(text, "Verified"), /something was taken back: check again/u);
  assert.match(section(text, "What can be taken back"), /Nothing can be taken back\./u);
  assert.match(
    section(text, "Changed"),
    /Undo changes \| SYNC01 \| HKLM\\\\strongCrypto \| 1 \| 0 \| taken back \|/u,
  );
});

test("an unknown outcome is left until a later change of the same thing is told; an accepted finding is not", () => {
  const by = { at: "2026-11-24T12:00:00.000Z", by: "ada", server: "SYNC01", step: "prerequisites" };
  const change = registryChange("A", 0, 1);
  const settled: JournalEvent = { ...by, kind: "settled", id: "1", how: "seen", unknown: [change] };
  const left = (...events: readonly JournalEvent[]) => section(markdownOf(events), "What is left");
  assert.match(left(settled), /not known whether they were made\n\n.*\n.*\n\|.* A \| 0 \| 1 \|/u);
  assert.doesNotMatch(left(settled, { ...by, kind: "change", change }), /not known whether/u);
  const finding = { rule: "clock", about: "", verdict: "unknown", summary: "Clock: not known." } as const;
  const checked: JournalEvent = { ...by, kind: "checked", state: "done", proof: [], findings: [finding] };
  assert.match(left(checked), /### Findings that stand open\n\n.*\n.*\n\|.*Clock: not known\./u);
  const said: JournalEvent = { ...by, kind: "said", statement: { about: "unknown", finding: "clock" } };
  assert.match(left(checked, said), /Nothing is left open\./u);
});

/** Without the rows that count events of any kind. */
const uncounted = (parts: readonly PagePart[]): readonly PagePart[] =>
  parts.map((part) =>
    part.kind === "table"
      ? { ...part, rows: part.rows.filter(([what]) => what !== "Covers" && what !== "Changes") }
      : part,
  );

test("each kind of event of a record is told, in the sections that are named here", async () => {
  const told: Readonly<Record<JournalEvent["kind"], readonly string[]>> = {
    opened: ["Agreed to", "Sessions and versions"],
    started: ["Changed", "What is left"],
    previewed: ["Changed"],
    consented: ["Agreed to"],
    // What nobody told the end of is left.
    intended: ["What is left"],
    change: ["Changed", "Verified", "What is left", "What can be taken back"],
    settled: ["What is left"],
    said: ["Agreed to", "How permissions are taken back", "What is left"],
    answered: ["Changed"],
    checked: ["Checked", "Verified", "What is left"],
    notRead: ["This record"],
    ended: ["Changed", "What is left"],
    failed: ["Changed", "What is left"],
  };
  const { cut, goneOn } = await cutRun();
  const records = [(await guidedRun()).events, await undoneRun(), cut, goneOn, everyEvent("x")];
  for (const [kind, titles] of Object.entries(told)) {
    const seen = new Set<string>();
    for (const events of records) {
      const without = changeReport(
        events.filter((event) => event.kind !== kind),
        about,
      );
      for (const [at, { title, parts }] of changeReport(events, about).sections.entries())
        if (!isDeepStrictEqual(uncounted(parts), uncounted(without.sections[at]?.parts ?? [])))
          seen.add(title);
    }
    assert.deepEqual([...seen].toSorted(), [...titles].toSorted(), kind);
  }
});

test("the report says whose record it is and where, and that others have their own", () => {
  const text = section(markdownOf([]), "This record");
  assert.match(text, /\| Kept for \| ada on WORKPLACE7 \|/u);
  assert.match(text, /What another administrator did is in another record\./u);
  assert.match(text, /Every moment is in UTC\./u);
});

test("the record says with which versions a session began, and again when the agent is another", async () => {
  const { events } = await guidedRun();
  assert.deepEqual(
    events.flatMap((event) =>
      event.kind === "opened" ? [[event.windows, event.agent, event.extension]] : [],
    ),
    [null, "1.1.2334.0"].map((agent) => ["Windows Server 2022 Standard (20348.2700)", agent, "0.1.0"]),
  );
});

test("no password that was typed is in a report", async () => {
  const { events } = await guidedRun();
  for (const page of [markdownOf(events), htmlOf(events)]) assert.doesNotMatch(page, /Kz7-/u);
});
