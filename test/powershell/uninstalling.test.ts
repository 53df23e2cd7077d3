/** Programs of the agent that are uninstalled: whose they are, how they are run, and when one is gone. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { agentFolder } from "../../lab/server/agent.ts";
import {
  uninstallAgentProduct,
  getAgentHealth,
  getAgentLeftovers,
} from "../../src/setup/operations/agent.ts";
import { until } from "../until.ts";
import { onInstalled } from "./onInstalled.ts";
import { sayProgress } from "../../src/setup/told/progress.ts";

const at = onInstalled();
const { run, changesOf, cutDuring } = at;
const uninstallTask = "\\Cloud Sync Agent Setup\\Uninstall";
/** What a comparison of languages does not see. */
const unseen = "\u00ad";

test("over a network log-on a program is uninstalled under SYSTEM, and found again after a cut", async () => {
  at.lab.change(({ windows }) => (windows.networkLogon = true));
  const [agent] = at.lab.state().products;
  assert.ok(agent);
  await cutDuring(() => run(uninstallAgentProduct, { id: agent.id }));
  assert.deepEqual(Object.keys(at.lab.state().tasks), [uninstallTask]);
  await run(uninstallAgentProduct, { id: agent.id });
  await until(() => at.lab.state().agentVersion === null);
  assert.equal(at.lab.state().counts.setups, 1);
});

test("an uninstaller is found again after a cut on the server itself too", async () => {
  const [agent] = at.lab.state().products;
  assert.ok(agent);
  at.lab.change(({ next }) => (next.hangs = true));
  const lost = assert.rejects(run(uninstallAgentProduct, { id: agent.id }));
  await until(() => Object.keys(at.lab.state().programs).length > 0);
  at.server.close();
  await lost;
  const seen: string[] = [];
  const again = run(
    uninstallAgentProduct,
    { id: agent.id },
    {
      onEvent: (event) => {
        if (event.kind === "progress") seen.push(sayProgress(event));
      },
    },
  );
  await until(() => seen.length > 0);
  assert.match(seen[0] ?? "", /since before/u);
  at.lab.change(({ next }) => (next.hangs = false));
  assert.equal((await again).exitCode, 0);
  assert.equal(at.lab.state().counts.setups, 1);
});

test("an uninstaller's path may hold spaces without being in quotes", async () => {
  for (const uninstall of [
    "C:\\ProgramData\\Package Cache\\Agent Setup.exe /uninstall",
    '"C:\\ProgramData\\Package Cache\\Agent Setup.exe"   /uninstall',
    "C:\\ProgramData\\PackageCache\\AgentSetup.exe",
  ]) {
    const bundle = at.uninstalledBy(uninstall, "");
    assert.equal((await run(uninstallAgentProduct, bundle)).exitCode, 0, uninstall);
    assert.ok(!at.lab.state().products.some(({ id }) => id === bundle.id));
  }
});

test("an uninstaller is run by its full path on a drive only, and Windows Installer from System32", async () => {
  const listed = at.uninstalledBy;
  for (const command of [
    "uninstall.exe /q",
    ".\\uninstall.exe /q",
    "..\\uninstall.exe /q",
    "\\Windows\\uninstall.exe /q",
    "C:uninstall.exe /q",
    "C:/Temp/uninstall.exe /q",
    "C:\\Temp\\..\\uninstall.exe /q",
    "C:\\Temp \\uninstall.exe /q",
    "C:\\uninstall.exe.\\x.exe /q",
    "\\\\server\\share\\uninstall.exe /q",
    "\\\\?\\C:\\Temp\\uninstall.exe /q",
    "\\\\.\\C:\\Temp\\uninstall.exe /q",
    "//server/share/uninstall.exe /q",
    '"uninstall.exe" /q',
    '"C:\\Temp\\uninstall.exe /q',
    'C:\\Temp\\"uninstall.exe" /q',
    '"C:\\Temp\\uninstall.exe"/q',
    '"C:\\Temp\\uninstall.bat" /q',
    "C:\\Temp\\uninstall.cmd /q",
    "C:\\Temp\\uninstall /q",
    "C:\\Temp\\file.txt:uninstall.exe /q",
    "%TEMP%\\uninstall.exe /q",
    "rundll32.exe C:\\Temp\\x.dll,Uninstall",
    "C:\\Windows\\System32\\rundll32.exe C:\\Temp\\x.dll,Uninstall",
    'C:\\Windows\\System32\\CMD.EXE /c "C:\\Temp\\uninstall.exe"',
    "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe -File C:\\Temp\\x.ps1",
    "C:\\Temp\\msiexec.exe /x {A}",
    "cmd /c uninstall.exe",
    "C:\\Temp\\uninstall.exe\n/q",
    " ",
  ])
    await at.raw(run(uninstallAgentProduct, listed(command)), /noUninstaller/u);
  assert.equal(at.lab.state().counts.setups, 0);
  for (const command of [
    '"C:\\Temp\\Agent Setup.exe" /q',
    "C:\\Temp\\Agent Setup.exe /q",
    "D:\\Agent (x64)\\u_1-2.exe",
  ])
    assert.equal((await run(uninstallAgentProduct, listed(command))).exitCode, 0, command);
  const { id } = listed("MsiExec.exe /X{ABC} /qn");
  await at.raw(
    run(uninstallAgentProduct, { id }),
    /does not run .*System32.msiexec\.exe \/X\{ABC\} \/qn \/norestart/u,
  );
});

