/** A problem without a page: what the message says, and what the log is told of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CancelledError, ProblemError, type Problem } from "../../../src/setup/problem.ts";
import { twoServers } from "../support/vscode/twoServers.ts";

const { showProblem } = await import("../../../src/ui/problems.ts");

const problem: Problem = {
  code: "operationFailed",
  happened: "The service did not start.",
  means: "Nothing was changed.",
  next: ["Check again."],
  raw: "sc.exe failed: password=Sommer2026",
};

test("a problem is said in its words, and the log has its details without what is secret", async () => {
  const { window, log, logged } = await twoServers();
  await showProblem(new ProblemError(problem), log);
  assert.equal(window.messages.at(-1)?.text, "The service did not start. Nothing was changed. Check again.");
  assert.deepEqual(logged, ["The service did not start.\nCheck again.\nsc.exe failed: password=[hidden]"]);
});

test("of an error that nobody expected the log has all but what is secret, and the message none of it", async () => {
  const { window, log, logged } = await twoServers();
  await showProblem(new TypeError("no such thing, token=Sommer2026"), log);
  assert.match(logged.join("\n"), /^TypeError: no such thing, token=\[hidden\]\n\s+at /u);
  await showProblem("password: Sommer2026", log);
  assert.equal(logged.at(-1), "password: [hidden]");
  assert.match(
    window.messages.at(-1)?.text ?? "",
    /^Something went wrong that this extension does not know\./u,
  );
});

test("what somebody cancelled is no problem", async () => {
  const { window, log, logged } = await twoServers();
  await showProblem(new CancelledError(), log);
  assert.deepEqual([window.messages, logged], [[], []]);
});
