import assert from "node:assert/strict";
import { test } from "node:test";
import {
  goodInstaller,
  healthyServer,
  installedAgent,
  noAgent,
  noInstaller,
  plainConfiguration,
  unread,
} from "../../support/facts.ts";
import { parsePlan } from "../../../../src/setup/plan.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { script, testRun, ops, until, proofOf, shownAndApplied } from "../../support/scriptedServer.ts";

test("nothing is downloaded before the licence is accepted", async () => {
  const of = script();
  const at = testRun(of);
  await at.run.check("download");
  await shownAndApplied(at.run, "download");
  assert.ok(!ops(of).includes("Save-CloudSyncInstaller"), "the button is disabled");
  await shownAndApplied(at.run, "download");
  const state = at.run.stateOf("download");
  assert.equal(state.kind === "failed" && state.problem.code, "notReady");
  assert.ok(!ops(of).includes("Save-CloudSyncInstaller"));
});

test("the installer is downloaded from the settings' address, or from the plan's", async () => {
  const urls: unknown[] = [];
  let saved = false;
  const of = script({
    "Save-CloudSyncInstaller": ({ url }) => {
      urls.push(url);
      saved = true;
      return { path: goodInstaller.path };
    },
    "Get-CloudSyncInstallerFact": () =>
      saved ? goodInstaller : { ...goodInstaller, exists: false, sha256: null },
  });
  const at = testRun(of, { yes: true });
  await at.run.answer("download", "licence", true);
  await shownAndApplied(at.run, "download");
  assert.ok(proofOf(at, "download").some((value) => value.startsWith("ada, 2026")));
  saved = false;
  await at.run.answer("download", "url", "https://mirror.contoso.com/agent.exe");
  await shownAndApplied(at.run, "download");
  assert.deepEqual(urls, ["https://download.contoso.com/agent.exe", "https://mirror.contoso.com/agent.exe"]);
});

test("what was downloaded is judged, and removed where it is wrong, whatever else lies beside it", async () => {
  let saved = false;
  const of = script({
    "Save-CloudSyncInstaller": (_, { whatIf }) => {
      saved ||= whatIf !== true;
      return { path: goodInstaller.path };
    },
    "Get-CloudSyncInstallerFact": ({ path }) =>
      path === goodInstaller.path
        ? { ...goodInstaller, signature: { value: { status: "NotSigned", signer: "" } } }
        : { ...goodInstaller, path: `${goodInstaller.path}.other.exe`, exists: saved },
  });
  const at = testRun(of);
  await at.run.answer("download", "licence", true);
  await shownAndApplied(at.run, "download");
  assert.deepEqual(
    of.calls.flatMap(({ op, args, how }) =>
      op === "Remove-CloudSyncInstaller" && how.whatIf !== true ? [args] : [],
    ),
    [{ path: goodInstaller.path }],
  );
});

test("a file that is not signed by Microsoft, or is another product, is rejected and never run", async () => {
  for (const wrong of [
    { signature: { value: { status: "NotSigned", signer: "" } } },
    { signature: { value: null } },
    { signature: { value: { status: "Valid", signer: "Contoso" } } },
    { signature: { value: { status: "HashMismatch", signer: "Microsoft Corporation" } } },
    { signature: { unread: "denied" } },
    { product: { unread: "denied" } },
    { product: { value: null } },
    { product: { value: { name: "Microsoft Edge", version: "1.0" } } },
  ]) {
    const of = script({ "Get-CloudSyncInstallerFact": () => ({ ...goodInstaller, ...wrong }) });
    const at = testRun(of);
    await at.run.answer("download", "licence", true);
    await shownAndApplied(at.run, "download");
    const state = at.run.stateOf("download");
    assert.equal(state.kind === "failed" && state.problem.code, "installerRejected", JSON.stringify(wrong));
    await shownAndApplied(at.run, "install");
    assert.ok(!ops(of).includes("Install-CloudSyncAgent"), JSON.stringify(wrong));
  }
});

test("a file that is not there is said with its path", async () => {
  const of = script({
    "Get-CloudSyncInstallerFact": ({ path }) => ({ ...goodInstaller, path, exists: false, sha256: null }),
  });
  const at = testRun(of);
  await at.run.answer("download", "source", "file");
  await at.run.answer("download", "path", "C:\\Temp\\agent.exe");
  await at.run.answer("download", "licence", true);
  await shownAndApplied(at.run, "download");
  const state = at.run.stateOf("download");
  assert.match(state.kind === "failed" ? state.problem.happened : "", /C:\\Temp\\agent\.exe on SYNC01/u);
  assert.ok(!ops(of).includes("Save-CloudSyncInstaller"));
});

