/**
 * What Samba 4.22's own domain controller answered to the questions of `src/setup/directory`, and security descriptors of its domain with
 * the SDDL that its own library writes of the same bytes. The domain has 12 controllers as entries besides the real one: the account of
 * FDC004, the settings of FDC005 and the server of FDC006 were deleted. All of a made-up domain.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { getDirectoryEntries } from "../../../../src/setup/operations/directory.ts";
import type { DirectoryEntry, DirectoryFailure } from "../../../../src/setup/operations/directory.ts";
import {
  readAnswers,
  type BoundAnswer,
  type DirectoryQuestion,
  type SearchAnswer,
} from "../../../../src/setup/directory/question.ts";

const read = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, file), "utf8")) as unknown;

const recorded = v.parse(v.record(v.string(), v.unknown()), read("answers.json"));
const descriptors = v.parse(
  v.record(v.string(), v.strictObject({ bytes: v.string(), sddl: v.string() })),
  read("descriptors.json"),
);

export const boundWith = (answers: unknown): BoundAnswer => {
  const bind = {
    view: "vsCode",
    computer: "PC",
    controller: "dc1.contoso.lan",
    security: "ldaps",
    bindMs: 9,
  };
  const answer = v.parse(getDirectoryEntries.result, { outcome: "bound", bind, answers });
  if (answer.outcome !== "bound") throw new Error("not bound");
  return answer;
};

/** What a question reads of the answers that were recorded under a name; under several, one after the other. */
export const readRecorded = <T>(question: DirectoryQuestion<T>, ...names: readonly string[]): T =>
  readAnswers(question, boundWith(names.flatMap((name) => v.parse(v.array(v.unknown()), recorded[name]))));

export const recordedDescriptor = (name: string): { readonly bytes: string; readonly sddl: string } => {
  const one = descriptors[name];
  if (!one) throw new Error(name);
  return one;
};

/** The identifier of an account of that domain. */
export const sidOf = (rid: number): string => `S-1-5-21-3775220881-2861248562-1382516623-${rid}`;

export const entry = (
  dn: string,
  text: Readonly<Record<string, readonly string[]>> = {},
  bytes: Readonly<Record<string, readonly string[]>> = {},
): DirectoryEntry => ({
  dn,
  text: Object.fromEntries(Object.entries(text).map(([name, values]) => [name, [...values]])),
  bytes: Object.fromEntries(Object.entries(bytes).map(([name, values]) => [name, [...values]])),
});
export const foundOf = (
  entries: readonly DirectoryEntry[],
  more: { readonly more?: boolean; readonly referrals?: string[] } = {},
): SearchAnswer => ({ outcome: "found", entries: [...entries], more: false, referrals: [], ms: 1, ...more });
export const failedWith = (change: Partial<DirectoryFailure> = {}): DirectoryFailure => ({
  outcome: "failed",
  stage: "search",
  reason: "other",
  code: null,
  data: null,
  message: "",
  certificate: null,
  ...change,
});
