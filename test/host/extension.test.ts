/** The extension inside a real VS Code: activation, commands, views, settings, the session. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Api } from "../../src/extension.ts";
import type { StepId } from "../../src/setup/step.ts";

const id = "cloud-sync-setup.cloud-sync-setup";

const until = async (check: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (await check()) return;
    assert.ok(Date.now() < end, `never true: ${String(check)}`);
  }
};

const extension = (): vscode.Extension<Api> => {
  const found = vscode.extensions.getExtension<Api>(id);
  assert.ok(found);
  return found;
};

/** The folder of this run: its report is there. */
const ownFolder = (): vscode.Uri => {
  const report = process.env.EXTHOST_REPORT;
  assert.ok(report, "the suite is started with EXTHOST_REPORT");
  return vscode.Uri.joinPath(vscode.Uri.file(report), "..");
};

suite("the extension", () => {
  test("is not active before it is used", () => {
    assert.equal(extension().isActive, false);
  });

  test("has every command it contributes, under one category", async () => {
    await extension().activate();
    const { contributes } = extension().packageJSON as {
      contributes: { commands: { command: string; category: string }[] };
    };
    const registered = await vscode.commands.getCommands(true);
    for (const { command, category } of contributes.commands) {
      assert.ok(registered.includes(command), command);
      assert.equal(category, "Cloud Sync");
    }
  });

  test("runs where the server is, and says how far it trusts a workspace", () => {
    const manifest = extension().packageJSON as {
      extensionKind: string[];
      capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
      activationEvents?: string[];
    };
    assert.deepEqual(manifest.extensionKind, ["workspace", "ui"]);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
      "cloudSyncSetup.powershellCommand",
      "cloudSyncSetup.installerUrl",
      "cloudSyncSetup.tokenAudience",
      "cloudSyncSetup.directoryCaFile",
      "cloudSyncSetup.directoryFromThisMachine",
    ]);
    for (const event of manifest.activationEvents ?? [])
      assert.match(event, /^on(?:Command|View|Walkthrough)/u);
  });

  test("takes what starts programs from the machine only", async () => {
    const section = vscode.workspace.getConfiguration("cloudSyncSetup");
    for (const name of ["powershellCommand", "installerUrl", "directoryCaFile", "directoryFromThisMachine"]) {
      const inspected = section.inspect(name);
      assert.ok(inspected?.globalValue !== undefined || name === "directoryCaFile", name);
      await assert.rejects(async () => section.update(name, "x", vscode.ConfigurationTarget.Workspace), name);
    }
  });

  test("opens its walkthrough", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await until(() => vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0));
    await vscode.commands.executeCommand("cloudSyncSetup.openWalkthrough");
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await until(() => tabs().length > 0);
    // VS Code's own page of walkthroughs is no document, and bears this name in English; the UI tier sees which one is open.
    assert.equal(vscode.env.language, "en");
    assert.deepEqual(
      tabs().map(({ label, isActive, input }) => ({ label, isActive, input })),
      [{ label: "Welcome", isActive: true, input: undefined }],
    );
  });

  test("connects to the server and judges its prerequisites", async () => {
    const { active: run } = (await extension().activate()).runs;
    await vscode.commands.executeCommand("cloudSyncSetup.checkStep", "server");
    assert.equal(run.stateOf("server").kind, "done");
    assert.equal(run.name, "SYNC01");
    await vscode.commands.executeCommand("cloudSyncSetup.checkStep", "prerequisites");
    const state = run.stateOf("prerequisites");
    assert.equal(state.kind, "todo");
    assert.deepEqual(
      state.findings
        .filter(({ verdict }) => verdict !== "pass")
        .map(({ rule, about, verdict }) => [rule, about, verdict]),
      [
        ["tls", "client", "fail"],
        ["tls", "server", "warning"],
        ["tls", "net", "warning"],
        ["executionPolicy", "LocalMachine", "fail"],
        ["credentialManager", "", "fail"],
      ],
    );
  });

  test("has nothing to undo on a server on which it changed nothing", async () => {
    const { active: run } = (await extension().activate()).runs;
    assert.deepEqual(run.undoable, { can: [], cannot: [] });
    await vscode.commands.executeCommand("cloudSyncSetup.undoChanges");
    assert.equal(run.stateOf("undo").kind, "todo");
    assert.equal(run.busyWith, undefined);
  });

  test("saves the server's change report as HTML or Markdown, by the ending of the file", async () => {
    const { active: run } = (await extension().activate()).runs;
    for (const [name, begins] of [
      ["report.md", /^# Change report of SYNC01\n/u],
      ["report.html", /^<!doctype html>\n<html lang="en">/u],
    ] as const) {
      const file = vscode.Uri.joinPath(ownFolder(), name);
      await vscode.commands.executeCommand("cloudSyncSetup.saveReport", file);
      const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString("utf8");
      assert.match(text, begins);
      assert.ok(text.includes(run.stepOf("prerequisites").title()));
      assert.ok(text.includes("Nothing was changed."));
    }
  });

  test("shows a step only where the answers make it one", async () => {
    const { active: run } = (await extension().activate()).runs;
    const shown = () => run.steps.some(({ id: step }) => step === "permissions");
    assert.ok(!shown());
    await run.answer("serviceAccount", "kind", "custom");
    assert.ok(shown());
    await run.answer("serviceAccount", "kind", "create");
    assert.ok(!shown());
  });

  test("shows one step at a time in the server's panel, and another beside it", async () => {
    const { active: run } = (await extension().activate()).runs;
    for (const { id: step } of run.steps)
      await vscode.commands.executeCommand("cloudSyncSetup.openStep", step);
    await vscode.commands.executeCommand("cloudSyncSetup.openStep", "server");
    const panels = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) =>
            input instanceof vscode.TabInputWebview && input.viewType.endsWith("cloudSyncSetup.step"),
        );
    const titleOf = (step: StepId) => `${run.stepOf(step).title()} - ${run.name}`;
    await until(() => panels().length === 1 && panels()[0]?.label === titleOf("server"));
    await vscode.commands.executeCommand("cloudSyncSetup.openStepBeside", "directory");
    await until(() => panels().length === 2);
    assert.deepEqual(
      panels()
        .map(({ label }) => label)
        .sort(),
      [titleOf("server"), titleOf("directory")].sort(),
    );
  });

  test("shows what a plan file would change, takes nothing without a yes, and says what is wrong on a page", async () => {
    const { active: run } = (await extension().activate()).runs;
    const folder = ownFolder();
    const use = async (name: string, text: string) => {
      const file = vscode.Uri.joinPath(folder, name);
      await vscode.workspace.fs.writeFile(file, Buffer.from(text));
      // Questions are refused here, and a problem waits for an answer: neither may be waited for.
      void vscode.commands.executeCommand("cloudSyncSetup.usePlan", file);
    };
    const page = () =>
      vscode.window.visibleTextEditors
        .find(({ document }) => document.uri.scheme === "cloud-sync-plan")
        ?.document.getText() ?? "";
    const before = run.known.plan;
    await use("good.cloudsync.json", '{"serviceAccount":{"kind":"custom","name":"provAgent01$"}}');
    await until(() => page().includes("custom: provAgent01$"));
    assert.match(page(), /The plan in use is unchanged until you say yes/u);
    for (const [text, wrong] of [
      ['{"tenant":1}', /tenant is 1/u],
      ["{", /not valid JSON/u],
      ['{"password":"x"}', /password is "x"/u],
      ['{"entraAccount":"a@b","entraAccount":"c@d"}', /entraAccount stands there more than once/u],
      [" ".repeat(300_000), /larger than a plan/u],
    ] as const) {
      await use("bad.cloudsync.json", text);
      await until(() => wrong.test(page()));
    }
    assert.deepEqual(run.known.plan, before);
  });

  test("completes plan files, and marks what is wrong in them while they are typed", async () => {
    const folder = ownFolder();
    const file = vscode.Uri.joinPath(folder, "typed.cloudsync.json");
    await vscode.workspace.fs.writeFile(file, Buffer.from('{\n  "registrationMethod": "magic"\n}\n'));
    await vscode.window.showTextDocument(file);
    await until(() => vscode.languages.getDiagnostics(file).length > 0);
    assert.match(vscode.languages.getDiagnostics(file)[0]?.message ?? "", /wizard/u);
  });

  test("diagnoses a trace file as a stream, and shows its causes, masked, in a document nobody edits", async () => {
    const folder = ownFolder();
    const file = vscode.Uri.joinPath(folder, "trace-agent.log");
    const calm = "[15:16:14.583] [ 16] [INFO ] Request was answered with status 200\r\n".repeat(60_000);
    const error =
      "[15:16:15.000] [ 16] [ERROR] Could not create SSL/TLS secure channel, password=hunter2\r\n";
    await vscode.workspace.fs.writeFile(file, Buffer.from(`\uFEFF${calm}${error}`, "utf16le"));
    const done = vscode.commands.executeCommand("cloudSyncSetup.diagnoseTrace", file);
    const shown = () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "cloud-sync-diagnosis");
    await until(async () => {
      // The first answer of the question that it asks: hide tenants and users.
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return shown() !== undefined;
    });
    await done;
    const page = shown()?.getText() ?? "";
    assert.match(page, /^# Diagnosis of `trace-agent\.log`/u);
    assert.match(page, /60001 entries/u);
    assert.match(page, /agree on no version of TLS/u);
    assert.match(page, /tenants and users are hidden/u);
    assert.ok(!page.includes("hunter2"));
    assert.equal(shown()?.languageId, "markdown");
    const previews = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) =>
            input instanceof vscode.TabInputWebview && input.viewType.includes("markdown.preview"),
        );
    await until(() => previews().length === 1);
    assert.ok(!vscode.window.visibleTextEditors.some(({ document }) => document === shown()));
    const document = shown();
    assert.ok(document);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), "x");
    });
    assert.equal(shown()?.getText(), page);
  });

  test("a question that is closed leaves no page", async () => {
    const pages = () =>
      vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === "cloud-sync-diagnosis").length;
    const before = pages();
    const folder = ownFolder();
    const closed = vscode.commands.executeCommand(
      "cloudSyncSetup.diagnoseTrace",
      vscode.Uri.joinPath(folder, "trace-agent.log"),
    );
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    await until(async () => {
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
      return isClosed;
    });
    assert.equal(pages(), before);
  });

  test("asks nothing of the server at its start: a new session is opened only when one is needed", async () => {
    const { active: run } = (await extension().activate()).runs;
    run.dispose();
    assert.equal(run.busyWith, undefined);
  });
});
