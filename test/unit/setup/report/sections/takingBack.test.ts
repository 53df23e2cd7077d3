/** How permissions are taken back, as a page and in the report, from the record alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalEvent } from "../../../../../src/setup/journal.ts";
import type { Statement } from "../../../../../src/setup/statement.ts";
import { changeReport, takingBackPage } from "../../../../../src/setup/report/changeReport.ts";
import { textPage } from "../../../../../src/setup/report/text.ts";

const about = {
  server: "SYNC01",
  id: "SYNC01",
  user: "ada",
  machine: "WORKPLACE7",
  at: "2026-11-24T12:00:00.000Z",
  extension: "0.1.0",
  language: "en",
};
const said = (statement: Statement): JournalEvent => ({
  ...{ at: about.at, by: "ada", server: "SYNC01", step: "permissions" },
  kind: "said",
  statement,
});
const given = (types: string[], account: string, ...domains: string[]) =>
  said({ about: "permissions", types, account, domains, how: "cmdlet", givenBy: "CONTOSO\\ea" });
const textOf = (events: readonly JournalEvent[]) => {
  const page = takingBackPage(events, about);
  return page && textPage(page);
};

test("each type that was given has its commands in each domain, by the account that has it", () => {
  const events = [
    given(["BasicRead"], "provagent01$", "contoso.com", "fabrikam.com"),
    given(["PasswordHashSync"], "provagent01$", "contoso.com"),
    given(["PasswordWriteBack"], "", "contoso.com"),
  ];
  const headings = takingBackPage(events, about)?.sections.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === "heading" ? [part.text] : [])),
  );
  assert.deepEqual(headings, [
    "First, for the account provagent01$",
    "BasicRead in contoso.com",
    "PasswordHashSync in contoso.com",
    "What BasicRead, PasswordHashSync share in contoso.com: where all of these are taken back",
    "What the account still has in contoso.com",
    "Everything that the account has at the root of contoso.com, whoever gave it",
    "BasicRead in fabrikam.com",
    "What the account still has in fabrikam.com",
    "Everything that the account has at the root of fabrikam.com, whoever gave it",
    "First, for the account that the agent created",
    "PasswordWriteBack in contoso.com",
    "What the account still has in contoso.com",
    "Everything that the account has at the root of contoso.com, whoever gave it",
  ]);
  const report = changeReport(events, about).sections.at(-1);
  assert.deepEqual(report, takingBackPage(events, about)?.sections[0]);
});

test("where nothing was given in a domain there is no such page, and the report is as it was", () => {
  for (const events of [
    [],
    [said({ about: "licence" })],
    [said({ about: "permissions", types: ["BasicRead"], account: "a$", how: "hand" })],
  ]) {
    assert.equal(textOf(events), undefined);
    assert.notEqual(changeReport(events, about).sections.at(-1)?.title, "How permissions are taken back");
  }
});

test("a record that names what is no account or domain gets no command for it", () => {
  const hostile = "x$(Remove-Item C:)";
  const text = textOf([given(["BasicRead"], "a$", "contoso.com", hostile)]) ?? "";
  assert.match(text, /No command is written for what is no name/u);
  assert.doesNotMatch(text, /LDAP[^\n]*Remove/u);
  const none = takingBackPage([given(["BasicRead"], hostile, "contoso.com")], about);
  const kinds = none?.sections[0]?.parts.map(({ kind }) => kind) ?? [];
  assert.deepEqual([kinds.length > 0, new Set(kinds)], [true, new Set(["words"])]);
});

test("a page as a text has its commands letter for letter, and its tables line by line", () => {
  const text = textPage({
    language: "en",
    title: "T",
    sections: [
      {
        title: "S",
        parts: [
          { kind: "heading", text: "One" },
          { kind: "quote", text: "a_b 'c\\d'" },
          { kind: "words", text: "w" },
          { kind: "table", head: ["x", "y"], rows: [["1", "2"]] },
        ],
      },
    ],
  });
  assert.equal(text, "T\n\nS\n\n\nOne\n---\na_b 'c\\d'\nw\nx | y\n1 | 2\n");
});