test("a share is read after a yes that names its host, and a check asks for nothing", async () => {
  const path = "\\\\files.contoso.com\\software\\agent.exe";
  const plan = parsePlan({ installer: { source: "file", path } }, "test");
  for (const yes of [false, true]) {
    const questions: string[] = [];
    const of = script({ "Get-CloudSyncInstallerFact": () => goodInstaller });
    const at = testRun(of, {
      accepted: false,
      plan,
      ask: {
        credential: () => Promise.resolve(undefined),
        consent: ({ given, message }) => {
          if (given === "page") return Promise.resolve(false);
          questions.push(message);
          return Promise.resolve(yes);
        },
      },
    });
    await at.run.check("download");
    await at.run.changes("download");
    assert.deepEqual(questions, []);
    assert.deepEqual(
      ops(of).filter((op) => op.startsWith("Copy")),
      ["Copy-CloudSyncInstaller -WhatIf"],
    );
    await at.run.answer("download", "licence", true);
    await shownAndApplied(at.run, "download");
    assert.deepEqual(questions, ["Read the installer from the share of files.contoso.com?"]);
    const calls = of.calls.filter(({ op, how }) => op === "Copy-CloudSyncInstaller" && how.whatIf !== true);
    assert.deepEqual(
      calls.map(({ args }) => args),
      yes ? [{ path, shareHost: "files.contoso.com" }] : [],
    );
  }
});

test("a version older than the newest known is installed only after it was accepted by name", async () => {
  const of = installable(0);
  const at = testRun(of, { accepted: false });
  await at.run.answer("download", "licence", true);
  await shownAndApplied(at.run, "download");
  assert.equal(at.run.stateOf("download").kind, "todo");
  assert.deepEqual(
    at.run.stateOf("download").findings.map(({ verdict }) => verdict),
    ["pass", "pass", "unknown"],
  );
  await shownAndApplied(at.run, "install");
  assert.ok(!ops(of).includes("Install-CloudSyncAgent"));
  await at.run.accept("download", "installerVersion:1.1.2334.0");
  assert.equal(at.run.stateOf("download").kind, "done");
  await shownAndApplied(at.run, "install");
  assert.ok(ops(of).includes("Install-CloudSyncAgent"));
});

test("an installer that is too old, or older than the agent that is there, is removed and never run", async () => {
  const version = (value: string) => ({ value: { name: "Provisioning Agent", version: value } });
  for (const [product, agent] of [
    [version("1.1.280.0"), noAgent],
    [version("1.1.2333.0"), installedAgent],
  ] as const) {
    const of = script({
      "Get-CloudSyncInstallerFact": () => ({ ...goodInstaller, product }),
      "Get-CloudSyncAgentFact": () => agent,
    });
    const at = testRun(of, { procedure: procedures.upgrade });
    await at.run.answer("download", "licence", true);
    await shownAndApplied(at.run, "download");
    const state = at.run.stateOf("download");
    assert.equal(state.kind === "failed" && state.problem.code, "installerRejected");
    assert.ok(ops(of).includes("Remove-CloudSyncInstaller"));
    await shownAndApplied(at.run, "install");
    assert.ok(!ops(of).includes("Install-CloudSyncAgent"));
  }
});

const installable = (exitCode: number) => {
  let agent = noAgent;
  let mark: string | null = null;
  const of = script({
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Get-CloudSyncAgentFact": () => agent,
    "Get-CloudSyncServerFact": () => ({ ...healthyServer, restartDue: { value: mark } }),
    "Install-CloudSyncAgent": () => {
      if ([3010, 1641].includes(exitCode)) mark = "The installer asked for it";
      if ([0, 3010, 1641].includes(exitCode)) agent = installedAgent;
      return { exitCode, logPath: "C:\\Temp\\setup.log" };
    },
  });
  return of;
};

test("the agent is installed with the checked file's hash, and not a second time", async () => {
  const of = installable(0);
  const at = testRun(of);
  await shownAndApplied(at.run, "install");
  assert.equal(at.run.stateOf("install").kind, "done");
  const call = of.calls.find(({ op }) => op === "Install-CloudSyncAgent");
  assert.deepEqual(call?.args, { path: goodInstaller.path, sha256: goodInstaller.sha256, arguments: [] });
  await shownAndApplied(at.run, "install");
  assert.equal(ops(of).filter((op) => op === "Install-CloudSyncAgent").length, 1);
});

