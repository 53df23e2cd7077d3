/** What a disk says of a file, in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileProblem } from "../../../src/setup/fileProblem.ts";

const failed = (code?: string) =>
  Object.assign(new Error(`${code ?? "x"}: said by the system`), code === undefined ? {} : { code });
const problemOf = (code?: string, doing: "read" | "write" = "write") =>
  fileProblem(failed(code), { doing, what: "The plan", path: "C:\\x\\plan.json", means: "It is lost." });

/** By what each of them means: those of one line are said alike, those of two are not. */
const kinds = [
  ["ENOSPC"],
  ["EDQUOT"],
  ["EROFS"],
  ["EACCES", "EPERM"],
  ["EBUSY", "ETXTBSY", "EAGAIN"],
  ["EMFILE", "ENFILE"],
  ["EIO"],
  ["EFBIG"],
  ["ENAMETOOLONG"],
  ["ELOOP"],
  ["EISDIR", "ENOTDIR", "EEXIST", "ENOTEMPTY"],
  ["ENOENT"],
  ["UNKNOWN"],
  ["ENXIO", "ENODEV", "ESTALE", "EHOSTDOWN", "ENETUNREACH", "ETIMEDOUT"],
];

test("each kind of error has words of its own: what happened to which file, what it means, what to do next", () => {
  const said = new Set<string>();
  for (const codes of kinds) {
    const texts = codes.map((code) => {
      const { happened, means, next, raw } = problemOf(code);
      assert.match(happened, /^The plan cannot be written: .+\. It is C:\\x\\plan\.json\.$/u);
      assert.doesNotMatch(`${happened} ${next.join(" ")}`, new RegExp(code, "u"), "a person reads it");
      assert.equal(means, "It is lost.");
      assert.equal(next.length, 1);
      assert.match(raw ?? "", new RegExp(code, "u"), "the log has the system's own");
      return `${happened} ${next.join(" ")}`;
    });
    assert.equal(new Set(texts).size, 1, codes.join(", "));
    for (const text of texts.slice(0, 1)) {
      assert.ok(!said.has(text), text);
      said.add(text);
    }
  }
});

test("a full disk, a denial and the rest are told apart by their code; an error nobody knows is told by its name", () => {
  const codeOf = (code?: string) => problemOf(code).code;
  assert.deepEqual(["ENOSPC", "EDQUOT"].map(codeOf), ["diskFull", "diskFull"]);
  assert.deepEqual(["EACCES", "EPERM", "EROFS"].map(codeOf), [
    "accessDenied",
    "accessDenied",
    "accessDenied",
  ]);
  assert.equal(codeOf("EIO"), "filesUnwritten");
  assert.equal(problemOf("EIO", "read").code, "filesUnread");
  assert.match(problemOf("EIO", "read").happened, /cannot be read/u);
  for (const name of ["EWHATEVER", "toString", "__proto__"])
    assert.ok(problemOf(name).happened.includes(name));
  assert.match(problemOf().happened, /said by the system/u);
  assert.match(
    fileProblem("odd", { doing: "read", what: "It", path: "p", means: "m" }).happened,
    /It cannot be read: odd/u,
  );
});
