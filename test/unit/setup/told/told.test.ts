/** What a server tells reaches a reader in the reader's language: shown with one in which no English word is left. */
import * as l10n from "@vscode/l10n";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import * as v from "valibot";
import { refused } from "../../../../src/server/operationProblem.ts";
import { readLine } from "../../../../src/server/protocol.ts";
import { declared, isKeepable, type Change, type DeclaredChange } from "../../../../src/setup/change.ts";
import { writeEvent } from "../../../../src/setup/journalLine.ts";
import { overNetwork } from "../../../../src/setup/reachWords.ts";
import { readEvents } from "../../support/memoryRecords.ts";
import { getTlsFacts } from "../../../../src/setup/operations/server.ts";
import { codesOf, hasParams, type Params, type Sentence } from "../../../../src/setup/told/coded.ts";
import {
  changeKinds,
  changesToldBy,
  leavesNothing,
  sayChange,
  toldKinds,
} from "../../../../src/setup/told/changes.ts";
import { declaredKinds } from "../../../../src/setup/told/declaredKinds.ts";
import { errorWords, sayError } from "../../../../src/setup/told/errors.ts";
import { permissionKinds, sayPermission } from "../../../../src/setup/told/permissionKinds.ts";
import { progressWords, sayProgress } from "../../../../src/setup/told/progress.ts";
import { sayRestartReason } from "../../../../src/setup/told/restartReasons.ts";
import { said, valueWords } from "../../../../src/setup/told/values.ts";
import { fact } from "../../../../src/setup/values/fact.ts";
import { shownValue } from "../../../../src/setup/values/shownValue.ts";
import { stepViewOf } from "../../../../src/ui/stepView.ts";
import { healthyTls } from "../../support/facts.ts";
import { script, testRun, here } from "../../support/scriptedServer.ts";

const bundle = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../../../../l10n/bundle.l10n.json"), "utf8"),
) as Record<string, string>;
/** A language of one letter; placeholders stay. */
const foreign = (text: string): string => text.replaceAll(/[A-Za-z]/gu, "\u03c9");
before(() => {
  l10n.config({
    contents: Object.fromEntries(Object.entries(bundle).map(([key, text]) => [key, foreign(text)])),
  });
});
after(() => {
  l10n.config({ contents: {} });
});

/** Parameters of which nothing is a word, but for those that are codes themselves. */
const codes: Params = {
  work: "uninstalling",
  how: "system",
  why: "device",
  reason: "installer:3010",
  permission: "replicate",
};
const given = ({ params }: Sentence): Params =>
  Object.fromEntries(params.map((name, at) => [name, codes[name] ?? `${at + 1}`]));
const noEnglish = (text: string, what: string): void => {
  assert.notEqual(text, "", what);
  assert.doesNotMatch(text, /[A-Za-z]/u, what);
};
const lists = { changeKinds, progressWords, errorWords, valueWords };

test("every sentence is in the reader's language, and names each of its parameters", () => {
  for (const [list, sentences] of Object.entries(lists))
    for (const [code, sentence] of Object.entries<Sentence>(sentences)) {
      const params = given(sentence);
      const text = sentence.says(params);
      noEnglish(text, `${list} ${code}`);
      for (const [name, value] of Object.entries(params))
        assert.ok(name in codes || text.includes(value), `${list} ${code}: ${name}`);
    }
  for (const kind of permissionKinds) noEnglish(sayPermission(kind), kind);
  assert.equal(sayPermission("constructor"), "constructor", "what is no kind stands as it is");
  for (const reason of ["settings", "installer:3010", "uninstalled:3010:1"])
    noEnglish(sayRestartReason(reason), reason);
  assert.equal(sayRestartReason("noted by another version: x"), "noted by another version: x");
});

test("a page shows no English of a server's: not in a list of changes, not while it runs, not in what failed", async () => {
  const changes = codesOf(changeKinds).flatMap((what): DeclaredChange[] =>
    codesOf(valueWords).map((value) => ({
      on: { port: "cloud", tenant: "1" },
      certainty: { declared: "install" },
      what,
      params: given(changeKinds[what]),
      before: said(value, given(valueWords[value])),
      after: true,
    })),
  );
  const of = script({
    "Get-CloudSyncTlsFact": (_, { onEvent }) => {
      for (const code of codesOf(progressWords)) {
        onEvent?.({ kind: "progress", code, params: given(progressWords[code]) });
        const { state } = stepViewOf(at.run, "prerequisites");
        noEnglish(state.kind === "running" ? (state.detail ?? "") : state.kind, code);
      }
      return healthyTls;
    },
  });
  const at = testRun(of, {
    steps: [
      {
        id: "prerequisites",
        lines: [],
        title: () => "",
        introduction: () => [],
        check: async ({ run }) => {
          await run(getTlsFacts, {});
          return { kind: "todo", findings: [] };
        },
        changes: () => Promise.resolve(changes),
        actions: () => [],
      },
    ],
  });
  await at.run.check("prerequisites");
  await at.run.changes("prerequisites");
  const shown = stepViewOf(at.run, "prerequisites").changes ?? [];
  assert.equal(shown.length, changes.length);
  for (const { target, before: from, after: to } of shown)
    for (const one of [target, from, to]) noEnglish(one, target);
  for (const code of codesOf(errorWords)) {
    const { happened, means, next } = refused(
      "1",
      { code, message: sayError(code, given(errorWords[code])) ?? "", raw: "raw" },
      overNetwork.elevate,
    );
    // The mode is a name of PowerShell's.
    for (const one of [happened, means, ...next]) noEnglish(one.replace("ConstrainedLanguage", "1"), code);
  }
});

