/** The installer and the uninstallers: run directly or under SYSTEM, found again after a cut, never torn down. */
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { scenarios } from "../../lab/scenarios/index.ts";
import { sidOf, systemSid } from "../../lab/server/accounts.ts";
import { agentFolder, systemFolder, systemTemporaryFolder, wizardFile } from "../../lab/server/agent.ts";
import { getInstallerFacts, installAgent } from "../../src/setup/operations/installer.ts";
import { saveLogBundle } from "../../src/setup/operations/logs.ts";
import { uninstallAgentProduct, getAgentFacts } from "../../src/setup/operations/agent.ts";
import { startAgentWizard } from "../../src/setup/operations/registering.ts";
import { onInstalled } from "./onInstalled.ts";
import { sayProgress } from "../../src/setup/told/progress.ts";
import { sayChange } from "../../src/setup/told/changes.ts";

const at = onInstalled();
const { run, changesOf, cutDuring, overNetwork } = at;
const installTask = "\\Cloud Sync Agent Setup\\Install";
const uninstallTask = "\\Cloud Sync Agent Setup\\Uninstall";
/** What makes a task ours. */
const ours = { principal: systemSid, author: "Cloud Sync Agent Setup" };
/** What a comparison of languages does not see. */
const unseen = "\u00ad";
const now = () => new Date().toISOString();
const eve = "S-1-5-21-1004336348-1177238915-682003330-1666";

test("over a network log-on the installer runs under SYSTEM, and is found again after a cut", async () => {
  const args = await overNetwork();
  await cutDuring(() => run(installAgent, args));
  assert.deepEqual(Object.keys(at.lab.state().tasks), [installTask]);
  const again = await run(installAgent, args);
  assert.equal(again.exitCode, 0);
  assert.deepEqual(at.lab.state().tasks, {}, "the task is taken away");
  assert.equal(at.lab.state().counts.setups, 1, "it ran once");
});

test("the end of an installation that nobody has read is still to be read", async () => {
  const args = await overNetwork();
  const left = async () => (await run(getInstallerFacts, { path: args.path })).taskLeft;
  assert.deepEqual(await left(), { value: false });
  at.lab.change(({ next }) => (next.exitCode = 3010));
  await cutDuring(() => run(installAgent, args));
  assert.deepEqual(await left(), { value: true });
  assert.equal((await run(installAgent, args)).exitCode, 3010);
  assert.ok(at.lab.state().restartReason, "the restart it asks for is marked");
  assert.deepEqual(await left(), { value: false });
  assert.equal(at.lab.state().counts.setups, 1);
});

test("an installer that ended since somebody looked is not run again, and nothing is said to have changed", async () => {
  const args = await overNetwork();
  at.lab.change(({ windows }) => (windows.networkLogon = false));
  assert.equal((await changesOf(installAgent, args)).length, 1);
  assert.deepEqual(await changesOf(installAgent, args, { whatIf: true }), [], "nor is it listed");
  assert.deepEqual(await changesOf(installAgent, args), []);
  assert.equal(at.lab.state().counts.setups, 1);
  at.lab.change(({ services }) => delete services.AADConnectProvisioningAgent);
  await run(installAgent, args);
  assert.equal(at.lab.state().counts.setups, 2, "files without their service are half an agent");
});

test("the log that setup leaves as SYSTEM is named, and is in the bundle", async () => {
  const { logPath } = await run(installAgent, await overNetwork());
  assert.equal(path.dirname(logPath), systemTemporaryFolder(at.lab.dir));
  const listed: unknown[] = [];
  await run(
    saveLogBundle,
    { path: "C:\\listed.zip", hours: 24, hideNames: false, entries: null },
    { whatIf: true, onEvent: (event) => event.kind === "change" && listed.push(event.change.after) },
  );
  assert.ok(listed.includes(`setup-Temp/${path.basename(logPath)}`), JSON.stringify(listed));
});

