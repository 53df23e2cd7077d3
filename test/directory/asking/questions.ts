/** What the suite asks of a directory, and how it looks at what comes. */
import assert from "node:assert/strict";
import type {
  DirectoryAnswer,
  DirectoryFilter,
  DirectorySearch,
  DirectoryTarget,
} from "../../../src/setup/operations/directory.ts";

export const target = (controller: string | null, more: Partial<DirectoryTarget> = {}): DirectoryTarget => ({
  domain: "contoso.lan",
  controller,
  preferred: [],
  catalog: false,
  security: "ldaps",
  timeoutMs: 10_000,
  ...more,
});
export const search = (filter: DirectoryFilter, more: Partial<DirectorySearch> = {}): DirectorySearch => ({
  base: { of: "domain", below: [] },
  scope: "subtree",
  filter,
  text: [],
  bytes: [],
  descriptor: false,
  pageSize: 250,
  most: 5000,
  timeoutMs: 30_000,
  ...more,
});
export const anything: DirectoryFilter = { op: "present", attribute: "objectClass" };
export const rootDse = search(anything, {
  base: { of: "rootDse" },
  scope: "base",
  text: ["dnsHostName", "defaultNamingContext", "supportedLDAPVersion"],
});

/** Without what cannot be the same twice: when, how long it took, and from where it was asked. */
export const told = (answer: DirectoryAnswer): unknown => {
  if (answer.outcome === "failed") return answer;
  const told = {
    ...answer,
    bind: { ...answer.bind, bindMs: 0, view: "", computer: "" },
    answers: answer.answers.map((one) => (one.outcome === "found" ? { ...one, ms: 0 } : one)),
  };
  return JSON.parse(JSON.stringify(told, (key, value: unknown) => (key === "currentTime" ? "" : value)));
};
export const bound = (answer: DirectoryAnswer) => {
  assert.ok(answer.outcome === "bound", JSON.stringify(answer));
  return answer;
};
export const found = (answer: DirectoryAnswer, at = 0) => {
  const one = bound(answer).answers[at];
  assert.ok(one?.outcome === "found", JSON.stringify(one));
  return one;
};
export const failure = (answer: DirectoryAnswer) => {
  assert.ok(answer.outcome === "failed", JSON.stringify(answer));
  return answer;
};
/** As a user of a test is found whatever stands in the name. */
export const named = (value: string): DirectoryFilter => ({
  op: "equals",
  attribute: "sAMAccountName",
  value,
});
