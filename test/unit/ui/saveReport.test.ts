/** Saving a change report: where to is asked, what it is by its ending, and what the disk says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Uri } from "../support/vscode/standIn.ts";
import { twoServers } from "../support/vscode/twoServers.ts";

/** A window with two servers, and its command. */
const begin = async () => {
  const { window, first, second, run } = await twoServers();
  return { window, first, second, save: (about?: unknown) => run("saveReport", about) };
};

test("the record of the server that the command is called on is saved, under the name that was chosen", async () => {
  const { window, second, save } = await begin();
  await second.check("directory");
  let proposed = "";
  window.save = (options) => {
    proposed = (options as { defaultUri: Uri }).defaultUri.path;
    return Uri.file("/reports/one.html");
  };
  await save({ kind: "server", server: second.target.id });
  assert.match(proposed, /\/cloud-sync-report-SYNC02-\d{8}T\d{6}Z\.html$/u);
  const text = window.files.get("/reports/one.html") ?? "";
  assert.match(text, /^<!doctype html>/u);
  assert.ok(text.includes("<h1>Change report of SYNC02</h1>"));
  assert.ok(text.includes("ada on WORKPLACE7"));
  assert.ok(text.includes("Name the directory"));
  assert.match(window.messages.at(-1)?.text ?? "", /change report of SYNC02 is in \/reports\/one\.html/u);
});

test("it is Markdown where the name ends so, in any case of letters", async () => {
  const { window, save } = await begin();
  window.save = () => Uri.file("/reports/ONE.MD");
  await save();
  assert.match(window.files.get("/reports/ONE.MD") ?? "", /^# Change report of SYNC01\n/u);
});

test("a box that is closed saves nothing, and a name that says nothing is said to be one", async () => {
  const { window, save } = await begin();
  await save();
  assert.deepEqual([window.files.size, window.messages], [0, []]);
  for (const name of ["/reports/one.pdf", "/reports/one", "/reports/html", "/reports/one.constructor"]) {
    window.save = () => Uri.file(name);
    await save();
    assert.equal(window.files.size, 0);
    assert.match(
      window.messages.at(-1)?.text ?? "",
      /ends neither in \.html nor in \.md\. No report was written\./u,
    );
  }
});

test("what the disk says is said, with what it means and what to do; what stood there stays", async () => {
  const { window, save } = await begin();
  const file = "/reports/one.html";
  window.save = () => Uri.file(file);
  const coded = (message: string, code: string) => Object.assign(new Error(message), { code });
  for (const [error, refuses, says] of [
    [
      new Error("Unknown (FileSystemError): ENOSPC: no space left on device, write"),
      ".new",
      /the disk is full/u,
    ],
    // A quota of Windows, for which Node has no name.
    [
      coded("Unknown (FileSystemError): UNKNOWN: unknown error, write", "Unknown"),
      ".new",
      /reason is not known.* your quota on it/u,
    ],
    [coded("no", "NoPermissions"), ".new", /access is denied/u],
    [coded("no", "Unavailable"), ".html", /cannot be reached/u],
    [new Error("odd"), ".html", /cannot be written: odd/u],
  ] as const) {
    window.files.set(file, "the report of yesterday");
    window.disk = (path) => (path.endsWith(refuses) ? error : undefined);
    await save();
    const { text } = window.messages.at(-1) ?? assert.fail("no message");
    assert.match(text, says);
    assert.match(
      text,
      /It is \/reports\/one\.html\. No report was written; .* unharmed.*[Tt]hen do it again\./u,
    );
    assert.deepEqual([...window.files], [[file, "the report of yesterday"]]);
  }
  window.disk = () => undefined;
  await save();
  assert.deepEqual([...window.files.keys()], [file]);
});

test("a plan file that cannot be read or written is said to be so, and the plan in use stays", async () => {
  const { window, first } = await begin();
  const before = first.known.plan;
  const run = (name: string, about?: unknown) => window.commands.get(`cloudSyncSetup.${name}`)?.(about);
  window.disk = () => new Error("EIO: i/o error, read");
  await run("usePlan", Uri.file("/plans/a.json"));
  assert.match(
    window.messages.at(-1)?.text ?? "",
    /The plan file cannot be read: the disk reports an error/u,
  );
  window.save = () => Uri.file("/plans/a.json");
  await run("savePlan");
  assert.match(window.messages.at(-1)?.text ?? "", /The plan file cannot be written: the disk reports/u);
  assert.equal(first.known.plan, before);
});