test("a task that was left before it was started, or that failed, is run anew", async () => {
  const args = await overNetwork();
  for (const result of [267011, 1618, 267014]) {
    const { installs } = at.lab.state().counts;
    at.lab.change(({ tasks, services }) => {
      delete services.AADConnectProvisioningAgent;
      tasks[installTask] = {
        running: false,
        result,
        ranAt: now(),
        path: args.path,
        line: "/quiet /norestart",
        ...ours,
      };
    });
    assert.equal((await run(installAgent, args)).exitCode, 0);
    assert.equal(at.lab.state().counts.installs, installs + 1, String(result));
    assert.deepEqual(at.lab.state().tasks, {});
  }
});

test("a task of another program is waited for, and its end is not taken for ours", async () => {
  const args = await overNetwork();
  at.lab.change(({ tasks }) => {
    tasks[installTask] = {
      running: false,
      result: 0,
      ranAt: now(),
      path: "C:\\other.exe",
      line: "/quiet /norestart",
      ...ours,
    };
  });
  await run(installAgent, args);
  assert.equal(at.lab.state().counts.installs, 1);
});

test("the result of a task from before the last start of Windows asks for no restart, and does not stand for a run", async () => {
  const args = await overNetwork();
  await run(installAgent, args);
  const left = (result: number, ranAt: string) => {
    at.lab.change(({ tasks }) => {
      tasks[installTask] = {
        running: false,
        result,
        ranAt,
        path: args.path,
        line: "/quiet /norestart",
        ...ours,
      };
    });
  };
  const { bootedAt } = at.lab.state().computer;
  const before = new Date(Date.parse(bootedAt) - 60_000).toISOString();
  const setups = () => at.lab.state().counts.setups;
  for (const result of [0, 1641, 3010]) {
    const begun = setups();
    left(result, before);
    assert.equal((await run(installAgent, args)).exitCode, 0, String(result));
    assert.equal(setups(), begun, "the agent is there");
    at.lab.change(({ services }) => delete services.AADConnectProvisioningAgent);
    left(result, before);
    assert.equal((await run(installAgent, args)).exitCode, 0, String(result));
    assert.equal(setups(), begun + 1, "it was not there");
    assert.equal(at.lab.state().restartReason, null, String(result));
  }
  at.lab.change(({ services }) => delete services.AADConnectProvisioningAgent);
  left(0, now());
  await run(installAgent, args);
  assert.equal(setups(), 5, "what has ended without an agent is done again");
  at.lab.change(({ services }) => delete services.AADConnectProvisioningAgent);
  left(3010, bootedAt);
  assert.equal((await run(installAgent, args)).exitCode, 3010);
  assert.equal(setups(), 5, "the agent may come with the restart");
  assert.match(String(at.lab.state().restartReason), /3010/u);
  assert.deepEqual(at.lab.state().tasks, {});
});

test("the result of an earlier uninstallation does not stand for one of a program that is there", async () => {
  for (const result of [0, 3010, 1641]) {
    at.lab.change((state) => {
      Object.assign(state, scenarios.installed());
      state.windows.networkLogon = true;
    });
    const [agent] = at.lab.state().products;
    assert.ok(agent);
    at.lab.change(({ tasks }) => {
      tasks[uninstallTask] = {
        running: false,
        result,
        ranAt: now(),
        path: path.join(systemFolder(at.lab.dir), "msiexec.exe"),
        line: `/x ${agent.id} /qn /norestart`,
        ...ours,
      };
    });
    const { exitCode } = await run(uninstallAgentProduct, { id: agent.id });
    assert.equal(exitCode, 0, String(result));
    assert.equal(at.lab.state().counts.setups, 1, String(result));
    assert.ok(!at.lab.state().products.some(({ id }) => id === agent.id));
    assert.equal(at.lab.state().restartReason, null);
    assert.deepEqual(at.lab.state().tasks, {});
  }
});