test("an installation whose end nobody has read is not done, though the agent is there", async () => {
  const of = installable(0);
  of.answers["Get-CloudSyncAgentFact"] = () => installedAgent;
  let taskLeft: object = { value: true };
  of.answers["Get-CloudSyncInstallerFact"] = () => ({ ...goodInstaller, taskLeft });
  const at = testRun(of);
  await at.run.check("install");
  assert.equal(at.run.stateOf("install").kind, "todo");
  await shownAndApplied(at.run, "install");
  assert.equal(ops(of).filter((op) => op === "Install-CloudSyncAgent").length, 1);
  of.answers["Get-CloudSyncInstallerFact"] = () => ({ ...noInstaller, taskLeft });
  await at.run.check("install");
  assert.equal(at.run.stateOf("install").kind, "done", "without an installer there is no way to read it");
  of.answers["Get-CloudSyncInstallerFact"] = () => ({ ...goodInstaller, taskLeft });
  taskLeft = unread;
  await at.run.check("install");
  assert.equal(at.run.stateOf("install").kind, "done");
});

test("whether a restart is due must be known, or accepted as not known", async () => {
  const of = installable(0);
  const at = testRun(of);
  await shownAndApplied(at.run, "install");
  of.answers["Get-CloudSyncServerFact"] = () => ({ ...healthyServer, restartDue: unread });
  await at.run.check("install");
  const { kind, findings } = at.run.stateOf("install");
  assert.deepEqual([kind, findings.map(({ verdict }) => verdict)], ["todo", ["unknown"]]);
  await at.run.accept("install", "restartDue");
  assert.equal(at.run.stateOf("install").kind, "done");
});

test("an installer that asks for a restart is a success that waits for it", async () => {
  for (const code of [3010, 1641]) {
    const of = installable(code);
    const at = testRun(of);
    const installing = shownAndApplied(at.run, "install");
    await until(() => at.run.stateOf("install").kind === "waiting");
    at.run.cancel("install");
    await installing;
  }
});

test("each exit code of a failed installer says what it means, with the log", async () => {
  const codes = {
    1602: "installerFailed",
    1603: "installerFailed",
    1618: "installerBusy",
    42: "installerFailed",
  };
  for (const [code, problem] of [...Object.entries(codes), ["-2147023293", "installerFailed"] as const]) {
    const at = testRun(installable(Number(code)));
    await shownAndApplied(at.run, "install");
    const state = at.run.stateOf("install");
    assert.equal(state.kind === "failed" && state.problem.code, problem, code);
    assert.ok(state.kind === "failed" && state.problem.next.some((next) => next.includes("setup.log")), code);
  }
});

test("an older agent than the installer's is updated, a newer one left alone", async () => {
  const of = installable(0);
  of.answers["Get-CloudSyncAgentFact"] = () => ({ ...installedAgent, version: { value: "1.1.977.0" } });
  const at = testRun(of);
  await at.run.check("install");
  assert.equal(at.run.stateOf("install").kind, "todo");
  await at.run.act("install", "changes");
  assert.deepEqual(
    at.run.changesOf("install")?.map(({ before, after }) => [before, after]),
    [["1.1.977.0", "1.1.2334.0"]],
  );
  of.answers["Get-CloudSyncAgentFact"] = () => ({ ...installedAgent, version: { value: "1.1.2505.0" } });
  await at.run.check("install");
  assert.equal(at.run.stateOf("install").kind, "done");
});

test("an update of an agent that may lose its proxy says so before", async () => {
  const listed = async (version: string, proxy: string | null) => {
    const at = testRun(
      script({
        "Get-CloudSyncAgentFact": () => ({ ...installedAgent, version: { value: version } }),
        "Get-CloudSyncAgentConfiguration": () => ({ ...plainConfiguration, proxy: { value: proxy } }),
        "Get-CloudSyncInstallerFact": () => goodInstaller,
      }),
    );
    await at.run.changes("install");
    return at.run.changesOf("install")?.map(({ before }) => before);
  };
  assert.deepEqual(await listed("1.1.1364.0", "http://proxy:8080"), ["1.1.1364.0", "http://proxy:8080"]);
  assert.deepEqual(await listed("1.1.1364.0", null), ["1.1.1364.0"]);
  assert.deepEqual(await listed("1.1.1365.0", "http://proxy:8080"), ["1.1.1365.0"]);
});
