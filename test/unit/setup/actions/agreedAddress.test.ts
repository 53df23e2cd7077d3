/** Where the installer comes from: the settings' address, or another one after a yes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { YesQuestion } from "../../../../src/setup/ports.ts";
import { parsePlan } from "../../../../src/setup/plan.ts";
import { hostOf } from "../../../../src/setup/actions/agreedAddress.ts";
import { goodInstaller, noInstaller } from "../../support/facts.ts";
import { script, testRun, shownAndApplied } from "../../support/scriptedServer.ts";

/** Downloads with this address in the plan, and this answer where one is asked for. */
const downloaded = async (url: string | undefined, answer: boolean) => {
  const questions: YesQuestion[] = [];
  const of = script({ "Get-CloudSyncInstallerFact": () => noInstaller });
  const at = testRun(of, {
    plan: parsePlan({ installer: { source: "url", url } }, "test"),
    ask: {
      credential: () => Promise.resolve(undefined),
      consent: (question) => {
        questions.push(question);
        of.answers["Get-CloudSyncInstallerFact"] = () => goodInstaller;
        return Promise.resolve(answer);
      },
    },
  });
  await at.run.answer("download", "licence", true);
  await shownAndApplied(at.run, "download");
  return {
    questions,
    urls: of.calls.flatMap(({ op, args, how }) =>
      op === "Save-CloudSyncInstaller" && how.whatIf !== true ? [args] : [],
    ),
  };
};

test("an address of a plan is asked about by its host, and nothing is fetched without a yes", async () => {
  const url = "https://mirror.evil.example:8443/agent.exe?x=1";
  const refused = await downloaded(url, false);
  assert.deepEqual(refused.urls, []);
  const taken = await downloaded(url, true);
  assert.deepEqual(taken.urls, [{ url }]);
  for (const { questions } of [refused, taken]) {
    assert.equal(questions.length, 1);
    assert.equal(questions[0]?.message, "Download the installer from mirror.evil.example:8443?");
    assert.ok(questions[0].detail.includes(url));
    assert.equal(questions[0].yes, "Download");
  }
});

test("the settings' own address is not asked about, named in the plan or not", async () => {
  const own = "https://download.contoso.com/agent.exe";
  for (const url of [undefined, own]) {
    const { questions, urls } = await downloaded(url, false);
    assert.deepEqual(questions, []);
    assert.deepEqual(urls, [{ url: own }]);
  }
});

test("a host is named as a program sees it", () => {
  assert.equal(hostOf("https://cоntoso.com/agent.exe"), "xn--cntoso-wqf.com");
  assert.equal(hostOf("HTTPS://Mirror.Contoso.com/agent.exe"), "mirror.contoso.com");
  assert.equal(hostOf("no address"), "no address");
});