test("a program is uninstalled when Windows lists it no more, and not when its uninstaller says so", async () => {
  const [agent] = at.lab.state().products;
  assert.ok(agent);
  at.lab.change(({ next }) => (next.staysListed = true));
  const changes: unknown[] = [];
  await at.raw(
    run(
      uninstallAgentProduct,
      { id: agent.id },
      { onEvent: (event) => event.kind === "change" && changes.push(event) },
    ),
    /stillInstalled.*exit code 0/su,
  );
  assert.deepEqual(changes, []);
  at.lab.change(({ next }) => (next.staysListed = false));
  assert.equal((await changesOf(uninstallAgentProduct, { id: agent.id })).length, 1);
});

test("programs are uninstalled one by one; what remains is told", async () => {
  const health = await run(getAgentHealth, {});
  assert.ok("value" in health.products);
  const [agent, updater, bundle] = health.products.value;
  assert.ok(agent && updater && bundle);
  assert.deepEqual(await changesOf(uninstallAgentProduct, { id: updater.id }, { whatIf: true }), [
    {
      on: { port: "server", server: at.server.target.id },
      certainty: "exact",
      what: "program",
      params: { name: updater.name },
      before: updater.version,
      after: null,
    },
  ]);
  at.lab.change(({ next }) => (next.exitCode = 1603));
  assert.deepEqual(
    await changesOf(uninstallAgentProduct, { id: updater.id }),
    [],
    "it failed: nothing changed",
  );
  for (const { id } of [updater, bundle, agent]) {
    const listed = await changesOf(uninstallAgentProduct, { id }, { whatIf: true });
    assert.deepEqual(await changesOf(uninstallAgentProduct, { id }), listed);
  }
  assert.deepEqual(at.lab.state().products, []);
  assert.ok(!existsSync(agentFolder(at.lab.dir)));
  assert.deepEqual(await changesOf(uninstallAgentProduct, { id: agent.id }), [], "it is gone already");
  assert.deepEqual(await run(getAgentLeftovers, {}), {
    folders: { value: [] },
    registry: { value: true },
    services: { value: [] },
  });
});

test("no program but Microsoft's agent is uninstalled, whatever its name", async () => {
  const product = { version: "1", isMsi: true, uninstall: "", quietUninstall: "" };
  const others = [
    { ...product, id: "{OFFICE}", name: "Office", publisher: "Microsoft Corporation" },
    { ...product, id: "{OKTA}", name: "Okta Provisioning Agent", publisher: "Okta, Inc." },
    { ...product, id: "{SAP}", name: "SAP HANA Data Provisioning Agent", publisher: "SAP SE" },
    { ...product, id: "{FAKE}", name: "Microsoft Entra Provisioning Agent", publisher: "Somebody" },
    {
      ...product,
      id: "{LIKE}",
      name: "Microsoft Entra Provisioning Agent",
      publisher: "Microsoft\ufe0f Corporation",
    },
    {
      ...product,
      id: "{UNSEEN}",
      name: "Microsoft Entra Provisioning Agent",
      publisher: `Microsoft${unseen} Corporation`,
    },
    { ...product, id: "{BACKUP}", name: "Microsoft Azure Backup Agent", publisher: "Microsoft Corporation" },
  ];
  at.lab.change(({ products }) => {
    products.push(...others);
  });
  const { products } = await run(getAgentHealth, {});
  assert.ok("value" in products);
  assert.deepEqual(
    products.value.map(({ name }) => name),
    [
      "Microsoft Entra Provisioning Agent",
      "Microsoft Entra Connect Agent Updater",
      "Microsoft Entra Provisioning Agent Package",
    ],
  );
  for (const { id } of others) assert.deepEqual(await changesOf(uninstallAgentProduct, { id }), []);
  assert.equal(at.lab.state().products.length, 3 + others.length);
});
