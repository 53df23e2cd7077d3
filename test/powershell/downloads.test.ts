/** What a download may do to the server: https only, a bounded size, room left, and no redirect but the same. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { downloadFolder } from "../../lab/server/agent.ts";
import { saveInstaller, removeInstaller } from "../../src/setup/operations/installer.ts";
import type { HowToRun } from "../../src/setup/ports.ts";
import { fails } from "./practice.ts";
import { onPractice } from "./onPractice.ts";

const at = onPractice("healthy", { emptied: (dir) => [downloadFolder(dir)] });

const name = "AADConnectProvisioningAgentSetup.exe";
const url = (of: string = name) => `${at.lab.address}/download/${of}`;
const moved = (to: string, status = 302) => url(`moved?status=${status}&to=${encodeURIComponent(to)}`);
const save = (from: string, how: HowToRun = {}) => at.server.run(saveInstaller, { url: from }, how);
const arrived = async (): Promise<string[]> => {
  const folder = downloadFolder(at.lab.dir);
  return existsSync(folder) ? readdir(folder) : [];
};
const asked = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const from = at.lab.requests().length;
  await work();
  return at.lab.requests().slice(from);
};

test("an address that is not https, or holds a user name or a password, is not asked", async () => {
  const plain = url().replace("https:", "http:");
  const requests = await asked(async () => {
    for (const wrong of [
      plain,
      "ftp://127.0.0.1/agent.exe",
      "file:///etc/passwd",
      "\\\\127.0.0.1\\share\\agent.exe",
      "agent.exe",
      url().replace("https://", "https://ada:secret@"),
      url().replace("https://", "https://ada@"),
    ])
      for (const whatIf of [false, true]) await fails(save(wrong, { whatIf }), /^downloadRefused: /u);
  });
  assert.deepEqual(requests, []);
  assert.deepEqual(await arrived(), []);
});

test("the scheme is https in any case", async () => {
  await save(url().replace("https:", "HTTPS:"));
  assert.ok((await arrived()).includes(name));
});

test("a redirect is followed to https, and the record names the address that gave the file", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    await rm(downloadFolder(at.lab.dir), { recursive: true, force: true });
    const from = moved(`${url()}?sig=of-this-link`, status);
    const listed = await at.changesOf(saveInstaller, { url: from }, { whatIf: true });
    const made = await at.changesOf(saveInstaller, { url: from });
    assert.deepEqual(
      made.map(({ after: to }) => to),
      [url()],
      `${status}`,
    );
    assert.deepEqual(listed, made);
  }
  const relative = moved(`/download/${name}`);
  await save(relative);
});

test("a redirect to anything but https, to a user name, or without an end is refused, and nothing stays", async () => {
  for (const to of [
    url().replace("https:", "http:"),
    "ftp://127.0.0.1/x.exe",
    "file:///etc/hostname",
    url().replace("https://", "https://ada:secret@"),
  ])
    for (const status of [301, 308]) await fails(save(moved(to, status)), /^downloadRefused: /u);
  const loop = url("moved?status=302&to=%3Fstatus%3D302%26to%3D%253Fx");
  assert.ok((await asked(() => fails(save(loop), /^download(?:Refused|Stopped): /u))).length <= 6);
  const round = `/download/moved?status=302&to=`;
  let long = `/download/${name}`;
  for (let hop = 0; hop < 6; hop++) long = round + encodeURIComponent(long);
  const hops = await asked(() => fails(save(at.lab.address + long), /redirected more than 5 times/u));
  assert.equal(hops.length, 6);
  assert.deepEqual(await arrived(), []);
});

test("five redirects are followed", async () => {
  let address = `/download/${name}`;
  for (let hop = 0; hop < 5; hop++) address = `/download/moved?status=302&to=${encodeURIComponent(address)}`;
  await save(at.lab.address + address);
});

test("an answer that is no file, though no error, is none", async () => {
  for (const status of [204, 300, 302])
    await fails(save(url(`moved?status=${status}`)), new RegExp(`^downloadStopped: .*${status}`, "su"));
  assert.deepEqual(await arrived(), []);
});

test("an answer without an end stops at 300 MB, and what had arrived is removed", async () => {
  const seen: number[] = [];
  await fails(
    save(url("endless.exe"), {
      onEvent: (event) => {
        if (event.kind === "progress") seen.push(Number(event.params.mb));
      },
    }),
    /^downloadRefused: .*larger than 300 MB/su,
  );
  assert.ok(Math.max(...seen) <= 300, String(Math.max(...seen)));
  assert.deepEqual(await arrived(), []);
});

test("a file that says it is larger than 300 MB is not fetched at all, nor listed", async () => {
  await fails(save(url("huge.exe")), /^downloadRefused: .*larger than 300 MB/su);
  await fails(save(url("huge.exe"), { whatIf: true }), /^downloadRefused: .*larger than 300 MB/su);
  assert.deepEqual(await arrived(), []);
});

test("nothing is fetched where the system drive would be left without a reserve", async () => {
  at.lab.change(({ windows }) => (windows.drive.freeMb = 1026));
  await fails(save(url()), /^diskFull: .*1026 MB free; 1028 MB are needed/su);
  assert.deepEqual(await arrived(), []);
  at.lab.change(({ windows }) => (windows.drive.freeMb = 1028));
  await save(url());
  at.lab.change(({ windows }) => (windows.drive.freeMb = 1300));
  await fails(save(url("endless.exe")), /^diskFull: .*1324 MB are needed/su);
  assert.deepEqual(
    (await arrived()).filter((file) => file.includes("endless")),
    [],
  );
});

test("with -WhatIf a download asks for the head alone, and nothing is kept", async () => {
  const requests = await asked(() => save(url(), { whatIf: true }));
  assert.deepEqual(requests, [`HEAD /download/${name}`]);
  assert.equal(at.lab.state().counts.downloads, 0);
  assert.deepEqual(await arrived(), []);
  await save(url());
  assert.deepEqual(await at.changesOf(saveInstaller, { url: url() }, { whatIf: true }), []);
});

test("a rejected installer is removed from the product's own folder, and nothing else is", async () => {
  const { path: file } = await save(url("unsigned.exe"));
  const listed = await at.changesOf(removeInstaller, { path: file }, { whatIf: true });
  assert.ok(existsSync(file));
  assert.deepEqual(await at.changesOf(removeInstaller, { path: file }), listed);
  assert.equal(listed.length, 1);
  assert.deepEqual(await arrived(), []);
  assert.deepEqual(await at.changesOf(removeInstaller, { path: file }), []);
  const kept = at.lab.stateFile;
  for (const other of [
    kept,
    path.join(downloadFolder(at.lab.dir), "..", "..", "..", "state.json"),
    `${downloadFolder(at.lab.dir)}/../x.exe`,
    `${downloadFolder(at.lab.dir)}/deep/er/x.exe`,
    downloadFolder(at.lab.dir),
    "x.exe",
  ])
    await fails(at.server.run(removeInstaller, { path: other }), /^installerRejected: /u);
  assert.ok(existsSync(kept));
});
