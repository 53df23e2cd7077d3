/** Plan files as commands use and save them: what is asked, what is on the page, and what comes back of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WholePlan } from "../../../src/setup/plan.ts";
import { Uri } from "../support/vscode/standIn.ts";
import { twoServers } from "../support/vscode/twoServers.ts";

const begin = async () => {
  const at = await twoServers();
  const { window, run } = at;
  const use = async (of: unknown) => {
    window.files.set("/plans/in.cloudsync.json", typeof of === "string" ? of : JSON.stringify(of));
    await run("usePlan", Uri.file("/plans/in.cloudsync.json"));
  };
  const save = async () => {
    window.save = () => Uri.file("/plans/out.cloudsync.json");
    await run("savePlan");
    return JSON.parse(window.files.get("/plans/out.cloudsync.json") ?? "null") as unknown;
  };
  return { ...at, use, save };
};

const named = {
  entraAccount: "admin@contoso.onmicrosoft.com",
  domains: [{ name: "contoso.com" }],
  servers: [
    { name: "SYNC01", domains: [{ name: "fabrikam.com" }] },
    { name: "BRANCH07", serviceAccount: { kind: "custom", name: "provAgent07$" }, domains: [] },
    { name: "Der Server in B\u00FCro 3" },
  ],
};

test("servers that a plan names and that are not here are said before the yes, are no servers then, and are saved again", async () => {
  const { window, first, second, runs, use, save } = await begin();
  window.press = (_, [yes]) => yes;
  await use(named);
  const page = window.pages.at(-1) ?? "";
  assert.match(page, /is not used\.\n {2}- BRANCH07\n {2}- Der Server in B\u00FCro 3\n/u);
  assert.match(page, /Service account on server BRANCH07: custom: provAgent07\$ \(added\)/u);
  assert.equal(runs.all.length, 2);
  assert.deepEqual(
    [first, second].map(({ known }) => known.plan.domains.map(({ name }) => name)),
    [["fabrikam.com"], ["contoso.com"]],
  );
  await second.answer("confirm", "registration", "credential");
  const { servers: saved, ...shared } = (await save()) as WholePlan;
  assert.deepEqual(saved?.slice(1), [
    { ...named.servers[1] },
    { name: "Der Server in B\u00FCro 3" },
    { name: "SYNC02", registrationMethod: "credential" },
  ]);
  assert.deepEqual(
    [shared.entraAccount, shared.registrationMethod, shared.domains.map(({ name }) => name)],
    ["admin@contoso.onmicrosoft.com", "wizard", ["contoso.com"]],
  );
  await use(JSON.stringify(await save()));
  assert.match(
    window.messages.at(-1)?.text ?? "",
    /says what the plan in use says/u,
    "what was saved is the plan",
  );
});

test("a yes to a plan that only other servers' parts make another one is asked for, and a no keeps all of them", async () => {
  const { window, first, use, save } = await begin();
  window.press = (_, [yes]) => yes;
  await use(named);
  const before = first.plan.whole;
  window.press = () => undefined;
  await use({ ...named, servers: named.servers.slice(0, 1) });
  assert.match(window.pages.at(-1) ?? "", /Server: BRANCH07 \(removed\)/u);
  assert.equal(first.plan.whole, before);
  assert.equal(((await save()) as WholePlan).servers?.length, 3);
});

test("a file of 100 MB is refused without being read, and a damaged one with what is wrong in it", async () => {
  const { window, first, use } = await begin();
  const before = first.plan.whole;
  window.size = () => 100 * 1024 * 1024;
  await use("{}");
  assert.match(window.pages.at(-1) ?? "", /at most 256 KB are read/u);
  assert.deepEqual(window.reads, []);
  window.size = () => undefined;
  for (const [file, wrong] of [
    ["[".repeat(100_000), /nested deeper than a plan/u],
    [{ version: 2, servers: "new" }, /a plan of version 2; this extension reads version 1/u],
    [{ servers: [{ name: "A" }, { name: "a" }] }, /servers\.1\.name is "a"/u],
    [
      { servers: [{ name: "A", tenant: "x" }] },
      /servers\.0\.tenant is "x"\. Expected: no such key: a server's part/u,
    ],
    [{ servers: [] }, /at least 1/u],
    [
      { servers: Array.from({ length: 10_000 }, (_, at) => ({ name: `S${at}` })) },
      /at most 200, and there are 10000/u,
    ],
  ] as const) {
    await use(file);
    assert.match(window.pages.at(-1) ?? "", wrong);
  }
  assert.equal(first.plan.whole, before);
});