test("a fact that could not be read for a reason of ours says so in words; Windows' own reason stays as it is", () => {
  const schema = fact(v.string());
  for (const code of codesOf(errorWords)) {
    const read = v.parse(schema, { unread: { code, params: given(errorWords[code]) } });
    noEnglish("unread" in read ? read.unread : "", code);
  }
  assert.deepEqual(v.parse(schema, { unread: "Access is denied." }), { unread: "Access is denied." });
  for (const wrong of [
    { code: "Unheard", params: {} },
    { code: "constructor", params: {} },
    { code: "ServiceMissing", params: {} },
    { code: "ServiceMissing", params: { service: "x", more: "y" } },
  ])
    assert.ok(!v.is(schema, { unread: wrong }), JSON.stringify(wrong));
});

test("what is not on the lists is not taken from a session, nor from a journal", () => {
  const line = (event: object) => readLine(`@${JSON.stringify({ id: 1, ...event })}`, "@")?.event;
  const whole = { what: "wizard", params: {}, before: null, after: said("opened") };
  const change = { event: "change", ...whole };
  const progress = { event: "progress", code: "backedUp", params: { file: "x" } };
  assert.equal(line(change), "change");
  assert.equal(line(progress), "progress");
  for (const wrong of [
    { ...change, what: "unheard" },
    { ...change, what: "toString" },
    { ...change, params: { file: "x" } },
    { ...progress, code: "unheard" },
    { ...progress, params: {} },
    { ...progress, params: { file: 1 } },
  ])
    assert.equal(line(wrong), "garbled", JSON.stringify(wrong));
  const event = (of: object) =>
    writeEvent({
      at: "2026-11-24T12:00:00.000Z",
      by: "ada",
      server: "SYNC01",
      step: "install",
      kind: "change",
      change: { on: here, certainty: "exact", ...of } as Change,
    });
  assert.equal(readEvents(event(whole)).length, 1);
  assert.doesNotMatch(event(whole), /Wizard of/u, "a record holds the code, and is said when it is read");
  assert.equal(readEvents(event({ ...whole, what: "unheard" })).length, 0);
  assert.equal(readEvents(event({ ...whole, params: { file: "x" } })).length, 0);
});

test("what is only ever declared a server may not tell, and no record says that it was told", () => {
  const line = (of: object) =>
    readLine(`@${JSON.stringify({ id: 1, event: "change", before: null, after: "x", ...of })}`, "@")?.event;
  const kept = (of: object) =>
    readEvents(
      writeEvent({
        at: "2026-11-24T12:00:00.000Z",
        by: "ada",
        server: "SYNC01",
        step: "install",
        kind: "change",
        change: { on: here, before: null, after: "x", ...of } as Change,
      }),
    ).length;
  for (const what of codesOf(changeKinds)) {
    const of = { what, params: given(changeKinds[what]) };
    const isTold = what in toldKinds;
    const isOfSession = what in changesToldBy.server || what in changesToldBy.directory;
    assert.equal(line(of), isOfSession ? "change" : "garbled", what);
    assert.equal(kept({ ...of, certainty: "exact" }), isTold ? 1 : 0, what);
    assert.equal(kept({ ...of, certainty: { declared: "install" } }), 1, what);
  }
  assert.deepEqual(
    Object.keys(toldKinds).filter((what) => what in declaredKinds),
    [],
  );
});

test("a value is words only where it is one of the words", () => {
  noEnglish(shownValue(said("tenantOf", { account: "1" })), "tenantOf");
  assert.equal(shownValue({ say: "unheard" }), '{"say":"unheard"}');
  assert.equal(shownValue({ say: "tenantOf" }), '{"say":"tenantOf"}');
  assert.equal(shownValue("restarted"), "restarted");
});

test("what leaves nothing behind is told by its code", () => {
  assert.deepEqual(codesOf(changeKinds).filter(leavesNothing), [
    "restartMark",
    "windowsRestart",
    "serviceRestart",
    "wizard",
    "agentService",
  ]);
  assert.ok(hasParams(changeKinds, "file", { path: "x" }));
  assert.equal(sayChange({ what: "registryValue", params: { value: "x" } }), "x");
  assert.match(sayProgress({ code: "reading", params: { entry: "7" } }), /7/u);
});

test("what is declared has the parameters of its code, and the compiler holds it to them", () => {
  const values = { before: null, after: "x" };
  const cases: readonly (() => DeclaredChange)[] = [
    () => declared("install", here, "agentCertificate", values),
    () => declared("install", here, "accountMade", values, { account: "x" }),
    // @ts-expect-error Its account is missing.
    () => declared("install", here, "accountMade", values),
    // @ts-expect-error It names a domain.
    () => declared("install", here, "preferredControllerElsewhere", values, { account: "x" }),
    // @ts-expect-error It has none.
    () => declared("install", here, "agentCertificate", values, { account: "x" }),
  ];
  assert.deepEqual(
    cases.map((one) => isKeepable(one())),
    [true, true, false, false, false],
  );
});
