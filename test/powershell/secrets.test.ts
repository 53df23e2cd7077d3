/** Where a secret is while it is used: in memory, and not where every user of the server may look. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { practiceTenant } from "../../lab/scenarios/index.ts";
import { registerAgent } from "../../src/setup/operations/registering.ts";
import { descendantsOf, type Process } from "../processes.ts";
import { onPractice } from "./onPractice.ts";

const at = onPractice("installed");

const domains = [{ name: "contoso.com", preferredDomainControllers: [] }];
const secrets = {
  AccountCredential: [{ user: "admin@contoso.onmicrosoft.com", password: "Entra-Secret-1" }],
  ServiceAccountCredential: [{ user: "CONTOSO\\root", password: "Own-Secret-3" }],
  DomainCredential: [{ user: "CONTOSO\\root", password: "Domain-Secret-2" }],
};

test("a password is in no argument and no environment while a registration runs", async () => {
  // The child has signed in by then, and waits for the answer of the next cmdlet.
  at.lab.change(({ next }) => (next.silent = ["Add-AADCloudSyncGMSA"]));
  let seen: readonly Process[] = [];
  await at.server.run(
    registerAgent,
    { customAccount: "", domains, way: "credential", tenant: "", seenTenant: practiceTenant },
    {
      secrets,
      onEvent: (event) => {
        if (event.kind !== "progress" || event.code !== "settingUpAccount") return;
        seen = descendantsOf(process.pid);
        at.lab.change(({ next }) => (next.silent = []));
      },
    },
  );
  const [, tokenFile = ""] =
    / -TokenFile (\S+) /u.exec(seen.find(({ line }) => line.includes("host.ps1"))?.line ?? "") ?? [];
  const token = await readFile(tokenFile, "utf8");
  const sessions = seen.filter(({ line }) => line.includes("host.ps1"));
  assert.equal(sessions.length, 2, "the session, and the child that registers");
  for (const { line, environment } of seen) {
    assert.ok(environment.length > 1, line);
    assert.doesNotMatch([line, ...environment].join("\n"), /(?:Entra|Domain|Own)-Secret/u);
    assert.ok(![line, ...environment].join("\n").includes(token), line);
  }
});
