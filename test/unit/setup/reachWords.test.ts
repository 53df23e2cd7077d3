/** A server that is reached otherwise than as this window's own machine is spoken of as that, wherever it is spoken of. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { YesQuestion } from "../../../src/setup/ports.ts";
import { elevation } from "../../../src/setup/preflight/windows.ts";
import { overNetwork, type ReachWords } from "../../../src/setup/reachWords.ts";
import { transports } from "../../../src/server/transports/transports.ts";
import type { ServerFacts } from "../../../src/setup/operations/server.ts";
import { stepViewOf } from "../../../src/ui/stepView.ts";
import { press } from "../../press.ts";
import { healthyServer } from "../support/facts.ts";
import { script, scriptedServer, testRun, until } from "../support/scriptedServer.ts";

/** What is true of this window's own machine alone. */
const ofThisMachine = /\bthis machine\b|powershellCommand|Remote-SSH|VS Code|this window closes|\bcode\b/iu;

/** What the pages, a rule and the question before a restart say of a server. */
const saidOf = async (words: ReachWords): Promise<readonly string[]> => {
  const questions: YesQuestion[] = [];
  let restarted = false;
  const of = script({
    "Get-CloudSyncServerFact": () => ({
      ...healthyServer,
      ...(restarted ? { bootedAt: { value: "2026-11-24T12:01:00.000Z" } } : { restartDue: { value: "TLS" } }),
    }),
    "Restart-CloudSyncServer": () => ((restarted = true), {}),
  });
  const { run } = testRun(of, {
    server: { ...scriptedServer(of), reachWords: words },
    ask: {
      credential: () => Promise.resolve(undefined),
      consent: (question) => {
        questions.push(question);
        return Promise.resolve(true);
      },
    },
  });
  const { lines, fields } = stepViewOf(run, "server");
  const checking = run.check("prerequisites");
  await until(() => run.stateOf("prerequisites").kind === "waiting");
  await press(run, "prerequisites", "restart");
  await checking;
  const rule = (administrator: boolean) => {
    const server: ServerFacts = {
      ...healthyServer,
      elevated: { value: false },
      administrator: { value: administrator },
    };
    return elevation({ server: { value: server }, on: "SYNC01", reachWords: words }).map((one) =>
      one.verdict === "fail" ? JSON.stringify(one.fix) : one.verdict,
    );
  };
  assert.equal(questions.length, 1);
  return [
    lines[0] ?? "",
    JSON.stringify(fields.find(({ id }) => id === "target")),
    ...rule(true),
    ...rule(false),
    words.elevate(),
    words.rightPowerShell(),
    ...questions.map(({ detail }) => detail),
  ];
};

test("what is true of this window's own machine alone is said of no server that is reached otherwise", async () => {
  const all = transports.map(({ kind, words }) => [kind, words] as const);
  for (const [kind, words] of [...all, ["telepathy", overNetwork] as const]) {
    const said = await saidOf(words);
    assert.equal(said.length, 7);
    for (const text of said)
      assert.equal(ofThisMachine.test(text), kind === "thisMachine", `${kind}: ${text}`);
  }
});
