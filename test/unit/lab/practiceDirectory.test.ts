/** The directory of the practice server's domain: what the state says is in it, and what is changed in it is in the state. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { Attribute, Change, Client } from "ldapts";
import { directoryScenarios } from "../../../lab/scenarios/directory.ts";
import { scenarios } from "../../../lab/scenarios/index.ts";
import { Machine } from "../../../lab/server/machine.ts";
import { PracticeDirectory } from "../../../lab/server/practiceDirectory.ts";
import { StateFile, type MachineState } from "../../../lab/server/state.ts";

const base = "DC=contoso,DC=com";
const computer = `CN=SYNC01,CN=Computers,${base}`;

const started = async (t: TestContext, change: (state: MachineState) => void = () => undefined) => {
  const dir = await mkdtemp(path.join(os.tmpdir(), "practice-directory-"));
  t.after(() => rm(dir, { recursive: true, force: true }));
  const state = new StateFile(dir, scenarios.healthy, true);
  state.change(change);
  const open = async (directory: PracticeDirectory, name = "CONTOSO\\ada", password = "any-Secret-1") => {
    const { ports, authority } = await directory.place();
    const client = new Client({
      url: `ldaps://localhost:${ports.ldaps}`,
      tlsOptions: { ca: authority },
      strictDN: false,
      timeout: 5000,
    });
    t.after(async () => client.unbind().catch(() => undefined));
    await client.bind(name, password);
    return client;
  };
  const make = () => {
    const directory = new PracticeDirectory(state);
    t.after(() => directory.stop());
    return directory;
  };
  const directory = make();
  const find = async (filter: string, attributes: string[], at = base) => {
    const client = await open(directory);
    return (await client.search(at, { filter, attributes })).searchEntries;
  };
  return { dir, state, directory, make, open, find };
};

test("it starts once, with the first question", async (t) => {
  const { directory, state } = await started(t);
  await new PracticeDirectory(state).stop();
  const [one, other] = await Promise.all([directory.place(), directory.place()]);
  assert.deepEqual(one, other);
});

test("any password is the right one, but one that begins with wrong, or of a name that does", async (t) => {
  const { directory, open } = await started(t);
  for (const name of [
    "CONTOSO\\ada",
    "somebody@contoso.com",
    "contoso.com\\admin",
    `CN=ada,CN=Users,${base}`,
  ])
    await open(directory, name);
  const whoAmI = await (await open(directory, "somebody@contoso.com")).exop("1.3.6.1.4.1.4203.1.11.3");
  assert.equal(whoAmI.value, "u:CONTOSO\\Administrator");
  await assert.rejects(open(directory, "CONTOSO\\wrong"), { code: 49, message: /data 52e/u });
  await assert.rejects(open(directory, "CONTOSO\\ada", "Wrong-1"), { code: 49, message: /data 52e/u });
  await assert.rejects(open(directory, "FABRIKAM\\ada"), { code: 49, message: /data 525/u });
});

test("an account that the installation makes is in the directory from then on", async (t) => {
  const { dir, state, find } = await started(t);
  const machine = new Machine(dir, state, { installMs: 0, restartMs: 0 });
  const accounts = async () =>
    (await find("(objectClass=msDS-GroupManagedServiceAccount)", ["cn", "sAMAccountName"])).map(
      (entry) => `${String(entry.cn)} ${String(entry.sAMAccountName)}`,
    );
  assert.deepEqual(await accounts(), ["provAgent01 provAgent01$"]);
  state.change((now) => {
    now.services.AADConnectProvisioningAgent = {
      name: "AADConnectProvisioningAgent",
      displayName: "Microsoft Entra Provisioning Agent",
      state: "Running",
      startMode: "Auto",
      account: "NT SERVICE\\AADConnectProvisioningAgent",
    };
  });
  machine.useAccount("CONTOSO\\pGMSA_784aba0b$");
  machine.useAccount("CONTOSO\\pGMSA_784aba0b$");
  machine.useAccount("CONTOSO\\provAgent01$");
  assert.deepEqual(await accounts(), ["provAgent01 provAgent01$", "provAgentgMSA pGMSA_784aba0b$"]);
  assert.equal(state.now.directory.managedAccounts.length, 2, "once, however often");
});

test("what is changed over LDAP is in the state, and there for the next start", async (t) => {
  const { state, directory, make, open } = await started(t);
  const change = new Change({
    operation: "replace",
    modification: new Attribute({ type: "msDS-SupportedEncryptionTypes", values: ["24"] }),
  });
  await (await open(directory)).modify(computer, change);
  assert.deepEqual(state.now.directory.changed[computer], {
    "msDS-SupportedEncryptionTypes": [Buffer.from("24").toString("base64")],
  });
  const again = await open(make());
  const { searchEntries } = await again.search(computer, { scope: "base" });
  assert.equal(searchEntries[0]?.["msDS-SupportedEncryptionTypes"], "24");
});

test("each scenario of the directory is in it", async (t) => {
  const keys = `CN=Master Root Keys,CN=Group Key Distribution Service,CN=Services,CN=Configuration,${base}`;
  const seen = async (change: (state: MachineState) => void) => {
    const { find, state } = await started(t, change);
    const one = async (filter: string, name: string, at = base) =>
      (await find(filter, [name], at)).map((entry) => entry[name]);
    const [root] = await find("(objectClass=domain)", ["nTSecurityDescriptor"]);
    return {
      keys: (await one("(objectClass=msKds-ProvRootKey)", "msKds-UseStartTime", keys)).length,
      types: await one(
        "(|(cn=SYNC01)(objectClass=msDS-GroupManagedServiceAccount))",
        "msDS-SupportedEncryptionTypes",
      ),
      descriptor: root?.nTSecurityDescriptor,
      controllers: (await one("(userAccountControl:1.2.840.113556.1.4.803:=8192)", "cn")).sort(),
      unreachable: Object.keys(state.now.network.hosts),
      domains: (await one("(nETBIOSName=*)", "dnsRoot", `CN=Partitions,CN=Configuration,${base}`)).sort(),
    };
  };
  const healthy = await seen(() => undefined);
  assert.deepEqual(
    { ...healthy, descriptor: undefined },
    {
      keys: 1,
      types: ["28", "28"],
      descriptor: undefined,
      controllers: ["DC1", "DC2"],
      unreachable: [],
      domains: ["contoso.com"],
    },
  );
  assert.equal((await seen(directoryScenarios["no-kds-key"])).keys, 0);
  assert.deepEqual((await seen(directoryScenarios["encryption-mismatch"])).types, ["24", "28", "28"]);
  assert.notDeepEqual((await seen(directoryScenarios["permissions-missing"])).descriptor, healthy.descriptor);
  const unreachable = await seen(directoryScenarios["controllers-unreachable"]);
  assert.deepEqual(unreachable.controllers, ["DC1", "DC2", "DC3"]);
  assert.deepEqual(unreachable.unreachable, ["dc2.contoso.com", "dc3.contoso.com"]);
  assert.deepEqual((await seen(directoryScenarios["two-domains"])).domains, [
    "contoso.com",
    "emea.contoso.com",
  ]);
  const { find } = await started(t, directoryScenarios["young-kds-key"]);
  const [young] = await find("(objectClass=msKds-ProvRootKey)", ["msKds-UseStartTime"], keys);
  // 100 nanoseconds since 1601; an age of two hours.
  const ageMs = Date.now() - (Number(young?.["msKds-UseStartTime"]) / 10_000 - 11_644_473_600_000);
  assert.ok(Math.abs(ageMs - 2 * 3_600_000) < 60_000, String(ageMs));
});
