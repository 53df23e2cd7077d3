/** The domains that the tests start are what they claim to be, as OpenLDAP's and Samba's own programs say. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { descendantsOf } from "../processes.ts";
import { until } from "../until.ts";
import { answers, takeAddress } from "./support/addresses.ts";
import { makeAuthority } from "./support/certificates.ts";
import { settle, start } from "./support/controller.ts";
import { levelName, userCount } from "./support/crowd.ts";
import { domain, type Domain } from "./support/domain.ts";
import { forests } from "./support/forests.ts";
import { handshake } from "./support/handshake.ts";
import { changed } from "./support/ldif.ts";
import { refusals } from "./support/people.ts";

/** It writes what it does in the place of its command line. */
const sambas = (pid: number) => descendantsOf(pid).filter(({ line }) => /^samba\b/u.test(line));

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("contoso.lan", () => {
  let contoso: Domain;
  before(async () => {
    contoso = await domain("contoso");
  });
  after(() => contoso.stop());

  test("each state of an account has its own answer to a sign-in, on both controllers", async () => {
    const expected = {
      administrator: "ok",
      domainAdmin: "ok",
      enterpriseAdmin: "ok",
      nestedEnterpriseAdmin: "ok",
      both: "ok",
      plain: "ok",
      unicode: "ok",
      deep: "ok",
      ...refusals,
      // A Protected User may not sign in by NTLM, and Samba counts a simple bind as that.
      protected: "52f",
      nestedProtected: "52f",
    };
    const { accounts, controllers, signIn } = contoso;
    for (const { address } of controllers) {
      const given = await Promise.all(
        Object.entries(accounts).map(async ([name, account]) => [name, await signIn(account, address)]),
      );
      assert.deepEqual(Object.fromEntries(given), expected, address);
    }
    assert.equal(await signIn({ ...accounts.plain, password: "wrong" }), "52e");
  });

  test("a change on either controller arrives on the other one", async () => {
    const [one, other] = contoso.controllers;
    assert.ok(other);
    const { dn } = contoso.accounts.plain;
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const description = `written on ${from.name}`;
      await contoso.change(changed(dn, "replace", { description }), from.address);
      await until(async () => {
        const [entry] = await contoso.ldapsearch("-H", `ldaps://${to.address}`, "-b", dn, "description");
        return entry?.values.description?.[0] === description;
      }, description);
    }
  });

  test("a thousand users, and fifty groups in groups", async () => {
    const { ldapsearch, baseDn, accounts } = contoso;
    const crowd = await ldapsearch("-b", baseDn, "(&(objectCategory=person)(sAMAccountName=user0*))", "1.1");
    assert.equal(crowd.length, userCount);
    assert.equal(userCount, 1000);
    // LDAP_MATCHING_RULE_IN_CHAIN: [MS-ADTS] 3.1.1.3.4.4.3
    const inChain = `(member:1.2.840.113556.1.4.1941:=${accounts.deep.dn})`;
    const names = (await ldapsearch("-b", baseDn, inChain, "cn")).map(({ values }) => values.cn?.[0]);
    assert.deepEqual(
      names.sort(),
      Array.from({ length: 50 }, (_, at) => levelName(at + 1)),
    );
  });

  test("the certificate is good for the name and the address of its controller, and the authority for no other", async () => {
    for (const { name, address } of contoso.controllers) {
      for (const servername of [name, address]) await handshake(address, { ca: contoso.ca, servername });
      await assert.rejects(
        handshake(address, { ca: contoso.ca, servername: "dc9.contoso.lan" }),
        /altnames/u,
      );
      await assert.rejects(
        handshake(address, { servername: name }),
        /unable to verify the first certificate/u,
      );
    }
  });
});

test("two copies of a domain stand side by side, and nothing of one is left when it is stopped", async () => {
  const [one, other] = await Promise.all([domain("fabrikam"), domain("fabrikam")]);
  const folder = path.dirname(path.dirname(one.ca));
  const pids: number[] = [];
  try {
    assert.notEqual(one.controllers[0].address, other.controllers[0].address);
    const { dn } = one.accounts.plain;
    await one.change(changed(dn, "replace", { description: "of one" }));
    const [entry] = await other.ldapsearch("-b", dn, "description");
    assert.equal(entry?.values.description, undefined);
    pids.push(...sambas(process.pid).map(({ pid }) => pid));
    assert.ok(pids.length >= 2);
  } finally {
    await Promise.all([one.stop(), other.stop()]);
  }
  await until(() => !pids.some(isRunning));
  assert.equal(existsSync(folder), false);
  assert.equal(await answers(one.controllers[0].address, 389), false);
});

test("a controller that does not come up says why, with the end of its own log", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "cs-ad-"));
  const { address, release } = await takeAddress();
  const { name, netbios } = forests.fabrikam;
  const place = { folder, address, host: "DC1", domain: name, netbios, replicates: false };
  try {
    await makeAuthority(path.join(folder, "ca"), "nobody");
    await settle(place, path.join(folder, "ca"));
    // There is no database in it.
    await assert.rejects(
      start(place),
      /The controller DC1\.fabrikam\.lan ended\. Its log: [^]*failed to prime database/u,
    );
  } finally {
    release();
    await rm(folder, { recursive: true, force: true });
  }
});

test("whoever is killed takes the controllers with it", async () => {
  const program = path.join(import.meta.dirname, "support/forgetful.ts");
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [said] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    const { folder, addresses } = JSON.parse(said) as { folder: string; addresses: string[] };
    const pids = sambas(child.pid ?? 0).map(({ pid }) => pid);
    assert.ok(pids.length > addresses.length, "each controller has processes of its own");
    child.kill("SIGKILL");
    await until(() => pids.every((pid) => !isRunning(pid)));
    for (const address of addresses) assert.equal(await answers(address, 389), false);
    await rm(folder, { recursive: true, force: true });
  } finally {
    child.kill("SIGKILL");
  }
});