test("a task is ours by folder, principal and author; anybody else's of that name is neither read nor taken away", async () => {
  const args = await overNetwork();
  const done = {
    running: false,
    result: 0,
    ranAt: now(),
    path: args.path,
    line: "/quiet /norestart",
    ...ours,
  };
  for (const [name, task] of [
    ["\\Cloud Sync Agent Setup - install", done],
    ["\\Install", done],
    [installTask, { ...done, principal: eve }],
    [installTask, { ...done, author: "CONTOSO\\eve" }],
    [installTask, { ...done, author: `Cloud Sync${unseen} Agent Setup` }],
    [installTask, { ...done, principal: `${systemSid}${unseen}` }],
    [installTask, { ...done, principal: eve, running: true, result: 267009 }],
  ] as const) {
    const { installs } = at.lab.state().counts;
    at.lab.change((state) => {
      delete state.services.AADConnectProvisioningAgent;
      state.tasks = { [name]: task };
    });
    const { taskLeft } = await run(getInstallerFacts, { path: args.path });
    assert.deepEqual(taskLeft, { value: false }, name);
    assert.equal((await run(installAgent, args)).exitCode, 0);
    assert.equal(at.lab.state().counts.installs, installs + 1, JSON.stringify(task));
    assert.deepEqual(at.lab.state().tasks, name === installTask ? {} : { [name]: task });
  }
});

test("a running program is ours by full path, line and owner, and never by its name", async () => {
  const args = await overNetwork();
  at.lab.change(({ windows }) => (windows.networkLogon = false));
  const line = "/quiet /norestart";
  const me = sidOf(at.lab.state().identity.user);
  const program = path.basename(args.path);
  for (const other of [
    { path: "C:\\Users\\eve\\ProvisioningAgentSetup.exe", line, owner: eve },
    { path: `C:\\Users\\ada\\Downloads\\${program}`, line, owner: me },
    { path: args.path, line, owner: eve },
    { path: args.path, line: "/uninstall /quiet /norestart", owner: me },
    { path: args.path, line: `${line}${unseen}`, owner: me },
    { path: args.path, line, owner: `${me}${unseen}` },
  ]) {
    at.lab.change((state) => {
      delete state.services.AADConnectProvisioningAgent;
      state.others = [other];
    });
    const { setups } = at.lab.state().counts;
    const seen: string[] = [];
    const { exitCode } = await run(installAgent, args, {
      onEvent: (event) => {
        if (event.kind === "progress") seen.push(sayProgress(event));
      },
    });
    assert.equal(exitCode, 0, JSON.stringify(other));
    assert.equal(at.lab.state().counts.setups, setups + 1, JSON.stringify(other));
    assert.doesNotMatch(seen.join(), /since before/u);
  }
});

test("a wizard is the agent's by its full path, and open on this desktop where this user runs it", async () => {
  const wizard = path.join(agentFolder(at.lab.dir), wizardFile);
  at.lab.change((state) => {
    state.others = [{ path: `C:\\Users\\eve\\${wizardFile}`, line: "", owner: sidOf(state.identity.user) }];
  });
  const { setupPrograms } = await run(getAgentFacts, {});
  assert.deepEqual(setupPrograms, { value: [] });
  at.lab.change((state) => (state.others = [{ path: wizard, line: "", owner: eve }]));
  assert.deepEqual(await run(startAgentWizard, {}), { started: true });
  assert.deepEqual(await run(startAgentWizard, {}), { started: false });
});

test("an exit code that Windows keeps unsigned comes back as the installer gave it", async () => {
  const args = await overNetwork();
  at.lab.change(({ next }) => (next.exitCode = 0x80070643));
  const { exitCode } = await run(installAgent, args);
  assert.equal(exitCode, -2147023293);
});

test("setup restarts Windows by itself nowhere; where it asks for a restart, the mark is set with it", async () => {
  const args = await overNetwork();
  at.lab.change(({ next }) => {
    next.exitCode = 3010;
  });
  const made = await changesOf(installAgent, args);
  assert.deepEqual(made.map(sayChange), [
    "Installer AADConnectProvisioningAgentSetup.exe",
    "HKLM\\SOFTWARE\\Cloud Sync Agent Setup\\Restart due",
  ]);
  assert.match(String(at.lab.state().restartReason), /3010/u);
  at.lab.change((state) => Object.assign(state, scenarios.installed()));
  for (const { id } of at.lab.state().products.toReversed()) {
    at.lab.change(({ next }) => (next.exitCode = 3010));
    await run(uninstallAgentProduct, { id });
  }
  assert.match(String(at.lab.state().restartReason), /^uninstalled:3010:Microsoft /u);
  assert.equal(at.lab.state().counts.boots, 0);
});
